"""Drafts: where each person is in a form, sealed. What interrupts a form is a draft of its own, above the other."""

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

    def of_person(self, person_id: str) -> list[Draft]:
        """Return the person's drafts: the one they touched last first, those cancelled at the end."""
        return [self._draft(row) for row in self._sql.of_person(self.connection, person_id=person_id)]

    def first_words(self, person_id: str) -> Draft | None:
        """Return what the person said before they chose what it is about: a draft without a form."""
        row = self._sql.first_words(self.connection, person_id=person_id)
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
        """Store where the person is now; this draft is the one they touched last."""
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

    def amend(self, draft_id: str, progress: bytes) -> None:
        """Store more of what was answered; which draft the person is at, and since when, stays as it is."""
        self._sql.amend(
            self.connection, id=draft_id, progress=self.seal.close("drafts", "progress", draft_id, progress)
        )

    def cancel(self, draft_id: str) -> None:
        """The person left this one: it is kept, and comes after all the others."""
        self._sql.cancel(self.connection, id=draft_id)

    def oldest(self, person_id: str) -> datetime | None:
        """Return when the draft that has waited longest was touched, None where the person has none."""
        at = self._sql.oldest(self.connection, person_id=person_id)["value"]
        return None if at is None else from_micros(at)

    def end(self, draft_id: str) -> None:
        self._sql.end(self.connection, id=draft_id)

    def end_all(self, person_id: str) -> None:
        self._sql.end_all(self.connection, person_id=person_id)

    def end_older(self, person_id: str, touched: datetime) -> None:
        """End what the person has not touched since then."""
        self._sql.end_older(self.connection, person_id=person_id, updated_at=to_micros(touched))

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
            is_cancelled=bool(row["is_cancelled"]),
            updated_at=from_micros(row["updated_at"]),
            created_at=from_micros(row["created_at"]),
        )
