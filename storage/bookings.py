"""Bookings: which time of a venue a matter has taken. Nobody else can take it while it stands."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.ids import Ids
from storage.model import Booking, from_micros, to_micros
from storage.sql import queries

_LONGEST = timedelta(days=1)


@dataclass
class Bookings:
    connection: sqlite3.Connection
    ids: Ids

    def __post_init__(self) -> None:
        self._sql = queries("bookings")

    def book(
        self, ticket_id: str, purpose: str, venue: str, start: datetime, minutes: int, now: datetime
    ) -> Booking | None:
        """Take that time of the venue, or return None where somebody has it. An empty venue is never full."""
        booking_id = self.ids.name()
        row = self._sql.book(
            self.connection,
            id=booking_id,
            ticket_id=ticket_id,
            purpose=purpose,
            venue=venue,
            start_at=to_micros(start),
            minutes=minutes,
            created_at=to_micros(now),
        )
        return None if row is None else Booking(booking_id, ticket_id, purpose, venue, start, minutes, True)

    def free(self, booking: Booking, now: datetime) -> bool:
        """Give the time back; return False where it was given back before."""
        return self._sql.free(self.connection, id=booking.id, freed_at=to_micros(now)) is not None

    def of_ticket(self, ticket_id: str) -> list[Booking]:
        """Return every booking there ever was for the ticket, oldest first."""
        return [_booking(row) for row in self._sql.of_ticket(self.connection, ticket_id=ticket_id)]

    def taken(self, venue: str, since: datetime) -> list[Booking]:
        """Return what is taken at the venue and not over by then."""
        rows = self._sql.taken(self.connection, venue=venue, since=to_micros(since - _LONGEST))
        return [booking for booking in map(_booking, rows) if booking.end > since]


def _booking(row: sqlite3.Row) -> Booking:
    return Booking(
        id=row["id"],
        ticket_id=row["ticket_id"],
        purpose=row["purpose"],
        venue=row["venue"],
        start=from_micros(row["start_at"]),
        minutes=row["minutes"],
        is_live=row["status"] == "booked",
    )
