"""What fits a step and what does not: each refusal beside its success."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from handlers.forms.answers import (
    Answer,
    Choice,
    Choices,
    Phone,
    Photo,
    Place,
    Reason,
    Refused,
    Skipped,
    Text,
    Voice,
    accept,
    decode,
    encode,
    read_contact,
    read_phone,
    read_place,
)
from handlers.forms.form import Limits, Option, Step, StepType

NAMES = {"en": "x", "zh-Hans": "某"}
EVERY_ANSWER: list[Answer] = [
    Choice("noise"),
    Choices(("income", "care")),
    Text("灯坏了"),
    Voice("file", 25),
    Photo("file"),
    Place(1.5, -2.5),
    Phone("+12025550123"),
    Skipped(),
]


def step(type: StepType, *, optional: bool = False, limits: Limits | None = None) -> Step:
    options = tuple(Option(id=name, label=NAMES) for name in ("a", "b"))
    return Step(
        id="s", type=type, ask=NAMES, summary=NAMES, options=options, optional=optional, limits=limits or Limits()
    )


def reason(given: Answer | Refused) -> Reason:
    assert isinstance(given, Refused)
    return given.reason


@pytest.mark.parametrize("answer", EVERY_ANSWER)
def test_an_answer_is_read_back_as_it_was_written(answer: Answer) -> None:
    assert decode(encode(answer)) == answer


def test_words_are_cleaned_and_masked_before_they_are_kept() -> None:
    assert accept(step("words"), Text(" 灯\u202e坏了 000000190001010019 ")) == Text("灯坏了 " + "*" * 16 + "19")


@pytest.mark.parametrize(("length", "refused"), [(4, Reason.TOO_SHORT), (5, None), (500, None), (501, Reason.TOO_LONG)])
def test_words_have_a_shortest_and_a_longest_length(length: int, refused: Reason | None) -> None:
    taken = accept(step("words", limits=Limits(least=5)), Text("灯" * length))
    assert taken == Text("灯" * length) if refused is None else reason(taken) is refused


def test_words_of_nothing_but_unseen_signs_are_too_short() -> None:
    assert accept(step("text"), Text("\u200b \u202e")) == Refused(Reason.TOO_SHORT, {"least": 1})


@pytest.mark.parametrize(
    ("seconds", "refused"), [(2, Reason.TOO_SHORT_VOICE), (3, None), (60, None), (61, Reason.TOO_LONG_VOICE)]
)
def test_a_voice_note_has_a_shortest_and_a_longest_length(seconds: int, refused: Reason | None) -> None:
    taken = accept(step("words"), Voice("file", seconds))
    assert taken == Voice("file", seconds) if refused is None else reason(taken) is refused


@pytest.mark.parametrize("type", ["words", "text", "spot", "media"])
def test_wherever_words_are_asked_they_may_be_spoken_unless_the_step_says_no(type: StepType) -> None:
    note = Voice("file", 9)
    assert accept(step(type), note) == note
    assert reason(accept(replace(step(type), takes_voice=False), note)) is Reason.NO_VOICE_HERE


@pytest.mark.parametrize(
    ("type", "answer", "refused"),
    [
        ("choice", Voice("file", 9), Reason.NO_VOICE_HERE),
        ("phone", Voice("file", 9), Reason.NO_VOICE_HERE),
        ("words", Photo("file"), Reason.NO_PHOTO_HERE),
        ("choice", Photo("file"), Reason.NO_PHOTO_HERE),
        ("words", Place(0, 0), Reason.NO_PLACE_HERE),
        ("words", Phone("+12025550123"), Reason.NO_PHONE_HERE),
        ("photo", Text("a lamp"), Reason.NEEDS_PHOTO),
        ("words", Choice("a"), Reason.NOT_AN_OPTION),
        ("choice", Choice("c"), Reason.NOT_AN_OPTION),
        ("choices", Choices(("a", "c")), Reason.NOT_AN_OPTION),
        ("choices", Choices(()), Reason.NEEDS_ONE),
        ("community", Choice("no such\nplace"), Reason.NOT_AN_OPTION),
    ],
)
def test_what_does_not_fit_the_question_is_refused(type: StepType, answer: Answer, refused: Reason) -> None:
    assert reason(accept(step(type), answer)) is refused


@pytest.mark.parametrize(
    ("type", "answer"),
    [
        ("text", Text("a lamp")),
        ("spot", Text("block 3")),
        ("spot", Place(1.0, 2.0)),
        ("media", Photo("file")),
        ("media", Text("a lamp")),
        ("media", Voice("file", 9)),
        ("photo", Photo("file")),
        ("phone", Phone("+12025550123")),
        ("choice", Choice("a")),
        ("choices", Choices(("a", "b"))),
        ("community", Choice("c02")),
    ],
)
def test_what_fits_the_question_is_taken_as_it_is(type: StepType, answer: Answer) -> None:
    assert accept(step(type), answer) == answer


def test_ticks_are_kept_once_and_in_the_order_of_the_question() -> None:
    assert accept(step("choices"), Choices(("b", "a", "b"))) == Choices(("a", "b"))


def test_only_an_optional_question_is_skipped() -> None:
    assert accept(step("words", optional=True), Skipped()) == Skipped()
    assert reason(accept(step("words"), Skipped())) is Reason.NOT_OPTIONAL


@pytest.mark.parametrize(
    ("text", "region", "kept"),
    [
        ("+44 7700 900123", "", "+447700900123"),
        ("(202) 555-0123", "US", "+12025550123"),
        ("07700 900123", "GB", "+447700900123"),
        ("+1 202-555-0123", "CN", "+12025550123"),
        ("202-555-0123 ext. 5", "US", "+12025550123;ext=5"),
    ],
)
def test_a_typed_number_of_any_country_gets_its_country_code(text: str, region: str, kept: str) -> None:
    assert read_phone(text, region) == Phone(kept)


@pytest.mark.parametrize("text", ["hello", "12", "", "0" * 40, "(202) 555-0123"])
def test_what_is_no_number_is_refused_as_is_one_without_country_where_none_is_known(text: str) -> None:
    assert reason(read_phone(text)) is Reason.NOT_A_PHONE


def test_a_typed_number_at_a_phone_question_becomes_a_phone() -> None:
    assert accept(step("phone"), Text("(202) 555-0123"), "US") == Phone("+12025550123")
    assert reason(accept(step("phone"), Text("my neighbour's"), "US")) is Reason.NOT_A_PHONE


def test_ones_own_contact_is_taken_and_somebody_elses_is_not() -> None:
    assert read_contact("12025550123", is_own=True) == Phone("+12025550123")
    assert reason(read_contact("12025550123", is_own=False)) is Reason.NOT_OWN_CONTACT


def test_a_contact_without_digits_is_no_phone() -> None:
    assert reason(read_contact("+", is_own=True)) is Reason.NOT_A_PHONE


def test_a_position_sent_once_is_taken_and_a_live_one_is_not() -> None:
    assert read_place(1.0, 2.0) == Place(1.0, 2.0)
    assert reason(read_place(1.0, 2.0, is_live=True)) is Reason.LIVE_LOCATION


@pytest.mark.parametrize("place", [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0), (float("inf"), 0.0)])
def test_a_point_that_is_not_on_earth_is_refused(place: tuple[float, float]) -> None:
    assert reason(read_place(*place)) is Reason.NOT_A_PLACE
