"""What goes: answers after their time, all of a person who asks; and what a law keeps back, frozen until a day."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime

from storage.ids import Ids
from storage.model import TicketStatus, from_micros, to_micros
from storage.seal import Seal
from storage.sql import queries


@dataclass(frozen=True)
class KeptAnswer:
    """An answer of a ticket; `keep` is its retention class."""

    ticket_id: str
    step: str
    value: bytes
    keep: str


@dataclass(frozen=True)
class FrozenAnswer:
    """An answer that a law keeps back until then; it belongs to no view of any officer."""

    step: str
    value: bytes
    until: datetime


@dataclass
class Retention:
    """Deletes. `has_deleted` says that the write-ahead log may still hold what is gone from the file."""

    connection: sqlite3.Connection
    seal: Seal
    ids: Ids
    has_deleted: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._sql = queries("retention")

    # Answers after their time.

    def expired(self, status: TicketStatus, keep: str, closed_by: datetime) -> list[tuple[str, str]]:
        """Return (ticket id, step) of this class in matters that ended so, then or earlier."""
        rows = self._sql.expired(self.connection, status=str(status), keep=keep, closed_by=to_micros(closed_by))
        return [(row["ticket_id"], row["step"]) for row in rows]

    def answers_of(self, ticket_id: str) -> list[KeptAnswer]:
        rows = self._sql.answers_of(self.connection, ticket_id=ticket_id)
        return [
            KeptAnswer(ticket_id, row["step"], self._open("answers", row["id"], row["value"]), row["keep"])
            for row in rows
        ]

    def freeze(self, ticket_id: str, step: str, until: datetime) -> None:
        """Lock a copy of the answer away; the answer itself is still to be dropped."""
        row = self._sql.answer(self.connection, ticket_id=ticket_id, step=step)
        if row is None:
            return
        frozen_id = self.ids.name()
        value = self.seal.close("frozen", "value", frozen_id, self._open("answers", row["id"], row["value"]))
        self._sql.freeze(
            self.connection, id=frozen_id, ticket_id=ticket_id, step=step, value=value, until=to_micros(until)
        )

    def drop(self, ticket_id: str, step: str) -> None:
        """Delete the answer."""
        self._sql.drop_answer(self.connection, ticket_id=ticket_id, step=step)
        self.has_deleted = True

    def frozen_of(self, ticket_id: str) -> list[FrozenAnswer]:
        rows = self._sql.frozen_of(self.connection, ticket_id=ticket_id)
        return [
            FrozenAnswer(row["step"], self._open("frozen", row["id"], row["value"]), from_micros(row["until"]))
            for row in rows
        ]

    def drop_thawed(self, now: datetime) -> None:
        """Delete what was frozen until now."""
        if self._sql.drop_thawed(self.connection, now=to_micros(now)) is not None:
            self.has_deleted = True

    def mark_purged(self, ticket_id: str, now: datetime) -> None:
        """The ticket's words are gone; nothing is planned for it any more."""
        self._sql.mark_purged(self.connection, id=ticket_id, now=to_micros(now))
        self._sql.drop_due_of_ticket(self.connection, ticket_id=ticket_id)
        self.has_deleted = True

    def drop_old_messages(self, before: datetime) -> None:
        self._sql.drop_old_messages(self.connection, before=to_micros(before))

    def expired_replies(self, status: TicketStatus, closed_by: datetime) -> list[str]:
        """Return the ids of matters that ended so, then or earlier, and of which somebody's words are still there."""
        rows = self._sql.expired_replies(self.connection, status=str(status), closed_by=to_micros(closed_by))
        return [row["ticket_id"] for row in rows]

    def drop_replies(self, ticket_id: str) -> None:
        """Delete what both sides wrote to each other, and what waits to be shown."""
        self._sql.drop_replies(self.connection, ticket_id=ticket_id)
        self._sql.drop_pens(self.connection, ticket_id=ticket_id)
        self._sql.drop_held_of_ticket(self.connection, ticket_id=ticket_id)
        self.has_deleted = True

    # A person who asks for it.

    def drop_unsent_of(self, person_id: str) -> None:
        """Delete words of which nobody said what they are for."""
        self._sql.drop_unsent_of(self.connection, person_id=person_id)
        self.has_deleted = True

    def drop_contact(self, person_id: str) -> None:
        """Delete how the person is to be reached, and what was held for them."""
        self._sql.drop_held_of_person(self.connection, person_id=person_id)
        self._sql.drop_safe_contact(self.connection, person_id=person_id)
        self.has_deleted = True

    def drop_what_was_agreed(self, person_id: str) -> None:
        """Delete the person's consents and everything planned for them."""
        self._sql.drop_consents(self.connection, person_id=person_id)
        self._sql.drop_due_of_person(self.connection, person_id=person_id)
        self.has_deleted = True

    def forget_person(self, person_id: str, now: datetime) -> None:
        """Leave a row without address, name, language or role, that codes may point to."""
        self._sql.drop_members(self.connection, person_id=person_id)
        self._sql.forget_person(
            self.connection,
            id=person_id,
            address_index=self.seal.index("forgotten person", person_id),
            address=self.seal.close("people", "address", person_id, b""),
            now=to_micros(now),
        )
        self.has_deleted = True

    def drop_messages(self, chat_id: str) -> None:
        """Forget which messages the chat has."""
        self._sql.drop_messages(self.connection, chat_id=chat_id)

    def forget_chat(self, chat_id: str) -> None:
        """Take the chat's address away: nothing can be sent there any more."""
        self.drop_messages(chat_id)
        self._sql.drop_slots(self.connection, chat_id=chat_id)
        self._sql.forget_chat(
            self.connection,
            id=chat_id,
            address_index=self.seal.index("forgotten chat", chat_id),
            address=self.seal.close("chats", "address", chat_id, b""),
        )
        self.has_deleted = True

    def drop_husk(self, person_id: str, chat_id: str | None) -> None:
        """Delete the rows of a forgotten person that nothing points to any more."""
        if chat_id is not None:
            self._sql.drop_chat(self.connection, id=chat_id)
        self._sql.drop_due_of_person(self.connection, person_id=person_id)
        self._sql.drop_person(self.connection, id=person_id)

    def _open(self, table: str, row_id: str, value: bytes) -> bytes:
        return self.seal.open(table, "value", row_id, value)
