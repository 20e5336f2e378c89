"""What has had its time goes by itself: nothing past its day, nothing early, and what a law keeps, frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot import config
from bot.app import Front, load_front
from bot.config import ConfigWrong
from handlers import retention
from handlers.desk import Desk
from storage.audit import SYSTEM
from storage.invariants import find_violations
from storage.model import Ticket, TicketStatus
from storage.records import Records
from storage.tickets import NewTicket
from tests.clock import NOON
from tests.handlers.scenes import CARE, LAMP, NOISE, act, arrive, hire, send, tickets
from tests.stage import EXAMPLE, Stage

HOLD = "PAVILION__RETENTION__LEGAL__FREEZE__DISPUTE"
LAW = {"PAVILION__RETENTION__LEGAL__BASIS__EN": "an act", "PAVILION__RETENTION__LEGAL__DATED": "2020-01-01"}
KEPT = {
    "dispute": {"what": "plain", "spot": "place", "story": "text", "contact": "phone"},
    "care": {"state": "plain", "spot": "care_place"},
    "welfare": {"urgent": "plain", "name": "text", "phone": "phone", "registration": "sensitive"},
}
"""What the matters of the two years hold."""
KINDS = {"dispute": "dispute", "care": "help", "welfare": "welfare"}
DAY, YEAR = timedelta(days=1), timedelta(days=365)
SWEEP = timedelta(hours=4)
"""Fewer than the desk makes, so that the years pass quickly."""


def days_of(keep: str, *, is_withdrawn: bool = False) -> timedelta:
    usual = 3 if keep == "care_place" else 30
    return timedelta(days=min(7, usual) if is_withdrawn else usual)


# Two years of a desk.


@dataclass
class Years:
    """A desk that is open for two years; now and then somebody sends something, and what is sent ends some day."""

    records: Records
    front: Front
    chance: Random
    now: datetime = NOON

    def desk(self) -> Desk:
        return self.front.desk(self.records, now=self.now)

    def live(self) -> Iterator[None]:
        """Let the years pass, stopping after each sweep."""
        person = self.records.people.meet("1", NOON)
        self.records.people.give_consent(person.id, "notice", "cn-1", NOON)
        endings: dict[datetime, list[Ticket]] = {}
        while self.now < NOON + 2 * YEAR:
            self.now += SWEEP
            if self.now < NOON + 2 * YEAR - 60 * DAY and self.chance.random() < 0.08:
                ticket = self.open(person.id)
                endings.setdefault(self.now + self.chance.randint(1, 225) * SWEEP, []).append(ticket)
            for ticket in endings.pop(self.now, []):
                self.end(ticket)
            retention.sweep(self.desk())
            yield

    def open(self, person_id: str) -> Ticket:
        form = self.chance.choice(sorted(KEPT))
        new = NewTicket(form[0].upper(), KINDS[form], form, 1, form, "o1", "c01", person_id)
        ticket = self.records.tickets.open(new, SYSTEM, self.now)
        self.records.drafts.note_sent(f"draft of {ticket.number}", ticket.id, self.now)
        for step, keep in KEPT[form].items():
            self.records.tickets.put_answer(ticket.id, step, b'{"type":"text","text":"x"}', keep)
        return ticket

    def end(self, ticket: Ticket) -> None:
        """Withdraw the matter or bring it to its end; some are opened again in between."""
        moves = self.records.tickets
        if self.chance.random() < 0.3:
            moves.move(ticket, TicketStatus.WITHDRAWN, SYSTEM, self.now)
            return
        officer = self.records.people.meet("2", self.now)
        for status in (TicketStatus.CLAIMED, TicketStatus.IN_PROGRESS, TicketStatus.RESOLVED):
            ticket = moves.move(ticket, status, SYSTEM, self.now)
        if self.chance.random() < 0.2:
            ticket = moves.move(ticket, TicketStatus.REOPENED, SYSTEM, self.now)
            ticket = moves.move(ticket, TicketStatus.IN_PROGRESS, SYSTEM, self.now)
            ticket = moves.move(ticket, TicketStatus.RESOLVED, SYSTEM, self.now)
        for status in (TicketStatus.FOLLOWED_UP, TicketStatus.CLOSED):
            ticket = moves.move(ticket, status, SYSTEM, self.now)
        assert officer.id

    def tickets(self) -> list[Ticket]:
        rows = self.records.connection.execute("select id from tickets").fetchall()
        return [self.records.tickets.get(row["id"]) for row in rows]


@pytest.fixture
def years(records: Records) -> Years:
    records.connection.execute("PRAGMA synchronous=OFF")
    settings = config.load(EXAMPLE, {**LAW, HOLD: "180d"}).settings
    return Years(records, load_front(settings), Random(7))


@pytest.mark.slow
def test_r7_in_two_years_nothing_stays_past_its_day_nothing_goes_early_and_what_is_held_is_kept(years: Years) -> None:
    seen: dict[tuple[str, str], str] = {}
    gone: dict[tuple[str, str], datetime] = {}
    thawed: dict[tuple[str, str], datetime] = {}
    frozen: set[tuple[str, str]] = set()
    for _ in years.live():
        here = {
            (row["ticket_id"], row["step"]): row["keep"]
            for row in years.records.connection.execute("select * from answers")
        }
        held = {(row["ticket_id"], row["step"]) for row in years.records.connection.execute("select * from frozen")}
        gone.update(dict.fromkeys(seen.keys() - here.keys() - gone.keys(), years.now))
        thawed.update(dict.fromkeys(frozen - held - thawed.keys(), years.now))
        seen.update(here)
        frozen |= held
    found = {ticket.id: ticket for ticket in years.tickets()}
    assert len(found) > 200
    assert seen.keys() == gone.keys()
    for (ticket_id, step), at in gone.items():
        ticket, keep = found[ticket_id], seen[(ticket_id, step)]
        assert ticket.closed_at is not None
        due = ticket.closed_at + days_of(keep, is_withdrawn=ticket.status is TicketStatus.WITHDRAWN)
        assert due <= at <= due + SWEEP
        assert ((ticket_id, step) in frozen) == (ticket.kind == "dispute")
    for (ticket_id, _), at in thawed.items():
        closed_at = found[ticket_id].closed_at
        assert closed_at is not None
        assert closed_at + 180 * DAY <= at <= closed_at + 180 * DAY + SWEEP
    assert thawed
    assert frozen - thawed.keys()
    assert all(ticket.purged_at is not None for ticket in found.values())
    assert list(find_violations(years.records)) == []


# One matter.


def jump(stage: Stage, days: int) -> None:
    """Let days pass at once, as while the desk was down."""
    stage.clock.move(days=days)
    stage.wait(stage.clock.at + timedelta(hours=1))


def close(stage: Stage, ticket: Ticket) -> Ticket:
    """Let the officer say that it is done, and silence do the rest."""
    stage.press("O1", "Claim", where="G")
    stage.press("O1", next(label for label in stage.seen("O1") if label.startswith("✔")))
    stage.wait(stage.clock.at + timedelta(days=15, hours=1))
    closed = stage.records.tickets.get(ticket.id)
    assert closed.status is TicketStatus.CLOSED
    return closed


def test_where_somebody_unwell_was_goes_before_all_other_answers(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    closed = close(stage, send(stage, "R", CARE))
    assert closed.closed_at is not None
    stage.wait(closed.closed_at + timedelta(hours=71))
    assert "spot" in stage.records.tickets.answers_of(closed.id)
    stage.wait(closed.closed_at + timedelta(hours=74))
    assert set(stage.records.tickets.answers_of(closed.id)) == {"state", "community"}


def test_at_the_end_the_card_is_the_bare_number_and_the_matter_cannot_be_opened_again(stage: Stage) -> None:
    stage.environment["PAVILION__TIMERS__HELP__REOPEN_WINDOW"] = "300d"
    stage.restart()
    hire(stage, "O1")
    arrive(stage, "R")
    closed = close(stage, send(stage, "R", LAMP))
    assert "south gate" in stage.last("G").text
    act(stage, "R", "/my", "[H-0001 · finished]")
    assert "Not solved after all" in stage.seen("R")
    jump(stage, 31)
    assert stage.last("G").text == "✅ H-0001"
    act(stage, "R", "/my", "[H-0001 · finished]")
    assert "What you told us is deleted." in stage.last("R").text
    assert "Not solved after all" not in [button.label for button in stage.last("R").buttons]
    stage.press_again("R", "Not solved after all")
    assert stage.records.tickets.get(closed.id).status is TicketStatus.CLOSED


def test_the_day_that_is_promised_is_the_day_by_whose_end_it_is_gone(stage: Stage) -> None:
    arrive(stage, "R")
    stage.wait(NOON + timedelta(hours=11, minutes=40))  # 23:40 in the station's zone
    send(stage, "R", ("/menu", *NOISE))
    act(stage, "R", "/my", "[D-0001 · received]", "[Withdraw]", "[Yes, withdraw]")
    assert "deleted by 21 May 2026" in stage.last("R").text
    stage.clock.at = NOON + timedelta(days=7, hours=10, minutes=30)
    stage.wait(NOON + timedelta(days=7, hours=11, minutes=30))
    assert stage.records.tickets.answers_of(tickets(stage, "R")[0].id)
    stage.wait(NOON + timedelta(days=7, hours=12, minutes=50))
    assert stage.records.tickets.answers_of(tickets(stage, "R")[0].id) == {}


def test_a_setting_that_is_changed_holds_for_what_is_there(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    act(stage, "R", "/my", "[D-0001 · received]", "[Withdraw]", "[Yes, withdraw]")
    stage.environment["PAVILION__RETENTION__TEXT__WITHDRAWN"] = "1d"
    stage.restart()
    stage.wait(stage.clock.at + timedelta(hours=26))
    assert stage.records.tickets.answers_of(tickets(stage, "R")[0].id) == {}


def test_what_is_open_is_never_swept(stage: Stage) -> None:
    arrive(stage, "R")
    ticket = send(stage, "R", NOISE)
    jump(stage, 60)
    assert len(stage.records.tickets.answers_of(ticket.id)) == 5


def test_no_officer_sees_what_is_frozen(stage: Stage) -> None:
    stage.environment.update({**LAW, HOLD: "180d"})
    stage.restart()
    hire(stage, "O1")
    arrive(stage, "R")
    ticket = send(stage, "R", NOISE)
    stage.press("O1", "Claim", where="G")
    act(stage, "R", "/my", "[D-0001 · being handled]", "[Withdraw]", "[Yes, withdraw]")
    jump(stage, 8)
    assert len(stage.records.retention.frozen_of(ticket.id)) == 5
    stage.heard.clear()
    for label in ("Open the details", "Already in touch"):
        stage.press_again("O1", label)
    stage.say("O1", "/mine")
    assert NOISE[5] not in "\n".join(stage.heard)
    jump(stage, 180)
    assert stage.records.retention.frozen_of(ticket.id) == []


# The settings.


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("TEXT__WITHDRAWN", "8d", "longer than the default; name the law in legal.basis"),
        ("WELFARE_SENSITIVE__AT_MOST", "31d", "longer than the default; name the law in legal.basis"),
        ("LEGAL__FREEZE__HELP", "1d", "longer than the default; name the law in legal.basis"),
        ("TEXT__CARE_PLACE", "three days", "write it like 72h or 30d"),
        ("LEGAL__DATED", "last year", "give the law's date, like 2026-01-31"),
    ],
)
def test_a_retention_that_cannot_be_is_refused_with_its_remedy(variable: str, value: str, said: str) -> None:
    with pytest.raises(ConfigWrong, match=said):
        config.load(EXAMPLE, {f"PAVILION__RETENTION__{variable}": value})


def test_a_longer_retention_is_taken_with_its_law_and_date(tmp_path: Path) -> None:
    longer = {"PAVILION__RETENTION__TEXT__WITHDRAWN": "8d"}
    assert config.load(EXAMPLE, {**longer, **LAW}).settings.retention.text.withdrawn == "8d"
    undated = {name: value for name, value in LAW.items() if not name.endswith("DATED")}
    with pytest.raises(ConfigWrong, match="give the law's date"):
        config.load(EXAMPLE, {**longer, **undated})


def test_a_shorter_one_needs_none() -> None:
    assert (
        config.load(EXAMPLE, {"PAVILION__RETENTION__TEXT__CARE_PLACE": "24h"}).settings.retention.text.care_place
        == "24h"
    )


# What was written to and fro.


def written_replies(stage: Stage) -> int:
    return int(stage.records.connection.execute("select count(*) from reply_versions").fetchone()[0])


def test_replies_go_with_the_words_of_their_matter(stage: Stage) -> None:
    arrive(stage, "R")
    hire(stage, "O1")
    send(stage, "R", LAMP)
    stage.press("O1", "Claim", where="G")
    act(stage, "R", "[Reply]", "It hums as well")
    act(stage, "O1", "[Write to the resident]", "Thank you")
    act(stage, "R", "/my", "[H-0001 · being handled]", "[Withdraw]", "[Yes, withdraw]")
    stage.wait(stage.clock.at + timedelta(days=6, hours=23))
    assert written_replies(stage) == 2
    stage.wait(stage.clock.at + timedelta(hours=3))
    assert written_replies(stage) == 0
    assert tickets(stage, "R")[0].purged_at is not None
