"""Bookings: a resident takes a free time of a venue, changes it, or gives it back."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from handlers import appointments, buttons
from handlers.appointments import BELOW, COME, REMINDERS, Rows, booked
from handlers.buttons import Press
from handlers.commands import Button, Buttons, SendPlace
from handlers.desk import Desk, Talk
from handlers.forms.form import MOST_OPTIONS
from handlers.own_ticket import own_ticket
from handlers.settings import Venue
from handlers.slots import free_slots
from storage.model import Booking, Ticket

_PAGE = MOST_OPTIONS - 1
_MOST_ROUNDS = 1_000_000
_TIME = re.compile(r"([a-z0-9_]{1,12})\.(\d{1,9})")
Shown = tuple[str, Buttons]


def choose(talk: Talk, press: Press) -> None:
    """Offer the free times, of the one venue or of each of several."""
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    talk.answer()
    venues = appointments.venues(ticket, talk.desk)
    shown = _which_venue(ticket, venues, talk) if len(venues) > 1 else _times(ticket, venues[:1], 0, talk)
    (talk.say if press.value == BELOW else talk.show)(*(shown if ticket.is_open else _state(ticket, talk)))


def show_times(talk: Talk, press: Press) -> None:
    """Show a page of the free times of one venue."""
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    talk.answer()
    venues = [venue for venue in appointments.venues(ticket, talk.desk) if venue.id == press.value]
    talk.show(*(_times(ticket, venues, press.version, talk) if ticket.is_open else _state(ticket, talk)))


def book(talk: Talk, press: Press) -> None:
    """Take the time, once; where somebody was faster, say so and show what is free. An earlier time is given back."""
    ticket, desk = own_ticket(talk, press), talk.desk
    if ticket is None:
        return
    talk.answer()
    held = booked(ticket, desk)
    venue, start = _read(press.value, ticket, desk)
    is_done = held is not None and venue is not None and (held.venue, held.start) == (venue.id, start)
    if is_done or not ticket.is_open or press.version != _round(ticket, desk):
        talk.show(*_state(ticket, talk))
    elif venue is None or not _take(ticket, venue, start, held, desk):
        text, markup = _times(ticket, [venue] if venue else appointments.venues(ticket, desk)[:1], 0, talk)
        talk.show(f"{talk.words('booking.taken')}\n\n{text}", markup)
    else:
        _tell_handler(ticket, desk, "control.comes", desk.records.bookings.of_ticket(ticket.id)[-1])
        talk.show(*_state(ticket, talk))


def give_back(talk: Talk, press: Press) -> None:
    """The resident cannot come: somebody else can have the time. A button of an earlier time changes nothing."""
    ticket, desk = own_ticket(talk, press), talk.desk
    if ticket is None:
        return
    talk.answer()
    held = booked(ticket, desk)
    if held is None or appointments.minute(held.start) != press.value or not desk.records.bookings.free(held, desk.now):
        talk.show(*_state(ticket, talk))
        return
    for kind in REMINDERS:
        desk.records.due.skip(kind, "given_back", ticket_id=ticket.id)
    _tell_handler(ticket, desk, "control.comes_not", held)
    _, markup = _state(ticket, talk)
    talk.show(talk.words("booking.given_back", number=ticket.number), markup)


def show_where(talk: Talk, press: Press) -> None:
    """Send the venue's place on the map to whoever comes there."""
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    talk.answer()
    held = booked(ticket, talk.desk)
    pin = appointments.pin(held, talk.desk) if held is not None else None
    if pin is None:
        talk.show(*_state(ticket, talk))
    else:
        talk.desk.post(talk.chat, SendPlace(latitude=pin[0], longitude=pin[1]), ticket=ticket)


