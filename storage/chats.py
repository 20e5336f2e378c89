"""Chats we write to, and the live message of each slot in them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from storage.ids import Ids
from storage.model import Chat, to_micros
from storage.seal import Seal
from storage.sql import queries


@dataclass
class Chats:
    connection: sqlite3.Connection
    seal: Seal
    ids: Ids

    def __post_init__(self) -> None:
        self._sql = queries("chats")

    def meet(self, address: str, kind: str, now: datetime, person_id: str | None = None) -> Chat:
        """Return the chat at this address, known or new; one whose person was forgotten belongs to who writes now."""
        chat = self.find(address)
        if chat is None:
            return self._add(address, kind, now, person_id)
        if person_id is None or chat.person_id == person_id:
            return chat
        self._sql.set_person(self.connection, id=chat.id, person_id=person_id)
        return self.get(chat.id)

    def find(self, address: str) -> Chat | None:
        row = self._sql.by_index(self.connection, address_index=self.seal.index("chat", address))
        return None if row is None else self._chat(row)

    def get(self, chat_id: str) -> Chat:
        """Return the chat; raises KeyError for an id that was never given."""
        row = self._sql.get(self.connection, id=chat_id)
        if row is None:
            raise KeyError(chat_id)
        return self._chat(row)

    def of_office(self, office: str) -> Chat | None:
        row = self._sql.of_office(self.connection, office=office)
        return None if row is None else self._chat(row)

    def of_person(self, person_id: str) -> Chat | None:
        """Return the person's private chat, or None where they never wrote to the desk."""
        row = self._sql.of_person(self.connection, person_id=person_id)
        return None if row is None else self._chat(row)

    def set_office(self, chat_id: str, office: str | None) -> None:
        self._sql.set_office(self.connection, id=chat_id, office=office)

    def move(self, chat_id: str, address: str) -> None:
        """The group goes on under another address; its old message ids mean nothing there."""
        self._sql.move(
            self.connection,
            id=chat_id,
            address_index=self.seal.index("chat", address),
            address=self.seal.close("chats", "address", chat_id, address.encode()),
        )
        self._sql.empty_slots_of_chat(self.connection, chat_id=chat_id)

    def live_message(self, slot: str) -> int | None:
        row = self._sql.slot(self.connection, slot=slot)
        return None if row is None else int(row["message"])

    def fill_slot(self, slot: str, chat_id: str, message: int, ticket_id: str | None) -> bool:
        """Make the message the live one of an empty slot; return False where another one already is."""
        row = self._sql.fill_slot(self.connection, slot=slot, chat_id=chat_id, message=message, ticket_id=ticket_id)
        return row is not None

    def refill_slot(self, slot: str, chat_id: str, message: int, ticket_id: str | None) -> None:
        """Make the message the live one, whichever was: the earlier one is gone."""
        self._sql.refill_slot(self.connection, slot=slot, chat_id=chat_id, message=message, ticket_id=ticket_id)

    def empty_slot(self, slot: str) -> None:
        self._sql.empty_slot(self.connection, slot=slot)

    def _add(self, address: str, kind: str, now: datetime, person_id: str | None) -> Chat:
        chat_id = self.ids.name()
        self._sql.add(
            self.connection,
            id=chat_id,
            address_index=self.seal.index("chat", address),
            address=self.seal.close("chats", "address", chat_id, address.encode()),
            kind=kind,
            person_id=person_id,
            created_at=to_micros(now),
        )
        return self.get(chat_id)

    def _chat(self, row: sqlite3.Row) -> Chat:
        return Chat(
            id=row["id"],
            address=self.seal.open("chats", "address", row["id"], row["address"]).decode(),
            kind=row["kind"],
            person_id=row["person_id"],
            office=row["office"],
        )
