"""Somebody is unhappy with how a matter is handled: the chief hears of it in private, the group never."""

from __future__ import annotations

from handlers import buttons, cards
from handlers.buttons import Press
from handlers.commands import Button, Buttons
from handlers.desk import Desk, Talk
from handlers.history import since_reopened
from handlers.membership import chiefs
from handlers.texts import Words
from storage.model import Ticket

_TOLD = "complain"
"""The audit action; its code says what the chief was told."""


def choices(ticket: Ticket, words: Words) -> tuple[Button, ...]:
    """Return the two ways to go further: another officer, and a complaint."""
    return (
        buttons.button(words("button.other_officer"), "other", id=ticket.id),
        buttons.button(words("button.complain"), "complain", id=ticket.id),
    )


def was_opened_again(ticket: Ticket, desk: Desk) -> bool:
    """Return whether the matter was once called solved and was not: only then somebody can be unhappy with that."""
    return since_reopened(desk.records.audit.of_ticket(ticket.id)) is not None


def show_ways(talk: Talk, press: Press) -> None:
    """Show the complaint line, and the one tap that tells the chief."""
    ticket = _own(talk, press)
    if ticket is None:
        return
    words, phone = talk.words, talk.desk.settings.station.complaints.phone
    talk.answer()
    tap = buttons.button(words("button.tell_chief"), "unhappy", id=ticket.id)
    back = buttons.button(words("button.back"), "matter", id=ticket.id)
    text = words("complaint.line", phone=phone) if phone else words("complaint.no_line")
    talk.say(text, Buttons(((tap,), (back,))), ticket=ticket)


def ask_other_officer(talk: Talk, press: Press) -> None:
    """Ask the chief, in private, for another officer; who has the matter now is not told."""
    _tell_chief(talk, press, "other_officer", "chief.other_officer", "complaint.told_other")


def tell_unhappy(talk: Talk, press: Press) -> None:
    """Tell the chief, in private, that the resident is unhappy with how this is handled."""
    _tell_chief(talk, press, "unhappy", "chief.unhappy", "complaint.told_unhappy")


def _own(talk: Talk, press: Press) -> Ticket | None:
    """Return the person's own ticket, where it was opened again; anything else looks the same as missing."""
    ticket = talk.desk.records.tickets.find(press.id)
    if ticket is None or ticket.resident_id != talk.person.id or not was_opened_again(ticket, talk.desk):
        talk.answer(talk.words("press.nothing"), is_alert=True)
        return None
    return ticket


def _tell_chief(talk: Talk, press: Press, code: str, key: str, told: str) -> None:
    """Tell it once: a second tap is answered and changes nothing. Where no chief can be reached, show the phone."""
    ticket, desk, words = _own(talk, press), talk.desk, talk.words
    if ticket is None:
        return
    if _was_told(ticket, code, desk):
        talk.answer(words("complaint.known"))
        return
    talk.answer()
    if not _reaches_chief(ticket, key, desk):
        place = desk.settings.station
        talk.say(words("complaint.no_chief", phone=place.complaints.phone or place.desk.phone), ticket=ticket)
        return
    desk.records.audit.write(desk.now, talk.actor, _TOLD, ticket.id, code=code)
    talk.say(words(told, number=ticket.number), ticket=ticket)


def _was_told(ticket: Ticket, code: str, desk: Desk) -> bool:
    """Return whether the chief has heard this since the matter was last opened again."""
    lines = since_reopened(desk.records.audit.of_ticket(ticket.id)) or []
    return any((line.action, line.code) == (_TOLD, code) for line in lines)


def _reaches_chief(ticket: Ticket, key: str, desk: Desk) -> bool:
    """Tell every chief but the one whom it is about; return whether anybody could be told."""
    told = [
        desk.tell(chief, _said(ticket, key, desk, desk.words_for(chief)), ticket=ticket)
        for chief in chiefs(desk)
        if chief.id not in (ticket.assignee_id, ticket.resident_id)
    ]
    return any(told)


def _said(ticket: Ticket, key: str, desk: Desk, words: Words) -> str:
    kind, community = words(f"kind.{ticket.kind}"), cards.community_name(ticket, desk, words)
    return words(key, kind=kind, number=ticket.number, community=community)
