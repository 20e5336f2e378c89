"""The times of a venue: its hours, cut into pieces, without holidays, what is taken, what is too soon or too far."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.hours import Calendar
from handlers.settings import Service, Slots, Venue
from handlers.slots import AHEAD, NOTICE, free_slots
from handlers.week import coming

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(ZONE, frozenset({date(2026, 5, 14)}))
NOW = datetime(2026, 5, 13, 9, 0, tzinfo=ZONE)  # a Wednesday; Thursday is a holiday
VENUE = Venue(id="counter", name={}, slots=Slots(mon_fri="10:00-12:30", sat_sun="11:00-12:00", minutes=60))


def shown(venue: Venue = VENUE, now: datetime = NOW, taken: tuple[tuple[datetime, datetime], ...] = ()) -> list[str]:
    return [f"{CALENDAR.local(start):%a %d %H:%M}" for start in free_slots(venue, CALENDAR, now, taken)]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=ZONE)


def test_hours_are_cut_into_whole_times_and_holidays_are_left_out() -> None:
    assert shown()[:5] == ["Wed 13 11:00", "Fri 15 10:00", "Fri 15 11:00", "Sat 16 11:00", "Sun 17 11:00"]


def test_a_day_without_hours_has_none() -> None:
    weekend = Venue(id="x", name={}, slots=Slots(sat_sun="11:00-12:00"))
    assert shown(weekend) == ["Sat 16 11:00", "Sun 17 11:00", "Sat 23 11:00", "Sun 24 11:00"]
    assert shown(Venue(id="x", name={})) == []


def test_nothing_sooner_than_the_notice_and_nothing_beyond_two_weeks() -> None:
    starts = list(free_slots(VENUE, CALENDAR, NOW, []))
    assert starts[0] - NOW == NOTICE
    assert starts[-1] <= NOW + AHEAD < starts[-1] + timedelta(days=1)
    assert shown(now=NOW + timedelta(seconds=1))[0] == "Fri 15 10:00"


def test_what_is_taken_is_left_out_also_where_the_times_were_cut_otherwise() -> None:
    assert "Fri 15 10:00" not in shown(taken=((at(15, 10), at(15, 11)),))
    assert "Fri 15 11:00" in shown(taken=((at(15, 10), at(15, 11)),))
    across = shown(taken=((at(15, 10, 30), at(15, 11, 30)),))
    assert not {"Fri 15 10:00", "Fri 15 11:00"} & set(across)


def test_a_clock_change_moves_no_time_off_the_wall_clock() -> None:
    berlin = Calendar(ZoneInfo("Europe/Berlin"))
    now = datetime(2026, 3, 27, 6, 0, tzinfo=UTC)  # the clock goes forward on Sunday the 29th
    local = [berlin.local(start) for start in free_slots(VENUE, berlin, now, [])]
    assert {f"{each:%H:%M}" for each in local} == {"10:00", "11:00"}


# This week at the desk.


def service(name: str, **fields: object) -> Service:
    return Service(id=name, name={}, **{"hours": "14:00-17:00", **fields})  # type: ignore[arg-type]  # fields by name


def days(*services: Service, now: datetime = NOW) -> list[str]:
    return [f"{each.service.id} {each.start:%a %d}" for each in coming(services, CALENDAR, now)]


def test_a_weekly_service_comes_once_in_seven_days_and_rests_on_a_holiday() -> None:
    assert days(service("a", weekdays=("wed",)), service("b", weekdays=("thu",))) == ["a Wed 13"]
    assert days(service("c", weekdays=("tue", "fri"))) == ["c Fri 15", "c Tue 19"]


def test_a_date_that_is_named_is_held_on_a_holiday_too() -> None:
    assert days(service("a", dates=("2026-05-14", "2026-05-30"))) == ["a Thu 14"]


def test_what_is_over_today_is_left_out_and_what_goes_on_is_not() -> None:
    wednesday = service("a", weekdays=("wed",))
    assert days(wednesday, now=at(13, 16, 59)) == ["a Wed 13"]
    assert days(wednesday, now=at(13, 17)) == []


def test_nothing_planned_is_nothing_to_show() -> None:
    assert days() == []
