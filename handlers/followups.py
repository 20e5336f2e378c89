"""What comes back by itself: nudges for what nobody has, the one question to the resident, the quiet end of things."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers import buttons, cards
from handlers.buttons import Press
from handlers.commands import Buttons, Post
from handlers.desk import Desk, Talk
from handlers.hours import Duration, Span
from handlers.membership import chiefs
from handlers.texts import Words
from storage.audit import SYSTEM
from storage.model import DueRow, Person, Priority, Ticket, TicketStatus

_HOUSEKEEPING = timedelta(hours=1)
_DONE_LASTS = timedelta(hours=48)
_FAILED_LASTS = timedelta(days=7)


def plan_unclaimed(ticket: Ticket, desk: Desk, *, again: bool = False) -> None:
    """Promise to speak up when nobody claims: to the group, then to the chief."""
    timers = desk.settings.timers_of(ticket.kind, ticket.is_urgent).claim
    for kind, text in (("nudge", timers.nudge), ("escalate", timers.escalate)):
        desk.records.due.promise(kind, _claim_time(ticket, text, desk), ticket_id=ticket.id, again=again)


def _claim_time(ticket: Ticket, text: str, desk: Desk) -> datetime:
    """Working time for ordinary tickets, the plain clock for urgent ones."""
    duration = Duration.parse(text)
    if ticket.is_urgent:
        return desk.now + duration.plain
    at = desk.settings.calendar.after_working(desk.now, duration, desk.settings.hours_of(ticket.office))
    return desk.settings.calendar.out_of(Span.parse(desk.settings.quiet_hours.officers), at)


def stop_unclaimed(ticket: Ticket, reason: str, desk: Desk) -> None:
    for kind in ("nudge", "escalate"):
        desk.records.due.skip(kind, reason, ticket_id=ticket.id)


def plan_question(ticket: Ticket, desk: Desk) -> None:
    """Promise the one question of a resolved matter at its time; one that is due at once goes with the news."""
    timers = desk.settings.timers_of(ticket.kind, ticket.is_urgent).followup
    ask_at = desk.now + Duration.parse(timers.ask).plain
    silence_at = ask_at + Duration.parse(timers.silence).plain
    if ask_at > desk.now:
        desk.records.due.promise("question", ask_at, ticket_id=ticket.id, again=True)
    desk.records.due.promise("silence", silence_at, ticket_id=ticket.id, again=True)


def is_asked_at_once(ticket: Ticket, desk: Desk) -> bool:
    timers = desk.settings.timers_of(ticket.kind, ticket.is_urgent).followup
    return Duration.parse(timers.ask).amount == 0


def tell_resident(ticket: Ticket, desk: Desk) -> None:
    """Tell the resident how things stand: now, or, unless it is urgent, when the quiet hours are over, once."""
    quiet_end = _quiet_end(desk)
    if quiet_end > desk.now and not ticket.is_urgent:
        desk.records.due.promise("news", quiet_end, ticket_id=ticket.id, again=True)
        return
    desk.records.due.skip("news", "told", ticket_id=ticket.id)
    _post_news(ticket, desk)


def _quiet_end(desk: Desk) -> datetime:
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
    """Return in plain words how a matter stands."""
    values = {"number": ticket.number, "phone": desk.settings.station.desk.phone}
    if ticket.is_open and ticket.assignee_id is not None:
        return words("news.handled", name=cards.officer_name(ticket.assignee_id, desk), **values)
    if ticket.is_open:
        return words("news.waiting", **values)
    if ticket.status is TicketStatus.RESOLVED:
        return words("news.resolved", outcome=_told_outcome(ticket, desk, words), **values)
    return words(f"news.{ticket.status}", **values)


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
        _open_again(talk, ticket, press.action)


def _finish(talk: Talk, ticket: Ticket) -> None:
    desk = talk.desk
    desk.records.due.skip_all(ticket.id, "answered")
    done = desk.records.tickets.move(ticket, TicketStatus.FOLLOWED_UP, talk.actor, desk.now, code="solved")
    plan_close(done, desk)
    cards.draw_card(done, desk)
    talk.answer()
    talk.show(talk.words("followup.thanks", number=ticket.number))


def _open_again(talk: Talk, ticket: Ticket, code: str) -> None:
    desk = talk.desk
    desk.records.due.skip_all(ticket.id, "answered")
    again = desk.records.tickets.move(ticket, TicketStatus.REOPENED, talk.actor, desk.now, code=code)
    if code == "worse":
        again = desk.records.tickets.escalate(again, talk.actor, code, desk.now)
        _tell_chiefs(again, desk, "chief.worse")
    _call_back(again, desk)
    cards.draw_card(again, desk)
    talk.answer()
    phone = desk.settings.station.desk.phone
    talk.show(talk.words(f"followup.told_{code}", number=ticket.number, phone=phone))


def _call_back(ticket: Ticket, desk: Desk) -> None:
    """Tell the former handler; one who cannot be reached leaves the matter to the queue."""
    if ticket.assignee_id is None:
        plan_unclaimed(ticket, desk, again=True)
        return
    officer = desk.records.people.get(ticket.assignee_id)
    desk.tell(officer, desk.words_for(officer)("control.reopened", number=ticket.number), ticket=ticket)
    desk.records.chats.empty_slot(cards.control_slot(ticket, officer.id))
    cards.draw_control(ticket, officer, desk)


def plan_close(ticket: Ticket, desk: Desk) -> None:
    timers = desk.settings.timers_of(ticket.kind, ticket.is_urgent).followup
    desk.records.due.promise("close", desk.now + Duration.parse(timers.close).plain, ticket_id=ticket.id, again=True)


def handle_due(row: DueRow, desk: Desk) -> str | None:
    """Do what the row promised, unless nobody wants it any more; return why it was not done."""
    ticket = desk.records.tickets.get(row.ticket_id) if row.ticket_id else None
    skipped = _DUE[row.kind](row, ticket, desk)
    if skipped != "put_off":
        desk.records.due.finish(row.id, skipped)
    return skipped


def nudge_group(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Nobody has the ticket: say so once in the group; where it is urgent, to everyone on duty as well."""
    if ticket is None or (reason := _why_not_unclaimed(ticket)):
        return reason if ticket else "gone"
    group = desk.group_of(ticket.office)
    words = desk.group_words
    text = words("nudge.unclaimed", number=ticket.number, time=desk.when(ticket.created_at, words))
    priority = Priority.URGENT if ticket.is_urgent else Priority.REMINDER
    if group is not None:
        desk.post(group, Post(text=text), priority=priority, ticket=ticket)
    if ticket.is_urgent:
        alert_on_duty(ticket, desk)
    return None


