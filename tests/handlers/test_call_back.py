"""Call me: a time of day and a number, nothing else; the group sees the time, the claimer the number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.forms.answers import Choice, Phone, decode
from storage.model import Ticket
from tests.handlers.conftest import ENGLISH
from tests.handlers.scenes import CARE, LAMP, NOISE, act, arrive, hire, send, tickets
from tests.stage import Stage

PHONE = "+99900000001"


@pytest.fixture(params=["cn", "generic"])
def stage(request: pytest.FixtureRequest, tmp_path: Path, key: str) -> Iterator[Stage]:
    stage = Stage(tmp_path / "desk.db", key, environment={**ENGLISH, "PAVILION__STATION__PACK": request.param})
    yield stage
    stage.close()


def ask(stage: Stage, when: str = "[In the afternoon]") -> Ticket:
    """Let R ask to be called back with a tap on the contact; return the ticket."""
    act(stage, "R", "[Call me]", when)
    stage.press_key("R", "Share my number")
    return tickets(stage, "R")[0]


def test_it_stores_the_phone_and_the_window_and_nothing_else(stage: Stage) -> None:
    arrive(stage, "R")
    ticket = ask(stage)
    stored = stage.records.tickets.answers_of(ticket.id)
    assert {step: decode(raw) for step, raw in stored.items()} == {"when": Choice("afternoon"), "phone": Phone(PHONE)}
    assert (ticket.kind, ticket.form, ticket.community, ticket.is_urgent) == ("help", "callback", "", False)
    kept = stage.records.connection.execute("select step, keep from answers order by step").fetchall()
    assert [tuple(row) for row in kept] == [("phone", "phone"), ("when", "plain")]


def test_the_group_sees_when_and_only_the_claimer_sees_the_number(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    ask(stage)
    assert stage.last("G").text.startswith("🆕 Help H-0001 · ☎ call back · in the afternoon · since")
    stage.press("O1", "Claim", where="G")
    stage.press("O1", "Open the details")
    assert PHONE not in "\n".join(stage.screens("G"))
    assert f"Phone: {PHONE}" in "\n".join(stage.screens("O1"))


def test_who_reads_it_is_said_before_the_number_is_given(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", "[Call me]", "[Any time]")
    assert "Staff of Riverside station read this. You can withdraw at any time." in stage.last("R").text


@pytest.mark.parametrize("typed", ["+1 202 555 0101", "+49 30 901820", "+44 (0)20 7946 0000"])
def test_a_number_of_any_country_may_be_typed(stage: Stage, typed: str) -> None:
    arrive(stage, "R")
    act(stage, "R", "[Call me]", "[Any time]", typed)
    assert "We have it" in stage.last("R").text


def test_what_is_no_number_is_asked_for_again_and_nothing_is_sent(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", "[Call me]", "[Any time]", "my brother's")
    assert "That is no phone number" in stage.last("R").text
    assert tickets(stage, "R") == []


@pytest.mark.parametrize(
    ("clock", "when", "said"),
    [
        (0, "[As soon as possible]", "We phone you today, before 20:30."),
        (0, "[In the afternoon]", "We phone you today, before 18:00."),
        (0, "[In the morning]", "We phone you: Thu 14 May 2026, 08:30 Beijing time, until 12:00."),
        (10, "[Any time]", "We phone you: Thu 14 May 2026, 08:30 Beijing time, until 20:30."),
        (10, "[In the afternoon]", "We phone you: Thu 14 May 2026, 12:00 Beijing time, until 18:00."),
    ],
)
def test_the_receipt_says_when_the_phone_rings(stage: Stage, clock: int, when: str, said: str) -> None:
    stage.clock.at += timedelta(hours=clock)
    arrive(stage, "R")
    ask(stage, when)
    assert said in stage.last("R").text


def test_it_goes_to_the_office_of_the_persons_last_community_and_does_not_name_it(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", LAMP)
    act(stage, "R", "/menu")
    stage.clock.move(minutes=1)
    assert (ask(stage).office, tickets(stage, "R")[0].community) == ("o1", "")
    person = stage.person("R")
    assert person is not None
    assert person.community == "c01"


def test_nobody_who_claims_it_is_told_of_with_the_office_instead_of_a_community(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    ask(stage)
    stage.wait(stage.clock.at + timedelta(hours=3))
    assert any("‼️ Help H-0001, Office 1: still nobody has it." in text for text in stage.screens("G"))


def test_among_my_matters_it_says_what_it_is(stage: Stage) -> None:
    arrive(stage, "R")
    ask(stage)
    act(stage, "R", "/my", "[H-0001 · received]")
    assert stage.last("R").text.startswith("H-0001 · ☎ call back\n")


def test_two_interruptions_nest_and_each_leads_back_to_what_it_interrupted(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *NOISE[:5], "/menu", *CARE[:2], "/menu")
    ask(stage)
    assert stage.last("R").text.startswith("Back to “Someone needs care”:\n\nQuestion 2 of 3")
    act(stage, "R", *CARE[2:], "[Send]")
    assert stage.last("R").text.startswith("Back to “Trouble with someone”:\n\nQuestion 4 of 5")


# After two answers that were not understood.


def test_two_misses_offer_it_and_one_does_not(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *NOISE[:2], "hm")
    assert "Call me" not in [button.label for button in stage.last("R").buttons]
    act(stage, "R", "hm")
    assert "You can also phone the desk: 0000-0000000" in stage.last("R").text
    assert [button.label for button in stage.last("R").buttons][-3:] == ["Call me", "Back", "Cancel"]


@pytest.mark.parametrize("call", ["[Call me]", "call me"])
def test_it_may_be_pressed_or_typed_and_the_form_is_gone_on_with(stage: Stage, call: str) -> None:
    arrive(stage, "R")
    act(stage, "R", *NOISE[:2], "hm", "hm", call, "[Any time]")
    stage.press_key("R", "Share my number")
    assert stage.last("R").text.startswith("Back to “Trouble with someone”:\n\nQuestion 1 of 5")


def test_a_station_without_it_shows_its_phone_instead(tmp_path: Path, key: str) -> None:
    off = {**ENGLISH, "PAVILION__STATION__FEATURES__CALLBACK": "false"}
    stage = Stage(tmp_path / "desk.db", key, environment=off)
    arrive(stage, "R")
    assert "Phone the desk" in stage.seen("R")
    act(stage, "R", *NOISE[:2], "hm", "hm")
    assert "Call me" not in stage.seen("R")
    assert "You can also phone the desk: 0000-0000000" in stage.last("R").text
    stage.close()
