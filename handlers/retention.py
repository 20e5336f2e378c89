"""How long each kind of words is kept, on which day a matter's words go, and what lets them go (R7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from handlers import cards
from handlers.desk import Desk
from handlers.forms.form import Form, Step
from handlers.hours import Duration
from handlers.settings import Retention, Settings
from handlers.texts import Words
from storage.audit import SYSTEM
from storage.model import Ticket, TicketStatus

CLASSES = ("plain", "text", "phone", "place", "care_place", "sensitive")
"""What answers are kept as."""
_NEVER_FROZEN = frozenset({"care_place", "sensitive"})
"""No law that makes a desk keep a record asks for these."""
_OVER = (TicketStatus.CLOSED, TicketStatus.WITHDRAWN)
_SWEEP_EVERY = timedelta(hours=1)


def class_of(form: Form, step: Step) -> str:
    """Return what an answer to this step is kept as; where somebody unwell lay goes before all other places."""
    if step.type == "phone":
        return "phone"
    return "care_place" if step.keep == "place" and form.notice == "none" else step.keep


def life(keep: str, status: TicketStatus, settings: Settings) -> timedelta:
    """Return how long answers of this class are kept from the end of a matter that ended so."""
    text = settings.retention.text
    spans = {
        "phone": text.callback_phone,
        "care_place": text.care_place,
        "sensitive": settings.retention.welfare_sensitive.at_most,
    }
    span = Duration.parse(spans.get(keep, text.free_text_and_voice)).plain
    return min(span, Duration.parse(text.withdrawn).plain) if status is TicketStatus.WITHDRAWN else span


def goes_at(ticket: Ticket, keep: str, desk: Desk) -> datetime | None:
    """Return when the ticket's answers of this class are deleted, None while the matter is not over."""
    if ticket.status not in _OVER or ticket.closed_at is None:
        return None
    return ticket.closed_at + life(keep, ticket.status, desk.settings)


def frozen_until(ticket: Ticket, keep: str, desk: Desk) -> datetime | None:
    """Return until when a law keeps answers of this class back, None where none does."""
    hold = Duration.parse(getattr(desk.settings.retention.legal.freeze, ticket.kind)).plain
    if not hold or keep in _NEVER_FROZEN:
        return None
    return (ticket.closed_at or desk.now) + hold


def last_day(ticket: Ticket, desk: Desk, words: Words) -> str:
    """Return the day by whose end nothing of the ticket's words is left but what a law keeps; empty while it is open.

    What goes shortly before midnight is promised for the day after: the sweep comes once an hour.
    """
    kept = {answer.keep for answer in desk.records.retention.answers_of(ticket.id)}
    ends = [at for keep in kept if (at := goes_at(ticket, keep, desk)) is not None]
    return said_day(max(ends), desk, words) if ends else ""


def said_day(moment: datetime, desk: Desk, words: Words) -> str:
    """Return the day by whose end the sweep has deleted what may go from this moment on."""
    return words.day(desk.settings.calendar.local(moment + _SWEEP_EVERY))


def locked_until(ticket: Ticket, desk: Desk) -> datetime | None:
    """Return until when a law keeps anything of a finished matter, None where none does."""
    stored = desk.records.retention
    ends = [each.until for each in stored.frozen_of(ticket.id)]
    for keep in {answer.keep for answer in stored.answers_of(ticket.id)}:
        until, goes = frozen_until(ticket, keep, desk), goes_at(ticket, keep, desk)
        ends += [until] if until is not None and goes is not None and until > goes else []
    return max(ends) if ends else None


def when_deleted(ticket: Ticket, desk: Desk, words: Words) -> str:
    """Return the sentence on which day a finished matter's words are deleted; empty while it is open."""
    day, locked = last_day(ticket, desk, words), locked_until(ticket, desk)
    until = said_day(locked, desk, words) if locked else ""
    if ticket.purged_at is not None:
        return words("retention.locked", until=until) if until else words("retention.deleted")
    if day and until:
        return words("retention.locked_on", date=day, until=until)
    return words("retention.deleted_on", date=day) if day else ""


