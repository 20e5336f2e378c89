"""Whatever somebody presses, from wherever: an answer, the open question again, and records as they were."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import handlers
from handlers import buttons, events
from handlers.events import Where, Who
from storage.invariants import find_violations
from storage.model import TicketStatus
from tests.handlers.scenes import LAMP, NOISE, act, arrive, hire, history, progress, send, tickets, written
from tests.stage import GROUP, Stage


@pytest.fixture
def at_spot(stage: Stage) -> Stage:
    """R is at a question that takes words: where the lamp is."""
    arrive(stage, "R")
    act(stage, "R", *LAMP[:3])
    return stage


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.text(max_size=80), st.binary(max_size=64).map(lambda raw: raw.decode("latin-1"))))
def test_a_press_of_random_bytes_shows_the_open_question_again(at_spot: Stage, data: str) -> None:
    before = progress(at_spot, "R")
    count = len(at_spot.screens("R"))
    at_spot.press_data("R", data)
    assert len(at_spot.screens("R")) == count + 1
    assert "Where exactly?" in at_spot.last("R").text
    assert progress(at_spot, "R") == before


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    action=st.sampled_from([*handlers.RESIDENT_BUTTONS, *sorted(handlers.OWN_TICKET_BUTTONS), "claim", "no_such"]),
    id=st.sampled_from(["", "nothing", "-", "0" * 24]),
    version=st.integers(0, 999_999),
    value=st.sampled_from(["", "x", "nothing", "..", "yes", "c01"]),
)
def test_a_forged_press_is_answered_and_opens_no_ticket(
    at_spot: Stage, action: str, id: str, version: int, value: str
) -> None:
    at_spot.heard.clear()
    at_spot.press_data("R", buttons.button("forged", action, id=id, version=version, value=value).data)
    assert at_spot.heard
    assert tickets(at_spot, "R") == []
    assert list(find_violations(at_spot.records)) == []


def test_a_press_of_an_old_question_shows_the_open_one(at_spot: Stage) -> None:
    before = progress(at_spot, "R")
    at_spot.press_again("R", "Light")
    assert "· That question is behind us; here is the open one." in at_spot.heard
    assert "Where exactly?" in at_spot.last("R").text
    assert progress(at_spot, "R") == before


def test_two_devices_that_answer_the_same_question_count_once(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *LAMP[:1], "[Fence, gate]")
    stage.press_again("R", "Light")
    act(stage, "R", *LAMP[2:], "[Send]")
    assert tickets(stage, "R")[0].category == "fence"


def test_send_twice_is_one_ticket_and_the_second_is_told_its_number(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R")
    before = written(stage)
    stage.heard.clear()
    stage.press_again("R", "Send")
    assert stage.heard == ["· Already sent: H-0001"]
    assert written(stage) == before


def test_solved_twice_is_answered_and_changes_nothing(stage: Stage) -> None:
    arrive(stage, "R")
    hire(stage, "O1")
    ticket = send(stage, "R")
    stage.press("O1", "Claim", where="G")
    stage.press("O1", "✔ Repaired")
    stage.press("R", "Solved")
    lines = history(stage, ticket)
    stage.heard.clear()
    stage.press_again("R", "Solved")
    stage.press_again("R", "It got worse")
    assert stage.heard.count("· You have answered this already.") == 2
    assert history(stage, ticket) == lines


def test_resolve_twice_is_answered_and_changes_nothing(stage: Stage) -> None:
    arrive(stage, "R")
    hire(stage, "O1")
    ticket = send(stage, "R")
    stage.press("O1", "Claim", where="G")
    stage.press("O1", "✔ Repaired")
    lines = history(stage, ticket)
    stage.press_again("O1", "✔ Repaired")
    assert "· H-0001 is over." in stage.heard
    assert history(stage, ticket) == lines


def test_withdraw_twice_is_answered_and_changes_nothing(stage: Stage) -> None:
    arrive(stage, "R")
    ticket = send(stage, "R")
    act(stage, "R", "/my", "[H-0001 · received]", "[Withdraw]", "[Yes, withdraw]")
    lines = history(stage, ticket)
    stage.press_again("R", "Yes, withdraw")
    assert "is withdrawn" in stage.last("R").text
    assert history(stage, ticket) == lines


OWN_BUTTONS = ("matter", "withdraw", "withdraw_yes", "solved", "not_yet", "worse", "extra", "reopen", "ask")
UNHAPPY_BUTTONS = ("why", "other", "complain", "unhappy")
CLAIMER_BUTTONS = ("details", "touch", "resolve", "release", "release_as", "control", "told_solved", "told_not_yet")


@pytest.mark.parametrize("action", OWN_BUTTONS + UNHAPPY_BUTTONS + CLAIMER_BUTTONS)
def test_a_foreign_ticket_looks_like_one_that_is_missing(stage: Stage, action: str) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    ticket = send(stage, "R", NOISE)
    stage.press("O1", "Claim", where="G")
    arrive(stage, "S")
    answers = []
    before = written(stage)
    for ticket_id in (ticket.id, "never-given"):
        stage.heard.clear()
        data = buttons.button("forged", action, id=ticket_id, version=ticket.version, value="settled").data
        stage.press_data("S", data)
        answers.append(list(stage.heard))
    assert answers[0] == answers[1]
    assert answers[0]
    assert written(stage) == before


DRAFT_BUTTONS = ("pick", "tick", "done", "page", "back", "skip", "cancel", "changes", "change", "send")


@pytest.mark.parametrize("action", DRAFT_BUTTONS)
@pytest.mark.parametrize("is_sent", [False, True], ids=["open", "sent"])
def test_another_persons_draft_looks_like_one_that_is_missing(stage: Stage, action: str, is_sent: bool) -> None:
    arrive(stage, "R")
    act(stage, "R", *LAMP)
    at = progress(stage, "R")
    person = stage.person("R")
    assert at is not None
    assert person is not None
    draft = stage.records.drafts.of_person(person.id)[0]
    if is_sent:
        act(stage, "R", "[Send]")
    arrive(stage, "S")
    before, answers = written(stage), []
    for draft_id in (draft.id, "never-given"):
        stage.heard.clear()
        stage.press_data("S", buttons.button("forged", action, id=draft_id, version=at.version, value="light").data)
        answers.append(list(stage.heard))
    assert answers[0] == answers[1]
    assert answers[0]
    assert written(stage) == before


def test_an_outsider_cannot_claim_and_a_member_can(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    ticket = send(stage, "R")
    arrive(stage, "X")
    claim = buttons.button("forged", "claim", id=ticket.id).data
    for where in ("", "G"):
        stage.heard.clear()
        stage.press_data("X", claim, where=where, message=max(stage.chats[GROUP]))
        assert "! Only members of the office's group can do that." in stage.heard
    assert tickets(stage, "R")[0].assignee_id is None
    stage.press("O1", "Claim", where="G")
    assert tickets(stage, "R")[0].assignee_id is not None


def test_an_officer_who_left_holds_nothing_and_can_do_nothing_any_more(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    ticket = send(stage, "R")
    stage.press("O1", "Claim", where="G")
    stage.join("O1", is_member=False)
    assert "Claim" in [button.label for button in stage.last("G").buttons]
    before = history(stage, ticket)
    for label in ("Open the details", "Already in touch", "✔ Repaired", "Release"):
        stage.press_again("O1", label)
    refusal = stage.front.texts.words(None)("press.nothing")  # no officer any more: the station's own language
    assert stage.heard.count(f"! {refusal}") == 4
    assert history(stage, ticket) == before


def test_the_claimers_buttons_do_nothing_for_another_officer(stage: Stage) -> None:
    hire(stage, "O1")
    hire(stage, "O2")
    arrive(stage, "R")
    ticket = send(stage, "R")
    stage.press("O1", "Claim", where="G")
    before = history(stage, ticket)
    for action in CLAIMER_BUTTONS:
        stage.heard.clear()
        stage.press_data("O2", buttons.button("forged", action, id=ticket.id, value="repaired").data)
        assert stage.heard == ["! This button does nothing for you."]
    assert history(stage, ticket) == before


def test_a_press_in_a_strange_group_is_refused_and_the_group_is_left(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    ticket = send(stage, "R")
    who, where = Who("1000042", "X"), Where("-1009999", "group")
    claim = buttons.button("forged", "claim", id=ticket.id).data
    stage.happen(events.ButtonPressed(who=who, where=where, press="p1", data=claim, message=5))
    assert stage.heard[-1] == "! This button does nothing for you."
    stage.happen(events.TextSent(who=who, where=where, message=6, text="hello"))
    assert stage.heard[-1] == "→? (LeaveChat)"
    assert tickets(stage, "R")[0].status is TicketStatus.NEW


def test_nobody_claims_in_a_group_that_strangers_can_join(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    ticket = send(stage, "R")
    event = events.ButtonPressed(
        who=stage_who(stage, "O1"),
        where=Where(GROUP, "group", is_public=True),
        press="p1",
        data=buttons.button("forged", "claim", id=ticket.id).data,
        message=max(stage.chats[GROUP]),
    )
    stage.happen(event)
    assert "anybody" in stage.heard[-1]
    assert tickets(stage, "R")[0].assignee_id is None


@pytest.mark.parametrize("command", ["queue", "mine"])
def test_an_anonymous_admin_is_asked_to_show_themselves(stage: Stage, command: str) -> None:
    hire(stage, "O1")
    where = Where(GROUP, "group")
    who = Who("1087968824", "Group", is_anonymous=True)
    stage.happen(events.CommandSent(who=who, where=where, message=900, name=command))
    assert "remain anonymous" in stage.last("G").text


def test_resident_buttons_do_nothing_in_the_officers_group(stage: Stage) -> None:
    hire(stage, "O1")
    before = written(stage)
    for action in handlers.RESIDENT_BUTTONS:
        stage.press_data("O1", buttons.button("forged", action, id="x", value="thing").data, where="G")
    assert stage.heard.count("! This button does nothing for you.") == len(handlers.RESIDENT_BUTTONS)
    assert written(stage) == before


def stage_who(stage: Stage, name: str) -> Who:
    person = stage.person(name)
    assert person is not None
    return Who(person.address, name)


def replace_public(stage: Stage) -> Where:
    return Where(GROUP, "group", is_public=True)
