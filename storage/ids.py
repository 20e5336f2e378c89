"""Where ids come from: made by the program before the insert, never by the database."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from storage.model import to_micros


class Ids:
    """`name()` is 96 random bits as 16 letters; `number(now)` rises with time and never repeats."""

    def __init__(self, name: Callable[[], str] | None = None) -> None:
        self._name = name or (lambda: secrets.token_urlsafe(12))
        self._last = 0

    def name(self) -> str:
        return self._name()

    def number(self, now: datetime) -> int:
        """Return microseconds since 1970, or one more than the last number where that is not later."""
        self._last = max(self._last + 1, to_micros(now))
        return self._last

    def start_after(self, last: int) -> None:
        """Never give a number up to `last` again: it is in the database."""
        self._last = max(self._last, last)
