"""Strings as other programs count and carry them."""

from __future__ import annotations


def mended(text: str) -> str:
    """Return the text with each lone surrogate as U+FFFD: such a string can be neither stored nor sent."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def units(text: str) -> int:
    """Return the length in UTF-16 units, as Telegram's clients count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Return the text, shortened to `limit` UTF-16 units and ending in "…" where it is longer."""
    if units(text) <= limit:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    return kept.rstrip() + "…"
