"""Methods that take messages away."""

from __future__ import annotations

from typing import Any

from bot.sandbox.access import chat_to_read
from bot.sandbox.call import Call
from bot.sandbox.chat import Chat, Stored
from bot.sandbox.errors import bad_request
from bot.sandbox.params import UNPARSABLE
from bot.sandbox.posting import show_deleted

REVOCABLE_FOR = 48 * 3600
"""Seconds, sandbox clock."""
MOST_AT_ONCE = 100


def delete_message(call: Call) -> bool:
    chat = _chat(call)
    number = call.params.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    stored = chat.find(number)
    if stored is None:
        raise bad_request("message to delete not found")
    _check(call, chat, stored)
    _delete(call, chat, stored)
    return True


def delete_messages(call: Call) -> bool:
    numbers = _numbers(call)
    chat = chat_to_read(call)
    found = [stored for number in numbers if (stored := chat.find(number)) is not None]
    for stored in found:
        _check(call, chat, stored)
    for stored in found:
        _delete(call, chat, stored)
    return True


def _numbers(call: Call) -> list[int]:
    wanted = call.params.parsed("message_ids")
    if wanted is UNPARSABLE:
        raise bad_request("can't parse message_ids JSON object")
    if wanted is not None and not isinstance(wanted, list):
        raise bad_request("expected an Array of message identifiers")
    if not wanted:
        raise bad_request("message identifiers are not specified")
    if len(wanted) > MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    return [_number(one) for one in wanted]


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise bad_request("message identifier must be a Number")
    if isinstance(value, str) and not value.removeprefix("-").isdecimal():
        raise bad_request("can't parse message identifier as a Number")
    if int(value) <= 0:
        raise bad_request("invalid message identifier specified")
    return int(value)


def _chat(call: Call) -> Chat:
    if not call.params.text("chat_id"):
        raise bad_request("chat identifier is not specified")
    return chat_to_read(call)


def _check(call: Call, chat: Chat, stored: Stored) -> None:
    """Raise Refused if the bot may not delete it: after 48 h, or another's in a group it does not administer.

    In private chats a bot may delete what the person wrote, too (documentation of deleteMessage).
    """
    is_own = stored.sender == call.bot.id
    if not chat.is_private and chat.is_administrator(call.bot.id) and chat.type == "supergroup":
        return
    if not chat.is_private and not is_own and not chat.is_administrator(call.bot.id):
        raise bad_request("message can't be deleted")
    if call.world.clock.now() - stored.body["date"] > REVOCABLE_FOR:
        raise bad_request("message can't be deleted for everyone")


def _delete(call: Call, chat: Chat, stored: Stored) -> None:
    stored.is_deleted = True
    world, number = call.world, stored.body["message_id"]
    world.ledger.write(
        "deleted", world.clock.now(), chat_id=chat.id, message_id=number, by="bot", method=call.method, bot=call.bot.id
    )
    show_deleted(world, chat, [number])
