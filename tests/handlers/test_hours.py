"""Wall-clock arithmetic, over nights, days off and clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.hours import Calendar, Duration, Span

SHANGHAI = Calendar(ZoneInfo("Asia/Shanghai"), frozenset({date(2026, 10, 1)}))
BERLIN = Calendar(ZoneInfo("Europe/Berlin"))
DAY = Span.parse("08:30-20:30")
NIGHT = Span.parse("22:30-08:30")


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def test_working_time_stops_at_closing_and_goes_on_in_the_morning() -> None:
    assert SHANGHAI.after_working(at("2026-05-13 20:00"), Duration.parse("2h"), DAY) == at("2026-05-14 10:00")


def test_working_time_that_begins_at_night_begins_in_the_morning() -> None:
    assert SHANGHAI.after_working(at("2026-05-13 23:00"), Duration.parse("30m"), DAY) == at("2026-05-14 09:00")


@pytest.mark.parametrize(
    ("wanted", "hours", "both"),
    [
        ("08:00-12:00", "08:30-20:30", "08:30-12:00"),
        ("12:00-18:00", "08:30-17:00", "12:00-17:00"),
        ("08:00-12:00", "13:00-20:00", "13:00-20:00"),
        ("08:00-12:00", "22:00-10:00", "22:00-10:00"),
    ],
    ids=["begins later", "ends earlier", "never", "over midnight"],
)
def test_hours_within_others_are_what_both_have_or_the_others(wanted: str, hours: str, both: str) -> None:
    assert Span.parse(wanted).within(Span.parse(hours)) == Span.parse(both)


def test_a_day_off_is_passed_over() -> None:
    assert SHANGHAI.next_working(at("2026-09-30 21:00"), DAY) == at("2026-10-02 08:30")


def test_working_days_leave_out_the_weekend() -> None:
    assert SHANGHAI.after_working(at("2026-05-15 10:00"), Duration.parse("1wd"), DAY) == at("2026-05-18 10:00")


def test_quiet_hours_over_midnight_end_the_same_or_the_next_morning() -> None:
    assert SHANGHAI.out_of(NIGHT, at("2026-05-13 23:30")) == at("2026-05-14 08:30")
    assert SHANGHAI.out_of(NIGHT, at("2026-05-14 03:00")) == at("2026-05-14 08:30")
    assert SHANGHAI.out_of(NIGHT, at("2026-05-14 08:30")) == at("2026-05-14 08:30")


def test_an_opening_time_that_a_clock_change_skips_still_comes() -> None:
    skipped = Span(time(2, 30), time(20, 0))
    opens = BERLIN.next_working(at("2026-03-29 01:00", "Europe/Berlin"), skipped)
    assert opens == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_worked_once_by_the_clock_on_the_wall() -> None:
    end = BERLIN.after_working(at("2026-10-25 00:00", "Europe/Berlin"), Duration.parse("1h"), Span.parse("02:00-04:00"))
    assert BERLIN.local(end).date() == date(2026, 10, 25)


@pytest.mark.parametrize("text", ["8:30-20:30", "25:00-26:00", "", "08:30"])
def test_a_span_that_is_none_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"08:30-20:30|hour must be"):
        Span.parse(text)


@pytest.mark.parametrize("text", ["", "5", "m", "5 m", "-5m", "5w"])
def test_a_duration_that_is_none_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="30m, 4h, 7d or 2wd"):
        Duration.parse(text)


def test_holidays_all_year_are_said_instead_of_looping() -> None:
    always = Calendar(ZoneInfo("UTC"), frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(800)))
    with pytest.raises(ValueError, match="holidays"):
        always.next_working(datetime(2026, 5, 1, tzinfo=UTC), DAY)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@given(MOMENTS, st.integers(1, 3000))
def test_the_end_of_working_time_is_later_and_in_working_hours(when: datetime, minutes: int) -> None:
    end = BERLIN.after_working(when, Duration(minutes, "m"), DAY)
    assert end >= when + timedelta(minutes=minutes)
    assert BERLIN.is_working(end - timedelta(seconds=1), DAY)


@given(MOMENTS)
def test_nothing_is_said_in_quiet_hours(when: datetime) -> None:
    said = BERLIN.out_of(NIGHT, when)
    assert said >= when
    assert not NIGHT.holds(BERLIN.local(said).time())
    assert said - when <= timedelta(hours=11)
