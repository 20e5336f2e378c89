"""What is wrong with the venues and services of a config, each by key, value and remedy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from handlers.hours import Span
from handlers.settings import Service, Settings, Venue

_ID = re.compile(r"[a-z0-9_]{1,12}")
_SHORTEST, _LONGEST = 10, 480  # minutes


def find_problems(file: Settings) -> Iterator[str]:
    """Yield a sentence for everything in [[venues]] and [[services]] that cannot be."""
    for table, counted in (
        ("venues", Counter(venue.id for venue in file.venues)),
        ("services", Counter(service.id for service in file.services)),
    ):
        yield from (f"[[{table}]] id {name!r} stands twice; give each its own" for name in counted if counted[name] > 1)
    for venue in file.venues:
        yield from (f"[[venues]] {venue.id}: {problem}" for problem in _venue_problems(venue, file))
    for service in file.services:
        yield from (f"[[services]] {service.id}: {problem}" for problem in _service_problems(service, file))


def _venue_problems(venue: Venue, file: Settings) -> Iterator[str]:
    if not _ID.fullmatch(venue.id):
        yield f"id {venue.id!r} does not fit into a button; use 1 to 12 of a-z, 0-9 and _"
    for community in venue.communities:
        if file.community(community) is None:
            known = ", ".join(sorted(each.id for each in file.communities))
            yield f"communities: {community!r} is unknown; name some of {known}"
    if venue.pin is not None and not (abs(venue.pin[0]) <= 90 and abs(venue.pin[1]) <= 180):
        yield f"pin {list(venue.pin)} is no place on earth; write it as [latitude, longitude]"
    if not _SHORTEST <= venue.slots.minutes <= _LONGEST:
        yield f"slots.minutes is {venue.slots.minutes}; a time lasts {_SHORTEST} to {_LONGEST} minutes"
    for name, hours in (("mon_fri", venue.slots.mon_fri), ("sat_sun", venue.slots.sat_sun)):
        if hours:
            yield from _hours_problems(f"slots.{name}", hours)


def _service_problems(service: Service, file: Settings) -> Iterator[str]:
    yield from _hours_problems("hours", service.hours)
    if not service.weekdays and not service.dates:
        yield "is on no day; give weekdays or dates"
    if service.venue and file.venue(service.venue) is None:
        known = ", ".join(sorted(each.id for each in file.venues)) or "none: there are no [[venues]]"
        yield f"venue {service.venue!r} is unknown; name one of {known}"
    for day in service.dates:
        try:
            date.fromisoformat(day)
        except ValueError:
            yield f"dates: {day!r} is no date; write it like 2026-10-01"


def _hours_problems(where: str, hours: str) -> Iterator[str]:
    try:
        span = Span.parse(hours)
    except ValueError as error:
        yield f"{where}: {error}"
        return
    if span.start >= span.end:
        yield f"{where}: {hours!r} ends before it begins; give the hours of one day, like 10:00-18:00"
