"""The durable tables in and out: what came and is not finished, what is to go out."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.ids import Ids
from storage.model import InboxRow, OutboxRow, Priority, from_micros, to_micros
from storage.seal import Seal
from storage.sql import queries


@dataclass
class Inbox:
    """Rows of what came, unique by (source, key). Payloads are sealed and blanked when the row is finished."""

    connection: sqlite3.Connection
    seal: Seal
    ids: Ids

    def __post_init__(self) -> None:
        self._sql = queries("inbox")

    def add(
        self, now: datetime, source: str, key: str, lane: str, payload: bytes, *, is_urgent: bool = False
    ) -> int | None:
        """Store what came and return its id, or None where the same (source, key) is there already."""
        number = self.ids.number(now)
        row = self._sql.add(
            self.connection,
            id=number,
            source=source,
            key=key,
            lane=self.seal.index("lane", lane).hex(),
            is_urgent=int(is_urgent),
            payload=self.seal.close("inbox", "payload", number, payload),
            received_at=to_micros(now),
        )
        return None if row is None else number

    def waiting(self, now: datetime, limit: int) -> list[InboxRow]:
        """Return the rows to handle next: urgent lanes first, then each lane in turn, oldest first within a lane."""
        return [self._row(row) for row in self._sql.waiting(self.connection, now=to_micros(now), limit=limit)]

    def next_retry(self, now: datetime) -> datetime | None:
        at = self._sql.next_retry(self.connection, now=to_micros(now))["value"]
        return None if at is None else from_micros(at)

    def finish(self, number: int, now: datetime, ignored: str | None = None) -> None:
        """Mark the row done, or ignored with the reason, and blank its payload."""
        status = "ignored" if ignored else "done"
        self._sql.finish(self.connection, id=number, status=status, reason=ignored, now=to_micros(now))

    def note_attempt(self, number: int) -> None:
        self._sql.note_attempt(self.connection, id=number)

    def hold(self, number: int, not_before: datetime) -> None:
        """Let the row, and its lane with it, wait."""
        self._sql.hold(self.connection, id=number, not_before=to_micros(not_before))

    def set_aside(self, number: int, now: datetime, reason: str) -> None:
        """Mark the row failed; its payload stays for at most seven days."""
        self._sql.set_aside(self.connection, id=number, reason=reason, now=to_micros(now))

    def blank_failed(self, lane: str) -> None:
        """Forget what the lane's rows said that were set aside."""
        self._sql.blank_failed(self.connection, lane=self.seal.index("lane", lane).hex())

    def count_waiting(self) -> int:
        return int(self._sql.count_waiting(self.connection)["value"])

    def last_id(self) -> int:
        return int(self._sql.last_id(self.connection)["value"] or 0)

    def drop_finished(self, done_before: datetime, failed_before: datetime) -> None:
        self._sql.drop_finished(self.connection, before=to_micros(done_before))
        self._sql.drop_failed(self.connection, before=to_micros(failed_before))

    def _row(self, row: sqlite3.Row) -> InboxRow:
        return InboxRow(
            id=row["id"],
            source=row["source"],
            key=row["key"],
            lane=row["lane"],
            is_urgent=bool(row["is_urgent"]),
            payload=self.seal.open("inbox", "payload", row["id"], row["payload"]),
            attempts=row["attempts"],
            received_at=from_micros(row["received_at"]),
        )


