"""Presses of inline buttons that wait for an answer."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import Any

LIFE = 150.0
"""Seconds of monotonic time for which a press can be answered."""


@dataclass(slots=True)
class Press:
    id: str
    bot: int
    user: int
    chat: int
    data: str
    made_at: float
    """Monotonic."""
    is_answered: bool = False
    text: str = ""
    is_alert: bool = False
    answered_at: float | None = None
    """Sandbox clock."""

    def face(self) -> dict[str, Any]:
        """Return the press as the control API shows it."""
        return {
            "query_id": self.id,
            "user_id": self.user,
            "chat_id": self.chat,
            "data": self.data,
            "answered": self.is_answered,
            "text": self.text,
            "show_alert": self.is_alert,
            "at": self.answered_at,
        }


class Presses:
    """All presses by query id, oldest first."""

    def __init__(self) -> None:
        self.all: dict[str, Press] = {}
        self._numbers = itertools.count(4_000_000_000_000_001)

    def add(self, bot: int, user: int, chat: int, data: str) -> Press:
        """Return a new press with an id of its own."""
        press = Press(str(next(self._numbers)), bot, user, chat, data, time.monotonic())
        self.all[press.id] = press
        return press

    def living(self, query_id: str, bot: int) -> Press | None:
        """Return this bot's press if it can still be answered."""
        press = self.all.get(query_id)
        if press is None or press.bot != bot or time.monotonic() - press.made_at > LIFE:
            return None
        return press
