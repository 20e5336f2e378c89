"""Uyghur as it is written: its own letters, its own signs, and nothing that turns a line round.

A machine sees letters, not sense: every text waits for a native speaker, and each says so.
"""

from __future__ import annotations

import re
import string
import tomllib
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.pofile import read_po

from handlers.forms.names import label_problems
from tests.source import ROOT
from tests.test_texts import LABELS, catalogue, placeholders

LETTERS = frozenset("ئاەبپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىي")
SIGNS = frozenset("،؛؟")
OTHER_SIGNS = frozenset(" .:()-–·!«»\n") | frozenset(string.digits)
PACKS = ROOT / "handlers" / "packs"
_ENDING = re.compile(r"\}\s?(?:غا|قا|گە|كە|نى|نىڭ|دا|دە|تا|تە|دىن|تىن)(?!\w)")
_YEH_ALONE = re.compile("(?<![ئاەوۇۆۈېى])ي(?![ئاەوۇۆۈېى])")
"""U+064A is the consonant: where no vowel stands beside it, the vowel U+0649 was meant."""
_FIELDS = re.compile(r"\{\w*\}|</?\w+>")
_DATE = "format.when"


def own() -> dict[str, str]:
    """Return every text of the catalogue that is not empty."""
    return {key: text for key, text in catalogue("ug").items() if text}


def of_packs() -> dict[str, str]:
    return {
        where: text
        for path in sorted(PACKS.rglob("*.toml"))
        for where, text in _names_in(
            tomllib.loads(path.read_text(encoding="utf-8")), path.relative_to(PACKS).as_posix()
        )
    }


def _names_in(raw: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(raw, dict):
        for key, value in raw.items():
            if key == "ug":
                yield where, str(value)
            else:
                yield from _names_in(value, f"{where} {key}")
    elif isinstance(raw, list):
        for number, value in enumerate(raw):
            yield from _names_in(value, f"{where} {number}")


TEXTS = own() | of_packs()


def strange(text: str) -> str:
    """Return the signs that are not Uyghur's, placeholders and markup left out."""
    return "".join(sign for sign in _FIELDS.sub("", text) if sign not in LETTERS | SIGNS | OTHER_SIGNS)


def begins(text: str) -> str:
    """Return the first letter that decides the direction; what is put in does not, it stands in an isolate."""
    letters = (sign for sign in _FIELDS.sub("", text) if unicodedata.bidirectional(sign) in ("L", "R", "AL"))
    return next(letters, "")


def test_the_net_for_yeh_catches_the_wrong_one_and_no_other() -> None:
    assert _YEH_ALONE.search("تيل")
    assert not _YEH_ALONE.search("تىل ياق جىددىي تەييار")


def test_there_is_something_to_look_at() -> None:
    assert len(own()) > 30
    assert {where.split(" ")[0] for where in of_packs()} >= {"cn/danger.toml", "cn/notice.toml", "generic/first.toml"}


@pytest.mark.parametrize("where", [key for key in TEXTS if key != _DATE])
def test_a_text_has_uyghur_letters_and_signs_and_western_digits(where: str) -> None:
    assert strange(TEXTS[where]) == ""
    assert not _YEH_ALONE.search(TEXTS[where])


@pytest.mark.parametrize(
    "wrong",
    ["بۇ يەردە بىخه", "ياق ک", "یاق", "ياق ه", "ھەئە, ياق", "ھەئە; ياق", "ياق?", "١١٠", "۱۱۰", "ok"],
    ids=[
        "heh",
        "Persian kaf",
        "Persian yeh",
        "heh alone",
        "comma",
        "semicolon",
        "question",
        "Arabic",
        "Persian",
        "Latin",
    ],
)
def test_a_letter_sign_or_digit_of_another_script_is_found(wrong: str) -> None:
    assert strange(wrong) != ""


@pytest.mark.parametrize("where", [key for key in TEXTS if key not in (_DATE, "list.comma")])
def test_a_text_begins_with_a_uyghur_letter(where: str) -> None:
    assert begins(TEXTS[where]) in LETTERS


@pytest.mark.parametrize("where", list(TEXTS))
def test_no_ending_is_put_behind_a_placeholder(where: str) -> None:
    """It would have to follow the vowels of what is put in."""
    assert not _ENDING.search(TEXTS[where])


def test_an_ending_behind_a_placeholder_is_found() -> None:
    assert _ENDING.search("دەرھال {police} غا تېلېفون قىلىڭ")
    assert _ENDING.search("{name}نىڭ")
    assert not _ENDING.search("تېلېفون: {phone}. ۋاقتى: {hours}")


@pytest.mark.parametrize("key", [key for key in own() if key != _DATE])
def test_a_translated_text_takes_what_the_english_takes(key: str) -> None:
    assert placeholders(own()[key]) == placeholders(catalogue("en")[key])


def test_labels_fit_on_a_button_of_their_own() -> None:
    labels = [key for key in own() if LABELS.fullmatch(key)]
    assert "button.withdraw" in labels
    assert [problem for key in labels for problem in label_problems({"ug": own()[key]}, key)] == []


def test_every_text_says_that_it_is_a_preview_and_how_sure_it_is() -> None:
    with open(ROOT / "handlers" / "locales" / "ug.po", "rb") as file:
        said = {str(message.id): message.user_comments for message in read_po(file) if message.id and message.string}
    assert {key: comments for key, comments in said.items() if not re.match(r"preview, [ANBC]\b", comments[0])} == {}


def test_the_date_is_said_in_words_and_never_in_strokes() -> None:
    assert "ئاينىڭ" in own()[_DATE]
    assert "/" not in own()[_DATE]
