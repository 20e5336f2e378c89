"""The words of a call: its text or caption, read as HTML or with entities given."""

from __future__ import annotations

from bot.sandbox import entities, markup
from bot.sandbox.call import Call
from bot.sandbox.chat import Json
from bot.sandbox.entities import Text
from bot.sandbox.errors import bad_request

MAX_RAW = 32 * 1024
"""Bytes of text before parsing."""
MAX_TEXT = 4096
"""UTF-16 units after parsing."""
MAX_CAPTION = 1024
_ELSEWHERE = frozenset({"markdown", "markdownv2"})


def read_text(call: Call) -> Text:
    """Return the text of a message; raises Refused if it is empty, too long or badly marked up."""
    if not call.params.text("text"):
        raise bad_request("message text is empty")
    words = _read(call, "text", "entities")
    if not words.text:
        raise bad_request("text must be non-empty")
    if entities.units(words.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return words


def read_caption(call: Call) -> Text:
    """Return the caption, which may be empty."""
    words = _read(call, "caption", "caption_entities")
    if entities.units(words.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return words


def worded(words: Text, prefix: str = "") -> Json:
    """Return the fields of a text, or with the prefix `caption_` of a caption; none where it is empty."""
    text, marks = ("caption", "caption_entities") if prefix else ("text", "entities")
    content: Json = {text: words.text} if words.text else {}
    return {**content, marks: words.entities} if words.entities else content


def _read(call: Call, name: str, entities_name: str) -> Text:
    raw = call.params.text(name)
    if len(raw) * 4 > MAX_RAW and len(raw.encode()) > MAX_RAW:
        raise bad_request("text is too long")
    return entities.finish(_marked(call, entities.clean(raw), entities_name))


def _marked(call: Call, raw: str, entities_name: str) -> Text:
    mode = call.params.text("parse_mode").lower()
    if mode == "html":
        return markup.parse(raw)
    if mode in _ELSEWHERE:
        raise bad_request("this sandbox takes parse_mode HTML only, or entities")
    if mode not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    given = call.params.parsed(entities_name)
    return Text(raw, entities.given(given, raw) if given else [])
