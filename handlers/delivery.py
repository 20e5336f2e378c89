"""What became of what we said: people who shut the desk out, messages that could not arrive, copies shown twice."""

from __future__ import annotations

from handlers import events
from handlers.cards import card_slot, draw_card, neutralise
from handlers.desk import Desk
from handlers.membership import tell_admins

_AWAY = frozenset({"blocked", "never_started", "chat_gone"})


def note_failed(event: events.DeliveryFailed, desk: Desk) -> str | None:
    """A message is given up: a person who is away is marked so and hears no more; a group's silence is told on."""
    chat = desk.records.chats.get(event.chat)
    if chat.person_id is not None and event.reason in _AWAY:
        mark_away(chat.person_id, desk)
    elif chat.kind == "group" and event.command != "LeaveChat":
        tell_admins(desk, "admin.group_unreachable", office=chat.office or "", reason=event.reason)
    return None


def note_blocked(event: events.BotBlocked, desk: Desk) -> str | None:
    """A person shut the desk out, or let it in again."""
    person = desk.records.people.find(event.who.address)
    if person is None:
        return "stranger"
    if event.is_blocked:
        mark_away(person.id, desk)
    else:
        desk.records.people.set_unreachable(person.id, None)
    return None


def mark_away(person_id: str, desk: Desk) -> None:
    """Send nothing more to the person, and let whoever handles their open matters know."""
    person = desk.records.people.get(person_id)
    if person.unreachable_at is not None:
        return
    desk.records.people.set_unreachable(person_id, desk.now)
    desk.records.safe_contacts.set_asked(person_id, None)  # what was asked never came
    chat = desk.records.chats.of_person(person_id)
    if chat is not None:
        desk.records.outbox.drop_for_chat(chat.id, desk.now, "blocked")
    for ticket in desk.records.tickets.of_resident(person_id):
        if ticket.is_open and ticket.assignee_id is not None:
            officer = desk.records.people.get(ticket.assignee_id)
            desk.tell(officer, desk.words_for(officer)("control.resident_away", number=ticket.number), ticket=ticket)


def note_copy(event: events.CopyShown, desk: Desk) -> str | None:
    """A card was shown twice since its receipt was lost: the copy becomes a pointer to the live one."""
    chat = desk.records.chats.get(event.chat)
    ticket = desk.records.tickets.find(event.ticket)
    if ticket is None or event.slot != card_slot(ticket):
        return "no_card"
    neutralise(chat, event.message, ticket, desk)
    return None


def note_chat_moved(event: events.ChatMoved, desk: Desk) -> str | None:
    """A group goes on under another address: what waits for somebody is shown there again, nothing of it is lost."""
    chat = desk.records.chats.find(event.old) or desk.records.chats.find(event.new)
    if chat is None or chat.office is None:
        return "strange_group"
    if chat.address != event.new:
        desk.records.chats.move(chat.id, event.new)
    for ticket in desk.records.tickets.unclaimed(chat.office):
        draw_card(ticket, desk)
    return None
