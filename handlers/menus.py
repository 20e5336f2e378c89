"""The commands that people are offered before they type: a resident's, and those of officers where they work."""

from __future__ import annotations

from handlers.commands import OfferCommands
from handlers.desk import Desk
from handlers.texts import Words
from storage.model import Person

Menu = tuple[tuple[str, str], ...]
"""Commands as (name, what it does)."""
_FOR_RESIDENTS = ("start", "danger", "my", "language", "help", "hide", "mydata", "forget")
_FOR_OFFICERS = ("queue", "mine")


def for_residents(words: Words) -> Menu:
    return _told(_FOR_RESIDENTS, words)


def for_officers(words: Words) -> Menu:
    return _told(_FOR_OFFICERS, words)


def offer_own(person: Person, desk: Desk) -> None:
    """Offer an officer, in private and in their language, both lists; somebody who is none any more, what all have."""
    chat = desk.records.chats.of_person(person.id)
    if chat is None or person.unreachable_at is not None:
        return
    words = desk.words_for(person)
    offered = (*for_officers(words), *for_residents(words)) if desk.is_staff(person) else ()
    desk.post_aside(chat, OfferCommands(commands=offered))


def _told(names: tuple[str, ...], words: Words) -> Menu:
    return tuple((name, str(words(f"command.{name}"))) for name in names)
