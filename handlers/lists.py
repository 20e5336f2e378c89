"""What officers can list: what nobody has, and what they hold."""

from __future__ import annotations

from handlers import buttons, events, menus
from handlers.cards import control_slot, draw_alert_anew, draw_card, draw_control, private_link
from handlers.commands import Button, Buttons, Post
from handlers.desk import Desk
from handlers.membership import is_trained, look_up_offices, may_see_restricted, office_chat, remember_name
from handlers.texts import Words
from storage.model import Chat, Person, Priority, Ticket

_MOST_LISTED = 20


def show_queue(event: events.CommandSent, desk: Desk) -> str | None:
    """List what nobody has: in the group as text, in private with a button each."""
    return _list_for(event, desk, "queue")


def show_mine(event: events.CommandSent, desk: Desk) -> str | None:
    """List, in private, what the officer holds, each with the message to work from."""
    return _list_for(event, desk, "mine")


def _list_for(event: events.CommandSent, desk: Desk, kind: str) -> str | None:
    if event.who.is_anonymous:
        return _refuse_anonymous(event, desk)
    person = desk.records.people.meet(event.who.address, desk.now)
    if event.where.kind == "group":
        return _list_in_group(event, person, desk, kind)
    chat = desk.records.chats.meet(event.where.address, "private", desk.now, person.id)
    offices = desk.records.people.offices_of(person.id)
    if not offices and not is_trained(person, desk) and look_up_offices(event, person, desk):
        return None
    if not offices and not is_trained(person, desk):
        desk.post(chat, Post(text=desk.words_for(person)("press.not_officer")))
        return "not_officer"
    (_post_queue if kind == "queue" else _post_mine)(chat, person, offices, desk)
    return None


def _refuse_anonymous(event: events.CommandSent, desk: Desk) -> str:
    chat = office_chat(event, desk)
    if chat is not None:
        desk.post(chat, Post(text=desk.group_words("press.anonymous")), priority=Priority.CARD)
    return "anonymous"


def _list_in_group(event: events.CommandSent, person: Person, desk: Desk, kind: str) -> str | None:
    chat = office_chat(event, desk)
    if chat is None or chat.office is None:
        return "strange_group"
    desk.records.people.set_membership(chat.id, person.id, True, desk.now)
    remember_name(person, event.who.name, desk)
    if kind == "mine":
        desk.post(chat, Post(text=desk.group_words("mine.private", link=private_link(desk))), priority=Priority.CARD)
        return None
    lines = _queue_lines(desk.records.tickets.unclaimed(chat.office), desk, desk.group_words)
    desk.post(chat, Post(text="\n".join(lines)), priority=Priority.CARD)
    return None


def _queue_lines(tickets: list[Ticket], desk: Desk, words: Words) -> list[str]:
    if not tickets:
        return [words("queue.empty")]
    lines: list[str] = [words("queue.head", count=len(tickets))]
    lines += [_line(ticket, desk, words) for ticket in tickets[:_MOST_LISTED]]
    if len(tickets) > _MOST_LISTED:
        lines.append(words("queue.more", count=len(tickets) - _MOST_LISTED))
    return lines


def _line(ticket: Ticket, desk: Desk, words: Words) -> str:
    since = desk.when(ticket.created_at, words)
    if ticket.is_restricted:
        return words("restricted.waits", number=ticket.number, time=since)
    return words("queue.line", number=ticket.number, kind=words(f"kind.{ticket.kind}"), time=since)


def _post_queue(chat: Chat, person: Person, offices: list[str], desk: Desk) -> None:
    words = desk.words_for(person)
    tickets = [ticket for office in offices for ticket in desk.records.tickets.unclaimed(office)]
    tickets += _restricted_for(person, desk)
    rows: list[tuple[Button, ...]] = [
        (buttons.button(words("queue.claim", number=ticket.number), "claim", id=ticket.id),)
        for ticket in tickets[:_MOST_LISTED]
    ]
    desk.post(chat, Post(text="\n".join(_queue_lines(tickets, desk, words)), markup=Buttons(tuple(rows))))


def _restricted_for(person: Person, desk: Desk) -> list[Ticket]:
    """Return the restricted tickets that wait, for whoever is trained for them."""
    waiting = desk.records.tickets.restricted_unclaimed() if is_trained(person, desk) else []
    return [ticket for ticket in waiting if may_see_restricted(ticket, person, desk)]


def _post_mine(chat: Chat, person: Person, offices: list[str], desk: Desk) -> None:
    words = desk.words_for(person)
    tickets = desk.records.tickets.held_by(person.id)
    desk.post(chat, Post(text=words("mine.head", count=len(tickets)) if tickets else words("mine.empty")))
    for ticket in tickets[:_MOST_LISTED]:
        show_again(ticket, person, desk)


def show_again(ticket: Ticket, person: Person, desk: Desk) -> None:
    """Show the claimer's message below everything else, as the live one."""
    desk.records.chats.empty_slot(control_slot(ticket, person.id))
    draw_control(ticket, person, desk)


def greet(event: events.FromPerson, person: Person, chat: Chat, desk: Desk) -> None:
    """Meet an officer who opened the private chat: what they can do, and what they already hold."""
    words = desk.words_for(person)
    menus.offer_own(person, desk)
    own_matter = Buttons(((buttons.button(words("officer.desk_for_me"), "menu"),),))
    desk.post(chat, Post(text=words("officer.welcome", name=person.name or event.who.name), markup=own_matter))
    for ticket in desk.records.tickets.held_by(person.id):
        show_again(ticket, person, desk)
        draw_card(ticket, desk)
    for ticket in _restricted_for(person, desk):
        draw_alert_anew(ticket, person, desk)
