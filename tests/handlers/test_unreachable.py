"""Somebody blocks the desk or deletes the account: nothing is lost, nothing is sent, and coming back is clean."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.model import TicketStatus
from tests.handlers.scenes import CARE, LAMP, NOISE, WELFARE, act, arrive, hire, progress, send, tickets
from tests.stage import Stage

FORMS = {"lamp": LAMP, "noise": NOISE, "care": CARE, "welfare": WELFARE}
STEPS = [(name, count) for name, acts in FORMS.items() for count in range(len(acts) + 1)]
STAGES: dict[str, tuple[str, ...]] = {
    "sent": (),
    "claimed": ("@Claim",),
    "in touch": ("@Claim", "Already in touch"),
    "resolved": ("@Claim", "✔ They agreed"),
}


def go_to(stage: Stage, where: str) -> None:
    """Bring one dispute as far as that."""
    hire(stage, "O1")
    arrive(stage, "R")
    send(stage, "R", NOISE)
    for each in STAGES[where]:
        stage.press("O1", each.removeprefix("@"), where="G" if each.startswith("@") else "")


def heard_by(stage: Stage, name: str) -> list[str]:
    return [line for line in stage.heard if line.startswith(f"→{name} ")]


def is_away(stage: Stage, name: str) -> bool:
    person = stage.person(name)
    assert person is not None
    return person.unreachable_at is not None


# In the middle of a form.


@pytest.mark.parametrize(("form", "count"), STEPS)
def test_a_form_goes_on_where_it_was_left(stage: Stage, form: str, count: int) -> None:
    acts = FORMS[form]
    arrive(stage, "R")
    act(stage, "R", *acts[:count])
    left, screen = progress(stage, "R"), stage.last("R").text
    stage.block("R")
    stage.wait(stage.clock.at + timedelta(hours=23))
    stage.block("R", is_blocked=False)
    stage.names["R"] = "R"
    stage.heard.clear()
    stage.say("R", "/start")
    if left is None:
        act(stage, "R", *acts, "[Send]")
    else:
        assert progress(stage, "R") == left
        stage.press("R", "Continue")
        assert screen.endswith(stage.last("R").text), "only what an answer said at once is not said again"
        act(stage, "R", *acts[count:], "[Send]")
    assert len(tickets(stage, "R")) == 1
    assert [line for line in stage.heard if "How things stand" in line] == []


def test_a_form_that_nobody_came_back_to_goes_after_a_day(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *LAMP[:3])
    stage.block("R")
    stage.wait(stage.clock.at + timedelta(hours=25))
    assert progress(stage, "R") is None


# With a matter.


@pytest.mark.parametrize("how", ["blocks", "deletes"])
@pytest.mark.parametrize("where", list(STAGES))
def test_nothing_more_is_said_to_who_is_away_and_the_clock_goes_on(stage: Stage, where: str, how: str) -> None:
    go_to(stage, where)
    stage.names["R"] = "R"
    (stage.block if how == "blocks" else stage.delete_account)("R")
    stage.heard.clear()
    if where == "sent":
        stage.press("O1", "Claim", where="G")
    if where != "resolved":
        stage.press("O1", "✔ They agreed")
    stage.wait(stage.clock.at + timedelta(days=40))
    assert heard_by(stage, "R") == []
    assert is_away(stage, "R")
    assert tickets(stage, "R")[0].status is TicketStatus.CLOSED


@pytest.mark.parametrize("where", ["claimed", "in touch"])
def test_the_handler_is_told_once_and_their_own_message_says_so(stage: Stage, where: str) -> None:
    go_to(stage, where)
    stage.heard.clear()
    stage.block("R")
    stage.block("R")
    assert sum("cannot be reached here any more" in line for line in stage.heard) == 1
    assert "the resident cannot be reached here" in stage.shown("O1")[-2].text


def test_who_claims_later_sees_it_too(stage: Stage) -> None:
    go_to(stage, "sent")
    stage.block("R")
    stage.press("O1", "Claim", where="G")
    assert "the resident cannot be reached here" in stage.last("O1").text


def test_an_account_that_is_gone_is_told_like_a_block(stage: Stage) -> None:
    go_to(stage, "sent")
    stage.delete_account("R")
    assert not is_away(stage, "R")
    stage.press("O1", "Claim", where="G")
    assert is_away(stage, "R")
    assert sum("cannot be reached here any more" in line for line in stage.heard) == 1


# Coming back.


@pytest.mark.parametrize("way", ["lets the desk in", "writes", "presses"])
@pytest.mark.parametrize("where", list(STAGES))
def test_coming_back_tells_once_how_it_stands_and_the_handler_hears_of_it(stage: Stage, where: str, way: str) -> None:
    go_to(stage, where)
    stage.block("R")
    stage.wait(stage.clock.at + timedelta(hours=1))
    stage.heard.clear()
    if way == "lets the desk in":
        stage.block("R", is_blocked=False)
    elif way == "writes":
        stage.say("R", "hello")
    else:
        stage.press_again("R", "My matters")
    stage.block("R", is_blocked=False)
    stage.say("R", "hello again")
    assert sum("You can be reached here again" in line for line in stage.heard) == 1
    assert not is_away(stage, "R")
    told = sum("the resident can be reached here again" in line for line in stage.heard)
    assert told == (1 if where in ("claimed", "in touch") else 0)


def test_somebody_without_a_matter_comes_back_without_a_word(stage: Stage) -> None:
    arrive(stage, "R")
    stage.block("R")
    stage.heard.clear()
    stage.block("R", is_blocked=False)
    assert stage.heard == []
    assert not is_away(stage, "R")


def test_a_matter_that_ended_meanwhile_is_told_and_one_that_ended_before_is_not(stage: Stage) -> None:
    go_to(stage, "resolved")
    stage.block("R")
    stage.wait(stage.clock.at + timedelta(days=40))
    stage.block("R", is_blocked=False)
    head, line, gone = stage.last("R").text.split("\n")
    assert head == "You can be reached here again. How things stand:"
    assert line == "D-0001 · step 5 of 5 · finished. Thank you."
    assert gone.startswith("What you told us is deleted by ")
    stage.block("R")
    stage.wait(stage.clock.at + timedelta(days=1))
    stage.heard.clear()
    stage.block("R", is_blocked=False)
    assert stage.heard == []


def test_the_question_that_was_missed_is_asked_on_coming_back_and_can_be_answered(stage: Stage) -> None:
    go_to(stage, "resolved")
    stage.block("R")
    stage.wait(stage.clock.at + timedelta(days=3))
    stage.block("R", is_blocked=False)
    assert "is it solved?" in stage.last("R").text
    stage.press("R", "Solved")
    assert tickets(stage, "R")[0].status is TicketStatus.FOLLOWED_UP


def test_the_question_that_is_still_to_come_is_asked_in_its_time(stage: Stage) -> None:
    go_to(stage, "resolved")
    stage.block("R")
    stage.block("R", is_blocked=False)
    assert "is it solved?" not in stage.last("R").text
    stage.wait(stage.clock.at + timedelta(days=3))
    assert "is it solved?" in stage.last("R").text


def test_a_restricted_matter_is_not_spoken_of_unasked(stage: Stage) -> None:
    go_to(stage, "claimed")
    stage.records.connection.execute("update tickets set is_restricted = 1")
    stage.block("R")
    stage.heard.clear()
    stage.block("R", is_blocked=False)
    assert not any("How things stand" in line for line in stage.heard)