def _take(ticket: Ticket, venue: Venue, start: datetime, held: Booking | None, desk: Desk) -> bool:
    """Take the time and promise the reminders; return False where it is not free, then nothing changes."""
    if start not in _free(venue, desk):
        return False
    taken = desk.records.bookings.book(ticket.id, COME, venue.id, start, venue.slots.minutes, desk.now)
    if taken is None:
        return False
    if held is not None:
        desk.records.bookings.free(held, desk.now)
    for kind, before in REMINDERS.items():
        if start - before > desk.now:
            desk.records.due.promise(kind, start - before, ticket_id=ticket.id, again=True)
        else:
            desk.records.due.skip(kind, "too_late", ticket_id=ticket.id)
    return True


def _free(venue: Venue, desk: Desk) -> list[datetime]:
    taken = [(each.start, each.end) for each in desk.records.bookings.taken(venue.id, desk.now)]
    return list(free_slots(venue, desk.settings.calendar, desk.now, taken))


def _times(ticket: Ticket, venues: list[Venue], page: int, talk: Talk) -> Shown:
    """Return a page of what is free at the venue, or the way to a human where nothing is."""
    words, desk = talk.words, talk.desk
    free = _free(venues[0], desk) if venues else []
    if not free:
        place = desk.settings.station.desk
        return words("booking.none", phone=place.phone, hours=place.hours), Buttons((_back(ticket, talk),))
    venue, count = venues[0], -(-len(free) // _PAGE)
    first = page % count * _PAGE
    found: Rows = [(_time_button(ticket, venue, start, talk),) for start in free[first : first + _PAGE]]
    if count > 1:
        version = (page + 1) % count
        found.append((buttons.button(words("button.more"), "times", id=ticket.id, value=venue.id, version=version),))
    zone = desk.name(desk.settings.station.timezone_label, words)
    text = words("booking.ask", venue=desk.name(venue.name, words), zone=zone)
    return text, Buttons((*found, _back(ticket, talk)))


def _time_button(ticket: Ticket, venue: Venue, start: datetime, talk: Talk) -> Button:
    label = talk.words.day(talk.desk.settings.calendar.local(start), "format.slot")
    version = _round(ticket, talk.desk)
    return buttons.button(
        label, "book", id=ticket.id, value=f"{venue.id}.{appointments.minute(start)}", version=version
    )


def _which_venue(ticket: Ticket, venues: list[Venue], talk: Talk) -> Shown:
    found: Rows = [
        (buttons.button(talk.desk.name(venue.name, talk.words), "times", id=ticket.id, value=venue.id),)
        for venue in venues[:MOST_OPTIONS]
    ]
    return talk.words("booking.which"), Buttons((*found, _back(ticket, talk)))


def _state(ticket: Ticket, talk: Talk) -> Shown:
    """Return how it stands: the booked time, or that there is none, with what can be done."""
    held = appointments.line(ticket, talk) if ticket.is_open else talk.words("press.over", number=ticket.number)
    text = held or talk.words("booking.nothing", number=ticket.number)
    return text, Buttons((*appointments.rows(ticket, talk), _back(ticket, talk)))


def _back(ticket: Ticket, talk: Talk) -> tuple[Button, ...]:
    return (buttons.button(talk.words("button.back"), "matter", id=ticket.id),)


def _tell_handler(ticket: Ticket, desk: Desk, key: str, booking: Booking) -> None:
    if ticket.assignee_id is None:
        return
    officer = desk.records.people.get(ticket.assignee_id)
    words = desk.words_for(officer)
    desk.tell(officer, words(key, number=ticket.number, **appointments.said(booking, desk, words)), ticket=ticket)


def _round(ticket: Ticket, desk: Desk) -> int:
    """Return how often a time was taken for the ticket, so that a list drawn before that takes none."""
    return len(desk.records.bookings.of_ticket(ticket.id)) % _MOST_ROUNDS


def _read(value: str, ticket: Ticket, desk: Desk) -> tuple[Venue | None, datetime]:
    """Return the venue and the time that a button names; no venue where the resident cannot come there."""
    match = _TIME.fullmatch(value)
    if match is None:
        return None, desk.now
    venue = next((venue for venue in appointments.venues(ticket, desk) if venue.id == match[1]), None)
    return venue, datetime.fromtimestamp(int(match[2]) * 60, UTC)
