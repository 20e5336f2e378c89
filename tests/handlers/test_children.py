"""Children: a guardian agrees, or a human comes at once; never a form without the one, never a guardian forced."""

from __future__ import annotations

import json

import pytest

from handlers import buttons
from tests.handlers.scenes import act, arrive, hire, tickets, written
from tests.stage import GROUP, Stage

TO_ALONE = ("[Trouble with someone]", "[I am under 14]", "[Alone, or I can't ask]")


def test_the_numbers_come_before_the_first_question_and_police_first(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", "[Trouble with someone]", "[I am under 14]")
    assert stage.last("R").text.startswith("110 police")
    stage.press("R", "Alone, or I can't ask")
    assert stage.last("R").text.startswith("110 police")


def test_looking_at_the_way_of_children_stores_nothing(stage: Stage) -> None:
    arrive(stage, "R")
    before = written(stage)
    act(stage, "R", *TO_ALONE, "[Back]", "[A grown-up is with me]", "[Back]", "[Back]")
    assert written(stage) == before


def test_a_guardian_agrees_by_name_of_the_purpose_and_the_form_goes_on(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", "[Errand or visit]", "[I am under 14]", "[A grown-up is with me]", "[Guardian: I agree]")
    assert "What do you need?" in stage.last("R").text
    person = stage.person("R")
    assert person is not None
    given = {each.purpose: each.text_version for each in stage.records.people.consents_of(person.id)}
    assert given == {"guardian": "cn-child-1", "notice": "cn-1"}


def test_without_a_guardian_no_form_begins(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *TO_ALONE)
    person = stage.person("R")
    assert person is not None
    assert stage.records.drafts.of_person(person.id) == []
    assert stage.records.people.consents_of(person.id) == []


def test_one_tap_calls_the_officers_with_where_and_nothing_more(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    act(stage, "R", *TO_ALONE, "[Community 2]")
    [ticket] = tickets(stage, "R")
    kept = {step: json.loads(raw) for step, raw in stage.records.tickets.answers_of(ticket.id).items()}
    assert {step: answer["choice"] for step, answer in kept.items()} == {"state": "child", "community": "c02"}
    assert (ticket.is_urgent, ticket.community) == (True, "c02")
    assert "A child asks for help" in stage.last("G").text
    assert "A child asks for help" in stage.last("O1").text


def test_a_second_tap_is_no_second_call_and_a_later_call_is_one(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *TO_ALONE, "[Community 2]")
    stage.press_again("R", "Community 1")
    assert len(tickets(stage, "R")) == 1
    assert "· Already sent: H-0001" in stage.heard
    act(stage, "R", "/menu", *TO_ALONE, "[Not sure]")
    assert {ticket.number for ticket in tickets(stage, "R")} == {"H-0001", "H-0002"}


@pytest.mark.parametrize(("own", "community"), [(False, "c02"), (True, "nowhere"), (True, "")])
def test_a_call_that_nobody_could_have_tapped_is_none(stage: Stage, own: bool, community: str) -> None:
    arrive(stage, "R")
    person = stage.person("R")
    assert person is not None
    stage.press_data("R", buttons.button("x", "child_tell", id=person.id if own else "x", value=community).data)
    assert tickets(stage, "R") == []
    assert "110 police" in stage.last("R").text


def test_where_requests_for_help_are_off_the_numbers_are_there_all_the_same(stage: Stage) -> None:
    stage.environment["PAVILION__STATION__FEATURES__HELP"] = "false"
    stage.restart()
    arrive(stage, "R")
    act(stage, "R", *TO_ALONE)
    assert "110 police" in stage.last("R").text
    assert stage.seen("R")[0] == "First screen"
    assert GROUP not in stage.chats
