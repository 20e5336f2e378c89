"""HTML as the Bot API takes it: a strict parser with the real server's error texts.

Offsets in errors are bytes of the UTF-8 text, offsets of entities are UTF-16 units of the result.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.sandbox.chat import Json
from bot.sandbox.entities import Text
from bot.sandbox.errors import Refused, bad_request

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = frozenset(SIMPLE) | {"a", "tg-emoji", "tg-time", "pre", "code", "blockquote"}
SPACES = " \t\r\n\0\v"

_SPECIAL = re.compile("[<&]")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_NAME = re.compile("[A-Za-z]+")
_HEX = re.compile("[0-9a-fA-F]*")
_DECIMAL = re.compile("[0-9]*")
_TOKEN = re.compile("[A-Za-z0-9.-]*")
_BLANK = re.compile(f"[{SPACES}]*")
_UNTIL_SPACE = re.compile(f"[^{SPACES}>]*")
_UNTIL_EQUALS = re.compile(f"[^{SPACES}=>]*")
_LONGEST_NUMBER = 10
"""A numeric entity of this many characters or more stays as it is."""
_LINK = re.compile(r"^(?:https?://|tg://|ton://|mailto:|tel:)?\S+\.?\S*$", re.IGNORECASE)


@dataclass(slots=True)
class Tag:
    """A start tag that waits for its end; `attributes` as written, names in lower case."""

    name: str
    offset: int
    position: int
    attributes: dict[str, str] = field(default_factory=dict)


def parse(text: str) -> Text:
    """Return the text without markup and its entities; raises Refused with the server's words."""
    if not _SPECIAL.search(text):
        return Text(text)
    return _Parser(text).run()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.parts: list[str] = []
        self.length = 0
        """Characters of the result so far."""
        self.units = 0
        """UTF-16 units of the result so far."""
        self.open: list[Tag] = []
        self.entities: list[Json] = []

    def run(self) -> Text:
        while self.at < len(self.text):
            found = _SPECIAL.search(self.text, self.at)
            self._take(found.start() if found else len(self.text))
            if found and found[0] == "&":
                self._reference()
            elif found:
                self._tag()
        if self.open:
            raise self._error(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return Text(self._checked("".join(self.parts)), [_without_language(one) for one in self.entities])

    def _checked(self, result: str) -> str:
        if any("\ud800" <= char <= "\udfff" for char in result):
            raise self._error("Text contains invalid Unicode characters after decoding HTML entities")
        return result

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
        self.units += len(text) + sum(char > "\uffff" for char in text)

    def _take(self, end: int) -> None:
        if end > self.at:
            self._add(self.text[self.at : end])
            self.at = end

    def _reference(self) -> None:
        char, self.at = _decode(self.text, self.at)
        self._add(char)

    def _tag(self) -> None:
        begin = self.at
        if self._char(begin + 1) == "/":
            self._end(begin)
        else:
            self._start(begin)

    def _char(self, at: int) -> str:
        """Return the character, NUL beyond the end."""
        return self.text[at] if at < len(self.text) else "\0"

    def _is_over(self) -> bool:
        return self.at >= len(self.text)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def _start(self, begin: int) -> None:
        self.at = begin + 1
        name = self._skip(_UNTIL_SPACE).lower()
        if self._is_over():
            raise self._error("Unclosed start tag", begin)
        if name not in TAGS:
            raise self._error(f'Unsupported start tag "{name}"', begin)
        tag = Tag(name, self.units, self.length, self._attributes(name, begin))
        if name == "span" and tag.attributes.get("class") != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(tag)

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        """Read up to and past the closing bracket."""
        attributes: dict[str, str] = {}
        while True:
            self._skip(_BLANK)
            if self._is_over():
                raise self._error("Unclosed start tag", begin)
            if self.text[self.at] == ">":
                self.at += 1
                return attributes
            name = self._skip(_UNTIL_EQUALS)
            if not name:
                raise self._error(f'Empty attribute name in the tag "{tag}"', begin)
            attributes[name.lower()] = self._value(tag, begin)

    def _value(self, tag: str, begin: int) -> str:
        self._skip(_BLANK)
        if self._char(self.at) != "=":
            if tag == "blockquote":
                return ""
            raise self._error(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
        self.at += 1
        self._skip(_BLANK)
        value = self._quoted() if self._char(self.at) in "'\"" else self._bare()
        if self._is_over():
            raise self._error("Unclosed start tag", begin)
        return value

    def _bare(self) -> str:
        begin = self.at
        value = self._skip(_TOKEN).lower()
        if not self._is_over() and self.text[self.at] not in SPACES + ">":
            raise self._error("Unexpected end of name token", begin)
        return value

    def _quoted(self) -> str:
        quote = self.text[self.at]
        self.at += 1
        parts: list[str] = []
        while not self._is_over() and self.text[self.at] != quote:
            char, self.at = _decode(self.text, self.at)
            parts.append(char)
        if not self._is_over():
            self.at += 1
        return "".join(parts)

    def _end(self, begin: int) -> None:
        if not self.open:
            raise self._error("Unexpected end tag", begin)
        self.at = begin + 2
        name = self._skip(_UNTIL_SPACE)
        self._skip(_BLANK)
        if self._char(self.at) != ">":
            raise self._error("Unclosed end tag", begin)
        self.at += 1
        tag = self.open.pop()
        if name and name != tag.name:
            expected = f'expected "</{tag.name}>", found "</{name}>"'
            raise self._error("Unmatched end tag", begin, f", {expected}")
        if self.units > tag.offset:
            self._close(tag)

    def _close(self, tag: Tag) -> None:
        entity = self._entity(tag)
        if entity is None:
            return
        span = {"offset": tag.offset, "length": self.units - tag.offset}
        last = self.entities[-1] if self.entities else {}
        if {last.get("type"), entity["type"]} == {"pre", "code"} and span.items() <= last.items():
            language = last.get("language") or entity.get("language")
            self.entities[-1] = {"type": "pre", **span, **({"language": language} if language else {})}
            return
        self.entities.append({"type": entity.pop("type"), **span, **entity})

    def _entity(self, tag: Tag) -> Json | None:
        if tag.name in SIMPLE:
            return {"type": SIMPLE[tag.name]}
        if tag.name == "a":
            return self._link(tag)
        return _other(tag)

    def _link(self, tag: Tag) -> Json | None:
        url = tag.attributes.get("href") or "".join(self.parts)[tag.position :]
        if not _LINK.match(url) or ("." not in url and "://" not in url):
            return None
        return {"type": "text_link", "url": url if ":" in url else f"http://{url}/"}

    def _error(self, text: str, begin: int | None = None, rest: str = "") -> Refused:
        where = "" if begin is None else f" at byte offset {len(self.text[:begin].encode(errors='replace'))}"
        return bad_request(f"can't parse entities: {text}{where}{rest}")


def _without_language(entity: Json) -> Json:
    """Drop the language of code that is in no `pre`: only there it means something."""
    return {name: value for name, value in entity.items() if entity["type"] != "code" or name != "language"}


def _other(tag: Tag) -> Json | None:
    if tag.name in ("pre", "code"):
        language = tag.attributes.get("class", "")
        is_named = language.startswith("language-") and tag.name == "code"
        return {"type": tag.name, "language": language[9:]} if is_named else {"type": tag.name}
    if tag.name == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"}
    if tag.name == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": tag.attributes.get("emoji-id", "")}
    return None


def _decode(text: str, at: int) -> tuple[str, int]:
    """Return the character at `at`, decoded where it starts a reference, and the position after it."""
    if text[at] != "&":
        return text[at], at + 1
    if text.startswith("#", at + 1):
        char, end = _numeric(text, at)
    else:
        named = _NAME.match(text, at + 1)
        char, end = (_NAMED.get(named[0], ""), named.end()) if named else ("", at)
    if not char:
        return "&", at + 1
    return char, end + 1 if text.startswith(";", end) else end


def _numeric(text: str, at: int) -> tuple[str, int]:
    is_hex = text.startswith("x", at + 2)
    found = (_HEX if is_hex else _DECIMAL).match(text, at + (3 if is_hex else 2))
    digits, end = (found[0], found.end()) if found else ("", at)
    if end - at >= _LONGEST_NUMBER or not digits:
        return "", at
    code = int(digits, 16 if is_hex else 10)
    return (chr(code), end) if 0 < code < 0x10FFFF else ("", at)
