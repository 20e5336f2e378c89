"""/hide: what stands in a private chat goes, on both sides, as far as the channel lets us."""

from __future__ import annotations

from datetime import timedelta

from handlers import safe_contact
from handlers.buttons import Press
from handlers.commands import Erase, NoKeys
from handlers.desk import Talk

_CAN_BE_ERASED = timedelta(hours=48)
"""What is older, nobody but the person can remove."""
_AT_ONCE = 100


def hide(talk: Talk, argument: str = "") -> str | None:
    """Erase the messages of the last two days, leave a line that gives nothing away, and say what had to stay.

    Nothing but the screen is cleared: tickets and a form that was begun are where they were.
    """
    desk, noted = talk.desk, talk.desk.records.messages
    since = desk.now - _CAN_BE_ERASED
    found, older = noted.since(talk.chat.id, since), noted.count_before(talk.chat.id, since)
    for start in range(0, len(found), _AT_ONCE):
        desk.post(talk.chat, Erase(messages=tuple(found[start : start + _AT_ONCE])))
    noted.forget(talk.chat.id, since)
    if safe_contact.is_asked(talk):
        safe_contact.ask_later(talk)
    lines = [talk.words("hide.done")]
    if older:
        lines.append(talk.words("hide.older", count=older))
    talk.say("\n".join(lines), NoKeys())
    return None


def press_hide(talk: Talk, press: Press) -> None:
    talk.answer()
    hide(talk)
