"""The one question after a matter is resolved, what becomes of its answer, and the quiet end of things."""

from __future__ import annotations

from handlers import cards
from handlers.buttons import Press
from handlers.desk import Desk, Talk
from handlers.hours import Duration
from handlers.news import end_of_quiet, news, question_buttons
from handlers.nudges import plan_unclaimed, tell_chiefs
from storage.audit import SYSTEM
from storage.model import DueRow, Ticket, TicketStatus


def plan_question(ticket: Ticket, desk: Desk) -> None:
    """Promise the one question of a resolved matter at its time; one that is due at once goes with the news."""
    timers = desk.settings.timers_of(ticket.kind, ticket.is_urgent).followup
    ask_at = desk.now + Duration.parse(timers.ask).plain
    silence_at = ask_at + Duration.parse(timers.silence).plain
    is_asked = desk.pack.forms[ticket.form].notice != "none"  # who found somebody unwell is thanked, and left in peace
    if is_asked and ask_at > desk.now:
        desk.records.due.promise("question", ask_at, ticket_id=ticket.id, again=True)
    desk.records.due.promise("silence", silence_at, ticket_id=ticket.id, again=True)


def answer_question(talk: Talk, press: Press) -> None:
    """Take the resident's answer: solved ends the matter, anything else opens it again with the same handler."""
    desk, words = talk.desk, talk.words
    ticket = desk.records.tickets.find(press.id)
    if ticket is None or ticket.resident_id != talk.person.id:
        talk.answer(words("press.nothing"), is_alert=True)
        return
    if ticket.status is not TicketStatus.RESOLVED or ticket.version % 1_000_000 != press.version:
        talk.answer(words("followup.answered"))
        talk.say(news(ticket, desk, words), ticket=ticket)
        return
    if press.action == "solved":
        _finish(talk, ticket)
    else:
        open_again(talk, ticket, press.action)


def _finish(talk: Talk, ticket: Ticket) -> None:
    desk = talk.desk
    desk.records.due.skip_all(ticket.id, "answered")
    done = desk.records.tickets.move(ticket, TicketStatus.FOLLOWED_UP, talk.actor, desk.now, code="solved")
    plan_close(done, desk)
    cards.draw_card(done, desk)
    talk.answer()
    talk.show(talk.words("followup.thanks", number=ticket.number))


def can_reopen(ticket: Ticket, desk: Desk) -> bool:
    """Return whether a finished matter can still go back: as long after resolve as the station says."""
    is_finished = ticket.status in (TicketStatus.FOLLOWED_UP, TicketStatus.CLOSED) and ticket.purged_at is None
    if not is_finished or ticket.resolved_at is None:
        return False
    window = desk.settings.timers_of(ticket.kind, ticket.is_urgent).reopen_window
    return desk.now <= ticket.resolved_at + Duration.parse(window).plain


def open_again(talk: Talk, ticket: Ticket, code: str) -> None:
    """Give the matter back to who had it; one that got worse goes to the chief as well."""
    desk = talk.desk
    desk.records.due.skip_all(ticket.id, "answered")
    again = desk.records.tickets.move(ticket, TicketStatus.REOPENED, talk.actor, desk.now, code=code)
    if code == "worse":
        again = desk.records.tickets.escalate(again, talk.actor, code, desk.now)
        tell_chiefs(again, desk, "chief.worse")
    _call_back(again, desk, "control.worse" if code == "worse" else "control.reopened")
    cards.draw_card(again, desk)
    talk.answer()
    phone = desk.settings.station.desk.phone
    talk.show(talk.words(f"followup.told_{code}", number=ticket.number, phone=phone))


def _call_back(ticket: Ticket, desk: Desk, key: str) -> None:
    """Tell the former handler; one who cannot be reached leaves the matter to the queue."""
    if ticket.assignee_id is None:
        plan_unclaimed(ticket, desk, again=True)
        return
    officer = desk.records.people.get(ticket.assignee_id)
    desk.tell(officer, desk.words_for(officer)(key, number=ticket.number), ticket=ticket)
    desk.records.chats.empty_slot(cards.control_slot(ticket, officer.id))
    cards.draw_control(ticket, officer, desk)


def plan_close(ticket: Ticket, desk: Desk) -> None:
    timers = desk.settings.timers_of(ticket.kind, ticket.is_urgent).followup
    desk.records.due.promise("close", desk.now + Duration.parse(timers.close).plain, ticket_id=ticket.id, again=True)


def ask_question(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Ask the resident once whether it is solved, outside the quiet hours."""
    if ticket is None or ticket.status is not TicketStatus.RESOLVED:
        return "over"
    if (quiet_end := end_of_quiet(desk)) > desk.now:
        desk.records.due.put_off(row.id, quiet_end)
        return "put_off"
    resident = desk.records.people.get(ticket.resident_id)
    words = desk.words_for(resident)
    text = words("followup.question", number=ticket.number)
    is_told = desk.tell(resident, text, question_buttons(ticket, words), ticket=ticket)
    return None if is_told else "unreachable"


def take_silence(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """No answer came: the matter counts as followed up, and closes later."""
    if ticket is None or ticket.status is not TicketStatus.RESOLVED:
        return "over"
    done = desk.records.tickets.move(ticket, TicketStatus.FOLLOWED_UP, SYSTEM, desk.now, code="silence")
    plan_close(done, desk)
    cards.draw_card(done, desk)
    return None


def close(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    if ticket is None or ticket.status is not TicketStatus.FOLLOWED_UP:
        return "over"
    closed = desk.records.tickets.move(ticket, TicketStatus.CLOSED, SYSTEM, desk.now)
    cards.draw_card(closed, desk)
    return None
