"""Drafts: where each person is in a form, sealed, one a person."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.model import Draft, from_micros, to_micros
from storage.seal import Seal
from storage.sql import queries


@dataclass
class Drafts:
    connection: sqlite3.Connection
    seal: Seal

    def __post_init__(self) -> None:
        self._sql = queries("drafts")

    def of_person(self, person_id: str) -> Draft | None:
        row = self._sql.of_person(self.connection, person_id=person_id)
        return None if row is None else self._draft(row)

    def put(
        self,
        draft_id: str,
        person_id: str,
        form: str,
        progress: bytes,
        version: int,
        now: datetime,
        *,
        ticket_id: str | None = None,
    ) -> None:
        """Store where the person is now; an earlier draft of theirs is replaced."""
        self._sql.put(
            self.connection,
            person_id=person_id,
            id=draft_id,
            form=form,
            ticket_id=ticket_id,
            progress=self.seal.close("drafts", "progress", draft_id, progress),
            version=version,
            now=to_micros(now),
        )

    def drop(self, person_id: str) -> None:
        self._sql.drop(self.connection, person_id=person_id)

    def note_sent(self, draft_id: str, ticket_id: str, now: datetime) -> None:
        """Remember which ticket the draft became, for a second Send."""
        self._sql.note_sent(self.connection, id=draft_id, ticket_id=ticket_id, sent_at=to_micros(now))

    def ticket_of_sent(self, draft_id: str) -> str | None:
        row = self._sql.ticket_of_sent(self.connection, id=draft_id)
        return None if row is None else str(row["ticket_id"])

    def _draft(self, row: sqlite3.Row) -> Draft:
        return Draft(
            id=row["id"],
            person_id=row["person_id"],
            form=row["form"],
            ticket_id=row["ticket_id"],
            progress=self.seal.open("drafts", "progress", row["id"], row["progress"]),
            version=row["version"],
            updated_at=from_micros(row["updated_at"]),
            created_at=from_micros(row["created_at"]),
        )
