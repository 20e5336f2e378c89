"""Putting messages into chats and telling bots, pages and the ledger about it."""

from __future__ import annotations

from functools import partial
from typing import Any

from bot.sandbox.account import Account
from bot.sandbox.chat import Chat, Json, Stored
from bot.sandbox.world import World


def store(world: World, chat: Chat, stored: Stored, *, kind: str, by: int | str, **facts: Any) -> None:
    """Keep the message, write it into the ledger and show it to open pages."""
    body = stored.body
    chat.messages[body["message_id"]] = stored
    note(world, kind, chat, stored, by=by, **facts)
    if world.bus.has_listeners:
        world.bus.publish({"type": "message", "chat_id": chat.id, "message": stored.view()})


def note(world: World, kind: str, chat: Chat, stored: Stored, *, by: int | str, **facts: Any) -> None:
    """Write a ledger line about a message as it now stands."""
    body = stored.body
    world.ledger.write(
        kind,
        world.clock.now(),
        chat_id=chat.id,
        message_id=body["message_id"],
        by=by,
        text=body.get("text", body.get("caption")),
        reply_markup=body.get("reply_markup") or stored.keyboard,
        protect_content=body.get("has_protected_content", False),
        disable_notification=stored.is_silent,
        **facts,
    )


def show_edit(world: World, chat: Chat, stored: Stored) -> None:
    """Show a changed message to open pages."""
    if world.bus.has_listeners:
        world.bus.publish({"type": "edit", "chat_id": chat.id, "message": stored.view()})


def show_deleted(world: World, chat: Chat, numbers: list[int]) -> None:
    """Take deleted messages from open pages."""
    for number in numbers:
        world.bus.publish({"type": "delete", "chat_id": chat.id, "message_id": number})


def _mark_read(world: World, chat: Chat, stored: Stored) -> None:
    stored.is_read = True
    world.bus.publish({"type": "read", "chat_id": chat.id, "message_id": stored.body["message_id"]})


def quoted(stored: Stored) -> Json:
    """Return the message as another one's `reply_to_message`: one level only."""
    if "reply_to_message" not in stored.body:
        return stored.body
    return {name: value for name, value in stored.body.items() if name != "reply_to_message"}


def readers(world: World, chat: Chat, owner: Account) -> list[Account]:
    """Return the bots that could see a person's message: `owner` in its private chat, else those in the group."""
    if chat.is_private:
        return [owner]
    return [bot for bot in world.bots.values() if chat.is_present(bot.id)]


def may_see(chat: Chat, bot: Account, stored: Stored) -> bool:
    """Say whether a bot in privacy mode gets this message: all as administrator, else what is meant for it.

    Source: Bot API documentation, privacy mode. A command that names no bot counts as meant for every bot.
    """
    if chat.is_private or chat.is_administrator(bot.id) or stored.is_service:
        return True
    body = stored.body
    return body.get("reply_to_message", {}).get("from", {}).get("id") == bot.id or _is_command_for(bot, body)


def _is_command_for(bot: Account, body: Json) -> bool:
    text = body.get("text", "")
    if not text.startswith("/"):
        return False
    name = text.split(maxsplit=1)[0].partition("@")[2]
    return not name or bool(name.lower() == bot.username.lower())


def deliver(world: World, chat: Chat, owner: Account, stored: Stored, kind: str, copies: int = 1) -> int | None:
    """Make an update of a person's message for each bot that sees it; return the first one's id.

    What is said in private is read once its update is confirmed: that is the second tick in a client.
    """
    date = float(stored.body.get("edit_date") or stored.body["date"])
    bots = [bot for bot in readers(world, chat, owner) if may_see(chat, bot, stored)]
    receipt = partial(_mark_read, world, chat, stored) if stored.is_read is False else None
    made = [bot.queue.push(kind, shown_to(world, bot, stored), date, copies, receipt) for bot in bots]
    return next((number for number in made if number is not None), None)


def shown_to(world: World, bot: Account, stored: Stored) -> Json:
    """Return the message with file ids that belong to this bot."""
    if bot is world.first_bot:
        return stored.body
    return {name: _refiled(world, bot, value) for name, value in stored.body.items()}


def _refiled(world: World, bot: Account, value: Any) -> Any:
    if isinstance(value, list):
        return [_refiled(world, bot, one) for one in value]
    if not isinstance(value, dict):
        return value
    if "file_id" in value and (file := world.files.by_id(value["file_id"], None)) is not None:
        return {**value, "file_id": file.id_for(bot.id)}
    return {name: _refiled(world, bot, one) for name, one in value.items()}
