"""Changing an answer, taking one back, and what the review itself takes."""

from __future__ import annotations

from handlers.forms import engine
from handlers.forms.answers import Choice, Choices, Phone, Photo, Reason, Skipped, Text, Voice
from handlers.forms.engine import Done, Toggle
from handlers.forms.pack import Pack
from tests.handlers.forms.walking import DISPUTE, STORY, TICKED, go_on, reason, walk


def test_a_change_returns_to_the_review(cn: Pack) -> None:
    form = cn.forms["dispute"]
    changing = engine.change(form, walk(form, *DISPUTE), "story")
    assert (changing.mode, changing.step) == ("change", "story")
    assert changing.answers["story"] == STORY
    changed = go_on(form, changing, Text("其实是四天"))
    assert (changed.mode, changed.step) == ("review", "")
    assert changed.answers["story"] == Text("其实是四天")


def test_back_from_a_change_leaves_everything_as_it_was(cn: Pack) -> None:
    form = cn.forms["dispute"]
    done = walk(form, *DISPUTE)
    undone = engine.back(form, engine.change(form, done, "story"))
    assert undone is not None
    assert (undone.mode, undone.answers, undone.trail) == ("review", done.answers, done.trail)


def test_a_change_that_opens_a_branch_asks_it_first_and_closing_it_drops_its_answers(cn: Pack) -> None:
    form = cn.forms["welfare"]
    done = walk(form, Choice("today"), Choice("c02"), Choice("chat"), Text("李"))
    opened = go_on(form, engine.change(form, done, "talk"), Choice("visit"))
    assert (opened.mode, opened.step) == ("fill", "spot")
    assert not engine.is_complete(form, opened)
    full = go_on(form, opened, Text("3号楼"), Phone("+12025550123"))
    assert full.mode == "review"
    closed = go_on(form, engine.change(form, full, "talk"), Choice("chat"))
    assert closed.mode == "review"
    assert closed.answers.keys().isdisjoint({"spot", "phone"})


def test_what_was_never_answered_cannot_be_changed(cn: Pack) -> None:
    form = cn.forms["dispute"]
    asked = walk(form, Choice("noise"))
    assert engine.change(form, asked, "talk") is asked
    assert engine.change(form, asked, "nothing") is asked


def test_a_multi_choice_is_changed_from_the_ticks_it_had(cn: Pack) -> None:
    form = cn.forms["welfare"]
    asked = walk(form, Choice("days"), Toggle("income"), Done())
    assert engine.change(form, asked, "hard").ticks == ("income",)


def test_an_illness_is_noted_only_with_a_yes_of_its_own(cn: Pack) -> None:
    form = cn.forms["welfare"]
    asked = walk(form, Choice("days"), *TICKED)
    assert asked.step == "illness_ok"
    assert go_on(form, asked, Choice("yes")).answers["hard"] == Choices(("income", "illness"))


def test_an_illness_that_shall_not_be_noted_leaves_no_trace(cn: Pack) -> None:
    form = cn.forms["welfare"]
    refused = walk(form, Choice("days"), *TICKED, Choice("no"))
    assert refused.answers["hard"] == Choices(("income",))
    assert b"illness" not in engine.encode(refused)
    only = walk(form, Choice("days"), Toggle("illness"), Done(), Choice("no"))
    assert only.answers["hard"] == Skipped()
    assert b'"illness"' not in engine.encode(only)
    assert only.step == "community"


def test_what_hangs_on_a_dropped_answer_is_dropped_too(cn: Pack) -> None:
    form = cn.forms["welfare"]
    noted = walk(form, Choice("days"), *TICKED, Choice("yes"))
    today = go_on(form, engine.change(form, noted, "urgent"), Choice("today"))
    assert today.answers == {"urgent": Choice("today")}


def test_words_at_the_review_answer_the_question_asked_there(cn: Pack) -> None:
    form = cn.forms["welfare"]
    done = walk(form, Choice("today"), Choice("c02"), Choice("chat"), Text("李"))
    assert done.mode == "review"
    for said in (Text("家里等着用药"), Voice("file", 20)):
        told = go_on(form, done, said)
        assert told.answers["story"] == said
        assert told.mode == "review"


def test_words_at_the_review_of_a_form_that_asks_nothing_there_are_refused(cn: Pack) -> None:
    form = cn.forms["dispute"]
    done = walk(form, *DISPUTE)
    assert reason(engine.take(form, done, Text("还有一句话"))) is Reason.NOTHING_OPEN


def test_a_photo_or_a_tap_at_the_review_changes_nothing(cn: Pack) -> None:
    form = cn.forms["welfare"]
    done = walk(form, Choice("today"), Choice("c02"), Choice("chat"), Text("李"))
    for given in (Photo("file"), Choice("today"), Done(), Skipped()):
        assert reason(engine.take(form, done, given)) is Reason.NOTHING_OPEN


def test_the_question_of_the_review_can_be_opened_as_one(cn: Pack) -> None:
    form = cn.forms["welfare"]
    done = walk(form, Choice("today"), Choice("c02"), Choice("chat"), Text("李"))
    asked = engine.change(form, done, "story")
    assert asked.step == "story"
    assert go_on(form, asked, Skipped()).mode == "review"
