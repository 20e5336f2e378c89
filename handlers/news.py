"""What a resident is told of a matter: how it stands, in plain words, in one status message, never in quiet hours."""

from __future__ import annotations

from datetime import datetime

from handlers import buttons, cards, progress_clock, retention, safe_contact, status
from handlers.commands import Button, Buttons
from handlers.desk import Desk, Talk
from handlers.hours import Duration, Span
from handlers.progress_clock import STEPS, Clock, Stage, Station
from handlers.texts import Markup, Words
from storage.model import DueRow, Ticket, TicketStatus

BELOW = "below"
"""Said by a button whose message is to stay: what it leads to comes below, as from a receipt."""


def tell_resident(ticket: Ticket, desk: Desk) -> None:
    """Say what needs the person's attention: now, or, unless it is urgent, when the quiet hours are over, once.

    Whoever filed it for somebody else hears nothing between its receipt and its end.
    """
    if ticket.is_by_helper and ticket.is_open:
        return
    quiet_end = end_of_quiet(desk)
    if quiet_end > desk.now and not ticket.is_urgent:
        desk.records.due.promise("news", quiet_end, ticket_id=ticket.id, again=True)
        return
    desk.records.due.skip("news", "told", ticket_id=ticket.id)
    _say_news(ticket, desk)


def note_change(ticket: Ticket, desk: Desk) -> None:
    """Let the status message say how the matter stands now, without a sound: nobody has to do anything."""
    words = desk.words_for(desk.records.people.get(ticket.resident_id))
    status.change(ticket, desk, told(ticket, desk, words), choices(ticket, desk, words))


def ask_resident(ticket: Ticket, desk: Desk) -> bool:
    """Ask the one question; return False where the resident cannot be reached."""
    words = desk.words_for(desk.records.people.get(ticket.resident_id))
    text = words("followup.question", number=ticket.number)
    return status.say_anew(ticket, desk, text, question_buttons(ticket, words))


def answer_press(talk: Talk, ticket: Ticket, text: str) -> None:
    """Show what follows a press about a matter; the status message says it too, or how the matter stands now."""
    desk, markup = talk.desk, choices(ticket, talk.desk, talk.words)
    if status.is_pressed(talk, ticket):
        status.change(ticket, desk, text, markup)
    else:
        talk.show(text, markup)
        note_change(ticket, desk)


def end_of_quiet(desk: Desk) -> datetime:
    return desk.settings.calendar.out_of(Span.parse(desk.settings.quiet_hours.residents), desk.now)


def reply_button(ticket: Ticket, words: Words) -> Button:
    """Return the button under everything a resident is told of an open matter."""
    return buttons.button(words("button.reply"), "reply", id=ticket.id)


