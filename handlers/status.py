"""A matter's one status message in the resident's chat: changed in place, or said anew below, so that one is live."""

from __future__ import annotations

from handlers import events
from handlers.commands import Buttons, Post
from handlers.desk import Desk, Talk
from storage.model import Chat, Priority, Ticket


def status_slot(ticket: Ticket) -> str:
    return f"status:{ticket.id}"


def say_anew(ticket: Ticket, desk: Desk, text: str, markup: Buttons, *, priority: Priority = Priority.REMINDER) -> bool:
    """Say it below everything else, with its sound; return False where the resident cannot be reached.

    The earlier status message becomes a line that points down.
    """
    resident = desk.records.people.get(ticket.resident_id)
    chat, slot = desk.records.chats.of_person(resident.id), status_slot(ticket)
    earlier = desk.records.chats.live_message(slot)
    desk.records.chats.empty_slot(slot)
    is_told = desk.tell(resident, text, markup, priority=priority, ticket=ticket, slot=slot)
    if is_told and chat is not None and earlier is not None:
        shorten(chat, earlier, ticket, desk)
    return is_told


def shorten(chat: Chat, message: int, ticket: Ticket, desk: Desk) -> None:
    """Turn a status message that is no longer the live one into a line without buttons; one that is gone stays gone."""
    words = desk.words_for(desk.records.people.get(ticket.resident_id))
    older = words("news.older", number=ticket.number)
    desk.post(chat, Post(text=older, markup=Buttons(()), message=message, is_change=True), ticket=ticket)


def change(ticket: Ticket, desk: Desk, text: str, markup: Buttons) -> None:
    """Change the status message where it stands, which makes no sound; where none was shown, say nothing.

    The channel sends a new one, without a sound, where the person has deleted it.
    """
    slot = status_slot(ticket)
    is_there = desk.records.chats.live_message(slot) is not None
    if is_there or desk.records.outbox.is_waiting(slot):
        resident = desk.records.people.get(ticket.resident_id)
        desk.tell(resident, text, markup, ticket=ticket, slot=slot, is_silent=is_there)


def is_pressed(talk: Talk, ticket: Ticket) -> bool:
    """Return whether the pressed button stands on the matter's live status message."""
    live = talk.desk.records.chats.live_message(status_slot(ticket))
    return isinstance(talk.event, events.ButtonPressed) and talk.event.message == live


def take_over(talk: Talk, ticket: Ticket, text: str, markup: Buttons) -> None:
    """Make the status message a question that nothing but its answer changes; it is no status any more."""
    slot = status_slot(ticket)
    live = talk.desk.records.chats.live_message(slot)
    talk.desk.records.chats.empty_slot(slot)
    talk.desk.post(talk.chat, Post(text=text, markup=markup, message=live), ticket=ticket)


def give_back(talk: Talk, ticket: Ticket) -> bool:
    """Make the pressed message the status message again; return False where another one is."""
    if not isinstance(talk.event, events.ButtonPressed):
        return False
    return talk.desk.records.chats.fill_slot(status_slot(ticket), talk.chat.id, talk.event.message, ticket.id)
