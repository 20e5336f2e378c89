"""A cheap look at an update before it is stored: where it belongs, and whether it can wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

DANGER = "!"
"""What the data of a danger button starts with."""
_LONGEST_PRESS = 64
_ID_LIMIT = 2**63


class Peek(msgspec.Struct, frozen=True):
    """`lane` keeps order, "?" if nothing is known; `press` and `private_chat` are "" where there is none."""

    lane: str = "?"
    is_urgent: bool = False
    press: str = ""
    private_chat: str = ""


def peek(update: object) -> Peek:
    """Return what can be seen of the update without reading it; never raises, whatever it is."""
    query = _part(update, "callback_query")
    if query:
        return _press(query)
    chat = next((chat for kind in _KINDS if (chat := _part(_part(update, kind), "chat"))), {})
    return Peek(lane=_address(chat) or "?", private_chat=_private(chat))


_KINDS = ("message", "edited_message", "my_chat_member", "chat_member")


def _press(query: Mapping[str, Any]) -> Peek:
    chat = _part(_part(query, "message"), "chat")
    data, private_chat = query.get("data"), _private(chat)
    where, who = _address(chat), _address(_part(query, "from"))
    lane = private_chat or (f"{where}/{who}" if where and who else where or who)
    is_urgent = isinstance(data, str) and data.startswith(DANGER)
    return Peek(lane=lane or "?", is_urgent=is_urgent, press=_press_id(query), private_chat=private_chat)


def pressed_data(update: object) -> str:
    """Return what the pressed button carries, "" where none was pressed; never raises."""
    data = _part(update, "callback_query").get("data")
    return data if isinstance(data, str) else ""


def _press_id(query: Mapping[str, Any]) -> str:
    press = query.get("id")
    return press if isinstance(press, str) and press.isascii() and len(press) <= _LONGEST_PRESS else ""


def _private(chat: Mapping[str, Any]) -> str:
    return _address(chat) if chat.get("type") == "private" else ""


def _address(owner: Mapping[str, Any]) -> str:
    number = owner.get("id")
    is_id = isinstance(number, int) and not isinstance(number, bool) and -_ID_LIMIT <= number < _ID_LIMIT
    return str(number) if is_id else ""


def _part(owner: object, key: str) -> Mapping[str, Any]:
    part = owner.get(key) if isinstance(owner, dict) else None
    return part if isinstance(part, dict) else {}
