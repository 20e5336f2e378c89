"""People, by a surrogate id; the address they write from is sealed and found only by its keyed hash."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.ids import Ids
from storage.model import Consent, Person, Role, from_micros, to_micros
from storage.seal import Seal
from storage.sql import queries


@dataclass
class People:
    """Accounts, their roles, memberships, invites and consents."""

    connection: sqlite3.Connection
    seal: Seal
    ids: Ids

    def __post_init__(self) -> None:
        self._sql = queries("people")

    def meet(self, address: str, now: datetime) -> Person:
        """Return the person at this address, known or new."""
        return self.find(address) or self._add(address, now)

    def find(self, address: str) -> Person | None:
        row = self._sql.by_index(self.connection, address_index=self.seal.index("person", address))
        return None if row is None else self._person(row)

    def get(self, person_id: str) -> Person:
        """Return the person; raises KeyError for an id that was never given."""
        row = self._sql.get(self.connection, id=person_id)
        if row is None:
            raise KeyError(person_id)
        return self._person(row)

    def set_name(self, person_id: str, name: str) -> None:
        self._sql.set_name(
            self.connection, id=person_id, name=self.seal.close("people", "name", person_id, name.encode())
        )

    def set_locale(self, person_id: str, locale: str) -> None:
        self._sql.set_locale(self.connection, id=person_id, locale=locale)

    def set_role(self, person_id: str, role: Role) -> None:
        self._sql.set_role(self.connection, id=person_id, role=str(role))

    def set_community(self, person_id: str, community: str | None) -> None:
        self._sql.set_community(self.connection, id=person_id, community=community)

    def set_unreachable(self, person_id: str, since: datetime | None) -> None:
        self._sql.set_unreachable(
            self.connection, id=person_id, unreachable_at=None if since is None else to_micros(since)
        )

    def with_role(self, role: Role) -> list[Person]:
        return [self._person(row) for row in self._sql.with_role(self.connection, role=str(role))]

    def members_of(self, chat_id: str) -> list[Person]:
        return [self._person(row) for row in self._sql.members_of(self.connection, chat_id=chat_id)]

    def is_member(self, chat_id: str, person_id: str, doubt_no_before: datetime) -> bool | None:
        """Return whether the person is in the chat, or None where nobody has looked, or a "no" is older than that."""
        row = self._sql.membership(self.connection, chat_id=chat_id, person_id=person_id)
        if row is None or (not row["is_member"] and row["checked_at"] < to_micros(doubt_no_before)):
            return None
        return bool(row["is_member"])

    def set_membership(self, chat_id: str, person_id: str, is_member: bool, now: datetime) -> None:
        self._sql.set_membership(
            self.connection, chat_id=chat_id, person_id=person_id, is_member=int(is_member), checked_at=to_micros(now)
        )

    def offices_of(self, person_id: str) -> list[str]:
        """Return the ids of the offices whose group the person is in."""
        return [row["office"] for row in self._sql.offices_of(self.connection, person_id=person_id)]

    def add_invite(self, token_hash: str, role: Role, expires_at: datetime) -> None:
        self._sql.add_invite(self.connection, token_hash=token_hash, role=str(role), expires_at=to_micros(expires_at))

    def take_invite(self, token_hash: str, person_id: str, now: datetime) -> Role | None:
        """Use the invite up and return its role, or None where it is unknown, used or too old."""
        row = self._sql.take_invite(self.connection, token_hash=token_hash, person_id=person_id, now=to_micros(now))
        return None if row is None else Role(row["role"])

    def give_consent(self, person_id: str, purpose: str, text_version: str, now: datetime) -> None:
        if not self.has_consent(person_id, purpose, text_version):
            self._sql.add_consent(
                self.connection,
                id=self.ids.name(),
                person_id=person_id,
                purpose=purpose,
                text_version=text_version,
                given_at=to_micros(now),
            )

    def has_consent(self, person_id: str, purpose: str, text_version: str) -> bool:
        row = self._sql.consent(self.connection, person_id=person_id, purpose=purpose, text_version=text_version)
        return row is not None

    def consents_of(self, person_id: str) -> list[Consent]:
        """Return every consent the person gave, oldest first; those taken back as well."""
        return [_consent(row) for row in self._sql.consents_of(self.connection, person_id=person_id)]

    def withdraw_consent(self, person_id: str, purpose: str, now: datetime) -> bool:
        """Take back whatever stands for this purpose; return False where nothing does."""
        row = self._sql.withdraw_consent(self.connection, person_id=person_id, purpose=purpose, now=to_micros(now))
        return row is not None

    def _add(self, address: str, now: datetime) -> Person:
        person_id = self.ids.name()
        self._sql.add(
            self.connection,
            id=person_id,
            address_index=self.seal.index("person", address),
            address=self.seal.close("people", "address", person_id, address.encode()),
            created_at=to_micros(now),
        )
        return self.get(person_id)

    def _person(self, row: sqlite3.Row) -> Person:
        person_id, name, gone = row["id"], row["name"], row["unreachable_at"]
        return Person(
            id=person_id,
            address=self.seal.open("people", "address", person_id, row["address"]).decode(),
            name="" if name is None else self.seal.open("people", "name", person_id, name).decode(),
            locale=row["locale"],
            role=Role(row["role"]),
            community=row["community"],
            unreachable_at=None if gone is None else from_micros(gone),
            created_at=from_micros(row["created_at"]),
        )


def _consent(row: sqlite3.Row) -> Consent:
    gone = row["withdrawn_at"]
    return Consent(
        id=row["id"],
        purpose=row["purpose"],
        text_version=row["text_version"],
        given_at=from_micros(row["given_at"]),
        withdrawn_at=None if gone is None else from_micros(gone),
    )
