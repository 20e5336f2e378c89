"""Who reads from right to left gets values isolated, lines begun on the right, one button a row; nobody else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers import direction
from handlers.commands import Buttons, Keys
from handlers.forms.names import label_problems, said
from handlers.heard import plain
from handlers.texts import Texts
from tests.handlers.conftest import LANGUAGES
from tests.handlers.scenes import act
from tests.stage import Stage

ISOLATED = "\u2068{}\u2069"
MARK = "\u200f"
UYGHUR, CHINESE = "ماجىرا بار", "矛盾"


def row_lengths(stage: Stage, name: str) -> set[int]:
    markup = stage.last(name).markup
    assert isinstance(markup, Buttons | Keys)
    return {len(row) for row in markup.rows}


# Which languages.


@pytest.mark.parametrize("locale", ["ug", "kk-Arab", "ar"])
def test_some_languages_are_read_from_right_to_left(locale: str) -> None:
    assert direction.is_right_to_left(locale)


@pytest.mark.parametrize("locale", ["en", "zh-Hans", "ru", "kk", "xx", "", "no such thing"])
def test_others_are_not_nor_is_one_that_nobody_knows(locale: str) -> None:
    assert not direction.is_right_to_left(locale)


# Values.


def test_a_value_is_isolated_from_right_to_left_and_left_alone_otherwise() -> None:
    texts = Texts(LANGUAGES)
    assert ISOLATED.format("D-0421") in texts.words("ug")("receipt.text", number="D-0421")
    assert texts.words("en")("receipt.text", number="D-0421") == "We have it. Number: <b>D-0421</b>"


def test_an_isolated_value_is_escaped_all_the_same() -> None:
    assert (
        Texts(LANGUAGES)
        .words("ug")("desk.come_by", address="<b>1</b>")
        .endswith(ISOLATED.format("&lt;b&gt;1&lt;/b&gt;"))
    )


def test_a_number_of_the_pack_is_isolated_too() -> None:
    names = {"ug": f"{UYGHUR}: {{phone}}", "en": "Phone {phone}"}
    assert said(names, "ug", phone="110") == f"{UYGHUR}: {ISOLATED.format('110')}"
    assert said(names, "en", phone="110") == "Phone 110"


def test_nothing_is_put_around_nothing() -> None:
    assert direction.isolated("") == ""


def test_words_are_heard_with_or_without_what_is_not_seen() -> None:
    assert plain(f"{MARK}{ISOLATED.format('D-0421')} · x") == plain("D-0421 · X")


# Where a message begins.


@pytest.mark.parametrize(
    "line",
    [
        f"🆕 {UYGHUR}",
        f"⏰ D-0421 {UYGHUR}",
        f"{CHINESE} {UYGHUR}",
        f"<b>D-0421</b> {UYGHUR}",
        f"a &lt; {UYGHUR}",
        ISOLATED.format(UYGHUR),
        f"{ISOLATED.format(UYGHUR)} β",
        f"{ISOLATED.format(CHINESE)}. {UYGHUR}",
    ],
)
def test_a_line_with_uyghur_that_would_begin_on_the_left_is_marked(line: str) -> None:
    """For clients that look for the first letter in isolates as well, and for those that do not."""
    assert direction.facing_right(line) == MARK + line


@pytest.mark.parametrize(
    "text",
    [
        UYGHUR,
        f"{UYGHUR} D-0421",
        f"<i>{UYGHUR}</i>",
        f"&lt;{UYGHUR}",
        f"⏰ {UYGHUR}",
        f"110: {UYGHUR}",
        f"{ISOLATED.format('110')}: {UYGHUR}",
        CHINESE,
        "110",
        "",
    ],
)
def test_a_line_that_begins_well_and_one_without_uyghur_stay_as_they_are(text: str) -> None:
    assert direction.facing_right(text) == text


def test_each_line_with_uyghur_and_the_first_one_begin_on_the_right() -> None:
    text = "\n".join([CHINESE, UYGHUR, "", CHINESE, f"{CHINESE} {UYGHUR}"])
    assert direction.facing_right(text).split("\n") == [
        MARK + CHINESE,
        UYGHUR,
        "",
        CHINESE,
        f"{MARK}{CHINESE} {UYGHUR}",
    ]


def test_an_isolate_that_is_never_closed_or_opened_harms_nothing() -> None:
    assert direction.facing_right(f"\u2069\u2069{UYGHUR}") == f"\u2069\u2069{UYGHUR}"
    assert direction.facing_right(f"\u2068{UYGHUR}") == f"{MARK}\u2068{UYGHUR}"


# Buttons.


def test_a_button_has_room_for_thirty_four_joined_letters_and_for_no_more() -> None:
    assert list(label_problems({"ug": "ا" * 34}, "x")) == []
    assert len(list(label_problems({"ug": "ا" * 35}, "x"))) == 1


def test_each_button_has_its_row_from_right_to_left_and_shares_it_elsewhere(wide: Stage) -> None:
    act(wide, "R", "/start", "[ئۇيغۇرچە β]")
    assert row_lengths(wide, "R") == {1}
    act(wide, "R", "[东西坏了]")
    assert row_lengths(wide, "R") == {1}
    act(wide, "S", "/start", "[English]")
    assert row_lengths(wide, "S") == {1, 3}
    act(wide, "S", "[Something is broken]")
    assert row_lengths(wide, "S") == {1, 2}


def test_the_keys_above_the_keyboard_have_theirs_as_well(wide: Stage) -> None:
    act(
        wide,
        "R",
        "/start",
        "[ئۇيغۇرچە β]",
        "[ماڭا ياردەم كېرەك]",
        "[قوشۇلىمەن]",
        "[上门看看]",
        "please come by",
        "[一社区]",
        "block 3",
    )
    assert isinstance(wide.last("R").markup, Keys)
    assert row_lengths(wide, "R") == {1}


def test_a_change_of_language_holds_from_its_own_answer_on(wide: Stage) -> None:
    act(wide, "R", "/start", "[ئۇيغۇرچە β]", "[东西坏了]", "/language", "[English]")
    assert row_lengths(wide, "R") == {1, 2}
    act(wide, "R", "/language", "[ئۇيغۇرچە β]")
    assert row_lengths(wide, "R") == {1}


def test_what_the_clock_sends_is_read_from_the_right_too(wide: Stage) -> None:
    wide.names["O1"] = "L."
    wide.join("O1")
    wide.say("O1", "/start officer")
    act(wide, "R", "/start", "[ئۇيغۇرچە β]", "[东西坏了]", "[路灯]", "[一社区]", "the gate", "[ئاتلا]", "[يوللا]")
    wide.press("O1", "Claim", where="G")
    wide.press("O1", "✔ Repaired")
    assert wide.last("R").text.startswith(MARK)
    assert row_lengths(wide, "R") == {1}


def test_officers_who_read_from_the_left_see_none_of_it(wide: Stage) -> None:
    wide.names["O1"] = "L."
    wide.join("O1")
    wide.say("O1", "/start officer")
    act(wide, "R", "/start", "[ئۇيغۇرچە β]", "[东西坏了]", "[路灯]", "[一社区]", "the gate", "[ئاتلا]", "[يوللا]")
    wide.press("O1", "Claim", where="G")
    seen = "".join([*wide.screens("G"), *wide.screens("O1"), *wide.seen("O1")])
    assert seen == direction.bare(seen)
    assert row_lengths(wide, "O1") == {1, 2}


def test_a_group_whose_locale_is_read_from_the_right_gets_it(tmp_path: Path, key: str) -> None:
    settings = {"PAVILION__OFFICERS__LOCALE": "ug"}
    stage = Stage(tmp_path / "desk.db", key, environment=settings, locales=LANGUAGES, previews=("ug",))
    act(
        stage,
        "R",
        "/start",
        "[English]",
        "[Something is broken]",
        "[Light]",
        "[Community 1]",
        "دەرۋازا",
        "[Skip]",
        "[Send]",
    )
    assert stage.last("G").text.startswith(MARK)
    assert row_lengths(stage, "R") == {1}
    stage.close()
