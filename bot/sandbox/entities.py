"""Texts and their entities. Offsets and lengths count UTF-16 units, as everywhere in the Bot API."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.chat import Json

BLANKS = " \n\t\r\v\f"

_FOUND = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>(?<![\w@./])(?:https?://[^\s<>\"]+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|example|test|io|cn|me)"
    r"(?:/[^\s<>\"]*)?(?![\w.]*\w)))"
    r"|(?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/<>@]))"
    r"|(?P<mention>(?<![\w@/.])@[A-Za-z]\w{2,31}(?!\w))"
    r"|(?P<hashtag>(?<![\w#/])#(?=\w*[^\W\d])\w{1,256})",
    re.IGNORECASE,
)
_CLOSED = frozenset({"code", "pre", "text_link", "text_mention"})
"""Inside these nothing is found automatically."""
_DROPPED = {code: " " for code in range(32) if code not in (10, 13)} | {13: None}
_DROPPED |= dict.fromkeys(range(0x2028, 0x202F))


@dataclass(slots=True, frozen=True)
class Text:
    """A text without markup, and what is marked in it."""

    text: str
    entities: list[Json] = field(default_factory=list)


def units(text: str) -> int:
    """Return the length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """Return the part that an entity with this offset and length covers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def clean(text: str) -> str:
    """Return the text with control characters as blanks, without carriage returns and direction overrides."""
    return text.translate(_DROPPED) if not text.isascii() or not text.isprintable() else text


def finish(marked: Text) -> Text:
    """Return the text trimmed, with entities moved accordingly, sorted, and completed by those found in it."""
    trimmed = _trim(marked)
    found = _automatic(trimmed)
    entities = sorted(trimmed.entities + found, key=lambda one: (one["offset"], -one["length"]))
    return Text(trimmed.text, entities)


def from_person(text: str) -> Text:
    """Return what a client makes of typed text."""
    return finish(Text(clean(text)))


def _trim(marked: Text) -> Text:
    start = marked.text.lstrip(BLANKS)
    text = start.rstrip(BLANKS)
    if text == marked.text or not marked.entities:
        return Text(text, marked.entities)
    shift, end = units(marked.text) - units(start), units(text)
    moved = (_clip(entity, shift, end) for entity in marked.entities)
    return Text(text, [entity for entity in moved if entity is not None])


def _clip(entity: Json, shift: int, end: int) -> Json | None:
    first = max(0, entity["offset"] - shift)
    last = min(end, entity["offset"] + entity["length"] - shift)
    return {**entity, "offset": first, "length": last - first} if last > first else None


def _automatic(marked: Text) -> list[Json]:
    if not any(sign in marked.text for sign in "/@#."):
        return []
    closed = [(one["offset"], one["offset"] + one["length"]) for one in marked.entities if one["type"] in _CLOSED]
    found = (_entity(marked.text, match) for match in _FOUND.finditer(marked.text))
    return [one for one in found if not _overlaps(one, closed)]


def _entity(text: str, match: re.Match[str]) -> Json:
    shown = match[0].rstrip(".,;:!?)") if match.lastgroup == "url" else match[0]
    return {"type": str(match.lastgroup), "offset": units(text[: match.start()]), "length": units(shown)}


def _overlaps(entity: Json, spans: list[tuple[int, int]]) -> bool:
    first, last = entity["offset"], entity["offset"] + entity["length"]
    return any(first < end and start < last for start, end in spans)


def given(value: Any, text: str) -> list[Json]:
    """Return the usable ones of the entities that a call gave beside its text."""
    length = units(text)
    wanted = value if isinstance(value, list) else []
    return [entity for entity in wanted if isinstance(entity, dict) and _is_usable(entity, length)]


def _is_usable(entity: Json, length: int) -> bool:
    first, size = entity.get("offset"), entity.get("length")
    has_numbers = isinstance(first, int) and isinstance(size, int) and isinstance(entity.get("type"), str)
    return has_numbers and first >= 0 and size > 0 and first + size <= length  # type: ignore[operator]  # checked above
