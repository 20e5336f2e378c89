"""The one question after a matter is resolved, what becomes of its answer, and the quiet end of things."""

from __future__ import annotations

from handlers import cards, events, lists, reasons, safe_contact, status
from handlers.buttons import Press
from handlers.desk import Desk, Talk
from handlers.hours import Duration
from handlers.membership import actor_of
from handlers.news import (
    answer_press,
    ask_resident,
    choices,
    clock_of,
    end_of_quiet,
    is_asked,
    note_change,
    promise,
    reopen_until,
    told,
)
from handlers.nudges import plan_unclaimed, tell_chiefs
from storage.audit import SYSTEM, Actor
from storage.model import DueRow, Person, Ticket, TicketStatus


def plan_question(ticket: Ticket, desk: Desk) -> None:
    """Promise the one question of a resolved matter at its time; one that is due at once goes with the news."""
    timers = desk.settings.timers_of(ticket.kind, ticket.is_urgent).followup
    ask_at = desk.now + Duration.parse(timers.ask).plain
    silence_at = ask_at + Duration.parse(timers.silence).plain
    if is_asked(ticket, desk) and ask_at > desk.now:
        desk.records.due.promise("question", ask_at, ticket_id=ticket.id, again=True)
    desk.records.due.promise("silence", silence_at, ticket_id=ticket.id, again=True)


def answer_question(talk: Talk, press: Press) -> None:
    """Take the resident's answer: solved ends the matter, anything else opens it again with the same handler."""
    desk, words = talk.desk, talk.words
    ticket = desk.records.tickets.find(press.id)
    if ticket is None or ticket.resident_id != talk.person.id or ticket.is_by_helper:
        talk.answer(words("press.nothing"), is_alert=True)
        return
    if ticket.status is not TicketStatus.RESOLVED or ticket.version % 1_000_000 != press.version:
        talk.answer(words("followup.answered"))
        talk.say(told(ticket, desk, words), choices(ticket, desk, words), ticket=ticket)
        return
    if press.action == "solved":
        talk.answer()
        _thank(talk, _finish(ticket, talk.actor, "solved", desk))
    else:
        open_again(talk, ticket, press.action)


def _thank(talk: Talk, ticket: Ticket) -> None:
    """Thank for the answer, and say until when the matter can be opened again."""
    desk, words = talk.desk, talk.words
    if ticket.is_restricted:
        answer_press(talk, ticket, told(ticket, desk, words))
        return
    thanks = words("followup.thanks", number=ticket.number)
    answer_press(talk, ticket, f"{thanks}\n{promise(ticket, clock_of(ticket, desk), desk, words)}")


def told_solved(event: events.ButtonPressed, press: Press, ticket: Ticket, person: Person, desk: Desk) -> None:
    """The resident told the officer that it is solved: nobody asks them again."""
    done = _finish(ticket, actor_of(person), "told_solved", desk)
    note_change(done, desk)
    desk.answer(event, desk.words_for(person)("control.told", number=ticket.number))


def told_not_yet(event: events.ButtonPressed, press: Press, ticket: Ticket, person: Person, desk: Desk) -> None:
    """The resident told the officer that it is not solved: it is open again and theirs, and nobody asks."""
    again = _reopen(ticket, actor_of(person), "told_not_yet", desk)
    cards.draw_card(again, desk)
    cards.draw_control(again, person, desk)
    note_change(again, desk)
    desk.answer(event, desk.words_for(person)("control.told", number=ticket.number))


def _finish(ticket: Ticket, actor: Actor, code: str, desk: Desk) -> Ticket:
    """Count the matter as followed up: the question is not asked any more, and the end is planned."""
    desk.records.due.skip_all(ticket.id, "answered")
    done = desk.records.tickets.move(ticket, TicketStatus.FOLLOWED_UP, actor, desk.now, code=code)
    timers = desk.settings.timers_of(ticket.kind, ticket.is_urgent).followup
    desk.records.due.promise("close", desk.now + Duration.parse(timers.close).plain, ticket_id=ticket.id, again=True)
    cards.draw_card(done, desk)
    cards.redraw_control(done, desk)
    return done


