"""Wall-clock arithmetic in the station's zone: working hours, quiet hours, working days. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_DURATION = re.compile(r"(\d+)(m|h|d|wd)")
_FAR = 400
"""Days to look ahead before saying that an office never opens."""


@dataclass(frozen=True)
class Span:
    """From one time of day to another; `22:30-08:30` runs over midnight."""

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read `HH:MM-HH:MM`; raises ValueError saying so."""
        match = _SPAN.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is no span of hours; write it like 08:30-20:30")
        numbers = [int(number) for number in match.groups()]
        return cls(time(numbers[0], numbers[1]), time(numbers[2], numbers[3]))

    def holds(self, moment: time) -> bool:
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def within(self, hours: Span) -> Span:
        """Return what of it lies within those hours; those themselves where nothing does, or one spans midnight."""
        start, end = max(self.start, hours.start), min(self.end, hours.end)
        is_plain = self.start < self.end and hours.start < hours.end
        return Span(start, end) if is_plain and start < end else hours


@dataclass(frozen=True)
class Duration:
    """An amount of minutes, hours, days or working days, as the config writes it: 30m, 4h, 7d, 2wd."""

    amount: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read `30m`, `4h`, `7d` or `2wd`; raises ValueError saying so."""
        match = _DURATION.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is no duration; write it like 30m, 4h, 7d or 2wd (working days)")
        return cls(int(match[1]), match[2])

    @property
    def plain(self) -> timedelta:
        """Return it as elapsed time, a working day counted as a day."""
        units = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "wd": timedelta(days=1)}
        return self.amount * units[self.unit]


@dataclass(frozen=True)
class Calendar:
    """The station's zone and its days off."""

    zone: ZoneInfo
    holidays: frozenset[date] = field(default_factory=frozenset)

    def local(self, when: datetime) -> datetime:
        return when.astimezone(self.zone)

    def is_working(self, when: datetime, hours: Span) -> bool:
        """Return whether somebody is on duty then."""
        local = self.local(when)
        return local.date() not in self.holidays and hours.holds(local.time())

    def next_working(self, when: datetime, hours: Span) -> datetime:
        """Return `when` if somebody is on duty then, else the next time somebody is."""
        if self.is_working(when, hours):
            return when
        day = self.local(when).date()
        for ahead in range(_FAR):
            opens = self.at(day + timedelta(days=ahead), hours.start)
            if opens > when and opens.astimezone(self.zone).date() not in self.holidays:
                return opens
        raise ValueError("no working hours within a year; look at [quiet_hours] holidays")

    def after_working(self, when: datetime, duration: Duration, hours: Span) -> datetime:
        """Return the time when that much working time has passed; days run on the calendar, then wait for hours."""
        if duration.unit == "wd":
            return self.next_working(self._working_days_on(when, duration.amount), hours)
        if duration.unit == "d":
            return self.next_working(when + duration.plain, hours)
        left, at = duration.plain, self.next_working(when, hours)
        for _ in range(_FAR):
            closes = self.closing(at, hours)
            if at + left <= closes:
                return at + left
            left, at = left - (closes - at), self.next_working(closes, hours)
        raise ValueError(f"{duration} does not fit into a year of working hours")

    def out_of(self, quiet: Span, when: datetime) -> datetime:
        """Return `when`, or the end of the quiet hours where it falls into them."""
        local = self.local(when)
        if not quiet.holds(local.time()):
            return when
        end = self.at(local.date(), quiet.end)
        return end if end > when else self.at(local.date() + timedelta(days=1), quiet.end)

    def at(self, day: date, moment: time) -> datetime:
        """Return that wall-clock time as an instant; one that a clock change skips becomes the next that exists."""
        return datetime.combine(day, moment, self.zone).astimezone(ZoneInfo("UTC"))

    def closing(self, when: datetime, hours: Span) -> datetime:
        """Return the end of the working hours that `when` is in."""
        local = self.local(when)
        if hours.start == hours.end:
            return self.at(local.date() + timedelta(days=1), time())
        end = self.at(local.date(), hours.end)
        if end <= when:
            end = self.at(local.date() + timedelta(days=1), hours.end)
        return end

    def _working_days_on(self, when: datetime, days: int) -> datetime:
        local = self.local(when)
        day = local.date()
        while days:
            day += timedelta(days=1)
            if day.weekday() < 5 and day not in self.holidays:
                days -= 1
        return self.at(day, local.time())
