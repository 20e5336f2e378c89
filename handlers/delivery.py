"""What became of what we said: people who shut the desk out, messages that could not arrive, copies shown twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers import events, matters
from handlers.cards import card_slot, draw_card, draw_control, neutralise
from handlers.commands import Buttons
from handlers.desk import Desk, Talk
from handlers.membership import tell_admins
from handlers.news import has_been_asked, question_buttons, told
from handlers.status import shorten, status_slot
from handlers.texts import Words
from storage.model import Person, Priority, Ticket, TicketStatus

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
        come_back(person, desk)
    return None


def note_back(talk: Talk) -> Talk:
    """Whoever writes or presses can be reached again."""
    if talk.person.unreachable_at is None:
        return talk
    come_back(talk.person, talk.desk)
    return replace(talk, person=talk.desk.records.people.get(talk.person.id))


def come_back(person: Person, desk: Desk) -> None:
    """Tell a person who was away once how their matters stand, and their handlers that they can be reached again."""
    if person.unreachable_at is None:
        return
    desk.records.people.set_unreachable(person.id, None)
    back = desk.records.people.get(person.id)
    _tell_how_it_stands(back, person.unreachable_at, desk)
    _tell_handlers(back, desk, is_away=False)


def _tell_how_it_stands(person: Person, since: datetime, desk: Desk) -> None:
    """Say how each matter stands; what is restricted is not spoken of unasked, whoever may hold the phone."""
    tickets = [each for each in desk.records.tickets.of_resident(person.id) if _is_worth_telling(each, since)]
    words = desk.words_for(person)
    if tickets:
        lines = [words("back.head"), *(told(ticket, desk, words) for ticket in tickets)]
        text, markup = "\n".join(lines), matters.list_buttons(tickets, words)
        if len(tickets) == 1 and has_been_asked(tickets[0], desk):
            text, markup = _with_question(text, tickets[0], words)
        desk.tell(person, text, markup, priority=Priority.ANSWER)


def _with_question(text: str, ticket: Ticket, words: Words) -> tuple[str, Buttons]:
    """The one question came while nobody could hear it: it is asked here."""
    return f"{text}\n\n{words('followup.question', number=ticket.number)}", question_buttons(ticket, words)


def _is_worth_telling(ticket: Ticket, since: datetime) -> bool:
    """Return whether the matter goes on, or ended after the person went away."""
    ends = [moment for moment in (ticket.resolved_at, ticket.closed_at) if moment is not None]
    is_news = ticket.is_open or ticket.status is TicketStatus.RESOLVED or any(moment >= since for moment in ends)
    return is_news and not ticket.is_restricted and ticket.status is not TicketStatus.WITHDRAWN


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
    _tell_handlers(person, desk, is_away=True)


def _tell_handlers(resident: Person, desk: Desk, *, is_away: bool) -> None:
    """Tell whoever has an open matter of the resident, once, and let their own message of it say so."""
    for ticket in desk.records.tickets.of_resident(resident.id):
        if ticket.is_open and ticket.assignee_id is not None:
            officer = desk.records.people.get(ticket.assignee_id)
            words = desk.words_for(officer)
            key = "control.resident_away" if is_away else "control.resident_back"
            desk.tell(officer, words(key, number=ticket.number), ticket=ticket)
            draw_control(ticket, officer, desk)


def note_copy(event: events.CopyShown, desk: Desk) -> str | None:
    """A message was shown twice since its receipt was lost: the copy becomes a pointer to the live one."""
    chat = desk.records.chats.get(event.chat)
    ticket = desk.records.tickets.find(event.ticket)
    if ticket is not None and event.slot == status_slot(ticket):
        shorten(chat, event.message, ticket, desk)
        return None
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
