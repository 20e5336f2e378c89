"""Which chat a call means, and whether the bot may write to it or read it."""

from __future__ import annotations

import re

from bot.sandbox.call import Call
from bot.sandbox.chat import Chat
from bot.sandbox.errors import Refused, bad_request, forbidden

_ID = re.compile(r"-?\d+")


def chat_to_write(call: Call) -> Chat:
    """Return the chat of `chat_id`; raises Refused where the bot may not send there."""
    chat = named_chat(call, "chat_id")
    check_writable(call, chat)
    return chat


def chat_to_read(call: Call, name: str = "chat_id") -> Chat:
    """Return the chat of the parameter; raises Refused where the bot is not inside."""
    chat = named_chat(call, name)
    if not chat.is_private:
        _check_inside(call, chat)
    return chat


def named_chat(call: Call, name: str) -> Chat:
    """Return the chat with the id or @name in the parameter, if the bot can know it."""
    key = call.params.text(name).strip()
    if not key:
        raise bad_request(f"{name} is empty")
    chat = _by_id(call, int(key)) if _ID.fullmatch(key) else _by_username(call, key)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _by_id(call: Call, number: int) -> Chat | None:
    if number in call.world.bots_by_id:
        raise forbidden("the bot can't send messages to the bot")
    if number > 0:
        person = call.world.people.get(number)
        return call.bot.private_chat(person) if person is not None else None
    chat = call.world.groups.get(number)
    is_known = chat is not None and (call.bot.id in chat.members or bool(chat.username))
    return chat if is_known else None


def _by_username(call: Call, key: str) -> Chat | None:
    name = key.removeprefix("@").lower()
    groups = call.world.groups.values()
    return next((chat for chat in groups if chat.username and chat.username.lower() == name), None)


def check_writable(call: Call, chat: Chat) -> None:
    """Raise Refused if the bot may not send into the chat."""
    if not chat.is_private:
        _check_inside(call, chat)
    elif chat.person is not None and chat.person.is_deactivated:
        raise forbidden("user is deactivated")
    elif not chat.is_opened:
        raise forbidden("bot can't initiate conversation with a user")
    elif chat.is_blocked:
        raise forbidden("bot was blocked by the user")


def _check_inside(call: Call, chat: Chat) -> None:
    if chat.migrated_to is not None:
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        raise Refused(400, text, {"migrate_to_chat_id": chat.migrated_to})
    if not chat.is_present(call.bot.id):
        is_kicked = chat.status(call.bot.id) == "kicked"
        kind = "supergroup" if chat.type == "supergroup" else "group"
        raise forbidden(f"bot {'was kicked from' if is_kicked else 'is not a member of'} the {kind} chat")
