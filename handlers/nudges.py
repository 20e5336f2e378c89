"""What nobody has claimed: said to the group, to everyone on duty, and then to the chief."""

from __future__ import annotations

from datetime import datetime

from handlers import cards
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
    tell_chiefs(flagged, desk, "chief.unclaimed")
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


def tell_chiefs(ticket: Ticket, desk: Desk, key: str) -> None:
    priority = Priority.URGENT if ticket.is_urgent else Priority.REMINDER
    told = [_tell_chief(chief, ticket, desk, key, priority) for chief in chiefs(desk)]
    group = desk.group_of(ticket.office)
    if not any(told) and group is not None:
        desk.post(group, Post(text=_alarm(ticket, desk, key, desk.group_words)), priority=priority, ticket=ticket)


def _tell_chief(chief: Person, ticket: Ticket, desk: Desk, key: str, priority: Priority) -> bool:
    return desk.tell(chief, _alarm(ticket, desk, key, desk.words_for(chief)), priority=priority)


def _alarm(ticket: Ticket, desk: Desk, key: str, words: Words) -> str:
    office = desk.settings.office(ticket.office)
    place = cards.community_name(ticket, desk, words) or desk.name(office.name, words)
    return words(key, kind=words(f"kind.{ticket.kind}"), number=ticket.number, community=place)


def alert_on_duty(ticket: Ticket, desk: Desk) -> None:
    """Show an urgent card privately to each officer of the office who can be reached."""
    group = desk.group_of(ticket.office)
    if group is None:
        return
    for officer in desk.records.people.members_of(group.id):
        cards.draw_alert_anew(ticket, officer, desk)
