"""What is typed is made safe to keep, and nothing else of it changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.forms.words import clean, mask_identity_numbers

FAMILY = "👨\u200d👩\u200d👧"


def test_plain_words_stay_as_they_are() -> None:
    assert clean("三号楼 2单元,\n灯坏了。") == "三号楼 2单元,\n灯坏了。"


@pytest.mark.parametrize(
    "unseen",
    ["\x00", "\x07", "\x9b", "\u202e", "\u2066", "\u2069", "\u200b", "\ufeff", "\ud800", "\U000e0041"],
)
def test_what_cannot_be_seen_is_dropped(unseen: str) -> None:
    assert clean(f"la{unseen}mp") == "lamp"


def test_line_breaks_stay_but_never_more_than_one_empty_line() -> None:
    assert clean("one\r\ntwo\n\n\n\n\nthree\u2028four ") == "one\ntwo\n\nthree\nfour"


def test_emoji_made_of_several_keep_their_joiners() -> None:
    assert clean(FAMILY) == FAMILY


def test_a_joiner_between_letters_is_dropped() -> None:
    assert clean("la\u200dmp \u200d") == "lamp"


@given(st.text(alphabet=st.characters(), max_size=60))
def test_cleaning_twice_changes_nothing_more_and_always_encodes(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode("utf-8")


@pytest.mark.parametrize(
    "number", ["000000190001010019", "00000019000101001X", "000000 19000101 001x", "000000-19000101-0019"]
)
def test_identity_numbers_are_starred_but_for_the_last_two_signs(number: str) -> None:
    masked = mask_identity_numbers(f"我的号码{number}。")
    assert masked == f"我的号码{'*' * 16}{number[-2:]}。"


@pytest.mark.parametrize("number", ["0000-0000000", "00000000000", "2026年5月16日", "0" * 17, "0" * 19])
def test_other_numbers_are_left_alone(number: str) -> None:
    assert mask_identity_numbers(number) == number


def test_an_identity_number_split_by_unseen_signs_is_starred_too() -> None:
    hidden = "\u200b".join("000000190001010019")
    assert mask_identity_numbers(clean(hidden)) == "*" * 16 + "19"
