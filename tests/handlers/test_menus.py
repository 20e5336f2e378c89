"""The commands people are offered: residents theirs in each language, officers both where they were met as staff."""

from __future__ import annotations

import pytest

import handlers
from bot.app import _menus
from bot.channel import Menu
from storage.model import Role
from tests.handlers.scenes import act, arrive, hire
from tests.stage import Stage

RESIDENT = ("start", "danger", "my", "language", "help", "hide", "mydata", "forget")
OFFICER = ("queue", "mine")


def offered(stage: Stage, name: str) -> tuple[str, ...] | None:
    """Return the names of the commands of this chat alone, None where nothing was ever set."""
    chat = stage.chat(name)
    told = stage.offered.get(chat.address) if chat else None
    return None if told is None else tuple(command for command, _ in told)


def menu(stage: Stage, language: str, *, is_for_groups: bool) -> Menu:
    [found] = [each for each in _menus(stage.front) if (each.language, each.is_for_groups) == (language, is_for_groups)]
    return found


# Everywhere.


def test_every_command_that_is_offered_exists() -> None:
    assert set(RESIDENT) <= set(handlers.COMMANDS)
    assert set(OFFICER) == set(handlers.OFFICER_COMMANDS)


@pytest.mark.parametrize("language", ["", "zh", "ug", "en"])
def test_residents_and_officers_groups_have_their_own_in_each_language(wide: Stage, language: str) -> None:
    assert tuple(name for name, _ in menu(wide, language, is_for_groups=False).commands) == RESIDENT
    assert tuple(name for name, _ in menu(wide, language, is_for_groups=True).commands) == OFFICER


def test_there_is_one_menu_a_language_and_one_for_all_others(wide: Stage) -> None:
    assert sorted((each.is_for_groups, each.language) for each in _menus(wide.front)) == [
        (is_for_groups, language) for is_for_groups in (False, True) for language in ("", "en", "ug", "zh")
    ]


def test_the_words_are_those_of_the_language(wide: Stage) -> None:
    said = {language: dict(menu(wide, language, is_for_groups=False).commands)["my"] for language in ("zh", "en", "ug")}
    assert said == {"zh": "我的事", "en": "My matters", "ug": "مېنىڭ ئىلتىماسلىرىم"}


def test_all_others_read_the_stations_first_language_and_in_groups_the_officers_one(wide: Stage) -> None:
    assert dict(menu(wide, "", is_for_groups=False).commands)["my"] == "我的事"
    assert dict(menu(wide, "", is_for_groups=True).commands)["mine"] == "What you hold"


def test_the_description_stands_in_private_and_has_the_numbers(wide: Stage) -> None:
    assert all(number in menu(wide, "ug", is_for_groups=False).description for number in ("110", "119", "120"))
    assert menu(wide, "ug", is_for_groups=True).description == ""


# In one chat.


def test_an_officer_is_offered_both_lists_when_they_are_met(stage: Stage) -> None:
    hire(stage, "O1")
    assert offered(stage, "O1") == OFFICER + RESIDENT


def test_a_resident_is_offered_nothing_of_officers(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", "/start officer", "/queue")
    assert offered(stage, "R") is None


def test_an_officer_reads_them_in_the_language_they_choose(stage: Stage) -> None:
    hire(stage, "O1")
    act(stage, "O1", "/language", "[中文]")
    chat = stage.chat("O1")
    assert chat is not None
    assert dict(stage.offered[chat.address])["my"] == "我的事"


def test_a_resident_who_chooses_a_language_has_none_set(stage: Stage) -> None:
    act(stage, "R", "/start", "[中文]")
    assert offered(stage, "R") is None


def test_who_leaves_the_group_is_offered_what_everybody_has(stage: Stage) -> None:
    hire(stage, "O1")
    stage.join("O1", is_member=False)
    assert offered(stage, "O1") == ()
    stage.join("O1")
    assert offered(stage, "O1") == OFFICER + RESIDENT


def test_an_invite_makes_staff_as_well(stage: Stage) -> None:
    stage.invite("C", Role.CHIEF)
    assert offered(stage, "C") == OFFICER + RESIDENT


def test_nothing_is_set_in_a_chat_that_shut_the_desk_out(stage: Stage) -> None:
    hire(stage, "O1")
    stage.block("O1")
    stage.join("O1", is_member=False)
    assert offered(stage, "O1") == OFFICER + RESIDENT
