"""What is due goes into the inbox once, however late the tick."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.bell import Bell
from bot.scheduler import Scheduler
from handlers import events
from storage.database import Database, DatabaseFull
from storage.failpoints import Failpoints
from storage.records import Records
from tests.bot.room import FEW, KEY, Room, opened
from tests.clock import NOON, StillClock

_MANY = 450


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path / "desk.db") as room:
        yield room


def scheduler(room: Room) -> Scheduler:
    return Scheduler(room.database, room.clock, Bell(), Failpoints())


async def _promise(room: Room, minutes: int, *, again: bool = False) -> None:
    at = NOON + timedelta(minutes=minutes)
    await room.database.run(lambda records: records.due.promise("housekeeping", at, again=again))


async def test_a_row_is_queued_when_its_time_has_come_and_not_before(room: Room) -> None:
    await _promise(room, 30)
    assert await scheduler(room).tick() == 0
    room.clock.move(minutes=29, seconds=59)
    assert await scheduler(room).tick() == 0
    room.clock.move(seconds=1)
    assert await scheduler(room).tick() == 1
    assert [type(event) for event in await room.reported()] == [events.Due]


async def test_a_tick_that_comes_twice_or_a_day_late_queues_the_row_once(room: Room) -> None:
    await _promise(room, 30)
    room.clock.move(days=1)
    assert await scheduler(room).tick() == 1
    assert await scheduler(room).tick() == 0
    room.clock.move(days=-1)
    assert await scheduler(room).tick() == 0
    assert len(await room.reported()) == 1


async def test_a_promise_made_again_is_a_row_of_its_own(room: Room) -> None:
    await _promise(room, 0)
    assert await scheduler(room).tick() == 1
    await _promise(room, 0, again=True)
    assert await scheduler(room).tick() == 1
    assert len(await room.reported()) == 2


async def test_one_tick_queues_everything_that_waited(room: Room) -> None:
    def promise_many(records: Records) -> None:
        for number in range(_MANY):
            person = records.people.meet(str(number), NOON)
            records.due.promise("draft", NOON, person_id=person.id)

    await room.database.run(promise_many)
    assert await scheduler(room).tick() == _MANY


class FullOnce(Database):
    """Has no room for the first unit, and counts all."""

    units = -2

    async def run(self, unit: Any, before_commit: Any = None) -> Any:
        self.units += 1
        if self.units == 1:
            raise DatabaseFull("database or disk is full")
        return await super().run(unit, before_commit)


async def test_a_tick_that_finds_the_disk_full_is_followed_by_another(tmp_path: Path) -> None:
    database = await FullOnce.open(tmp_path / "desk.db", KEY)
    assert isinstance(database, FullOnce)
    clock = StillClock()
    await database.run(lambda records: records.due.promise("housekeeping", NOON))
    assert database.units == 0  # opening it and the promise
    bell = Bell()
    ticking = Scheduler(database, clock, bell, Failpoints())
    ticking.start()
    try:
        async with asyncio.timeout(FEW):
            await bell.wait(FEW)
        assert database.units >= 2
        assert await database.read(lambda records: records.inbox.count_waiting()) == 1
    finally:
        ticking.stop()
        await database.close()


async def test_what_fell_due_while_it_was_down_does_not_wait_for_the_first_interval(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.scheduler.TICK_SECONDS", 3600)
    await room.database.run(lambda records: records.due.promise("housekeeping", NOON))
    bell = Bell()
    ticking = Scheduler(room.database, room.clock, bell, Failpoints())
    ticking.start()
    try:
        async with asyncio.timeout(FEW):
            await bell.wait(FEW)
        assert await room.database.read(lambda records: records.inbox.count_waiting()) == 1
    finally:
        ticking.stop()
