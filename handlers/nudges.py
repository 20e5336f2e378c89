"""What nobody has claimed: said to the group, to everyone on duty, and then to the chief.

A restricted ticket is said to the trained people alone, and the chief hears its number and nothing else.
"""

from __future__ import annotations

from datetime import datetime

from handlers import cards, lists, news, status
from handlers.commands import Post
from handlers.desk import Desk
from handlers.hours import Duration, Span
from handlers.membership import chiefs
from handlers.texts import Words
from storage.audit import SYSTEM
from storage.model import DueRow, Person, Priority, Ticket


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


def nudge_group(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Nobody has the ticket: say so once in the group; where it is urgent, to everyone on duty as well."""
    if ticket is None or (reason := _why_not_unclaimed(ticket)):
        return reason if ticket else "gone"
    if ticket.is_restricted:
        alert(ticket, desk)
        return None
    group = desk.group_of(ticket.office)
    words = desk.group_words
    text = words("nudge.unclaimed", number=ticket.number, time=desk.when(ticket.created_at, words))
    priority = Priority.URGENT if ticket.is_urgent else Priority.REMINDER
    if group is not None:
        desk.post(group, Post(text=text), priority=priority, ticket=ticket)
    if ticket.is_urgent:
        alert(ticket, desk)
    return None


def escalate(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Still nobody: the chief hears of it; where it is urgent, the resident is told to phone."""
    if ticket is None or (reason := _why_not_unclaimed(ticket)):
        return reason if ticket else "gone"
    flagged = desk.records.tickets.escalate(ticket, SYSTEM, "unclaimed", desk.now)
    cards.draw_card(flagged, desk)
    tell_chiefs(flagged, desk, "chief.unclaimed")
    if ticket.is_urgent:
        resident = desk.records.people.get(ticket.resident_id)
        words = desk.words_for(resident)
        text = words("news.nobody_yet", number=ticket.number, emergency=desk.pack.emergency_line(words.locale))
        status.say_anew(flagged, desk, text, news.choices(flagged, desk, words), priority=Priority.URGENT)
    return None


def _why_not_unclaimed(ticket: Ticket) -> str | None:
    if not ticket.is_open:
        return "over"
    return "claimed" if ticket.assignee_id is not None else None


def tell_chiefs(ticket: Ticket, desk: Desk, key: str) -> None:
    priority = Priority.URGENT if ticket.is_urgent else Priority.REMINDER
    told = [_tell_chief(chief, ticket, desk, key, priority) for chief in chiefs(desk)]
    group = desk.group_of(ticket.office)
    if not any(told) and group is not None and not ticket.is_restricted:
        desk.post(group, Post(text=_alarm(ticket, desk, key, desk.group_words)), priority=priority, ticket=ticket)


def _tell_chief(chief: Person, ticket: Ticket, desk: Desk, key: str, priority: Priority) -> bool:
    return desk.tell(chief, _alarm(ticket, desk, key, desk.words_for(chief)), priority=priority)


def _alarm(ticket: Ticket, desk: Desk, key: str, words: Words) -> str:
    if ticket.is_restricted:
        return words("chief.restricted", number=ticket.number)
    office = desk.settings.office(ticket.office)
    place = cards.community_name(ticket, desk, words) or desk.name(office.name, words)
    return words(key, kind=words(f"kind.{ticket.kind}"), number=ticket.number, community=place)


def pass_on_ask(ticket: Ticket, desk: Desk) -> datetime:
    """Tell whoever has the matter that the resident asks how it stands: now, or when the quiet hours are over.

    Return the time. The claimer hears of it in private; what nobody has is said in the group, by its number.
    """
    at = desk.settings.calendar.out_of(Span.parse(desk.settings.quiet_hours.officers), desk.now)
    if at > desk.now and not ticket.is_urgent:
        desk.records.due.promise("asked", at, ticket_id=ticket.id, again=True)
        return at
    _tell_asked(ticket, desk)
    return desk.now


def tell_asked(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """The quiet hours are over: tell whoever has the matter now that the resident asks how it stands."""
    if ticket is None or not ticket.is_open:
        return "over"
    _tell_asked(ticket, desk)
    return None


def _tell_asked(ticket: Ticket, desk: Desk) -> None:
    priority = Priority.URGENT if ticket.is_urgent else Priority.REMINDER
    officer = desk.records.people.get(ticket.assignee_id) if ticket.assignee_id else None
    if officer is not None:
        text = desk.words_for(officer)("control.asked", number=ticket.number)
        if desk.tell(officer, text, priority=priority, ticket=ticket):
            lists.show_again(ticket, officer, desk)
            return
    cards.draw_card(ticket, desk)
    group = desk.group_of(ticket.office)
    if group is not None and not ticket.is_restricted:
        text = desk.group_words("nudge.asked", number=ticket.number)
        desk.post(group, Post(text=text), priority=priority, ticket=ticket)


def alert(ticket: Ticket, desk: Desk) -> None:
    """Show the ticket privately to each officer of its office, or, where it is restricted, to each trained person.

    Where none of the trained can be reached, the chief hears of it at once.
    """
    told = [cards.draw_alert_anew(ticket, officer, desk) for officer in cards.alerted(ticket, desk)]
    if ticket.is_restricted and not any(told):
        tell_chiefs(ticket, desk, "chief.restricted")
