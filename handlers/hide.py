"""/hide: what stands in a private chat goes, on both sides, as far as the channel lets us."""

from __future__ import annotations

from datetime import timedelta

from handlers import safe_contact
from handlers.buttons import Press
from handlers.commands import Erase, NoKeys
from handlers.desk import Desk, Talk
from storage.model import Chat

CAN_BE_ERASED = timedelta(hours=48)
"""What is older, nobody but the person can remove."""
_AT_ONCE = 100


def hide(talk: Talk, argument: str = "") -> str | None:
    """Erase the messages of the last two days, leave a line that gives nothing away, and say what had to stay.

    Nothing but the screen is cleared: tickets and a form that was begun are where they were.
    """
    say_cleared(talk, "hide.done")
    if safe_contact.is_asked(talk):
        safe_contact.ask_later(talk)
    return None


def say_cleared(talk: Talk, key: str) -> None:
    """Clear the chat, then say so in these words, with how many messages had to stay."""
    older = _clear(talk.chat, talk.desk)
    lines = [talk.words(key)]
    if older:
        lines.append(talk.words("hide.older", count=older))
    talk.say("\n".join(lines), NoKeys())


def _clear(chat: Chat, desk: Desk) -> int:
    """Erase the chat's messages of the last two days; return how many are older than that."""
    noted, since = desk.records.messages, desk.now - CAN_BE_ERASED
    older = noted.count_before(chat.id, since)
    erase(chat, noted.since(chat.id, since), desk)
    noted.forget(chat.id, since)
    return older


def erase(chat: Chat, messages: list[int], desk: Desk) -> None:
    """Erase these messages, in as many calls as it takes."""
    for start in range(0, len(messages), _AT_ONCE):
        desk.post(chat, Erase(messages=tuple(messages[start : start + _AT_ONCE])))


def press_hide(talk: Talk, press: Press) -> None:
    talk.answer()
    hide(talk)
