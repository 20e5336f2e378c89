"""The whole program killed, at every named point and at random, with fifty residents in the middle of their forms."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.failpoints import KILLED, POINTS
from tests.crash.aftermath import Figures, count_undone, settle
from tests.crash.street import Street, street
from tests.program import running

pytestmark = pytest.mark.slow
Record = Callable[[str, object], None]

_PASSES = (1, 7)
_TICKS = (1, 2)  # a tick is a second
LIVES = [
    (point, passes[turn])
    for turn in range(2)
    for point in sorted(POINTS)
    for passes in [_TICKS if point.startswith("clock.") else _PASSES]
]
"""Each life's end: at which pass of which point. The first pass is the start-up's, later ones lie amid the work."""
_SETTINGS: dict[str, Any] = {
    # A run of many minutes must not have the clock change tickets while the last step compares them.
    "PAVILION__TIMERS__URGENT__CLAIM__ESCALATE": "24h",
    "PAVILION__TELEGRAM__PACING": "false",  # hundreds of cards go out; at 18 a minute they would take an hour
    "PAVILION__TIMERS__URGENT__CLAIM__NUDGE": "0m",  # so that something is due each second
}
_LONGEST_LIFE = 0.5
_REACHED_SECONDS = 20.0
_TOO_MUCH = 400
_REST_SECONDS = 90.0


async def test_a_kill_at_every_named_point_loses_nothing_and_doubles_nothing(
    tmp_path: Path, record_property: Record
) -> None:
    async with running(tmp_path, **_SETTINGS) as program, street(program, seed=1) as people:
        counted = 0
        for point, passes in LIVES:
            await program.start(failpoint=f"{point}:{passes}")
            await _dies(people, point)
            counted += await count_undone(program) > 0
        await program.start()
        figures = await settle(people, len(LIVES), counted)
    record_property("figures", str(figures))


async def _dies(people: Street, point: str) -> None:
    process = people.program.process
    assert process is not None
    try:
        async with asyncio.timeout(_REACHED_SECONDS):
            assert await process.wait() == KILLED, people.program.said()[-2000:]
    except TimeoutError:
        raise AssertionError(f"{point} was never reached") from None


async def test_thirty_kills_at_random_lose_nothing_and_double_nothing(tmp_path: Path, record_property: Record) -> None:
    figures = await _kill_at_random(tmp_path, kills=30, seed=30)
    record_property("figures", str(figures))


@pytest.mark.proof
@pytest.mark.timeout(3000)
async def test_five_hundred_kills_at_random_lose_nothing_and_double_nothing(
    tmp_path: Path, record_property: Record
) -> None:
    figures = await _kill_at_random(tmp_path, kills=500, seed=500)
    record_property("figures", str(figures))


async def _kill_at_random(folder: Path, *, kills: int, seed: int) -> Figures:
    """Kill until so many kills have counted."""
    chance, tried, counted = random.Random(seed), 0, 0
    async with running(folder, **_SETTINGS) as program, street(program, seed) as people:
        await program.start()
        while counted < kills:
            await asyncio.sleep(chance.uniform(0, _LONGEST_LIFE))
            async with people.still:
                await program.kill()
                undone = await count_undone(program)
            tried, counted = tried + 1, counted + (undone > 0)
            await program.start()
            if undone > _TOO_MUCH:
                await _work_off(people)
        return await settle(people, tried, counted)


async def _work_off(people: Street) -> None:
    """Give the bot a rest: one that is killed faster than people act would only ever pile work up."""
    async with people.still, asyncio.timeout(_REST_SECONDS):
        while await count_undone(people.program):
            await asyncio.sleep(0.2)
