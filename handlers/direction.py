"""Direction: what people need who read from right to left. Nothing of it reaches anybody else.

It hooks in twice: where a value is put into a text (`texts.Words` and `forms.names`), and where a message leaves
(`Desk.post`). The Bot API has no switch for either: https://github.com/tdlib/telegram-bot-api/issues/882
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TypeVar

from babel import Locale, UnknownLocaleError

_OPEN, _CLOSE = "\u2068", "\u2069"
_MARK = "\u200f"
"""Not seen; a line that begins with it runs from right to left."""
_TAG = re.compile(r"</?\w+>")
_STRONG = frozenset({"L", "R", "AL"})
_LEFTWARD = frozenset({"R", "AL"})

Item = TypeVar("Item")


@cache
def is_right_to_left(locale: str) -> bool:
    """Return whether the language is written from right to left; one that nobody knows is not."""
    try:
        return bool(Locale.parse(locale.replace("-", "_")).text_direction == "rtl")
    except (UnknownLocaleError, ValueError):
        return False


def set_apart(values: Mapping[str, str], locale: str) -> dict[str, str]:
    """Return the values as they are put into a text: isolated, so that a number turns nothing around it."""
    if not is_right_to_left(locale):
        return dict(values)
    return {name: isolated(value) for name, value in values.items()}


def isolated(value: str) -> str:
    """Return the value between U+2068 and U+2069, where it keeps a direction of its own."""
    return f"{_OPEN}{value}{_CLOSE}" if value else value


def bare(text: str) -> str:
    """Return the text as people type it: without what only directs how it is drawn."""
    return text.translate(dict.fromkeys(map(ord, (_OPEN, _CLOSE, _MARK))))


def one_a_row(rows: tuple[tuple[Item, ...], ...]) -> tuple[tuple[Item, ...], ...]:
    """Return each button in a row of its own: a row is always drawn from left to right."""
    return tuple((each,) for row in rows for each in row)


def facing_right(text: str) -> str:
    """Return the text so that its first line, and each one with a letter from the right, begins on the right.

    Clients take the direction of a message, or of each line, from its first letter; a text that had to fall back to
    another language, or starts with a number, would begin on the left. One without such a letter stays as it is.
    """
    if not _has_leftward(text):
        return text
    first, *others = text.split("\n")
    return "\n".join([_marked(first), *(_marked(line) if _has_leftward(line) else line for line in others)])


def _marked(line: str) -> str:
    return line if _begins_on_the_right(line) else _MARK + line


def _begins_on_the_right(line: str) -> bool:
    """Return whether it does for every client: some look for the first letter in isolates as well, some do not."""
    seen = html.unescape(_TAG.sub("", line))
    return all(_first_direction(letters) in _LEFTWARD for letters in (seen, _outside_isolates(seen)))


def _has_leftward(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in _LEFTWARD for letter in text)


def _first_direction(letters: str) -> str:
    return next((found for letter in letters if (found := unicodedata.bidirectional(letter)) in _STRONG), "")


def _outside_isolates(text: str) -> str:
    return "".join(letter for letter, depth in _depths(text) if depth == 0)


def _depths(text: str) -> Iterator[tuple[str, int]]:
    """Yield each letter with the number of isolates that it stands in."""
    depth = 0
    for letter in text:
        depth = max(0, depth + (letter == _OPEN) - (letter == _CLOSE))
        yield letter, depth