def let_go(ticket: Ticket, step: str, keep: str, desk: Desk) -> None:
    """Delete one answer; what a law keeps is locked away first."""
    until = frozen_until(ticket, keep, desk)
    if until is not None and until > desk.now:
        desk.records.retention.freeze(ticket.id, step, until)
    desk.records.retention.drop(ticket.id, step)


def let_all_go(ticket: Ticket, desk: Desk) -> None:
    """Delete every answer of the ticket now, and what was written to and fro."""
    desk.records.retention.drop_replies(ticket.id)
    for answer in desk.records.retention.answers_of(ticket.id):
        let_go(ticket, answer.step, answer.keep, desk)
    _note_purged(ticket, desk)


def _note_purged(ticket: Ticket, desk: Desk) -> None:
    """Nothing is left but codes: the card in the group shrinks to the bare number."""
    desk.records.retention.mark_purged(ticket.id, desk.now)
    desk.records.audit.write(desk.now, SYSTEM, "purge", ticket.id)
    cards.draw_card(desk.records.tickets.get(ticket.id), desk)


def sweep(desk: Desk) -> None:
    """Delete what has had its time: answers of finished matters, and what was frozen until now.

    It looks at what is there, not at promises made earlier, so that a changed setting holds for old matters as well.
    """
    stored, touched = desk.records.retention, set[str]()
    for status in _OVER:
        for keep in CLASSES:
            for ticket_id, step in stored.expired(status, keep, desk.now - life(keep, status, desk.settings)):
                let_go(desk.records.tickets.get(ticket_id), step, keep, desk)
                touched.add(ticket_id)
        for ticket_id in stored.expired_replies(status, desk.now - life("text", status, desk.settings)):
            stored.drop_replies(ticket_id)
            touched.add(ticket_id)
    for ticket_id in sorted(touched):
        if not stored.answers_of(ticket_id) and not desk.records.replies.of_ticket(ticket_id):
            _note_purged(desk.records.tickets.get(ticket_id), desk)
    stored.drop_thawed(desk.now)


def find_problems(kept: Retention) -> Iterator[str]:
    """Yield what is wrong with a station's retention: no duration, or longer than the default without a law for it."""
    usual, spans = Retention(), dict(_spans(kept))
    unread = [name for name, text in spans.items() if not _is_duration(text)]
    for name in unread:
        yield f"[retention] {name} is {spans[name]!r}; write it like 72h or 30d"
    longer = [name for name, text in _spans(usual) if name not in unread and _is_longer(spans[name], text)]
    if longer and not any(kept.legal.basis.values()):
        yield f"[retention] {longer[0]} is {spans[longer[0]]!r}, longer than the default; name the law in legal.basis"
    if (longer or kept.legal.dated) and not _is_date(kept.legal.dated):
        yield f"[retention.legal] dated is {kept.legal.dated!r}; give the law's date, like 2026-01-31"


def _spans(kept: Retention) -> Iterator[tuple[str, str]]:
    text, freeze = kept.text, kept.legal.freeze
    yield "text.free_text_and_voice", text.free_text_and_voice
    yield "text.callback_phone", text.callback_phone
    yield "text.withdrawn", text.withdrawn
    yield "text.care_place", text.care_place
    yield "welfare_sensitive.at_most", kept.welfare_sensitive.at_most
    yield "legal.freeze.dispute", freeze.dispute
    yield "legal.freeze.help", freeze.help
    yield "legal.freeze.welfare", freeze.welfare


def _is_duration(text: str) -> bool:
    try:
        Duration.parse(text)
    except ValueError:
        return False
    return True


def _is_longer(text: str, usual: str) -> bool:
    return Duration.parse(text).plain > Duration.parse(usual).plain


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
