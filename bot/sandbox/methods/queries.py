"""Answering presses of inline buttons."""

from __future__ import annotations

from bot.sandbox.call import Call
from bot.sandbox.errors import bad_request

MAX_ANSWER = 200
"""Characters."""


def answer_callback_query(call: Call) -> bool:
    world, params = call.world, call.params
    press = world.presses.living(params.text("callback_query_id"), call.bot.id)
    if press is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if press.is_answered:
        # The server takes a second answer, but the person has already seen the first.
        return True
    press.is_answered, press.answered_at = True, world.clock.now()
    press.text, press.is_alert = text, params.flag("show_alert")
    world.ledger.write(
        "answered", world.clock.now(), by="bot", method=call.method, bot=call.bot.id, chat_id=press.chat,
        user_id=press.user, query_id=press.id, text=text, show_alert=press.is_alert,
    )  # fmt: skip
    world.bus.publish(
        {
            "type": "answer", "query_id": press.id, "user_id": press.user, "chat_id": press.chat, "text": text,
            "show_alert": press.is_alert,
        }
    )  # fmt: skip
    return True