def tell_news(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """The quiet hours are over: say how the matter stands now, once, whatever happened in the night."""
    if ticket is None or (ticket.status is TicketStatus.WITHDRAWN and not ticket.is_by_helper):
        return "over"
    if (quiet_end := end_of_quiet(desk)) > desk.now:
        desk.records.due.put_off(row.id, quiet_end)
        return "put_off"
    return None if _say_news(ticket, desk) else "unreachable"


def _say_news(ticket: Ticket, desk: Desk) -> bool:
    """Say how the matter stands below everything else; return False where the resident cannot be reached."""
    resident = desk.records.people.get(ticket.resident_id)
    words = desk.words_for(resident)
    text, markup = told(ticket, desk, words), choices(ticket, desk, words)
    is_due = ticket.status is TicketStatus.RESOLVED and is_asked(ticket, desk) and _asks_at_once(ticket, desk)
    if is_due and safe_contact.may_remind(resident, desk):
        text = f"{text}\n\n{words('followup.question', number=ticket.number)}"
        markup = question_buttons(ticket, words)
    return status.say_anew(ticket, desk, text, markup)


def told(ticket: Ticket, desk: Desk, words: Words) -> str:
    """Return the status message: the number, how far the matter is, who has it, and what is promised next.

    Of a restricted matter it is the number and a word or two; a helper hears "received" and "finished".
    """
    if ticket.is_by_helper:
        return words("helper.received" if ticket.is_open else "helper.finished", number=ticket.number)
    if ticket.is_restricted:
        return plain_line(ticket, words)
    if ticket.status is TicketStatus.WITHDRAWN:
        return news(ticket, desk, words)
    return words("news.status", number=ticket.number, news=news(ticket, desk, words))


def news(ticket: Ticket, desk: Desk, words: Words) -> Markup:
    """Return in plain words how a matter stands and what is promised next, in at most two lines."""
    gone = retention.when_deleted(ticket, desk, words)
    if ticket.status is TicketStatus.WITHDRAWN:
        told = words("news.withdrawn", number=ticket.number)
        return words("retention.told", news=told, gone=gone) if gone else told
    clock = clock_of(ticket, desk)
    state = words("clock.step", step=clock.step, steps=STEPS, state=_state(ticket, clock, desk, words))
    return Markup("\n".join(filter(None, (state, promise(ticket, clock, desk, words), gone))))


def clock_of(ticket: Ticket, desk: Desk) -> Clock:
    settings = desk.settings
    timers = settings.timers_of(ticket.kind, ticket.is_urgent)
    station = Station(settings.calendar, settings.hours_of(ticket.office), timers)
    return progress_clock.read_clock(ticket, desk.records.audit.of_ticket(ticket.id), station, desk.now)


def _state(ticket: Ticket, clock: Clock, desk: Desk, words: Words) -> str:
    """Return who has it and how far it is."""
    match clock.stage:
        case Stage.OFF_DUTY:
            opens = desk.settings.calendar.next_working(desk.now, desk.settings.hours_of(ticket.office))
            return words("clock.off_duty", time=desk.when(opens, words))
        case Stage.CLAIMED | Stage.REOPENED | Stage.IN_PROGRESS:
            return words(f"clock.{clock.stage}", name=holder(ticket, desk, words))
        case Stage.RESOLVED:
            return words("clock.resolved", outcome=_told_outcome(ticket, desk, words))
        case stage:
            return words(f"clock.{stage}")


def holder(ticket: Ticket, desk: Desk, words: Words) -> str:
    """Return who has the matter: the officer's name, or the team where nobody has it yet."""
    return cards.officer_name(ticket.assignee_id, desk) if ticket.assignee_id else words("clock.team")


def promise(ticket: Ticket, clock: Clock, desk: Desk, words: Words) -> str:
    """Return what comes next and when; empty where nothing is promised."""
    if clock.was_asked and clock.ask_from and not clock.may_ask(desk.now):
        return words("clock.asked", time=desk.when(clock.ask_from, words))
    if ticket.is_open and clock.due:
        is_late = clock.may_ask(desk.now)
        return words("clock.overdue" if is_late else "clock.due", time=desk.when(clock.due, words))
    if clock.due and is_asked(ticket, desk):
        asked = desk.settings.calendar.out_of(Span.parse(desk.settings.quiet_hours.residents), clock.due)
        return words("clock.question", time=desk.when(asked, words))
    until = reopen_until(ticket, desk)
    return words("clock.reopen", time=desk.when(until, words)) if until else ""


def plain_line(ticket: Ticket, words: Words) -> Markup:
    """Return the number and how it stands, in a word or two that give nothing away."""
    waits = ticket.is_open and (ticket.assignee_id is None or ticket.is_by_helper)
    is_over = ticket.is_by_helper and not ticket.is_open
    status_word = words(f"plain.{TicketStatus.NEW if waits else TicketStatus.CLOSED if is_over else ticket.status}")
    return words("matters.button", number=ticket.number, status=status_word)


def _told_outcome(ticket: Ticket, desk: Desk, words: Words) -> str:
    outcomes = {outcome.id: outcome for outcome in desk.pack.forms[ticket.form].outcomes}
    outcome = outcomes.get(ticket.outcome or "")
    return desk.name(outcome.told or outcome.label, words) if outcome else ""


def choices(ticket: Ticket, desk: Desk, words: Words) -> Buttons:
    """Return what can be pressed under the status message; under that of a restricted or a helper's matter nothing."""
    if ticket.is_restricted or ticket.is_by_helper:
        return Buttons(())
    rows: tuple[tuple[Button, ...], ...] = ()
    stands = buttons.button(words("button.stands"), "matter", id=ticket.id, value=BELOW)
    if ticket.is_open:
        rows = ((reply_button(ticket, words),), (stands,))
    elif ticket.status is TicketStatus.RESOLVED and is_asked(ticket, desk):
        rows = ((stands,),)
    elif reopen_until(ticket, desk):
        rows = ((buttons.button(words("button.reopen"), "reopen", id=ticket.id),),)
    return Buttons(rows)


def reopen_until(ticket: Ticket, desk: Desk) -> datetime | None:
    """Return until when the matter can go back; None where it cannot, or not any more."""
    if ticket.is_by_helper or ticket.purged_at is not None:
        return None
    until = progress_clock.reopen_until(ticket, desk.settings.timers_of(ticket.kind, ticket.is_urgent))
    return until if until and desk.now <= until else None


def question_buttons(ticket: Ticket, words: Words) -> Buttons:
    """Return the three answers; their version is the ticket's, so that an old question does not answer a new one."""
    answers = ("solved", "not_yet", "worse")
    return Buttons(
        tuple(
            (buttons.button(words(f"followup.{name}"), name, id=ticket.id, version=ticket.version % 1_000_000),)
            for name in answers
        )
    )


def is_asked(ticket: Ticket, desk: Desk) -> bool:
    """Return whether the one question is asked at all: who found or helped somebody is thanked, and left in peace."""
    return desk.pack.forms[ticket.form].notice != "none" and not ticket.is_by_helper


def _asks_at_once(ticket: Ticket, desk: Desk) -> bool:
    timers = desk.settings.timers_of(ticket.kind, ticket.is_urgent).followup
    return Duration.parse(timers.ask).amount == 0


def has_been_asked(ticket: Ticket, desk: Desk) -> bool:
    """Return whether the time of the one question has come, and no answer yet."""
    if ticket.status is not TicketStatus.RESOLVED or ticket.resolved_at is None:
        return False
    timers = desk.settings.timers_of(ticket.kind, ticket.is_urgent).followup
    return is_asked(ticket, desk) and desk.now >= ticket.resolved_at + Duration.parse(timers.ask).plain
