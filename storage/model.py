"""The things Pavilion remembers, and the one table of what a ticket's status may become.

Standard library only. Times are aware datetimes; they are stored as whole microseconds in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_micros(when: datetime) -> int:
    """Return the aware time as whole microseconds since 1970 in UTC."""
    return (when - _EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    """Return the time that `to_micros` counted, in UTC."""
    return _EPOCH + timedelta(microseconds=micros)


class TicketStatus(StrEnum):
    NEW = "new"  # sent, nobody has it
    CLAIMED = "claimed"  # an officer took it, no contact yet
    IN_PROGRESS = "in_progress"  # first contact was made
    RESOLVED = "resolved"  # the officer says it is done
    FOLLOWED_UP = "followed_up"  # the resident was asked, and answered or kept silent
    CLOSED = "closed"  # finished: nothing is planned any more
    REOPENED = "reopened"  # not solved after all: back to who had it
    WITHDRAWN = "withdrawn"  # taken back by the resident


OPEN = frozenset({TicketStatus.NEW, TicketStatus.CLAIMED, TicketStatus.IN_PROGRESS, TicketStatus.REOPENED})
"""Somebody still has to do something for the resident."""

MOVES: dict[TicketStatus, frozenset[TicketStatus]] = {
    TicketStatus.NEW: frozenset({TicketStatus.CLAIMED, TicketStatus.WITHDRAWN}),
    TicketStatus.CLAIMED: frozenset({TicketStatus.NEW, TicketStatus.IN_PROGRESS, TicketStatus.WITHDRAWN}),
    TicketStatus.IN_PROGRESS: frozenset({TicketStatus.RESOLVED, TicketStatus.WITHDRAWN}),
    TicketStatus.RESOLVED: frozenset({TicketStatus.FOLLOWED_UP, TicketStatus.REOPENED}),
    TicketStatus.FOLLOWED_UP: frozenset({TicketStatus.CLOSED, TicketStatus.REOPENED}),
    TicketStatus.CLOSED: frozenset({TicketStatus.REOPENED}),
    TicketStatus.REOPENED: frozenset({TicketStatus.CLAIMED, TicketStatus.IN_PROGRESS, TicketStatus.WITHDRAWN}),
    TicketStatus.WITHDRAWN: frozenset(),
}


class Role(StrEnum):
    RESIDENT = "resident"  # everybody who is nothing else; officers are members of an office's chat
    CHIEF = "chief"  # hears of what nobody claims
    ADMIN = "admin"  # looks after the desk itself


class Side(StrEnum):
    """Who says something about a ticket."""

    RESIDENT = "resident"  # whose matter it is
    OFFICER = "officer"  # who has it


class Priority(IntEnum):
    """Which outbox row goes first when several streams wait."""

    URGENT = 0  # somebody may be in danger
    ANSWER = 1  # what a person is waiting for right now
    CARD = 2  # cards in the officers' group
    REMINDER = 3  # nudges and follow-ups
    DIGEST = 4  # summaries


class DueStatus(StrEnum):
    PENDING = "pending"  # its time has not come
    QUEUED = "queued"  # in the inbox
    DONE = "done"  # handled
    SKIPPED = "skipped"  # no longer wanted; the reason is beside it


@dataclass(frozen=True)
class Person:
    id: str
    address: str
    name: str
    locale: str | None
    role: Role
    community: str | None
    unreachable_at: datetime | None
    created_at: datetime


@dataclass(frozen=True)
class Consent:
    """A permission for one purpose: `notice`, `guardian`, `agency:<id>`, or what a step of a form asks for."""

    id: str
    purpose: str
    text_version: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Chat:
    """A private chat (`person_id` is set) or an office's group (`office` is set)."""

    id: str
    address: str
    kind: str
    person_id: str | None
    office: str | None


@dataclass(frozen=True)
class Ticket:
    """One matter. `is_by_helper`: the resident filed it for another person, who agrees."""

    id: str
    number: str
    kind: str
    form: str
    form_version: int
    category: str
    office: str
    community: str
    status: TicketStatus
    is_urgent: bool
    is_escalated: bool
    is_restricted: bool
    is_by_helper: bool
    resident_id: str
    assignee_id: str | None
    outcome: str | None
    version: int
    created_at: datetime
    claimed_at: datetime | None
    contacted_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    purged_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


@dataclass(frozen=True)
class Draft:
    """A form before Send. `progress` is the engine's JSON; `ticket_id` is set where it adds to a sent ticket.

    `is_cancelled`: kept for its day all the same, in case that was a slip.
    """

    id: str
    person_id: str
    form: str
    ticket_id: str | None
    progress: bytes
    version: int
    is_cancelled: bool
    updated_at: datetime
    created_at: datetime | None = None


@dataclass(frozen=True)
class Reply:
    """What one side said about a ticket, as it says now; `content` is the JSON of an answer.

    `shown_at`: when the other side was shown it.
    """

    id: str
    ticket_id: str | None
    author_id: str
    side: Side
    kind: str
    content: bytes
    version: int
    created_at: datetime
    shown_at: datetime | None


@dataclass(frozen=True)
class SafeContact:
    """How somebody who could be in danger may be reached. `rules` is the handlers' JSON."""

    person_id: str
    rules: bytes
    asked_at: datetime | None
    ask_after: datetime | None
    paused_at: datetime | None


@dataclass(frozen=True)
class HeldMessage:
    """A command that waits until its reader says that it is a good time."""

    payload: bytes
    ticket_id: str | None
    slot: str | None


@dataclass(frozen=True)
class DueRow:
    """Something that is to happen at `due_at`; `key` names the promise, so that it is made once."""

    id: str
    key: str
    kind: str
    ticket_id: str | None
    person_id: str | None
    due_at: datetime
    status: DueStatus
    version: int


@dataclass(frozen=True)
class Booking:
    """A time that a matter has taken at a venue; the venue is empty where officers come to the resident."""

    id: str
    ticket_id: str
    purpose: str
    venue: str
    start: datetime
    minutes: int
    is_live: bool

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class InboxRow:
    id: int
    source: str
    key: str
    lane: str
    is_urgent: bool
    payload: bytes
    attempts: int
    received_at: datetime


@dataclass(frozen=True)
class OutboxRow:
    """A command to carry out. `message` is the live message of its slot, where there is one by now."""

    id: int
    stream: str
    chat_id: str
    address: str
    is_group: bool
    ticket_id: str | None
    slot: str | None
    message: int | None
    priority: Priority
    command: str
    payload: bytes
    about: bytes | None
    attempts: int


@dataclass(frozen=True)
class AuditLine:
    id: int
    at: datetime
    ticket_id: str | None
    actor_role: str
    action: str
    from_status: str | None
    to_status: str | None
    code: str | None
