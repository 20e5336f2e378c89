"""What a resident and an officer say to each other about a ticket: sealed, every version of it kept."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.ids import Ids
from storage.model import Reply, Side, from_micros, to_micros
from storage.seal import Seal
from storage.sql import queries


@dataclass
class Replies:
    connection: sqlite3.Connection
    seal: Seal
    ids: Ids

    def __post_init__(self) -> None:
        self._sql = queries("replies")

    def add(
        self,
        *,
        author_id: str,
        side: Side,
        kind: str,
        content: bytes,
        chat_id: str,
        message: int,
        now: datetime,
        ticket_id: str | None,
    ) -> Reply | None:
        """Store what was said, of a ticket or not yet of one; return None where this message is stored already."""
        row = self._sql.add(
            self.connection,
            id=self.ids.name(),
            ticket_id=ticket_id,
            author_id=author_id,
            side=str(side),
            kind=kind,
            chat_id=chat_id,
            message=message,
            created_at=to_micros(now),
        )
        if row is None:
            return None
        self._add_version(row["id"], 1, content, now)
        return self.find(row["id"])

    def change(self, reply: Reply, content: bytes, now: datetime) -> Reply:
        """Keep the words as they are now; the earlier ones stay as an earlier version."""
        self._add_version(reply.id, reply.version + 1, content, now)
        return self.get(reply.id)

    def get(self, reply_id: str) -> Reply:
        """Return the reply; raises KeyError for an id that was never given."""
        reply = self.find(reply_id)
        if reply is None:
            raise KeyError(reply_id)
        return reply

    def find(self, reply_id: str) -> Reply | None:
        row = self._sql.get(self.connection, id=reply_id)
        return None if row is None else self._reply(row)

    def find_said(self, chat_id: str, message: int) -> Reply | None:
        """Return what was written in this message, where it is a reply."""
        row = self._sql.by_message(self.connection, chat_id=chat_id, message=message)
        return None if row is None else self.find(row["id"])

    def of_ticket(self, ticket_id: str) -> list[Reply]:
        """Return what both sides said, oldest first."""
        return [self.get(row["id"]) for row in list(self._sql.of_ticket(self.connection, ticket_id=ticket_id))]

    def unshown(self, person_id: str) -> list[Reply]:
        """Return what officers said to this resident and is not shown yet, oldest first."""
        return [self.get(row["id"]) for row in list(self._sql.unshown(self.connection, person_id=person_id))]

    def waiting(self, author_id: str, since: datetime) -> list[Reply]:
        """Return the author's words since then of which nobody said what they are for, oldest first."""
        rows = list(self._sql.waiting(self.connection, author_id=author_id, since=to_micros(since)))
        return [self.get(row["id"]) for row in rows]

    def assign(self, reply_id: str, ticket_id: str, side: Side) -> Reply | None:
        """Make words that waited for it a ticket's; return None where they are gone or went somewhere already."""
        row = self._sql.assign(self.connection, id=reply_id, ticket_id=ticket_id, side=str(side))
        return None if row is None else self.get(reply_id)

    def mark_shown(self, reply_id: str, now: datetime) -> None:
        self._sql.mark_shown(self.connection, id=reply_id, now=to_micros(now))

    def drop(self, reply_id: str) -> None:
        """Forget words that were for no ticket."""
        self._sql.drop(self.connection, id=reply_id)

    def drop_unsent(self, before: datetime) -> None:
        """Forget the words of which nobody said what they are for."""
        self._sql.drop_unsent(self.connection, before=to_micros(before))

    def take_pen(self, person_id: str, ticket_id: str, now: datetime) -> None:
        """What the person writes from now on goes to this ticket."""
        self._sql.take_pen(self.connection, person_id=person_id, ticket_id=ticket_id, at=to_micros(now))

    def pen(self, person_id: str, since: datetime) -> str | None:
        """Return the ticket the person is writing to, where their last word is not older than that."""
        row = self._sql.pen(self.connection, person_id=person_id, since=to_micros(since))
        return None if row is None else str(row["ticket_id"])

    def put_pen_down(self, person_id: str) -> None:
        self._sql.put_pen_down(self.connection, person_id=person_id)

    def _add_version(self, reply_id: str, number: int, content: bytes, now: datetime) -> None:
        version_id = self.ids.name()
        self._sql.add_version(
            self.connection,
            id=version_id,
            reply_id=reply_id,
            number=number,
            content=self.seal.close("reply_versions", "content", version_id, content),
            at=to_micros(now),
        )

    def _reply(self, row: sqlite3.Row) -> Reply:
        return Reply(
            id=row["id"],
            ticket_id=row["ticket_id"],
            author_id=row["author_id"],
            side=Side(row["side"]),
            kind=row["kind"],
            content=self.seal.open("reply_versions", "content", row["version_id"], row["content"]),
            version=row["number"],
            created_at=from_micros(row["created_at"]),
            shown_at=None if row["shown_at"] is None else from_micros(row["shown_at"]),
        )
