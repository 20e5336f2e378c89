"""How somebody who could be in danger may be reached, sealed, and what waits until they say that it is a good time."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.ids import Ids
from storage.model import HeldMessage, SafeContact, from_micros, to_micros
from storage.seal import Seal
from storage.sql import queries


@dataclass
class SafeContacts:
    connection: sqlite3.Connection
    seal: Seal
    ids: Ids

    def __post_init__(self) -> None:
        self._sql = queries("safe_contacts")

    def of_person(self, person_id: str) -> SafeContact | None:
        """Return what the person said of how to reach them, or None where nothing special holds."""
        row = self._sql.of_person(self.connection, person_id=person_id)
        if row is None:
            return None
        return SafeContact(
            person_id=person_id,
            rules=self.seal.open("safe_contacts", "rules", person_id, row["rules"]),
            asked_at=_time(row["asked_at"]),
            ask_after=_time(row["ask_after"]),
            paused_at=_time(row["paused_at"]),
        )

    def holds_for(self, person_id: str) -> bool:
        """Return whether nothing goes to the person of itself."""
        return self._sql.of_person(self.connection, person_id=person_id) is not None

    def put(self, person_id: str, rules: bytes, now: datetime) -> None:
        """Keep to these rules from now on."""
        sealed = self.seal.close("safe_contacts", "rules", person_id, rules)
        self._sql.put(self.connection, person_id=person_id, rules=sealed, now=to_micros(now))

    def asked(self) -> list[str]:
        """Return the ids of those who were asked whether it is a good time and have not answered."""
        return [row["person_id"] for row in self._sql.asked(self.connection)]

    def set_asked(self, person_id: str, asked_at: datetime | None, ask_after: datetime | None = None) -> None:
        """The person was asked, or, with None, is to be asked anew, not before `ask_after`."""
        self._sql.set_asked(
            self.connection, person_id=person_id, asked_at=_micros(asked_at), ask_after=_micros(ask_after)
        )

    def set_paused(self, person_id: str, since: datetime | None) -> None:
        self._sql.set_paused(self.connection, person_id=person_id, paused_at=_micros(since))

    def hold(self, person_id: str, now: datetime, payload: bytes, *, ticket_id: str | None, slot: str | None) -> None:
        """Keep an encoded command until the person says that it is a good time."""
        number = self.ids.number(now)
        self._sql.hold(
            self.connection,
            id=number,
            person_id=person_id,
            ticket_id=ticket_id,
            slot=slot,
            payload=self.seal.close("held_messages", "payload", number, payload),
            created_at=to_micros(now),
        )

    def has_held(self, person_id: str) -> bool:
        return bool(self._sql.has_held(self.connection, person_id=person_id)["value"])

    def take_held(self, person_id: str) -> list[HeldMessage]:
        """Return what waits for the person, oldest first; it waits no longer."""
        rows = self._sql.held(self.connection, person_id=person_id)
        held = [self._held(row) for row in rows]
        self._sql.drop_held(self.connection, person_id=person_id)
        return held

    def drop_held_of(self, ticket_id: str) -> None:
        """Nothing about this ticket is wanted any more."""
        self._sql.drop_held_of_ticket(self.connection, ticket_id=ticket_id)

    def _held(self, row: sqlite3.Row) -> HeldMessage:
        return HeldMessage(
            payload=self.seal.open("held_messages", "payload", row["id"], row["payload"]),
            ticket_id=row["ticket_id"],
            slot=row["slot"],
        )


def _time(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


def _micros(when: datetime | None) -> int | None:
    return None if when is None else to_micros(when)
