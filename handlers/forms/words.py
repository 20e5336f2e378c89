"""Words: what somebody typed, made safe to keep and to show. Nothing they meant is lost but whole identity numbers."""

from __future__ import annotations

import re

_LINE_BREAK = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters other than line breaks and tabs
    "\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2060-\u2064\ufeff"  # zero width
    "\u202a-\u202e\u2066-\u2069"  # turns the reading direction of all that follows
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # hidden annotations and tags
    "\ud800-\udfff]"  # half a character
)
_EMOJI = "\u00a9\u00ae\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff"
_LOOSE_JOINER = re.compile(f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])")
_IDENTITY_NUMBER = re.compile(r"(?<!\d)(\d{6})([ -]?)(\d{8})([ -]?)(\d{2})(\d[\dXx])(?!\d)")


def clean(text: str) -> str:
    """Return the text without what cannot be seen, with at most one empty line in a row and no blanks around it."""
    text = _LINE_BREAK.sub("\n", text).replace("\t", " ")
    text = _drop_all(_UNSEEN, text)
    text = _drop_all(_LOOSE_JOINER, text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def mask_identity_numbers(text: str) -> str:
    """Return the text with 18-digit identity numbers starred but for the last two signs (R2: we keep none)."""
    return _IDENTITY_NUMBER.sub(lambda match: "*" * 16 + match[6], text)


def _drop_all(unwanted: re.Pattern[str], text: str) -> str:
    """Return the text without any match, also without one that only appears when another is gone."""
    while (shorter := unwanted.sub("", text)) != text:
        text = shorter
    return text
