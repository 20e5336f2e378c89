"""The clock a resident sees, over every status, nights, days off and questions asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.hours import Calendar, Span
from handlers.progress_clock import Clock, Stage, Station, read_clock, reopen_until
from handlers.settings import AskTimer, ClaimTimer, KindTimers, WorkTimer
from storage.model import AuditLine, Ticket, TicketStatus

ZONE = ZoneInfo("Asia/Shanghai")
TIMERS = KindTimers(
    claim=ClaimTimer(nudge="30m", escalate="2h"),
    followup=AskTimer(ask="2d"),
    work=WorkTimer(first_contact="4h", progress="3d"),
)
STATION = Station(Calendar(ZONE), Span.parse("08:30-20:30"), TIMERS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-05-{text}").replace(tzinfo=ZONE)


NOON = at("13 12:00")
NEW = Ticket(
    id="t", number="D-0001", kind="dispute", form="dispute", form_version=1, category="noise", office="o1",
    community="c02", status=TicketStatus.NEW, is_urgent=False, is_escalated=False, is_restricted=False,
    is_by_helper=False,
    resident_id="r", assignee_id=None, outcome=None, version=1, created_at=NOON, claimed_at=None, contacted_at=None,
    resolved_at=None, closed_at=None,
)  # fmt: skip
CLAIMED = replace(NEW, status=TicketStatus.CLAIMED, assignee_id="o")
HANDLED = replace(CLAIMED, status=TicketStatus.IN_PROGRESS)
RESOLVED = replace(HANDLED, status=TicketStatus.RESOLVED, resolved_at=NOON)


def line(action: str, when: datetime, code: str | None = None) -> AuditLine:
    return AuditLine(1, when, "t", "officer", action, None, None, code)


def clock(ticket: Ticket, *history: AuditLine, now: datetime = NOON, station: Station = STATION) -> Clock:
    return read_clock(ticket, [line("open", NOON), *history], station, now)


@pytest.mark.parametrize(
    ("ticket", "stage", "step"),
    [
        (NEW, Stage.WAITING, 1),
        (CLAIMED, Stage.CLAIMED, 2),
        (replace(CLAIMED, status=TicketStatus.REOPENED), Stage.REOPENED, 2),
        (HANDLED, Stage.IN_PROGRESS, 3),
        (RESOLVED, Stage.RESOLVED, 4),
        (replace(RESOLVED, status=TicketStatus.FOLLOWED_UP), Stage.FINISHED, 5),
        (replace(RESOLVED, status=TicketStatus.CLOSED), Stage.FINISHED, 5),
        (replace(NEW, status=TicketStatus.WITHDRAWN), Stage.WITHDRAWN, 5),
    ],
)
def test_every_status_is_one_of_five_steps(ticket: Ticket, stage: Stage, step: int) -> None:
    found = clock(ticket)
    assert (found.stage, found.step) == (stage, step)


def test_what_nobody_has_is_promised_for_when_the_chief_is_told() -> None:
    assert clock(NEW).due == at("13 14:00")


def test_what_somebody_has_is_promised_a_first_word_and_then_word_every_period() -> None:
    claimed = line("claim", at("13 13:00"))
    assert clock(CLAIMED, claimed).due == at("13 17:00")
    assert clock(HANDLED, claimed, line("move", at("13 14:00"))).due == at("16 14:00")


def test_a_promise_does_not_run_while_nobody_is_on_duty() -> None:
    assert clock(CLAIMED, line("claim", at("13 19:30"))).due == at("14 11:30")


def test_an_urgent_promise_runs_through_the_night() -> None:
    night = line("claim", at("13 23:50"))
    assert clock(replace(CLAIMED, is_urgent=True), night).due == at("14 03:50")


def test_at_night_what_nobody_has_says_that_nobody_is_on_duty_unless_it_is_urgent() -> None:
    night = at("13 23:00")
    assert clock(NEW, now=night).stage is Stage.OFF_DUTY
    assert clock(replace(NEW, is_urgent=True), now=night).stage is Stage.WAITING


def test_what_was_given_back_waits_from_then_on() -> None:
    released = clock(NEW, line("claim", at("13 13:00")), line("release", at("13 15:00")), now=at("13 15:00"))
    assert (released.stage, released.due) == (Stage.RELEASED, at("13 17:00"))


def test_asking_is_open_from_the_promised_time_and_not_before() -> None:
    found = clock(CLAIMED, line("claim", NOON))
    assert not found.may_ask(at("13 15:59"))
    assert found.may_ask(at("13 16:00"))


def test_who_has_asked_may_ask_again_one_period_later() -> None:
    found = clock(CLAIMED, line("claim", NOON), line("ask", at("13 16:10")))
    assert (found.was_asked, found.ask_from) == (True, at("16 16:10"))


def test_a_move_begins_a_new_period_even_in_the_same_moment() -> None:
    found = clock(CLAIMED, line("ask", NOON), line("claim", NOON))
    assert (found.was_asked, found.ask_from) == (False, at("13 16:00"))


def test_a_flag_or_a_look_at_the_details_begins_none() -> None:
    found = clock(HANDLED, line("move", NOON), line("view", at("15 12:00")), line("escalate", at("15 12:00")))
    assert found.due == at("16 12:00")


def test_a_matter_that_is_over_is_not_asked_about() -> None:
    over = [replace(RESOLVED, status=status) for status in TicketStatus if not replace(NEW, status=status).is_open]
    assert len(over) == 4
    assert [clock(ticket).may_ask(at("30 12:00")) for ticket in over] == [False] * 4


def test_a_resolved_matter_says_when_it_is_asked_about_until_it_was() -> None:
    assert clock(RESOLVED).due == at("15 12:00")
    assert clock(RESOLVED, now=at("15 12:00")).due is None


def test_a_finished_matter_can_go_back_as_long_as_the_station_says_and_others_cannot() -> None:
    assert reopen_until(replace(RESOLVED, status=TicketStatus.CLOSED), TIMERS) == NOON + timedelta(days=30)
    assert reopen_until(HANDLED, TIMERS) is None
