"""Photos that were sent together are one answer, however many messages they come in and wherever it is by then."""

from __future__ import annotations

import pytest

from handlers import events
from handlers.forms.answers import Answer, Photo, decode
from handlers.forms.pack import load_pack
from tests.handlers.scenes import CARE, LAMP, NOISE, act, arrive, hire, progress, send, tickets
from tests.stage import Stage


@pytest.fixture
def at_photo(stage: Stage) -> Stage:
    """R is at the question that takes a photo of the lamp."""
    arrive(stage, "R")
    act(stage, "R", *LAMP[:4])
    return stage


def photos(stage: Stage, *files: str, album: str = "one") -> None:
    for file in files:
        stage.send("R", events.PhotoSent, file=file, album=album)


def kept(stage: Stage) -> Answer:
    """Return what the newest ticket holds as its photo."""
    return decode(stage.records.tickets.answers_of(tickets(stage, "R")[0].id)["photo"])


def test_photos_sent_together_are_one_answer_and_acknowledged_once(at_photo: Stage) -> None:
    before = len(at_photo.screens("R"))
    photos(at_photo, "a", "b", "c")
    assert len(at_photo.screens("R")) == before + 1
    assert "Photo or words: photos" in at_photo.last("R").text
    act(at_photo, "R", "[Send]")
    assert kept(at_photo) == Photo("a", more=("b", "c"), album="one")


def test_what_comes_after_send_joins_the_ticket(at_photo: Stage) -> None:
    photos(at_photo, "a")
    act(at_photo, "R", "[Send]")
    photos(at_photo, "b")
    assert kept(at_photo) == Photo("a", more=("b",), album="one")
    assert "We have it" in at_photo.last("R").text


def test_what_comes_when_the_ticket_is_over_is_left(at_photo: Stage) -> None:
    photos(at_photo, "a")
    act(at_photo, "R", "[Send]", "/my", "[H-0001 · received]", "[Withdraw]", "[Yes, withdraw]")
    photos(at_photo, "b")
    assert kept(at_photo) == Photo("a", album="one")


def test_more_than_fit_are_told_once_and_the_first_are_kept(at_photo: Stage) -> None:
    photos(at_photo, "a", "b", "c", "d", "e", "f", "g")
    told = [text for text in at_photo.screens("R") if "Only 4 photos fit here" in text]
    assert len(told) == 1
    act(at_photo, "R", "[Send]")
    assert kept(at_photo) == Photo("a", more=("b", "c", "d"), album="one")


def test_a_later_photo_does_not_bring_back_a_form_that_was_interrupted(at_photo: Stage) -> None:
    photos(at_photo, "a")
    act(at_photo, "R", "/menu", *CARE[:2])
    photos(at_photo, "b")
    at = progress(at_photo, "R")
    assert at is not None
    assert at.form == "care"
    act(at_photo, "R", *CARE[2:], "[Send]", "[Send]")
    assert kept_of(at_photo, "thing") == Photo("a", more=("b",), album="one")


def kept_of(stage: Stage, form: str) -> Answer:
    ticket = next(ticket for ticket in tickets(stage, "R") if ticket.form == form)
    return decode(stage.records.tickets.answers_of(ticket.id)["photo"])


def test_an_album_where_no_photo_is_taken_is_refused_once_and_nothing_is_kept(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *NOISE[:5])
    photos(stage, "canary-a", "canary-b", "canary-c")
    assert sum("A photo does not fit here, and was not kept." in text for text in stage.screens("R")) == 1
    act(stage, "R", *NOISE[5:], "[Send]")
    stored = stage.records.tickets.answers_of(tickets(stage, "R")[0].id)
    assert b"canary" not in b"".join(stored.values())


def test_an_album_as_the_very_first_message_is_one_answer(stage: Stage) -> None:
    arrive(stage, "R")
    photos(stage, "a", "b")
    act(stage, "R", *LAMP[1:4], "[Send]")
    assert kept(stage) == Photo("a", more=("b",), album="one")


def test_a_photo_that_was_taken_back_takes_its_album_along(at_photo: Stage) -> None:
    photos(at_photo, "a")
    act(at_photo, "R", "[Back]")
    photos(at_photo, "b")
    act(at_photo, "R", "[Skip]", "[Send]")
    assert "photo" not in at_photo.records.tickets.answers_of(tickets(at_photo, "R")[0].id)


@pytest.mark.parametrize(
    ("files", "shown"), [(("a",), "(photo) Photo or words"), (("a", "b"), "(album of 2) Photo or words")]
)
def test_the_claimer_sees_them_together(at_photo: Stage, files: tuple[str, ...], shown: str) -> None:
    hire(at_photo, "O1")
    photos(at_photo, *files)
    act(at_photo, "R", "[Send]")
    at_photo.press("O1", "Claim", where="G")
    at_photo.press("O1", "Open the details")
    assert shown in at_photo.screens("O1")
    assert shown not in at_photo.screens("G")


def test_a_photo_kept_before_there_were_albums_is_still_read() -> None:
    assert decode(b'{"type":"photo","photo":"a"}') == Photo("a")


@pytest.mark.parametrize("pack", ["cn", "generic"])
def test_the_form_of_broken_things_takes_four(pack: str) -> None:
    step = load_pack(pack, ("en",)).forms["thing"].step("photo")
    assert step is not None
    assert step.limits.most_photos == 4


def test_the_question_says_how_many_may_be_sent(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R")
    assert any("Send a photo, up to 4 at once, or a few words." in line for line in stage.heard)