def escalate(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Still nobody: the chief hears of it; where it is urgent, the resident is told to phone."""
    if ticket is None or (reason := _why_not_unclaimed(ticket)):
        return reason if ticket else "gone"
    flagged = desk.records.tickets.escalate(ticket, SYSTEM, "unclaimed", desk.now)
    cards.draw_card(flagged, desk)
    _tell_chiefs(flagged, desk, "chief.unclaimed")
    if ticket.is_urgent:
        resident = desk.records.people.get(ticket.resident_id)
        words = desk.words_for(resident)
        text = words("news.nobody_yet", number=ticket.number, emergency=desk.pack.emergency_line(words.locale))
        desk.tell(resident, text, priority=Priority.URGENT, ticket=ticket)
    return None


def _why_not_unclaimed(ticket: Ticket) -> str | None:
    if not ticket.is_open:
        return "over"
    return "claimed" if ticket.assignee_id is not None else None


def _tell_chiefs(ticket: Ticket, desk: Desk, key: str) -> None:
    priority = Priority.URGENT if ticket.is_urgent else Priority.REMINDER
    told = [_tell_chief(chief, ticket, desk, key, priority) for chief in chiefs(desk)]
    group = desk.group_of(ticket.office)
    if not any(told) and group is not None:
        desk.post(group, Post(text=desk.group_words(key, number=ticket.number)), priority=priority, ticket=ticket)


def _tell_chief(chief: Person, ticket: Ticket, desk: Desk, key: str, priority: Priority) -> bool:
    return desk.tell(chief, desk.words_for(chief)(key, number=ticket.number), priority=priority)


def alert_on_duty(ticket: Ticket, desk: Desk) -> None:
    """Show an urgent card privately to each officer of the office who can be reached."""
    group = desk.group_of(ticket.office)
    if group is None:
        return
    post = cards.card(ticket, desk)
    for officer in desk.records.people.members_of(group.id):
        desk.tell(officer, post.text, post.markup, priority=Priority.URGENT, ticket=ticket)


def ask_question(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Ask the resident once whether it is solved, outside the quiet hours."""
    if ticket is None or ticket.status is not TicketStatus.RESOLVED:
        return "over"
    if (quiet_end := _quiet_end(desk)) > desk.now:
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


def tell_news(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """The quiet hours are over: say how the matter stands now, once, whatever happened in the night."""
    if ticket is None or ticket.status is TicketStatus.WITHDRAWN:
        return "over"
    if (quiet_end := _quiet_end(desk)) > desk.now:
        desk.records.due.put_off(row.id, quiet_end)
        return "put_off"
    _post_news(ticket, desk)
    return None


def end_draft(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """A form that was begun and never sent goes, 24 h after the last tap."""
    draft = desk.records.drafts.of_person(row.person_id or "")
    if draft is None:
        return "over"
    ends = draft.updated_at + Duration.parse(desk.settings.retention.draft).plain
    if ends > desk.now:
        desk.records.due.put_off(row.id, ends)
        return "put_off"
    desk.records.drafts.drop(draft.person_id)
    return None


def keep_house(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Drop finished rows of the queues, and come again in an hour."""
    desk.records.inbox.drop_finished(desk.now - _DONE_LASTS, desk.now - _FAILED_LASTS)
    desk.records.outbox.drop_finished(desk.now - _DONE_LASTS)
    desk.records.due.put_off(row.id, desk.now + _HOUSEKEEPING)
    return "put_off"


_DUE = {
    "nudge": nudge_group,
    "escalate": escalate,
    "question": ask_question,
    "silence": take_silence,
    "close": close,
    "news": tell_news,
    "draft": end_draft,
    "housekeeping": keep_house,
}
