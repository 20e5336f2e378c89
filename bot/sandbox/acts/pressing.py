"""Tapping the buttons under a message."""

from __future__ import annotations

from bot.sandbox.account import Account
from bot.sandbox.acts.doing import Act
from bot.sandbox.chat import Chat, Json, Stored
from bot.sandbox.errors import BadControl
from bot.sandbox.posting import shown_to
from bot.sandbox.wish import Wish
from bot.sandbox.world import World


def press(act: Act) -> Json:
    """Tap a button; one that is not there any more can be tapped by its data, as by a client that has not refreshed.

    `message_id`; `button` (its words), or `row` and `column`, or `data`
    """
    number = act.wish.number("message_id")
    stored = act.chat.messages.get(number)
    if stored is None:
        raise BadControl(f"message_id: {number} was never in chat {act.chat.id}", 404)
    data = act.wish.text("data") if act.wish.has("data") else _button(act.wish, stored)
    world, bot = act.world, act.world.bots_by_id.get(stored.sender, act.bot)
    made = world.presses.add(bot.id, act.person.id, act.chat.id, data)
    now = world.clock.now()
    query = {
        "id": made.id,
        "from": act.person.face,
        "message": _pressed(world, bot, act.chat, stored, number),
        "chat_instance": str(7_000_000_000_000_000 + abs(act.chat.id)),
        "data": data,
    }
    update_id = bot.queue.push("callback_query", query, now, act.wish.number("copies", 1))
    facts = {"chat_id": act.chat.id, "message_id": number, "query_id": made.id, "update_id": update_id}
    world.ledger.write("pressed", now, by=act.person.id, data=data, **facts)
    world.bus.publish({"type": "press", "user_id": act.person.id, **facts})
    return {"query_id": made.id, "update_id": update_id}


def _pressed(world: World, bot: Account, chat: Chat, stored: Stored, number: int) -> Json:
    """Return the message of a press; one that is deleted but still on the screen is inaccessible to the bot."""
    if stored.is_deleted:
        return {"message_id": number, "chat": chat.face, "date": 0}
    return shown_to(world, bot, stored)


def _button(wish: Wish, stored: Stored) -> str:
    rows = stored.body.get("reply_markup", {}).get("inline_keyboard", [])
    button = _by_label(rows, wish.text("button")) if wish.has("button") else _by_place(rows, wish)
    if button is None or "callback_data" not in button:
        labels = [[one["text"] for one in row] for row in rows]
        raise BadControl(f"button: nothing to press there; the buttons are {labels}")
    return str(button["callback_data"])


def _by_label(rows: list[list[Json]], label: str) -> Json | None:
    return next((one for row in rows for one in row if one["text"] == label), None)


def _by_place(rows: list[list[Json]], wish: Wish) -> Json | None:
    row, column = wish.number("row", 0), wish.number("column", 0)
    return rows[row][column] if 0 <= row < len(rows) and 0 <= column < len(rows[row]) else None