@dataclass
class Outbox:
    """Rows of what is to go out. Order holds within a stream; a redraw of a slot replaces the one still waiting."""

    connection: sqlite3.Connection
    seal: Seal
    ids: Ids

    def __post_init__(self) -> None:
        self._sql = queries("outbox")

    def add(
        self,
        now: datetime,
        *,
        stream: str,
        chat_id: str,
        command: str,
        payload: bytes,
        priority: Priority,
        ticket_id: str | None = None,
        slot: str | None = None,
        about: bytes | None = None,
    ) -> int:
        """Add a command and return its row's id."""
        number = self.ids.number(now)
        if slot is not None:
            self._sql.replace_waiting(self.connection, slot=slot, now=to_micros(now))
        self._sql.add(
            self.connection,
            id=number,
            stream=stream,
            chat_id=chat_id,
            ticket_id=ticket_id,
            slot=slot,
            priority=int(priority),
            command=command,
            payload=self.seal.close("outbox", "payload", number, payload),
            about=None if about is None else self.seal.close("outbox", "about", number, about),
            created_at=to_micros(now),
        )
        return number

    def is_waiting(self, slot: str) -> bool:
        """Return whether something for this slot is still to go out."""
        return bool(self._sql.waiting_for(self.connection, slot=slot)["value"])

    def heads(self, now: datetime, limit: int) -> list[OutboxRow]:
        """Return the oldest waiting row of each stream, most pressing first."""
        return [self._row(row) for row in self._sql.heads(self.connection, now=to_micros(now), limit=limit)]

    def next_retry(self, now: datetime) -> datetime | None:
        at = self._sql.next_retry(self.connection, now=to_micros(now))["value"]
        return None if at is None else from_micros(at)

    def finish(self, number: int, now: datetime, status: str, reason: str | None = None) -> None:
        """Mark the row sent or failed and blank its payload."""
        self._sql.finish(self.connection, id=number, status=status, reason=reason, now=to_micros(now))

    def put_off(self, number: int, not_before: datetime, reason: str) -> None:
        self._sql.put_off(self.connection, id=number, not_before=to_micros(not_before), reason=reason)

    def drop_for_chat(self, chat_id: str, now: datetime, reason: str) -> None:
        """Give up all that still waits for a chat that cannot be reached."""
        self._sql.drop_for_chat(self.connection, chat_id=chat_id, now=to_micros(now), reason=reason)

    def drop_said(self, chat_id: str, now: datetime, reason: str) -> None:
        """Say nothing of what still waits for that chat; what is to be erased there still is."""
        self._sql.drop_said(self.connection, chat_id=chat_id, now=to_micros(now), reason=reason)

    def drop_of_slot(self, slot: str, now: datetime, reason: str) -> None:
        """What still waits for this slot is not wanted any more."""
        self._sql.drop_of_slot(self.connection, slot=slot, now=to_micros(now), reason=reason)

    def drop_for_ticket(self, ticket_id: str, now: datetime, reason: str) -> None:
        """Give up all that still waits about this ticket."""
        self._sql.drop_for_ticket(self.connection, ticket_id=ticket_id, now=to_micros(now), reason=reason)

    def is_anything_for(self, chat_id: str) -> bool:
        """Return whether something for this chat is still to go out."""
        return bool(self._sql.waiting_for_chat(self.connection, chat_id=chat_id)["value"])

    def sent_since(self, since: datetime) -> list[tuple[str, datetime]]:
        """Return (chat id, time) of everything that went out since then."""
        rows = self._sql.sent_since(self.connection, since=to_micros(since))
        return [(row["chat_id"], from_micros(row["finished_at"])) for row in rows]

    def count_waiting(self) -> int:
        return int(self._sql.count_waiting(self.connection)["value"])

    def count_ready(self, now: datetime) -> int:
        return int(self._sql.count_ready(self.connection, now=to_micros(now))["value"])

    def last_id(self) -> int:
        return int(self._sql.last_id(self.connection)["value"] or 0)

    def drop_finished(self, before: datetime) -> None:
        self._sql.drop_finished(self.connection, before=to_micros(before))

    def _row(self, row: sqlite3.Row) -> OutboxRow:
        number, about = row["id"], row["about"]
        return OutboxRow(
            id=number,
            stream=row["stream"],
            chat_id=row["chat_id"],
            address=self.seal.open("chats", "address", row["chat_id"], row["address"]).decode(),
            is_group=row["kind"] == "group",
            ticket_id=row["ticket_id"],
            slot=row["slot"],
            message=row["message"],
            priority=Priority(row["priority"]),
            command=row["command"],
            payload=self.seal.open("outbox", "payload", number, row["payload"]),
            about=None if about is None else self.seal.open("outbox", "about", number, about),
            attempts=row["attempts"],
        )
