from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot.sandbox.clock import Clock

from .desk import Desk

HOUR = 3600.0


class Follower:
    """A bot that has something due at each of `times` and is idle once it has looked at the clock."""

    def __init__(self, clock: Clock, times: list[float]) -> None:
        self.clock = clock
        self.times = times
        self.done: list[float] = []

    def look(self) -> None:
        now = self.clock.now()
        self.done += [at for at in self.times if at <= now]
        self.times = [at for at in self.times if at > now]
        self.clock.follow(self.clock.version, True, min(self.times, default=None))

    async def run(self) -> None:
        version = 0
        while True:
            self.look()
            version = (await self.clock.watch(self.clock.version, 1))["version"]
            assert version


def _clock(patience: float = 15) -> Clock:
    """Return a clock of a sandbox where nothing waits for the bot."""
    return Clock(lambda _since: True, lambda: None, patience)


async def test_without_a_follower_the_clock_jumps(desk: Desk) -> None:
    moved = await desk.drive("clock/advance", seconds=HOUR)
    assert moved["offset"] == pytest.approx(HOUR, abs=1)
    assert len(moved["stops"]) == 1
    assert (await desk.send())["date"] == pytest.approx(time.time() + HOUR, abs=2)
    state = (await desk.look("state"))["clock"]
    assert (state["following"], state["next_due"]) == (False, None)


async def test_the_clock_stops_at_each_due_time() -> None:
    clock = _clock()
    begin = clock.now()
    due = [begin + 1800, begin + 7200, begin + 90_000]
    follower = Follower(clock, list(due))
    task = asyncio.create_task(follower.run())
    await asyncio.sleep(0)
    moved = await clock.advance(begin + 10_800)
    task.cancel()
    assert moved["stops"] == [due[0], due[1], begin + 10_800]
    assert (follower.done, moved["late"]) == (due[:2], [])


async def test_a_follower_that_is_not_idle_is_waited_for() -> None:
    clock = _clock()
    target = clock.now() + HOUR
    clock.follow(1, True, None)
    moving = asyncio.create_task(clock.advance(target))
    await asyncio.sleep(0.02)
    clock.follow(clock.version, False, None)
    await asyncio.sleep(0.02)
    assert not moving.done()
    clock.follow(clock.version, True, None)
    assert (await moving)["stops"] == [target]


async def test_a_follower_that_never_gets_idle_is_left_behind_and_named() -> None:
    clock = _clock(patience=0.05)
    clock.follow(1, False, None)
    target = clock.now() + HOUR
    assert (await clock.advance(target))["late"] == [target]


async def test_an_unconfirmed_update_keeps_the_clock_from_settling(desk: Desk) -> None:
    number = (await desk.act(desk.ana, "text", text="x"))["update_id"]
    await desk.drive("clock/follow", version=1, idle=True, next_due=None)
    moving = asyncio.create_task(desk.drive("clock/advance", seconds=60))
    await asyncio.sleep(0.05)
    assert not moving.done()
    assert await desk.ok("getUpdates", offset=number + 1, timeout=0) is not None
    await desk.drive("clock/follow", version=1, idle=True)
    while not moving.done():
        version = (await desk.look("clock"))["version"]
        await desk.drive("clock/follow", version=version, idle=True)
        await asyncio.sleep(0.01)
    assert len((await moving)["stops"]) == 1


async def test_the_clock_can_move_to_the_next_due_time() -> None:
    clock = _clock()
    due = clock.now() + HOUR
    follower = Follower(clock, [due])
    task = asyncio.create_task(follower.run())
    await asyncio.sleep(0)
    assert clock.next_due == due
    moved = await clock.advance(due)
    task.cancel()
    assert (moved["stops"], follower.done) == ([due], [due])


async def test_watching_answers_when_the_clock_moves(desk: Desk) -> None:
    version = (await desk.look("clock?after=0"))["version"]
    watch = asyncio.create_task(desk.look(f"clock?after={version}&timeout=10"))
    await asyncio.sleep(0.05)
    assert not watch.done()
    await desk.drive("clock/advance", seconds=5)
    seen: dict[str, Any] = await watch
    assert (seen["version"], seen["offset"]) == (version + 1, pytest.approx(5, abs=0.5))


async def test_watching_ends_with_its_timeout(desk: Desk) -> None:
    began = time.monotonic()
    seen = await desk.look("clock?after=99&timeout=0.1")
    assert (seen["version"], time.monotonic() - began >= 0.1) == (1, True)
