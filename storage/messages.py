"""Which messages went where and when; never what they said."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.model import to_micros
from storage.sql import queries


@dataclass
class Messages:
    connection: sqlite3.Connection

    def __post_init__(self) -> None:
        self._sql = queries("messages")

    def note(
        self, chat_id: str, message: int, direction: str, kind: str, now: datetime, ticket_id: str | None = None
    ) -> None:
        """Remember a message; `direction` is in or out. Noting it twice changes nothing."""
        self._sql.add(
            self.connection,
            chat_id=chat_id,
            message=message,
            direction=direction,
            kind=kind,
            ticket_id=ticket_id,
            at=to_micros(now),
        )

    def count(self, chat_id: str, kind: str) -> int:
        """Return how many messages of this kind the chat has."""
        return int(self._sql.count(self.connection, chat_id=chat_id, kind=kind)["value"])

    def since(self, chat_id: str, when: datetime) -> list[int]:
        """Return the chat's messages from then on, oldest first."""
        rows = self._sql.since(self.connection, chat_id=chat_id, at=to_micros(when))
        return [row["message"] for row in rows]

    def of_ticket(self, ticket_id: str) -> list[tuple[str, int]]:
        """Return (chat, message) of everything that was sent about the ticket, oldest first in each chat."""
        rows = self._sql.of_ticket(self.connection, ticket_id=ticket_id)
        return [(row["chat_id"], row["message"]) for row in rows]

    def count_before(self, chat_id: str, when: datetime) -> int:
        return int(self._sql.count_before(self.connection, chat_id=chat_id, at=to_micros(when))["value"])

    def forget(self, chat_id: str, since: datetime) -> None:
        """The chat's messages from then on are gone."""
        self._sql.forget(self.connection, chat_id=chat_id, at=to_micros(since))

    def shown_to_officers(self, ticket_id: str, resident_id: str, since: datetime) -> dict[str, list[int]]:
        """Return what the desk sent about the ticket since then, by private chat; the resident's own chat and live
        messages are left out."""
        rows = self._sql.shown_to_officers(
            self.connection, ticket_id=ticket_id, resident_id=resident_id, since=to_micros(since)
        )
        found: dict[str, list[int]] = {}
        for row in rows:
            found.setdefault(row["chat_id"], []).append(row["message"])
        return found

    def count_all(self, chat_id: str) -> int:
        return int(self._sql.count_all(self.connection, chat_id=chat_id)["value"])

    def newest(self, chat_id: str) -> int:
        """Return the highest message id of the chat, 0 where it has none."""
        return int(self._sql.newest(self.connection, chat_id=chat_id)["value"] or 0)

    def newest_said(self, chat_id: str) -> str | None:
        """Return the ticket that the newest message of the desk is about, None where it is about none."""
        row = self._sql.newest_out(self.connection, chat_id=chat_id)
        return None if row is None else row["ticket_id"]

    def ticket_of(self, chat_id: str, message: int) -> str | None:
        """Return the ticket that a message is about, None where it is about none, or none we know."""
        row = self._sql.ticket_of(self.connection, chat_id=chat_id, message=message)
        return None if row is None else row["ticket_id"]

    def set_ticket(self, chat_id: str, message: int, ticket_id: str) -> None:
        """The message is about this ticket from now on: a question that became its receipt."""
        self._sql.set_ticket(self.connection, chat_id=chat_id, message=message, ticket_id=ticket_id)
