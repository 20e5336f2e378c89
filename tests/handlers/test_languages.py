"""The language: asked once, changed at any time; what is a preview is marked, and what it lacks falls back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import buttons
from handlers.texts import Texts
from tests.handlers.conftest import LANGUAGES
from tests.handlers.scenes import LAMP, act, arrive, progress, send
from tests.stage import Stage

PREVIEW = "ئۇيغۇرچە β"
ASKED = "Choose your language"


@pytest.fixture
def narrow(tmp_path: Path, key: str) -> Iterator[Stage]:
    """A station that offers its two complete languages and no other."""
    stage = Stage(tmp_path / "narrow.db", key, locales=("zh-Hans", "en"))
    yield stage
    stage.close()


def locale_of(stage: Stage, name: str) -> str | None:
    person = stage.person(name)
    return None if person is None else person.locale


def test_the_language_is_asked_once(stage: Stage) -> None:
    stage.say("R", "/start")
    assert ASKED in stage.last("R").text
    act(stage, "R", "[English]", "/start")
    assert ASKED not in stage.last("R").text
    assert locale_of(stage, "R") == "en"


def test_a_station_with_one_language_does_not_ask(tmp_path: Path, key: str) -> None:
    stage = Stage(tmp_path / "desk.db", key, locales=("en",))
    stage.say("R", "/start")
    assert ASKED not in stage.last("R").text
    assert "Danger now" in stage.seen("R")
    stage.close()


@pytest.mark.parametrize("acts", [(), LAMP[:1], LAMP[:3], LAMP], ids=["no form", "first question", "words", "review"])
def test_the_language_can_be_changed_at_any_time_and_nothing_is_lost(stage: Stage, acts: tuple[str, ...]) -> None:
    arrive(stage, "R")
    act(stage, "R", *acts)
    before = progress(stage, "R")
    act(stage, "R", "/language", "[中文]")
    assert progress(stage, "R") == before
    assert locale_of(stage, "R") == "zh-Hans"
    assert {"返回", "更多"} & {button.label for button in stage.last("R").buttons}


def test_a_ticket_that_was_sent_is_told_of_in_the_new_language(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R")
    act(stage, "R", "/language", "[中文]", "/my")
    assert "H-0001 · 已收到" in stage.seen("R")


@pytest.mark.parametrize("locale", ["xx", "ug", "ru", ""])
def test_a_language_that_the_station_does_not_offer_is_asked_about_again(narrow: Stage, locale: str) -> None:
    narrow.say("R", "/start")
    narrow.press_data("R", buttons.button("forged", "lang", value=locale).data)
    assert locale_of(narrow, "R") is None
    assert ASKED in narrow.last("R").text


def test_catalogues_that_are_there_are_offered_only_where_the_station_lists_them(narrow: Stage, wide: Stage) -> None:
    for station, offered in ((narrow, ["中文", "English"]), (wide, ["中文", "\u2068ئۇيغۇرچە\u2069 β", "English"])):
        station.say("R", "/start")
        assert station.seen("R") == offered


def test_what_the_mark_means_is_said_where_it_is_shown(narrow: Stage, wide: Stage) -> None:
    for station, is_said in ((narrow, False), (wide, True)):
        station.say("R", "/start")
        assert ("not yet reviewed by native speakers" in station.last("R").text) == is_said


def test_a_preview_is_chosen_like_any_other(wide: Stage) -> None:
    act(wide, "R", "/start", f"[{PREVIEW}]")
    assert locale_of(wide, "R") == "ug"
    act(wide, "R", "/language", "[English]")
    assert locale_of(wide, "R") == "en"


def test_what_a_preview_lacks_comes_from_the_first_language_and_then_from_english() -> None:
    assert Texts(LANGUAGES).words("ug")("button.more") == Texts(LANGUAGES).words("zh-Hans")("button.more")
    assert Texts(("en", "ug")).words("ug")("button.more") == "More"
    assert Texts(LANGUAGES).words("ug")("button.send") == "يوللا"


@pytest.mark.parametrize(("locale", "name"), [("ru", "русский"), ("kk", "қазақ тілі"), ("zh-Hans", "中文")])
def test_an_empty_catalogue_never_calls_itself_by_another_languages_name(locale: str, name: str) -> None:
    assert Texts(("zh-Hans", locale)).words(locale).own_name == name


def test_words_for_commands_are_heard_in_every_language_of_the_station(wide: Stage) -> None:
    act(wide, "R", "/start", "[English]", "ياردەم")
    assert "This is the front desk" in wide.last("R").text
