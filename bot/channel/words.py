"""Texts that the server takes: short enough, and without markup where it cannot be read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec
import structlog
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.channel.failure import says
from bot.channel.letters import cut, units
from bot.channel.markup import plain

_LONGEST_RAW = 32 * 1024
_BAD_MARKUP = "can't parse entities"

log = structlog.get_logger("channel")


class Words(msgspec.Struct, frozen=True):
    """A text and whether it holds markup."""

    text: str
    mode: str | None = ParseMode.HTML

    @property
    def without_markup(self) -> Words:
        return Words(plain(self.text), None)


def fitted(text: str, limit: int) -> Words:
    """Return the text; one too long is cut, and loses its markup, rather than lost."""
    seen = plain(text)
    if units(seen) <= limit and len(text.encode("utf-8", "replace")) <= _LONGEST_RAW:
        return Words(text)
    return Words(cut(seen, limit), None)


async def with_fallback(words: Words, call: Callable[[Words], Awaitable[int]]) -> int:
    """Make the call; where the server cannot read the markup, again without it: bare words are better than none."""
    try:
        return await call(words)
    except BadRequest as error:
        if words.mode is None or not says(error, _BAD_MARKUP):
            raise
    log.error("markup_refused")
    return await call(words.without_markup)
