"""The one clock a resident sees: where a matter stands on its way, what is promised next, when they may ask. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.hours import Calendar, Duration, Span
from handlers.settings import KindTimers
from storage.model import AuditLine, Ticket, TicketStatus

STEPS = 5
"""Received, somebody has it, being handled, done, finished: the same few for every kind of matter."""
ASKED = "ask"
"""The audit action of a resident who asks how it stands."""
ANSWERED = "answer"
"""The audit action of an officer who writes to the resident."""
_BEGINS = frozenset({"open", "claim", "release", "move", ANSWERED})
"""What starts the time to the next promise anew."""


class Stage(StrEnum):
    WAITING = "waiting"  # sent, nobody has it
    OFF_DUTY = "off_duty"  # nobody has it, and nobody is on duty now
    RELEASED = "released"  # who had it gave it back
    CLAIMED = "claimed"  # somebody has it
    REOPENED = "reopened"  # not solved after all, back with who had it
    IN_PROGRESS = "in_progress"  # being handled
    RESOLVED = "resolved"  # done, says the officer
    FINISHED = "finished"  # followed up or closed
    WITHDRAWN = "withdrawn"  # taken back


_STEP = {
    Stage.WAITING: 1,
    Stage.OFF_DUTY: 1,
    Stage.RELEASED: 1,
    Stage.CLAIMED: 2,
    Stage.REOPENED: 2,
    Stage.IN_PROGRESS: 3,
    Stage.RESOLVED: 4,
    Stage.FINISHED: STEPS,
    Stage.WITHDRAWN: STEPS,
}


@dataclass(frozen=True)
class Station:
    """What of the station the clock depends on: its calendar, the office's hours, the timers of this kind of matter."""

    calendar: Calendar
    hours: Span
    timers: KindTimers


@dataclass(frozen=True)
class Clock:
    """`due`: when the next word is promised. `ask_from`: from when the resident may ask how it stands. None: never."""

    stage: Stage
    due: datetime | None = None
    ask_from: datetime | None = None
    was_asked: bool = False

    @property
    def step(self) -> int:
        return _STEP[self.stage]

    def may_ask(self, now: datetime) -> bool:
        return self.ask_from is not None and now >= self.ask_from


def read_clock(ticket: Ticket, history: Sequence[AuditLine], station: Station, now: datetime) -> Clock:
    """Return the clock of a matter, from its status and its audit lines, oldest first.

    A resident may ask once the promise is past due, and again one progress period after each time they asked.
    """
    begun, since = _begun(history)
    stage = _stage(ticket, begun, station, now)
    if not ticket.is_open:
        return Clock(stage, _question_time(ticket, station, now))
    begun_at = begun.at if begun else ticket.created_at
    due = _after(begun_at, _promise(ticket, station.timers), ticket, station)
    asked_at = max((line.at for line in since if line.action == ASKED), default=None)
    if asked_at is None:
        return Clock(stage, due, due)
    again = _after(asked_at, station.timers.work.progress, ticket, station)
    return Clock(stage, due, again, was_asked=True)


def _begun(history: Sequence[AuditLine]) -> tuple[AuditLine | None, Sequence[AuditLine]]:
    """Return the line that began the present stage, and those after it."""
    for place in range(len(history) - 1, -1, -1):
        if history[place].action in _BEGINS:
            return history[place], history[place + 1 :]
    return None, history


def _stage(ticket: Ticket, begun: AuditLine | None, station: Station, now: datetime) -> Stage:
    if ticket.is_open and ticket.assignee_id is None:
        if not ticket.is_urgent and not station.calendar.is_working(now, station.hours):
            return Stage.OFF_DUTY
        return Stage.RELEASED if begun and begun.action == "release" else Stage.WAITING
    if ticket.status in (TicketStatus.FOLLOWED_UP, TicketStatus.CLOSED):
        return Stage.FINISHED
    return Stage(str(ticket.status))


def _promise(ticket: Ticket, timers: KindTimers) -> str:
    if ticket.assignee_id is None:
        return timers.claim.escalate
    return timers.work.progress if ticket.status is TicketStatus.IN_PROGRESS else timers.work.first_contact


def _after(start: datetime, text: str, ticket: Ticket, station: Station) -> datetime:
    """Working time for ordinary matters, the plain clock for urgent ones."""
    duration = Duration.parse(text)
    if ticket.is_urgent:
        return start + duration.plain
    return station.calendar.after_working(start, duration, station.hours)


def _question_time(ticket: Ticket, station: Station, now: datetime) -> datetime | None:
    """Return when a resolved matter is asked about, while that is still to come."""
    if ticket.status is not TicketStatus.RESOLVED or ticket.resolved_at is None:
        return None
    at = ticket.resolved_at + Duration.parse(station.timers.followup.ask).plain
    return at if at > now else None


def reopen_until(ticket: Ticket, timers: KindTimers) -> datetime | None:
    """Return until when a finished matter can go back: as long after resolve as the station says. None: it cannot."""
    if ticket.status not in (TicketStatus.FOLLOWED_UP, TicketStatus.CLOSED) or ticket.resolved_at is None:
        return None
    return ticket.resolved_at + Duration.parse(timers.reopen_window).plain