def can_reopen(ticket: Ticket, desk: Desk) -> bool:
    """Return whether a finished matter can still go back: as long after resolve as the station says."""
    return reopen_until(ticket, desk) is not None


def open_again(talk: Talk, ticket: Ticket, code: str) -> None:
    """Give the matter back to who had it and ask why; one that got worse goes to the chief as well."""
    desk = talk.desk
    again = _reopen(ticket, talk.actor, code, desk)
    if code == "worse":
        again = desk.records.tickets.escalate(again, talk.actor, code, desk.now)
        tell_chiefs(again, desk, "chief.worse")
    again = _call_back(again, desk, "control.worse" if code == "worse" else "control.reopened")
    cards.draw_card(again, desk)
    talk.answer()
    if again.is_restricted:
        answer_press(talk, again, told(again, desk, talk.words))
    else:
        _ask_why(talk, again, code)


def _ask_why(talk: Talk, ticket: Ticket, code: str) -> None:
    """Say that it is open again and ask why, in place of the question; the status message of the matter waits."""
    text, markup = reasons.question(talk, ticket, code)
    if status.is_pressed(talk, ticket):
        status.take_over(talk, ticket, text, markup)
    else:
        talk.show(text, markup)
        note_change(ticket, talk.desk)


def _reopen(ticket: Ticket, actor: Actor, code: str, desk: Desk) -> Ticket:
    """Open the matter again under its number; the follow-up begins anew when it is next resolved."""
    desk.records.due.skip_all(ticket.id, "answered")
    return desk.records.tickets.move(ticket, TicketStatus.REOPENED, actor, desk.now, code=code)


def _call_back(ticket: Ticket, desk: Desk, key: str) -> Ticket:
    """Tell the former handler; where they left or cannot be reached, the matter goes to the queue."""
    officer = desk.records.people.get(ticket.assignee_id) if ticket.assignee_id else None
    if officer is not None and _is_still_there(officer, ticket, desk):
        desk.tell(officer, desk.words_for(officer)(key, number=ticket.number), ticket=ticket)
        lists.show_again(ticket, officer, desk)
        return ticket
    if officer is not None:
        ticket = desk.records.tickets.release(ticket, Actor(officer.id, "system"), "left", desk.now) or ticket
    plan_unclaimed(ticket, desk, again=True)
    return ticket


def _is_still_there(officer: Person, ticket: Ticket, desk: Desk) -> bool:
    return ticket.office in desk.records.people.offices_of(officer.id) and cards.is_reachable(officer.id, desk)


def ask_question(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Ask the resident once whether it is solved, outside the quiet hours."""
    if ticket is None or ticket.status is not TicketStatus.RESOLVED:
        return "over"
    if (quiet_end := end_of_quiet(desk)) > desk.now:
        desk.records.due.put_off(row.id, quiet_end)
        return "put_off"
    if not safe_contact.may_remind(desk.records.people.get(ticket.resident_id), desk):
        return "not_safe"
    return None if ask_resident(ticket, desk) else "unreachable"


def take_silence(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """No answer came: the matter counts as followed up, and closes later."""
    if ticket is None or ticket.status is not TicketStatus.RESOLVED:
        return "over"
    note_change(_finish(ticket, SYSTEM, "silence", desk), desk)
    return None


def close(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Nothing more is planned: the matter is closed, and its status message says so."""
    if ticket is None or ticket.status is not TicketStatus.FOLLOWED_UP:
        return "over"
    closed = desk.records.tickets.move(ticket, TicketStatus.CLOSED, SYSTEM, desk.now)
    cards.draw_card(closed, desk)
    note_change(closed, desk)
    return None
