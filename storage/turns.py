"""Turns: how much somebody said and pressed in a private chat lately. Counts only, no content."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.model import from_micros, to_micros
from storage.sql import queries


@dataclass
class Turns:
    connection: sqlite3.Connection

    def __post_init__(self) -> None:
        self._sql = queries("turns")

    def count(self, chat_id: str, now: datetime, window: timedelta, step: int = 1) -> tuple[int, datetime]:
        """Count so many more; return how many the running window of this length has, and when it ends."""
        since = to_micros(now - window)
        row = self._sql.count(self.connection, chat_id=chat_id, now=to_micros(now), since=since, step=step)
        return int(row["number"]), from_micros(row["began_at"]) + window

    def note_told(self, chat_id: str) -> bool:
        """Note that the chat was told of its running window; return False where it was before."""
        return self._sql.note_told(self.connection, chat_id=chat_id) is not None

    def drop_before(self, before: datetime) -> None:
        """Drop the counts of windows that began before then."""
        self._sql.drop_before(self.connection, before=to_micros(before))
