"""What a resident is told of a matter: how it stands, in plain words, never in their quiet hours."""

from __future__ import annotations

from datetime import datetime

from handlers import buttons, cards, retention
from handlers.commands import Buttons
from handlers.desk import Desk
from handlers.hours import Duration, Span
from handlers.texts import Words
from storage.model import DueRow, Ticket, TicketStatus


def tell_resident(ticket: Ticket, desk: Desk) -> None:
    """Tell the resident how things stand: now, or, unless it is urgent, when the quiet hours are over, once."""
    quiet_end = end_of_quiet(desk)
    if quiet_end > desk.now and not ticket.is_urgent:
        desk.records.due.promise("news", quiet_end, ticket_id=ticket.id, again=True)
        return
    desk.records.due.skip("news", "told", ticket_id=ticket.id)
    _post_news(ticket, desk)


def end_of_quiet(desk: Desk) -> datetime:
    return desk.settings.calendar.out_of(Span.parse(desk.settings.quiet_hours.residents), desk.now)


def _post_news(ticket: Ticket, desk: Desk) -> None:
    resident = desk.records.people.get(ticket.resident_id)
    words = desk.words_for(resident)
    if ticket.status is TicketStatus.RESOLVED and is_asked_at_once(ticket, desk):
        text = f"{news(ticket, desk, words)}\n\n{words('followup.question', number=ticket.number)}"
        desk.tell(resident, text, question_buttons(ticket, words), ticket=ticket)
    else:
        desk.tell(resident, news(ticket, desk, words), ticket=ticket)


def news(ticket: Ticket, desk: Desk, words: Words) -> str:
    """Return in plain words how a matter stands; of one that is over also when its words are deleted."""
    values = {"number": ticket.number, "phone": desk.settings.station.desk.phone}
    if ticket.is_open and ticket.assignee_id is not None:
        return words("news.handled", name=cards.officer_name(ticket.assignee_id, desk), **values)
    if ticket.is_open:
        return words("news.waiting", **values)
    if ticket.status is TicketStatus.RESOLVED:
        return words("news.resolved", outcome=_told_outcome(ticket, desk, words), **values)
    told = words(f"news.{ticket.status}", **values)
    gone = retention.when_deleted(ticket, desk, words)
    return words("retention.told", news=told, gone=gone) if gone else told


def _told_outcome(ticket: Ticket, desk: Desk, words: Words) -> str:
    outcomes = {outcome.id: outcome for outcome in desk.pack.forms[ticket.form].outcomes}
    outcome = outcomes.get(ticket.outcome or "")
    return desk.name(outcome.told or outcome.label, words) if outcome else ""


def question_buttons(ticket: Ticket, words: Words) -> Buttons:
    """Return the three answers; their version is the ticket's, so that an old question does not answer a new one."""
    answers = ("solved", "not_yet", "worse")
    return Buttons(
        tuple(
            (buttons.button(words(f"followup.{name}"), name, id=ticket.id, version=ticket.version % 1_000_000),)
            for name in answers
        )
    )


def is_asked_at_once(ticket: Ticket, desk: Desk) -> bool:
    timers = desk.settings.timers_of(ticket.kind, ticket.is_urgent).followup
    return Duration.parse(timers.ask).amount == 0


def tell_news(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """The quiet hours are over: say how the matter stands now, once, whatever happened in the night."""
    if ticket is None or ticket.status is TicketStatus.WITHDRAWN:
        return "over"
    if (quiet_end := end_of_quiet(desk)) > desk.now:
        desk.records.due.put_off(row.id, quiet_end)
        return "put_off"
    _post_news(ticket, desk)
    return None
