"""A pressed button is answered once, and soon, whatever its handler does."""

from __future__ import annotations

import asyncio
import time

from bot.presses import PATIENCE, Presses
from handlers.desk import PressAnswer
from tests.bot.room import ScriptedChannel, until


class Slow(ScriptedChannel):
    async def answer(self, press: str, text: str, alert: bool) -> None:
        await asyncio.sleep(0.2)
        await super().answer(press, text, alert)


async def test_a_press_nobody_handles_is_answered_with_nothing_within_800_ms() -> None:
    channel = ScriptedChannel()
    presses, begun = Presses(channel), time.monotonic()
    presses.expect("p1")
    await until(lambda: bool(channel.answered))
    assert channel.answered == [("p1", "", False)]
    assert PATIENCE - 0.05 <= time.monotonic() - begun < 2 * PATIENCE
    assert presses.take("p1")


async def test_a_press_that_is_handled_in_time_gets_its_words_and_no_empty_answer() -> None:
    channel = ScriptedChannel()
    presses = Presses(channel)
    presses.expect("p1")
    assert not presses.take("p1")
    presses.give(PressAnswer("p1", "yours", True))
    await asyncio.sleep(PATIENCE + 0.1)
    assert channel.answered == [("p1", "yours", True)]


async def test_a_second_answer_to_the_same_press_is_dropped() -> None:
    channel = ScriptedChannel()
    presses = Presses(channel)
    presses.give(PressAnswer("p1", "first"))
    presses.give(PressAnswer("p1", "second"))
    presses.expect("p1")
    await presses.close()
    assert channel.answered == [("p1", "first", False)]


async def test_closing_waits_for_answers_under_way_and_forgets_those_that_nobody_gave() -> None:
    channel = Slow()
    presses = Presses(channel)
    presses.give(PressAnswer("p1", "first"))
    presses.expect("p2")
    await presses.close()
    await asyncio.sleep(PATIENCE + 0.1)
    assert channel.answered == [("p1", "first", False)]
