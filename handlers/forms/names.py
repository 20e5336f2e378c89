"""Names: one text in each language, as packs hold it. Finished once, when the pack is loaded."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from handlers.direction import is_right_to_left, set_apart

Names = dict[str, str]
"""A text in each locale: `{"en": "Noise", "zh-Hans": "噪音"}`."""
REQUIRED = ("en", "zh-Hans")
LATER = frozenset({"body", "desk_phone", "desk_hours", "numbers"})
"""What is put in later: what only the station knows, and the list in the emergency line."""
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_LONGEST_LABEL = {True: 10, False: 22}  # Chinese characters, letters: what a phone shows of a button
_LONGEST_JOINED = 34  # letters that are joined, as from right to left, are narrower, and the row is theirs alone
_LONGEST_QUESTION = {True: 40, False: 25}  # Chinese characters, words


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """How texts are finished: for which locales, with which numbers, and which words where a number is not known."""

    locales: tuple[str, ...] = REQUIRED
    numbers: Mapping[str, str] = {}
    number_words: Mapping[str, Names] = {}

    def finish(self, raw: Any) -> Any:
        """Return the same tables with numbers filled in, and with every text in every locale of the station."""
        if _is_names(raw):
            return self._finish_names(raw)
        if isinstance(raw, dict):
            return {key: self.finish(value) for key, value in raw.items()}
        return [self.finish(value) for value in raw] if isinstance(raw, list) else raw

    def _finish_names(self, names: Names) -> Names:
        filled = {locale: self._fill(text, locale) for locale, text in names.items() if text}
        default = filled.get(self.locales[0], filled.get(REQUIRED[0], ""))
        return {**dict.fromkeys(self.locales, default), **filled}

    def _fill(self, text: str, locale: str) -> str:
        """Return the text with its numbers; where one is not known, with the words for it."""
        if not isinstance(text, str):
            return text  # msgspec says what is wrong with it
        known = {name: said(words, locale) for name, words in self.number_words.items()}
        return fill(text, set_apart({**known, **self.numbers}, locale))


def said(names: Names, locale: str, **values: str) -> str:
    """Return the text in this locale, else in English, with values put in for `{name}`."""
    return fill(names.get(locale) or names.get(REQUIRED[0], ""), set_apart(values, locale))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with what is known put in; an unknown `{name}` stays as it is."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def find_problems(raw: Any, where: str = "") -> Iterator[str]:
    """Yield what is wrong with finished texts: a language missing, an unknown number, or something like markup."""
    if _is_names(raw):
        yield from _text_problems(raw, where.strip())
    elif isinstance(raw, dict):
        for key, value in raw.items():
            yield from find_problems(value, f"{where} {key}")
    elif isinstance(raw, list):
        for value in raw:
            name = value.get("id", "") if isinstance(value, dict) else ""
            yield from find_problems(value, f"{where} {name}".rstrip())


def missing_languages(raw: Any, locales: tuple[str, ...] = REQUIRED, where: str = "") -> Iterator[str]:
    """Yield the texts that lack one of the locales, before `finish` puts another language in its place."""
    if _is_names(raw):
        yield from (f"{where.strip()}: {name} is missing; add that text" for name in locales if not raw.get(name))
    elif isinstance(raw, dict):
        for key, value in raw.items():
            yield from missing_languages(value, locales, f"{where} {key}")
    elif isinstance(raw, list):
        for value in raw:
            name = value.get("id", "") if isinstance(value, dict) else ""
            yield from missing_languages(value, locales, f"{where} {name}".rstrip())


def label_problems(names: Names, where: str) -> Iterator[str]:
    """Yield the languages in which this is too long for a button."""
    for locale, text in names.items():
        most = _LONGEST_JOINED if is_right_to_left(locale) else _LONGEST_LABEL[_is_chinese(locale)]
        length = _wide_length(text) if _is_chinese(locale) else len(text)
        if length > most:
            yield f"{where}: {locale} {text!r} is {length} characters, a button has room for {most}; shorten it"


def question_problems(names: Names, where: str) -> Iterator[str]:
    """Yield the languages in which this is too long to be one question."""
    for locale, text in names.items():
        most = _LONGEST_QUESTION[_is_chinese(locale)]
        length = _wide_length(text) if _is_chinese(locale) else len(text.split())
        if length > most:
            unit = "characters" if _is_chinese(locale) else "words"
            yield f"{where}: {locale} {text!r} has {length} {unit}, a question at most {most}; shorten it"


def _text_problems(names: Names, where: str) -> Iterator[str]:
    for locale, text in names.items():
        if not isinstance(text, str):
            continue  # msgspec says what is wrong with it
        unknown = sorted(set(_PLACEHOLDER.findall(text)) - LATER)
        if unknown:
            yield f"{where}: {locale} names {unknown}, which is no number; add it to [numbers] or take it out"
        if re.search(r"[<>&]", text):
            yield f"{where}: {locale} has one of < > &, which would be read as markup; write it in words"


def _is_names(raw: Any) -> bool:
    return isinstance(raw, dict) and any(locale in raw for locale in REQUIRED)


def _is_chinese(locale: str) -> bool:
    return locale.startswith("zh")


def _wide_length(text: str) -> int:
    """Return how many Chinese characters wide the text is: a letter or digit takes half of one."""
    return math.ceil(sum(0.5 if letter.isascii() else 1 for letter in text))
