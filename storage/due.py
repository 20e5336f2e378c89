"""What is to happen at a time: nudges, follow-ups, ends of drafts. Rows, never timers."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.ids import Ids
from storage.model import DueRow, DueStatus, from_micros, to_micros
from storage.sql import queries


@dataclass
class DueRows:
    connection: sqlite3.Connection
    ids: Ids

    def __post_init__(self) -> None:
        self._sql = queries("due")

    def promise(
        self,
        kind: str,
        at: datetime,
        *,
        ticket_id: str | None = None,
        person_id: str | None = None,
        again: bool = False,
    ) -> None:
        """Plan one thing of its kind for this ticket or person.

        Promising it twice changes nothing; with `again` the time is set anew, whatever became of the earlier one.
        """
        add = self._sql.renew if again else self._sql.add
        add(
            self.connection,
            id=self.ids.name(),
            key=f"{kind}:{ticket_id or person_id or ''}",
            kind=kind,
            ticket_id=ticket_id,
            person_id=person_id,
            due_at=to_micros(at),
        )

    def get(self, due_id: str) -> DueRow | None:
        row = self._sql.get(self.connection, id=due_id)
        return None if row is None else _due(row)

    def planned_for(self, ticket_id: str) -> list[DueRow]:
        """Return what is still to happen to the ticket, the next first."""
        return [_due(row) for row in self._sql.planned_for(self.connection, ticket_id=ticket_id)]

    def ready(self, now: datetime, limit: int = 200) -> list[DueRow]:
        return [_due(row) for row in self._sql.ready(self.connection, now=to_micros(now), limit=limit)]

    def next_time(self) -> datetime | None:
        """Return when the next row is due, housekeeping left aside."""
        at = self._sql.next_told_time(self.connection)["value"]
        return None if at is None else from_micros(at)

    def queue(self, due_id: str) -> None:
        """The row is in the inbox now."""
        self._sql.queue(self.connection, id=due_id)

    def finish(self, due_id: str, skipped: str | None = None) -> None:
        status = DueStatus.SKIPPED if skipped else DueStatus.DONE
        self._sql.finish(self.connection, id=due_id, status=str(status), reason=skipped)

    def put_off(self, due_id: str, until: datetime) -> None:
        self._sql.put_off(self.connection, id=due_id, due_at=to_micros(until))

    def hasten(self, kind: str, person_id: str, now: datetime) -> None:
        """What is planned of this kind for the person need not wait any longer."""
        self._sql.hasten(self.connection, kind=kind, person_id=person_id, now=to_micros(now))

    def skip_all(self, ticket_id: str, reason: str) -> None:
        """Nothing planned for this ticket is wanted any more."""
        self._sql.skip_of_ticket(self.connection, ticket_id=ticket_id, reason=reason)

    def skip(self, kind: str, reason: str, *, ticket_id: str | None = None, person_id: str | None = None) -> None:
        if ticket_id is not None:
            self._sql.skip_kind_of_ticket(self.connection, ticket_id=ticket_id, kind=kind, reason=reason)
        if person_id is not None:
            self._sql.skip_of_person(self.connection, person_id=person_id, kind=kind, reason=reason)


def _due(row: sqlite3.Row) -> DueRow:
    return DueRow(
        id=row["id"],
        key=row["key"],
        kind=row["kind"],
        ticket_id=row["ticket_id"],
        person_id=row["person_id"],
        due_at=from_micros(row["due_at"]),
        status=DueStatus(row["status"]),
        version=row["version"],
    )
