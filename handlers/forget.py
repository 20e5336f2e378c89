"""/forget: what goes and what must stay is said first; one yes, and it is gone."""

from __future__ import annotations

from datetime import timedelta

from handlers import buttons, details, hide, matters, own_data, retention
from handlers.buttons import Press
from handlers.commands import Buttons
from handlers.desk import Desk, Talk
from storage.audit import Actor
from storage.model import MOVES, DueRow, Ticket, TicketStatus

_GOODBYE_LASTS = timedelta(minutes=1)
"""The chat's address is kept so long, to say that all is gone."""
_LOOK_AGAIN = timedelta(minutes=5)
_ROWS_LAST = timedelta(hours=49)
"""Until then finished rows of the queues still point to the chat."""
_MOST_LISTED = 5


def ask(talk: Talk, argument: str = "") -> str | None:
    """Say what goes, what has to stay and until when; then ask once."""
    talk.say(*_question(talk))
    return None


def press_ask(talk: Talk, press: Press) -> None:
    talk.answer()
    talk.show(*_question(talk))


def _question(talk: Talk) -> tuple[str, Buttons]:
    words, tickets = talk.words, _own(talk)
    lines: list[str] = [words("forget.ask")]
    if count := sum(ticket.is_open for ticket in tickets):
        lines.append(words("forget.open", count=count))
    lines.append(words("forget.stays"))
    lines += _frozen_lines(talk, tickets)
    if talk.desk.is_staff(talk.person):
        lines.append(words("forget.staff"))
    version = len(tickets) % 1_000_000
    yes = buttons.button(words("button.forget_yes"), "forget_yes", id=talk.person.id, version=version)
    return "\n\n".join(lines), Buttons(((yes,), (buttons.button(words("button.keep"), "mydata"),)))


def _own(talk: Talk) -> list[Ticket]:
    return talk.desk.records.tickets.of_resident(talk.person.id)


def _frozen_lines(talk: Talk, tickets: list[Ticket]) -> list[str]:
    """Return a line for each matter of which a law keeps something; restricted ones give no number away."""
    desk, words, lines = talk.desk, talk.words, list[str]()
    for ticket in tickets:
        ends = [each.until for each in desk.records.retention.frozen_of(ticket.id)]
        for answer in desk.records.retention.answers_of(ticket.id):
            until = retention.frozen_until(ticket, answer.keep, desk)
            ends += [until] if until is not None and until > desk.now else []
        if ends and not ticket.is_restricted:
            day = retention.said_day(max(ends), desk, words)
            lines.append(words("forget.frozen", number=ticket.number, date=day, law=own_data.law(talk)))
    return lines[:_MOST_LISTED]


def forget(talk: Talk, press: Press) -> None:
    """Delete all of it; a yes to a question that is no longer true asks again, and one to another's does nothing."""
    if press.id != talk.person.id:
        talk.answer(talk.words("press.nothing"), is_alert=True)
        return
    talk.answer()
    if press.version != len(_own(talk)) % 1_000_000:
        talk.show(*_question(talk))
        return
    for ticket in _own(talk):
        _end(ticket, talk)
    _drop_what_waits(talk)
    talk.desk.records.retention.drop_what_was_agreed(talk.person.id)
    # Nobody stands on the line: whoever never sent anything shall leave no row that it would hold.
    talk.desk.records.audit.write(talk.desk.now, Actor(None, talk.actor.role), "forget")
    if talk.desk.is_staff(talk.person):
        talk.desk.records.people.set_community(talk.person.id, None)
        talk.show(talk.words("forget.done_staff"))
    else:
        _leave(talk)


def _drop_what_waits(talk: Talk) -> None:
    """Delete what was begun and what waits: forms, words for nobody yet, how to reach the person, what was held."""
    records, person = talk.desk.records, talk.person
    records.drafts.end_all(person.id)
    records.replies.put_pen_down(person.id)
    records.retention.drop_unsent_of(person.id)
    records.retention.drop_contact(person.id)


def _end(ticket: Ticket, talk: Talk) -> None:
    """Take the matter back, or close it where it is done; delete its words, here and where officers were shown them."""
    desk = talk.desk
    desk.records.outbox.drop_for_ticket(ticket.id, desk.now, "forgotten")
    if ticket.is_open:
        ticket = matters.take_back(ticket, talk, "forgotten")
    for status in (TicketStatus.FOLLOWED_UP, TicketStatus.CLOSED):
        if status in MOVES[ticket.status]:
            ticket = desk.records.tickets.move(ticket, status, talk.actor, desk.now, code="forgotten")
    details.take_away(ticket, desk)
    if ticket.purged_at is None:
        retention.let_all_go(ticket, desk)


def _leave(talk: Talk) -> None:
    """Clear the chat, say goodbye, and leave a person without an address; who writes next is somebody new."""
    desk, records = talk.desk, talk.desk.records
    records.outbox.drop_for_chat(talk.chat.id, desk.now, "forgotten")
    records.inbox.blank_failed(talk.chat.address)
    hide.say_cleared(talk, "forget.done")
    records.retention.drop_messages(talk.chat.id)
    records.retention.forget_person(talk.person.id, desk.now)
    records.due.promise("forgotten", desk.now + _GOODBYE_LASTS, person_id=talk.person.id)


def finish(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """The goodbye is said: the chat's address goes as well, and later the rows that nothing points to any more."""
    records, person_id = desk.records, row.person_id or ""
    chat = records.chats.of_person(person_id)
    if chat is not None and records.outbox.is_anything_for(chat.id):
        records.due.put_off(row.id, desk.now + _LOOK_AGAIN)
        return "put_off"
    if chat is not None and chat.address:
        records.retention.forget_chat(chat.id)
        for own in records.tickets.of_resident(person_id):
            details.take_away(own, desk)  # what was on its way to an officer when its words were deleted
        records.due.put_off(row.id, desk.now + _ROWS_LAST)
        return "put_off"
    records.retention.drop_husk(person_id, chat.id if chat else None)
    return None
