"""Strings as other programs count and carry them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel.letters import cut, mended, units

any_text = st.text(st.characters() | st.characters(categories=["Cs"]))


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("plain", "plain"),
        ("你好 👨‍👩‍👧", "你好 👨‍👩‍👧"),
        ("a\ud800b", "a\ufffdb"),
        ("\udc00\ud800", "\ufffd\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("nul\x00", "nul\x00"),
    ],
)
def test_only_lone_surrogates_are_replaced(text: str, sound: str) -> None:
    assert mended(text) == sound


@given(any_text)
def test_mended_text_can_be_encoded_and_needs_no_more_mending(text: str) -> None:
    sound = mended(text)
    assert sound.encode().decode() == sound
    assert mended(sound) == sound


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("a😀😀", 5, "a😀😀"),
        ("a😀😀", 4, "a😀…"),
        ("a😀😀", 3, "a…"),
        ("a   bcd", 4, "a…"),
    ],
)
def test_text_is_cut_between_characters(text: str, limit: int, short: str) -> None:
    assert cut(text, limit) == short


@given(any_text, st.integers(1, 30))
def test_cut_text_fits_and_begins_like_the_whole(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert units(short) <= limit
    assert short == text or mended(text).startswith(mended(short.removesuffix("…")))
