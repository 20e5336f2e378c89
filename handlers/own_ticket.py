"""A resident's own ticket, as a button of theirs names it."""

from __future__ import annotations

from handlers.buttons import Press
from handlers.desk import Talk
from storage.model import Ticket


def own_ticket(talk: Talk, press: Press) -> Ticket | None:
    """Return the ticket of the press where it is the person's own; missing and forbidden look the same."""
    ticket = talk.desk.records.tickets.find(press.id)
    if ticket is None or ticket.resident_id != talk.person.id:
        talk.answer(talk.words("press.nothing"), is_alert=True)
        return None
    return ticket
