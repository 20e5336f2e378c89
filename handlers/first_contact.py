"""First contact: what moves a claimed matter on."""

from __future__ import annotations

from handlers.cards import draw_card, draw_control
from handlers.desk import Desk
from handlers.membership import actor_of
from handlers.news import note_change
from storage.model import Person, Ticket, TicketStatus


def get_going(ticket: Ticket, person: Person, desk: Desk) -> Ticket:
    """Move a claimed ticket on: its claimer looked, wrote or called. Later contacts change nothing."""
    if ticket.status is TicketStatus.IN_PROGRESS:
        return ticket
    moved = desk.records.tickets.move(ticket, TicketStatus.IN_PROGRESS, actor_of(person), desk.now)
    draw_control(moved, person, desk)
    draw_card(moved, desk)
    note_change(moved, desk)
    return moved
