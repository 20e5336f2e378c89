"""What interrupts a form destroys nothing: the earlier one is gone on with afterwards, wherever it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.forms.answers import Choice, Text
from tests.handlers.scenes import CARE, LAMP, NOISE, act, arrive, progress, send, tickets
from tests.stage import Stage

BACK_TO_IT = "Back to “Trouble with someone”:\n\nQuestion 4 of 5\nWhat happened?"


@pytest.fixture
def at_story(stage: Stage) -> Stage:
    """R is in the middle of a dispute, at the question what happened."""
    arrive(stage, "R")
    act(stage, "R", *NOISE[:5])
    return stage


def forms(stage: Stage) -> list[str]:
    """Return what the person has begun, the one they are at first."""
    person = stage.person("R")
    return [] if person is None else [draft.form for draft in stage.records.drafts.of_person(person.id)]


def test_when_the_urgent_one_is_sent_the_earlier_one_goes_on(at_story: Stage) -> None:
    act(at_story, "R", "/menu", *CARE, "[Send]")
    assert at_story.last("R").text.startswith(BACK_TO_IT)
    act(at_story, "R", "They move tables", "[Face to face]", "[Send]")
    assert [ticket.form for ticket in tickets(at_story, "R")] == ["care", "dispute"]


def test_when_the_urgent_one_is_cancelled_the_earlier_one_goes_on_and_the_urgent_one_is_kept(at_story: Stage) -> None:
    act(at_story, "R", "/menu", *CARE[:2], "[Cancel]")
    assert at_story.last("R").text.startswith(BACK_TO_IT)
    act(at_story, "R", "They move tables")
    assert forms(at_story) == ["dispute", "care"]
    act(at_story, "R", "[Face to face]", "[Send]")
    assert "We have it" in at_story.last("R").text  # and nobody is asked about what they cancelled
    at_story.press_again("R", "Continue")
    assert "Where are they?" in at_story.last("R").text


def test_when_it_is_cancelled_in_words_the_earlier_one_goes_on(at_story: Stage) -> None:
    act(at_story, "R", "/menu", *CARE[:2], "/cancel")
    assert at_story.last("R").text.startswith(BACK_TO_IT)


def test_back_from_its_first_question_leads_to_the_earlier_one(at_story: Stage) -> None:
    act(at_story, "R", "/menu", CARE[0], "[Back]")
    assert at_story.last("R").text.startswith(BACK_TO_IT)
    assert forms(at_story) == ["dispute"]


def test_an_extra_begun_in_mid_form_leads_back_to_the_form(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    act(stage, "R", "/menu", *LAMP[:2])
    stage.press_again("R", "The other person")
    act(stage, "R", "the upstairs neighbour")
    assert stage.last("R").text.startswith("Back to “Something is broken”:\n\nQuestion 2 of 3")
    assert "other_party" in stage.records.tickets.answers_of(tickets(stage, "R")[0].id)


def test_another_extra_takes_the_place_of_the_one_that_was_open(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    act(stage, "R", "[The other person]")
    stage.press_again("R", "What I have tried")
    act(stage, "R", "[Talked to them]", "[Done]")
    assert "Added to D-0001" in stage.last("R").text
    assert forms(stage) == []


def test_an_urgent_one_begun_again_begins_again(at_story: Stage) -> None:
    act(at_story, "R", "/menu", *CARE[:2], "/menu", CARE[0])
    assert "Question 1 of 3" in at_story.last("R").text
    assert forms(at_story) == ["care", "dispute"]


def test_an_ordinary_door_asks_first_whether_to_go_on(at_story: Stage) -> None:
    act(at_story, "R", "/menu", LAMP[0])
    assert "You were at question 4 of 5. Go on?" in at_story.last("R").text
    assert forms(at_story) == ["dispute"]


def test_a_button_of_the_older_draft_answers_the_older_draft(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *NOISE[:2], "/menu", *CARE[:2])
    stage.press_again("R", "Noise")
    at = progress(stage, "R")
    assert at is not None
    assert (at.form, at.answers) == ("dispute", {"what": Choice("noise")})
    assert forms(stage) == ["dispute", "care"]


def test_a_late_button_of_the_older_draft_shows_the_older_drafts_question(at_story: Stage) -> None:
    act(at_story, "R", "/menu", *CARE[:2])
    at_story.press_again("R", "Noise")
    assert "What happened?" in at_story.last("R").text
    act(at_story, "R", "They move tables")
    at = progress(at_story, "R")
    assert at is not None
    assert (at.form, at.answers["story"]) == ("dispute", Text("They move tables"))


def test_the_keys_of_a_question_go_when_something_interrupts_it(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    act(stage, "R", "[Reach me another way]", "/menu", CARE[0])
    assert stage.keys == {}
    act(stage, "R", "[Back]")
    assert [key.label for key in stage.keys[stage._address("R")]] == ["Share my number", "Back", "Cancel"]


def test_agree_pressed_again_leaves_the_form_as_it_is(at_story: Stage) -> None:
    before = progress(at_story, "R")
    at_story.press_again("R", "Agree")
    assert "What happened?" in at_story.last("R").text
    after = progress(at_story, "R")
    assert before is not None
    assert after is not None
    assert after.answers == before.answers


def test_start_over_throws_away_the_draft_that_it_stands_under_and_no_other(at_story: Stage) -> None:
    act(at_story, "R", "/menu", *CARE[:2], "/start", "[Start over]")
    assert forms(at_story) == ["dispute"]
    at_story.press_again("R", "Start over")
    assert forms(at_story) == ["dispute"]


def test_each_draft_lasts_a_day_from_its_own_last_tap(at_story: Stage) -> None:
    at_story.wait(at_story.clock.at + timedelta(hours=20))
    act(at_story, "R", "/menu", *CARE[:2])
    at_story.wait(at_story.clock.at + timedelta(hours=5))
    assert forms(at_story) == ["care"]
    at_story.wait(at_story.clock.at + timedelta(hours=20))
    assert forms(at_story) == []
