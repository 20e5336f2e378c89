"""This week at the desk: what the station offers on the coming seven days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers import buttons, screens
from handlers.buttons import Press
from handlers.commands import Button
from handlers.desk import Talk
from handlers.hours import Calendar, Span
from handlers.settings import Service, weekday_number
from handlers.texts import Markup

_DAYS = 7


@dataclass(frozen=True)
class Occasion:
    """One day of a service, in the station's own time."""

    service: Service
    start: datetime
    end: datetime


def coming(services: Iterable[Service], calendar: Calendar, now: datetime) -> list[Occasion]:
    """Return what is still to come today and on the six days after it, in the order of time."""
    today = calendar.local(now).date()
    days = [today + timedelta(days=ahead) for ahead in range(_DAYS)]
    found = [occasion for service in services for day in days for occasion in _on(service, calendar, day)]
    return sorted((each for each in found if each.end > now), key=lambda each: (each.start, each.service.id))


def _on(service: Service, calendar: Calendar, day: date) -> Iterator[Occasion]:
    """Yield the service on that day; what is weekly rests on holidays, a date that is named does not."""
    is_weekly = day.weekday() in map(weekday_number, service.weekdays) and day not in calendar.holidays
    if is_weekly or day.isoformat() in service.dates:
        span = Span.parse(service.hours)
        start, end = calendar.at(day, span.start), calendar.at(day, span.end)
        yield Occasion(service, calendar.local(start), calendar.local(end))


def open_button(talk: Talk) -> list[tuple[Button, ...]]:
    """Return the row that opens the card; nothing where the week is empty."""
    if not _coming(talk):
        return []
    return [(buttons.button(talk.words("week.open"), "week"),)]


def press_week(talk: Talk, press: Press) -> None:
    """Show what there is at the desk in the coming seven days."""
    talk.answer()
    words = talk.words
    zone = talk.desk.name(talk.desk.settings.station.timezone_label, words)
    lines = [_line(occasion, talk) for occasion in _coming(talk)] or [words("week.empty")]
    talk.show("\n\n".join([words("week.head", zone=zone), *lines]), screens.menu_button(words))


def _coming(talk: Talk) -> list[Occasion]:
    desk = talk.desk
    return coming(desk.settings.services, desk.settings.calendar, desk.now)


def _line(occasion: Occasion, talk: Talk) -> Markup:
    desk, words, service = talk.desk, talk.words, occasion.service
    venue = desk.settings.venue(service.venue)
    return words(
        "week.line",
        day=words.day(occasion.start, "format.weekday"),
        start=f"{occasion.start:%H:%M}",
        end=f"{occasion.end:%H:%M}",
        name=desk.name(service.name, words),
        what=desk.name(service.what, words),
        venue=desk.name(venue.name if venue else desk.settings.station.name, words),
    )
