"""Slots: the times at which people can come to a venue, from its hours, the holidays and what is taken. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from handlers.hours import Calendar, Span
from handlers.settings import Slots, Venue

AHEAD = timedelta(days=14)
"""So far ahead times are offered."""
NOTICE = timedelta(hours=2)
"""Nobody is promised a time sooner than this: somebody has to be there."""
_WEEKEND = 5


def free_slots(
    venue: Venue, calendar: Calendar, now: datetime, taken: Iterable[tuple[datetime, datetime]]
) -> Iterator[datetime]:
    """Yield the starts of what is free at the venue, the next first; `taken` is from when to when each."""
    busy = list(taken)
    length = timedelta(minutes=venue.slots.minutes)
    first = calendar.local(now).date()
    for ahead in range(AHEAD.days + 1):
        for start in _starts(venue.slots, calendar, first + timedelta(days=ahead)):
            is_free = all(start >= end or start + length <= begin for begin, end in busy)
            if is_free and now + NOTICE <= start <= now + AHEAD:
                yield start


def _starts(slots: Slots, calendar: Calendar, day: date) -> Iterator[datetime]:
    hours = slots.mon_fri if day.weekday() < _WEEKEND else slots.sat_sun
    if not hours or day in calendar.holidays:
        return
    span = Span.parse(hours)
    start, end = calendar.at(day, span.start), calendar.at(day, span.end)
    length = timedelta(minutes=slots.minutes)
    while start + length <= end:
        yield start
        start += length
