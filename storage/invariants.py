"""What must hold of the records at any time, whatever happened: one checker for tests, crash suites and production."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storage.model import MOVES, TicketStatus
from storage.records import Records
from storage.sql import queries


@dataclass(frozen=True)
class Violation:
    """`name` is the invariant's; `kind` is lost, doubled or wrong."""

    name: str
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.name} {self.kind}: {self.text}"


def find_violations(records: Records) -> Iterator[Violation]:
    """Yield everything in the records that must not be."""
    yield from _failed_rows(records)
    yield from _drafts_sent_once(records)
    yield from _needless_nudges(records)
    yield from _needless_bookings(records)
    yield from _history(records)
    yield from _sensitive(records)
    yield from _sealed(records)
    if (line := records.audit.first_broken()) is not None:
        yield Violation("I14", "wrong", f"audit line {line} does not follow from the one before it")


def _failed_rows(records: Records) -> Iterator[Violation]:
    for row in queries("invariants").failed_rows(records.connection):
        yield Violation("I2", "lost", f"inbox row {row['id']} was set aside: {row['reason']}")


def _drafts_sent_once(records: Records) -> Iterator[Violation]:
    for row in queries("invariants").unsent_tickets(records.connection):
        yield Violation("I3", "doubled", f"{row['number']} came from {row['drafts']} drafts")


def _needless_nudges(records: Records) -> Iterator[Violation]:
    for row in queries("invariants").needless_due(records.connection):
        yield Violation("I7", "wrong", f"{row['number']}: {row['kind']} is still planned")


def _needless_bookings(records: Records) -> Iterator[Violation]:
    for row in queries("invariants").needless_bookings(records.connection):
        yield Violation("I18", "wrong", f"{row['number']} is over and still holds a time at {row['venue']}")


def _history(records: Records) -> Iterator[Violation]:
    """Every ticket's lines lead from its opening to its status by allowed moves, one claimer at a time."""
    for row in queries("invariants").tickets(records.connection):
        number, status, is_claimed = row["number"], "", False
        for line in records.audit.of_ticket(row["id"]):
            if line.from_status is None:
                continue
            if line.from_status != status or not _is_allowed(line.action, line.from_status, line.to_status):
                yield Violation("I10", "wrong", f"{number}: {line.action} from {line.from_status} to {line.to_status}")
            if line.action in ("claim", "release") and is_claimed == (line.action == "claim"):
                yield Violation("I5", "wrong", f"{number}: {line.action} while is_claimed was {is_claimed}")
            is_claimed = line.action == "claim" if line.action in ("claim", "release") else is_claimed
            status = line.to_status or ""
        if status != row["status"]:
            yield Violation("I6", "wrong", f"{number} is {row['status']}, its last audit line says {status}")


def _is_allowed(action: str, before: str, after: str | None) -> bool:
    if action == "open":
        return (before, after) == ("", TicketStatus.NEW)
    return before == after or after in MOVES[TicketStatus(before)]


def _sensitive(records: Records) -> Iterator[Violation]:
    for row in queries("invariants").sensitive_unasked(records.connection):
        yield Violation("I15", "wrong", f"{row['number']} holds sensitive answers, and nobody agreed to anything")


def _sealed(records: Records) -> Iterator[Violation]:
    """Every sealed answer opens in its own place; SealBroken would say where not."""
    for row in queries("invariants").tickets(records.connection):
        records.tickets.answers_of(row["id"])
        records.people.get(row["resident_id"])
    yield from ()
