"""Appointments: when and where the resident of a matter comes, as everybody sees it, and the reminders of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers import buttons
from handlers.commands import Button, Buttons
from handlers.desk import Desk, Talk
from handlers.forms import answers
from handlers.forms.path import chosen_options
from handlers.news import end_of_quiet
from handlers.settings import Venue
from handlers.texts import Markup, Words
from storage.model import Booking, DueRow, Ticket

COME = "come"
"""The purpose of a booking by which the resident comes to the venue."""
BELOW = "below"
"""The times come below the message whose button was pressed, since that one is to stay: a receipt, a reminder."""
REMINDERS = {"come_day": timedelta(hours=24), "come_soon": timedelta(hours=2)}
"""What is promised for a booking, and how long before it."""
Rows = list[tuple[Button, ...]]


def rows(ticket: Ticket, talk: Talk, where: str = "") -> Rows:
    """Return what can be done now: choose a time, or change and give back the one that is booked."""
    words, held = talk.words, booked(ticket, talk.desk)
    if not ticket.is_open or ticket.is_by_helper:
        return []
    if held is None:
        choose = buttons.button(words("booking.choose"), "come", id=ticket.id, value=where)
        return [(choose,)] if _wants_to_come(ticket, talk.desk) and venues(ticket, talk.desk) else []
    found: Rows = [
        (buttons.button(words("booking.change"), "come", id=ticket.id, value=where),),
        (buttons.button(words("booking.cancel"), "come_not", id=ticket.id, value=minute(held.start)),),
    ]
    if pin(held, talk.desk) is not None:
        found.append((buttons.button(words("booking.where"), "come_where", id=ticket.id),))
    return found


def line(ticket: Ticket, talk: Talk) -> str:
    """Return when and where the resident comes; empty where nothing is booked."""
    held = booked(ticket, talk.desk)
    return talk.words("booking.line", **said(held, talk.desk, talk.words)) if held is not None else ""


def detail(ticket: Ticket, desk: Desk, words: Words) -> list[Markup]:
    """Return the line for whoever handles the matter; none where nothing is booked."""
    held = booked(ticket, desk)
    return [words("booking.detail", **said(held, desk, words))] if held is not None else []


def booked(ticket: Ticket, desk: Desk) -> Booking | None:
    """Return the time still to come at which the resident of the ticket comes."""
    for booking in desk.records.bookings.of_ticket(ticket.id):
        if booking.is_live and booking.purpose == COME and booking.end > desk.now:
            return booking
    return None


def remind(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """Remind the resident of the time, never in quiet hours, and not where nobody is expected any more."""
    held = booked(ticket, desk) if ticket is not None and ticket.is_open else None
    if ticket is None or held is None or held.start <= desk.now:
        return "over"
    if row.due_at > desk.now:
        return "put_off"  # the time was changed meanwhile, and with it the promise
    if (quiet_end := end_of_quiet(desk)) > desk.now:
        if quiet_end >= held.start:
            return "quiet"
        desk.records.due.put_off(row.id, quiet_end)
        return "put_off"
    resident = desk.records.people.get(ticket.resident_id)
    words = desk.words_for(resident)
    text = words("booking.remind", number=ticket.number, **said(held, desk, words))
    return None if desk.tell(resident, text, _reminder_buttons(ticket, held, words), ticket=ticket) else "unreachable"


def _reminder_buttons(ticket: Ticket, held: Booking, words: Words) -> Buttons:
    change = buttons.button(words("booking.change"), "come", id=ticket.id, value=BELOW)
    cancel = buttons.button(words("booking.cancel"), "come_not", id=ticket.id, value=minute(held.start))
    return Buttons(((change,), (cancel,)))


def said(booking: Booking, desk: Desk, words: Words) -> dict[str, str]:
    """Return time and venue for the words."""
    venue = desk.settings.venue(booking.venue)
    name = desk.name(venue.name if venue else desk.settings.station.name, words)
    return {"time": desk.when(booking.start, words), "venue": name}


def _wants_to_come(ticket: Ticket, desk: Desk) -> bool:
    stored = desk.records.tickets.answers_of(ticket.id)
    steps = [step for step in desk.pack.forms[ticket.form].steps if step.id in stored]
    return any(option.books for step in steps for option in chosen_options(step, answers.decode(stored[step.id])))


def venues(ticket: Ticket, desk: Desk) -> list[Venue]:
    """Return where the resident can come: venues of their community that have times at all."""
    venues = desk.settings.venues_for(ticket.community)
    return [venue for venue in venues if venue.slots.mon_fri or venue.slots.sat_sun]


def pin(booking: Booking, desk: Desk) -> tuple[float, float] | None:
    venue = desk.settings.venue(booking.venue)
    return venue.pin if venue is not None else None


def minute(start: datetime) -> str:
    """Return the time as a button carries it: minutes since 1970."""
    return str(int(start.timestamp()) // 60)
