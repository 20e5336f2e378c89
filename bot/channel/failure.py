"""What can go wrong on the way out, in our words: try later, give up, the chat has moved, or nothing works at all."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.channel.request import SlowDown

_Answer = TypeVar("_Answer")


class Failure(Exception):
    """A call did not do what it should; `reason` is a word of ours, never the server's text."""

    reason: str


class TryLater(Failure):
    """The same call may work later: `after` so many seconds, or, with None, after a wait of the caller's choice."""

    def __init__(self, after: float | None, reason: str) -> None:
        super().__init__(reason)
        self.after = after
        self.reason = reason


class GiveUp(Failure):
    """The same call will never work.

    `reason` is "blocked", "never_started", "chat_gone", "no_rights", "too_long", "not_supported" or "refused".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Moved(Failure):
    """The group goes on under another address; the same call will work there."""

    def __init__(self, address: str) -> None:
        super().__init__("moved")
        self.address = address
        self.reason = "moved"


class Fatal(Failure):
    """Nothing can work with these settings; the text names the key and the remedy."""

    reason = "token_refused"


TOKEN_REFUSED = (
    "config: the server refuses the bot's token; put a valid one from @BotFather into the variable that "
    "[telegram] token_env names, and check [telegram] base_url"
)

# The server's texts, in lower case, each with our word for it. The first that is found counts.
_FORBIDDEN = (
    ("blocked by the user", "blocked"),
    ("can't initiate conversation", "never_started"),
    ("user is deactivated", "chat_gone"),
    ("was kicked", "chat_gone"),
    ("not a member", "chat_gone"),
    ("was deleted", "chat_gone"),
    ("rights", "no_rights"),
)
_BAD_REQUEST = (
    ("chat not found", "chat_gone"),
    ("is too long", "too_long"),
    ("_too_long", "too_long"),
    ("rights", "no_rights"),
    ("chat_write_forbidden", "no_rights"),
    ("topic_closed", "no_rights"),
)
_NO_SUCH_METHOD = "method not found"
_LOGGED_OUT = "logged out"
_WEBHOOK = "webhook"
_UNPARSED = "parsing the server response"


def translate(error: TelegramError) -> Failure:
    """Return what the library's error means to a sender."""
    if says(error, _UNPARSED):
        return TryLater(None, "network")  # some proxy's page: not Telegram's word, whatever its status
    match error:
        case SlowDown():
            return TryLater(error.seconds, "flood")
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return GiveUp(_word(error, _FORBIDDEN))
        case BadRequest():
            return TryLater(None, "logged_out") if says(error, _LOGGED_OUT) else GiveUp(_word(error, _BAD_REQUEST))
        case Conflict():
            return TryLater(None, "webhook" if says(error, _WEBHOOK) else "conflict")
        case InvalidToken():
            return GiveUp("not_supported") if says(error, _NO_SUCH_METHOD) else Fatal(TOKEN_REFUSED)
        case TimedOut():
            return TryLater(None, "timeout")
        case NetworkError():
            return TryLater(None, "network")
        case _:
            return TryLater(None, "garbled")


async def in_our_words(call: Awaitable[_Answer]) -> _Answer:
    """Return what the call returns; the library's errors, and answers that are none of the Bot API's, become ours."""
    failure: Failure
    try:
        return await call
    except TelegramError as error:
        failure = translate(error)
    except (KeyError, TypeError, ValueError, AttributeError):
        failure = TryLater(None, "garbled")
    raise failure  # outside the handlers: the library's text may quote the answer, and so a person's words


def says(error: TelegramError, *parts: str) -> bool:
    """Return whether the server's text has one of the parts, given in lower case."""
    text = error.message.lower()
    return any(part in text for part in parts)


def _word(error: TelegramError, words: tuple[tuple[str, str], ...]) -> str:
    return next((word for part, word in words if says(error, part)), "refused")
