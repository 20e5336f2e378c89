"""Update -> Event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.channel import said
from bot.channel.letters import mended
from bot.channel.shapes import CallbackQuery, ChatMemberUpdated
from bot.channel.who import is_bot, where_of, who_of
from handlers import events

_IN = frozenset({"creator", "administrator", "member"})

_TAKEN = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
_IGNORED = {
    "channel_post": "channel",
    "edited_channel_post": "channel",
    "inline_query": "inline",
    "chosen_inline_result": "inline",
    "guest_message": "guest",
    "business_connection": "business",
    "business_message": "business",
    "edited_business_message": "business",
    "deleted_business_messages": "business",
}


class Unreadable(Exception):
    """An update that is not as the Bot API says; `reason` names the place, never what stood there."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(update: Mapping[str, Any], username: str = "") -> events.AnyEvent:
    """Return what the update says in our words; raises Unreadable and nothing else.

    `username` is the bot's own: a command addressed to another bot is none of ours. Without it every command
    addressed to some bot counts as ours.
    """
    if not isinstance(update, Mapping):
        raise Unreadable("not an object")
    kind = next((kind for kind in _TAKEN if kind in update), "")
    if not kind:
        reason = next((reason for kind, reason in _IGNORED.items() if kind in update), "unknown_update")
        return events.Ignored(reason=reason)
    try:
        return _told(kind, update[kind], username)
    except msgspec.ValidationError as error:
        place = str(error).partition(" - at ")[2]
    except (UnicodeError, RecursionError):
        place = ""
    raise Unreadable(f"{kind}: {place or 'wrong type'}")


def _told(kind: str, raw: Any, username: str) -> events.AnyEvent:
    match kind:
        case "message":
            return said.sent(raw, username)
        case "edited_message":
            return said.edited(raw)
        case "callback_query":
            return _press(raw)
        case "my_chat_member":
            return _own_member(raw)
        case _:
            return _member(raw)


def _press(raw: Any) -> events.AnyEvent:
    query = msgspec.convert(raw, CallbackQuery)
    message = query.message
    if message is None:
        return events.Ignored(reason="inline")
    if message.business_connection_id:
        return events.Ignored(reason="business")
    if is_bot(query.sender):
        return events.Ignored(reason="from_bot")
    return events.ButtonPressed(
        who=who_of(query.sender),
        where=where_of(message.chat),
        press=mended(query.id),
        data=mended(query.data),
        message=message.message_id,
    )


def _member(raw: Any) -> events.AnyEvent:
    change = msgspec.convert(raw, ChatMemberUpdated)
    member = change.new_chat_member
    if is_bot(member.user):
        return events.Ignored(reason="from_bot")
    return events.MemberChanged(
        who=who_of(member.user),
        where=where_of(change.chat),
        is_member=_is_in(change),
        role=mended(member.status),
    )


def _own_member(raw: Any) -> events.AnyEvent:
    change = msgspec.convert(raw, ChatMemberUpdated)
    who, where = who_of(change.sender), where_of(change.chat)
    if change.chat.type == "private":
        return events.BotBlocked(who=who, where=where, is_blocked=not _is_in(change))
    return events.BotMoved(who=who, where=where, is_member=_is_in(change))


def _is_in(change: ChatMemberUpdated) -> bool:
    """An unknown status counts as out: better ask a member again than trust a stranger."""
    member = change.new_chat_member
    return member.status in _IN or (member.status == "restricted" and member.is_member)
