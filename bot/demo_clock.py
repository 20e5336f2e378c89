"""The demo's clock lives in the sandbox: the bot follows it, and says when it is idle and what is due next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import aiohttp
import structlog

from bot.clock import ShiftedClock

_POLL_SECONDS = 2.0
_CHECK_SECONDS = 0.05
_RETRY_SECONDS = 0.5

log = structlog.get_logger("demo_clock")


async def read_offset(url: str) -> float:
    """Return how many seconds the demo's clock is ahead of the system's."""
    async with aiohttp.ClientSession() as session, session.get(f"{url}/sandbox/clock") as answer:
        return float((await answer.json())["result"]["offset"])


class DemoClock:
    """Follows the clock at `url`. `tick` is called at each move; `is_idle` and `next_due` are reported back."""

    def __init__(
        self,
        url: str,
        clock: ShiftedClock,
        tick: Callable[[], Awaitable[object]],
        is_idle: Callable[[], Awaitable[bool]],
        next_due: Callable[[], Awaitable[datetime | None]],
    ) -> None:
        self._url = url
        self._clock = clock
        self._tick = tick
        self._is_idle = is_idle
        self._next_due = next_due
        self._version = -1

    async def run(self) -> None:
        """Follow until cancelled, at once from where the clock stands."""
        async with aiohttp.ClientSession() as session:
            while True:
                try:
                    await self._follow(session)
                except (aiohttp.ClientError, TimeoutError) as error:
                    log.warning("clock_away", error=type(error).__name__)
                    await asyncio.sleep(_RETRY_SECONDS)

    async def _follow(self, session: aiohttp.ClientSession) -> None:
        asked = {"after": str(self._version), "timeout": str(_POLL_SECONDS)}
        async with session.get(f"{self._url}/sandbox/clock", params=asked) as answer:
            told = (await answer.json())["result"]
        self._clock.offset = told["offset"]
        if told["version"] != self._version:
            self._version = told["version"]
            await self._tick()
            await self._wait_until_idle()
        await self._report(session)

    async def _wait_until_idle(self) -> None:
        while not await self._is_idle():
            await asyncio.sleep(_CHECK_SECONDS)

    async def _report(self, session: aiohttp.ClientSession) -> None:
        due = await self._next_due()
        report: dict[str, Any] = {
            "version": self._version,
            "idle": await self._is_idle(),
            "next_due": due.timestamp() if due else None,
        }
        async with session.post(f"{self._url}/sandbox/clock/follow", json=report) as answer:
            await answer.read()
