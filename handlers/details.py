"""What an officer was shown of a ticket in private, and taking it away again."""

from __future__ import annotations

from handlers import hide
from handlers.desk import Desk
from storage.model import Ticket


def take_away(ticket: Ticket, desk: Desk) -> None:
    """Erase what officers were shown of the ticket's answers, as far back as the channel lets us."""
    shown = desk.records.messages.shown_to_officers(ticket.id, ticket.resident_id, desk.now - hide.CAN_BE_ERASED)
    for chat_id, messages in shown.items():
        hide.erase(desk.records.chats.get(chat_id), messages, desk)
