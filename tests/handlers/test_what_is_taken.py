"""What each kind of question takes of all that can be sent, and why it does not take the rest; nothing refused is kept.

A row of the table is a question, a column is something sent; the cell is what is said, or TAKEN.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handlers import events
from handlers.forms.answers import Phone, Text, Voice
from handlers.forms.engine import Progress
from tests.handlers.conftest import ENGLISH
from tests.handlers.scenes import CARE, LAMP, NOISE, act, arrive, hire, progress, send, written
from tests.stage import Stage

TAKEN = ""
SENT: dict[str, tuple[Callable[..., events.AnyEvent], dict[str, Any]]] = {
    "voice": (events.VoiceSent, {"file": "canary", "seconds": 9}),
    "long voice": (events.VoiceSent, {"file": "canary", "seconds": 61}),
    "photo": (events.PhotoSent, {"file": "canary"}),
    "place": (events.LocationSent, {"latitude": 1.5, "longitude": 2.5}),
    "live place": (events.LocationSent, {"latitude": 1.5, "longitude": 2.5, "is_live": True}),
    "own number": (events.ContactSent, {"phone": "+99900000001", "is_own": True}),
    "another's number": (events.ContactSent, {"phone": "+99900000002", "is_own": False}),
    "sticker": (events.OtherSent, {"kind": "sticker"}),
    "file": (events.OtherSent, {"kind": "document"}),
    "video": (events.OtherSent, {"kind": "video"}),
}
NO_VOICE, NO_PHOTO = "A voice note does not fit here, and was not kept.", "A photo does not fit here, and was not kept."
TOO_LONG = "Please keep it under 60 seconds."
NO_PLACE, NO_PHONE = "A position does not fit here, and was not kept.", "A phone number does not fit here"
STICKER, FILE = "A sticker does not say enough here.", "Photos please as photos, not as files."
ODD = {"sticker": STICKER, "file": FILE, "video": FILE}
NO_POINT = {"place": NO_PLACE, "live place": NO_PLACE}
NO_NUMBER = {"own number": NO_PHONE, "another's number": NO_PHONE}
BUTTONS_ONLY = {"voice": NO_VOICE, "long voice": NO_VOICE, "photo": NO_PHOTO, **NO_POINT, **NO_NUMBER, **ODD}
WORDS = {**BUTTONS_ONLY, "voice": TAKEN, "long voice": TOO_LONG}
WELFARE = ("[Hard to get by]", "[Agree]", "[Within days]")
QUESTIONS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "one of several": (NOISE[:2], BUTTONS_ONLY),
    "any of several": (WELFARE, BUTTONS_ONLY),
    "community": (NOISE[:3], BUTTONS_ONLY),
    "spot": (LAMP[:3], {**WORDS, "place": TAKEN, "live place": "Please send your position once, not live"}),
    "story": (NOISE[:5], WORDS),
    "name": ((*WELFARE[:2], "[Today]", "[Community 1]", "[In this chat]"), WORDS),
    "photo or words": (LAMP[:4], {**WORDS, "photo": TAKEN}),
    "phone": (
        ("[Call me]", "[Any time]"),
        {**BUTTONS_ONLY, "own number": TAKEN, "another's number": "Please share your own number, not somebody else's."},
    ),
    "where somebody unwell is": (
        CARE[:3],
        {**BUTTONS_ONLY, "place": TAKEN, "live place": "Please send your position once, not live"},
    ),
}
CELLS = [(question, sent) for question, (_, cells) in QUESTIONS.items() for sent in cells]


@pytest.mark.parametrize(("question", "sent"), CELLS, ids=[f"{sent} for {question}" for question, sent in CELLS])
def test_what_is_sent(stage: Stage, question: str, sent: str) -> None:
    acts, cells = QUESTIONS[question]
    arrive(stage, "R")
    act(stage, "R", *acts)
    before = at(stage)
    event, fields = SENT[sent]
    stage.send("R", event, **fields)
    if cells[sent] == TAKEN:
        after = progress(stage, "R")
        assert after is None or before.step in after.answers  # None: the number that somebody shares is sent at once
        return
    assert cells[sent] in stage.last("R").text
    assert (at(stage).step, at(stage).answers) == (before.step, before.answers)


def at(stage: Stage) -> Progress:
    found = progress(stage, "R")
    assert found is not None
    return found


def test_every_question_meets_everything_that_can_be_sent() -> None:
    assert all(cells.keys() == SENT.keys() for _, cells in QUESTIONS.values())


# Typed numbers, of any country.


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+1 202 555 0101", "+12025550101"),
        ("+49 (0)30 901820", "+4930901820"),
        ("+998 71 123 45 67", "+998711234567"),
        ("+77172123456", "+77172123456"),
        ("010-12345678", "+861012345678"),
        ("138 0013 8000", "+8613800138000"),
    ],
)
def test_a_number_may_be_typed_as_people_write_it(stage: Stage, typed: str, kept: str) -> None:
    arrive(stage, "R")
    ticket = send(stage, "R", NOISE)
    act(stage, "R", "[Reach me another way]", typed)
    assert Phone(kept).phone.encode() in stage.records.tickets.answers_of(ticket.id)["contact"]


@pytest.mark.parametrize("typed", ["110101190001010007", "12", "the same as before", "+"])
def test_what_is_no_number_is_not_kept(stage: Stage, typed: str) -> None:
    arrive(stage, "R")
    ticket = send(stage, "R", NOISE)
    act(stage, "R", "[Reach me another way]", typed)
    assert "That is no phone number." in stage.last("R").text
    assert "contact" not in stage.records.tickets.answers_of(ticket.id)


# Identity numbers are starred wherever words are typed, before they are kept.

SPOT, NAME = (*LAMP[:3],), (*WELFARE[:2], "[Today]", "[Community 1]", "[In this chat]")


@pytest.mark.parametrize("acts", [SPOT, NOISE[:5], NAME, LAMP[:4]], ids=["spot", "story", "name", "a few words"])
@pytest.mark.parametrize("number", ["110101190001010007", "110101 19000101 0007", "11010119000101000X"])
def test_an_identity_number_is_never_kept(stage: Stage, acts: tuple[str, ...], number: str) -> None:
    arrive(stage, "R")
    act(stage, "R", *acts)
    step = at(stage).step
    act(stage, "R", f"I am {number}.")
    given = at(stage).answers[step]
    assert isinstance(given, Text)
    assert given.text == "I am " + "*" * 16 + number[-2:] + "."


# A voice note as the very first message.


def voice(stage: Stage, file: str = "canary-voice", seconds: int = 9) -> None:
    stage.send("R", events.VoiceSent, file=file, seconds=seconds)


@pytest.mark.parametrize(
    ("acts", "step"),
    [
        (("[Trouble with someone]", "[Agree]"), "story"),
        (("[Errand or visit]", "[Agree]"), "story"),
        (("[Hard to get by]", "[Agree]"), "story"),
        (("[Something is broken]",), "photo"),
    ],
)
def test_it_becomes_the_words_of_the_form_that_is_chosen(stage: Stage, acts: tuple[str, ...], step: str) -> None:
    arrive(stage, "R")
    voice(stage)
    assert "Your voice note is kept. Choose what it is about" in stage.last("R").text
    act(stage, "R", *acts)
    assert stage.last("R").text.startswith("Your voice note goes with this.\n\nQuestion 1 of")
    assert at(stage).answers[step] == Voice("canary-voice", 9)


def test_the_question_that_it_answers_is_not_asked_again_and_can_be_changed(stage: Stage) -> None:
    arrive(stage, "R")
    voice(stage)
    act(stage, "R", *NOISE[:5], NOISE[-1])
    assert "What happened: voice, 9 s" in stage.last("R").text
    act(stage, "R", "[Change]", "[What happened]", "They move tables")
    assert "What happened: They move tables" in stage.last("R").text


def test_who_refuses_the_notice_leaves_nothing_behind(stage: Stage) -> None:
    arrive(stage, "R")
    before = written(stage)["drafts"]
    voice(stage)
    act(stage, "R", "[Trouble with someone]", "[No]")
    assert written(stage)["drafts"] == before == []


def test_who_cancels_leaves_nothing_behind(stage: Stage) -> None:
    arrive(stage, "R")
    voice(stage)
    act(stage, "R", "/cancel")
    assert written(stage)["drafts"] == []


def test_it_waits_while_somebody_unwell_comes_first(stage: Stage) -> None:
    arrive(stage, "R")
    voice(stage)
    act(stage, "R", *CARE, "[Send]", "/menu", *NOISE[:2])
    assert at(stage).answers["story"] == Voice("canary-voice", 9)


def test_a_photo_that_comes_next_does_not_push_it_out(stage: Stage) -> None:
    arrive(stage, "R")
    voice(stage)
    stage.send("R", events.PhotoSent, file="photo")
    act(stage, "R", *LAMP[1:4], "[Send]", "/menu", *NOISE[:2])
    assert at(stage).answers["story"] == Voice("canary-voice", 9)


def test_of_two_the_latest_counts_and_that_is_said(stage: Stage) -> None:
    arrive(stage, "R")
    voice(stage, "first")
    voice(stage, "second")
    assert "This voice note is kept, in place of the earlier one." in stage.last("R").text
    act(stage, "R", *NOISE[:2])
    assert at(stage).answers["story"] == Voice("second", 9)


@pytest.mark.parametrize(("seconds", "said"), [(1, "I heard almost nothing."), (61, TOO_LONG)])
def test_one_that_would_not_fit_is_told_so_at_once(stage: Stage, seconds: int, said: str) -> None:
    arrive(stage, "R")
    voice(stage, seconds=seconds)
    assert said in stage.last("R").text
    assert written(stage)["drafts"] == []


def test_it_goes_after_a_day_like_every_draft(stage: Stage) -> None:
    arrive(stage, "R")
    voice(stage)
    stage.wait(stage.clock.at.replace(day=stage.clock.at.day + 2))
    assert written(stage)["drafts"] == []


def test_it_is_no_form_that_could_be_gone_on_with(stage: Stage) -> None:
    arrive(stage, "R")
    voice(stage)
    act(stage, "R", "/start")
    assert "What is it about?" in stage.last("R").text


@pytest.mark.parametrize("sent", [name for name in SENT if name not in ("voice", "photo")])
def test_anything_else_that_comes_first_is_refused_with_its_reason_and_the_doors(stage: Stage, sent: str) -> None:
    arrive(stage, "R")
    event, fields = SENT[sent]
    stage.send("R", event, **fields)
    assert {**BUTTONS_ONLY, "long voice": TOO_LONG}[sent] in stage.last("R").text
    assert "Trouble with someone" in stage.seen("R")
    assert written(stage)["drafts"] == []


def test_a_voice_note_is_refused_where_the_station_takes_none(tmp_path: Path, key: str) -> None:
    stage = Stage(tmp_path / "desk.db", key, environment={**ENGLISH, "PAVILION__STATION__FEATURES__VOICE": "false"})
    arrive(stage, "R")
    voice(stage)
    assert NO_VOICE in stage.last("R").text
    act(stage, "R", *LAMP[:3])
    assert "Write it, or send your position once" in stage.last("R").text
    voice(stage)
    assert NO_VOICE in stage.last("R").text
    stage.close()


# What is spoken stays out of the group.


def test_a_spoken_spot_is_heard_by_the_claimer_alone(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *LAMP[:3])
    voice(stage)
    act(stage, "R", "[Skip]", "[Send]")
    assert "Light · place was spoken · since" in stage.last("G").text
    assert "(voice)" not in stage.screens("G")


def test_the_claimer_is_told_which_question_each_note_answers(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    act(stage, "R", *NOISE[:4])
    voice(stage)
    voice(stage)
    act(stage, "R", *NOISE[-1:], "[Send]")
    stage.press("O1", "Claim", where="G")
    stage.press("O1", "Open the details")
    assert [shown.raw for shown in stage.shown("O1") if "(voice)" in shown.text] == ["Place", "What happened"]


# A child alone: whom to phone comes before anything is asked.


@pytest.mark.parametrize("pack", ["cn", "generic"])
def test_a_child_alone_shows_the_police_first(tmp_path: Path, key: str, pack: str) -> None:
    stage = Stage(tmp_path / "desk.db", key, environment={**ENGLISH, "PAVILION__STATION__PACK": pack})
    arrive(stage, "R")
    act(stage, "R", "[Someone needs care]", "[Child alone]")
    phone = "110" if pack == "cn" else "the police"
    assert stage.last("R").text.startswith(f"Please phone {phone} and stay near.")
    assert "Where are they?" in stage.last("R").text
    stage.close()
