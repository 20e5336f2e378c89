"""What was done, one append-only line each, chained by hashes: time, role, action, from, to, code; no free text."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.model import AuditLine, from_micros, to_micros
from storage.sql import queries

_START = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who does something, and as what."""

    person_id: str | None
    role: str


SYSTEM = Actor(None, "system")


@dataclass
class Audit:
    connection: sqlite3.Connection

    def __post_init__(self) -> None:
        self._sql = queries("audit")

    def write(
        self,
        now: datetime,
        actor: Actor,
        action: str,
        ticket_id: str | None = None,
        *,
        moved: tuple[str, str] | None = None,
        code: str | None = None,
    ) -> None:
        """Append a line; `moved` is (from, to)."""
        head = self._sql.head(self.connection)
        previous = head["hash"] if head else _START
        line = {
            "id": head["id"] + 1 if head else 1,
            "at": to_micros(now),
            "ticket_id": ticket_id,
            "actor_id": actor.person_id,
            "actor_role": actor.role,
            "action": action,
            "from_status": moved[0] if moved else None,
            "to_status": moved[1] if moved else None,
            "code": code,
        }
        self._sql.add(self.connection, **line, previous_hash=previous, hash=_hash(previous, line))

    def of_ticket(self, ticket_id: str) -> list[AuditLine]:
        return [_line(row) for row in self._sql.of_ticket(self.connection, ticket_id=ticket_id)]

    def first_broken(self) -> int | None:
        """Return the id of the first line that does not follow from the one before it, or None."""
        previous = _START
        for row in self._sql.all_lines(self.connection):
            content = {key: row[key] for key in row.keys() if key not in ("previous_hash", "hash")}  # noqa: SIM118 (a Row is no dict)
            if row["previous_hash"] != previous or row["hash"] != _hash(previous, content):
                return int(row["id"])
            previous = row["hash"]
        return None


def _hash(previous: str, line: dict[str, object]) -> str:
    return hashlib.sha256((previous + json.dumps(line, sort_keys=True)).encode()).hexdigest()


def _line(row: sqlite3.Row) -> AuditLine:
    return AuditLine(
        id=row["id"],
        at=from_micros(row["at"]),
        ticket_id=row["ticket_id"],
        actor_role=row["actor_role"],
        action=row["action"],
        from_status=row["from_status"],
        to_status=row["to_status"],
        code=row["code"],
    )
