"""Carrying what one side says of a matter to the other: to the claimer at once, to the resident when it suits them."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from handlers import buttons, cards
from handlers.commands import Buttons, Post, SendFile
from handlers.desk import Desk
from handlers.forms import answers
from handlers.news import end_of_quiet, reply_button
from handlers.texts import Markup, Words, escape
from storage.model import DueRow, Person, Priority, Reply, Side, Ticket

_IDLE = timedelta(minutes=5)
"""So long after the last tap in a form nobody is disturbed by words any more."""


_AWAKE = timedelta(hours=1)
"""Who wrote within the last hour is not woken by the answer."""


class Carried(StrEnum):
    SHOWN = "shown"  # the other side has it
    HELD = "held"  # it comes when its reader, who could be in danger, says that it is a good time
    WAITS = "waits"  # it comes when the form is sent or left, or the quiet hours are over
    KEPT = "kept"  # nobody has the matter, or who has it cannot be reached: it stands in the details


def carry(reply: Reply, ticket: Ticket, desk: Desk) -> Carried:
    """Show the other side what was said, now or later."""
    if reply.side is Side.RESIDENT:
        return Carried.SHOWN if _show_claimer(reply, ticket, desk) else Carried.KEPT
    until = waits_until(ticket, desk)
    if until > desk.now:
        desk.records.due.promise("replies", until, person_id=ticket.resident_id, again=True)
        return Carried.WAITS
    if not _show_resident(reply, ticket, desk):
        return Carried.KEPT
    return Carried.HELD if desk.records.safe_contacts.holds_for(ticket.resident_id) else Carried.SHOWN


def waits_until(ticket: Ticket, desk: Desk) -> datetime:
    """Return when the resident is told an officer's words: after the form they fill in, and not in quiet hours.

    An urgent matter waits for nothing; an answer to what the resident wrote just now does not wait for the morning.
    """
    if ticket.is_urgent:
        return desk.now
    drafts = [draft for draft in desk.records.drafts.of_person(ticket.resident_id) if not draft.is_cancelled]
    until = max(desk.now, drafts[0].updated_at + _IDLE) if drafts else desk.now
    return until if _is_awake(ticket, desk) else max(until, end_of_quiet(desk))


def _is_awake(ticket: Ticket, desk: Desk) -> bool:
    """Return whether the resident has just written about the matter themselves."""
    said = [reply for reply in desk.records.replies.of_ticket(ticket.id) if reply.side is Side.RESIDENT]
    return bool(said) and said[-1].created_at > desk.now - _AWAKE


def tell_waiting(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Show the resident what officers said in the meantime, each in its turn, unless they are busy again."""
    waiting = desk.records.replies.unshown(row.person_id or "")
    if not waiting:
        return "told"
    matters = [(reply, desk.records.tickets.get(reply.ticket_id or "")) for reply in waiting]
    until = min(waits_until(ticket, desk) for _, ticket in matters)
    if until > desk.now:
        desk.records.due.put_off(row.id, until)
        return "put_off"
    for reply, matter in matters:
        _show_resident(reply, matter, desk)
    return None


def show_changed(reply: Reply, ticket: Ticket, desk: Desk) -> None:
    """Words that were shown were changed: the other side sees what they say now, and that they were changed."""
    if reply.shown_at is None:
        return
    show = _show_claimer if reply.side is Side.RESIDENT else _show_resident
    show(reply, ticket, desk)


def _show_claimer(reply: Reply, ticket: Ticket, desk: Desk) -> bool:
    if ticket.assignee_id is None:
        return False
    officer = desk.records.people.get(ticket.assignee_id)
    words = desk.words_for(officer)
    head = words("reply.from_resident", number=ticket.number)
    button = Buttons(((buttons.button(words("button.reply"), "write", id=ticket.id),),))
    return _show(reply, ticket, officer, _marked(head, reply, words), button, desk)


def _show_resident(reply: Reply, ticket: Ticket, desk: Desk) -> bool:
    resident = desk.records.people.get(ticket.resident_id)
    words = desk.words_for(resident)
    head = words("reply.from_officer", number=ticket.number, name=cards.officer_name(reply.author_id, desk))
    markup = Buttons(((reply_button(ticket, words),),)) if ticket.is_open else None
    return _show(reply, ticket, resident, _marked(head, reply, words), markup, desk)


def _marked(head: Markup, reply: Reply, words: Words) -> Markup:
    return head if reply.version == 1 else words("reply.changed", head=head)


def _show(reply: Reply, ticket: Ticket, person: Person, head: Markup, markup: Buttons | None, desk: Desk) -> bool:
    chat = desk.records.chats.of_person(person.id)
    if chat is None or person.unreachable_at is not None:
        return False
    is_protected = reply.side is Side.RESIDENT
    desk.post(
        chat,
        _told(answers.decode(reply.content), head, markup, is_protected=is_protected),
        priority=Priority.URGENT if ticket.is_urgent else Priority.ANSWER,
        ticket=ticket,
        slot=f"reply:{reply.id}",
    )
    desk.records.replies.mark_shown(reply.id, desk.now)
    return True


def _told(said: answers.Answer, head: Markup, markup: Buttons | None, *, is_protected: bool) -> Post | SendFile:
    match said:
        case answers.Photo():
            return SendFile(kind="photo", file=said.photo, caption=head, markup=markup, is_protected=is_protected)
        case answers.Voice():
            return SendFile(kind="voice", file=said.voice, caption=head, markup=markup, is_protected=is_protected)
        case answers.Text():
            return Post(text=f"{head}\n{escape(said.text)}", markup=markup, is_protected=is_protected)
        case _:
            raise ValueError(f"{type(said).__name__} is nothing that is carried")


def show_history(ticket: Ticket, officer: Person, desk: Desk) -> None:
    """Show the claimer what was said so far, below the details."""
    for reply in desk.records.replies.of_ticket(ticket.id):
        if reply.side is Side.RESIDENT:
            desk.records.chats.empty_slot(f"reply:{reply.id}")
            _show_claimer(reply, ticket, desk)
