"""Of a venue's time there is one holder; a time without a venue is nobody else's business."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage.audit import SYSTEM
from storage.model import Ticket
from storage.records import Records
from storage.tickets import NewTicket

NOW = datetime(2026, 5, 13, 4, 0, tzinfo=UTC)
AT = NOW + timedelta(hours=3)


@pytest.fixture
def ticket(records: Records) -> Ticket:
    person = records.people.meet("1001", NOW)
    new = NewTicket("H", "help", "errand", 1, "papers", "o1", "c01", person.id)
    return records.tickets.open(new, SYSTEM, NOW)


def test_a_time_is_taken_once_until_it_is_given_back(records: Records, ticket: Ticket) -> None:
    first = records.bookings.book(ticket.id, "come", "counter", AT, 60, NOW)
    assert first is not None
    assert records.bookings.book(ticket.id, "come", "counter", AT, 60, NOW) is None
    assert records.bookings.free(first, NOW)
    assert not records.bookings.free(first, NOW)
    assert records.bookings.book(ticket.id, "come", "counter", AT, 60, NOW) is not None


def test_another_venue_and_no_venue_are_free_at_the_same_time(records: Records, ticket: Ticket) -> None:
    for venue in ("counter", "pavilion", "", ""):
        assert records.bookings.book(ticket.id, "visit", venue, AT, 60, NOW) is not None


def test_what_is_taken_is_what_is_not_over(records: Records, ticket: Ticket) -> None:
    records.bookings.book(ticket.id, "come", "counter", AT, 60, NOW)
    end = AT + timedelta(minutes=60)
    assert [each.start for each in records.bookings.taken("counter", end - timedelta(seconds=1))] == [AT]
    assert records.bookings.taken("counter", end) == []
    assert records.bookings.taken("pavilion", NOW) == []


def test_a_booking_comes_back_as_it_was_made(records: Records, ticket: Ticket) -> None:
    made = records.bookings.book(ticket.id, "come", "counter", AT, 45, NOW)
    assert records.bookings.of_ticket(ticket.id) == [made]
