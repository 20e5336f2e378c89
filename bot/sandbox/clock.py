"""The sandbox's clock: real time plus an offset that can be moved ahead, stopping at each time something is due.

A bot that follows the clock reports which version it has seen, whether it is idle, and when its next thing is due.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ATTACHED_FOR = 10.0
"""Seconds after its last report for which a follower counts as attached."""
PATIENCE = 15.0
"""Real seconds to wait at one stop before going on without the follower."""


@dataclass(slots=True, frozen=True)
class Report:
    """What the follower said last; `at` is monotonic."""

    version: int
    is_idle: bool
    next_due: float | None
    at: float


class Clock:
    """Tells the sandbox's time and moves it ahead."""

    def __init__(
        self, has_settled: Callable[[float], bool], on_move: Callable[[], None], patience: float = PATIENCE
    ) -> None:
        """`has_settled(at)` says whether nothing waits for the bot and nothing was handed over since monotonic `at`."""
        self.offset = 0.0
        self.version = 1
        self._has_settled = has_settled
        self._on_move = on_move
        self._patience = patience
        self._report: Report | None = None
        self._changed: set[asyncio.Future[None]] = set()
        self._is_closed = False
        self._moving = asyncio.Lock()

    def now(self) -> float:
        """Return the sandbox's time in Unix seconds."""
        return time.time() + self.offset

    @property
    def follower(self) -> Report | None:
        """Return the last report, or None when nobody has reported for ten seconds."""
        report = self._report
        return report if report is not None and time.monotonic() - report.at < ATTACHED_FOR else None

    @property
    def next_due(self) -> float | None:
        """Return when the follower's next thing is due, or None."""
        return self.follower.next_due if self.follower else None

    def face(self) -> dict[str, Any]:
        """Return the clock as the control API shows it."""
        return {
            "now": self.now(),
            "offset": self.offset,
            "version": self.version,
            "next_due": self.next_due,
            "following": self.follower is not None,
        }

    def follow(self, version: int, is_idle: bool, next_due: float | None) -> None:
        """Take the follower's report and wake whoever waits for it."""
        self._report = Report(version, is_idle, next_due, time.monotonic())
        self._wake()

    async def watch(self, after: int, timeout: float) -> dict[str, Any]:
        """Return the clock at once if its version is above `after`, else when it moves or after `timeout` seconds."""
        ends = time.monotonic() + timeout
        while not self._is_closed and self.version <= after and (left := ends - time.monotonic()) > 0:
            await self._change(left)
        return self.face()

    def close(self) -> None:
        """Let every watcher go: the server stops."""
        self._is_closed = True
        self._wake()

    async def advance(self, target: float) -> dict[str, Any]:
        """Move to `target` (Unix seconds), stopping at each due time on the way until the follower is idle again."""
        async with self._moving:
            stops: list[float] = []
            late: list[float] = []
            is_settled = await self._settle()
            while self.now() < target:
                stop = self._next_stop(target) if is_settled else target
                self._move_to(stop)
                stops.append(stop)
                is_settled = await self._settle()
                if not is_settled:
                    late.append(stop)
            return {"now": self.now(), "offset": self.offset, "stops": stops, "late": late}

    def _next_stop(self, target: float) -> float:
        due = self.next_due
        return due if due is not None and self.now() < due < target else target

    def _move_to(self, at: float) -> None:
        self.offset += max(0.0, at - self.now())
        self.version += 1
        self._wake()
        self._on_move()

    async def _settle(self) -> bool:
        """Wait until the follower is idle at this version; False if it was not within the patience."""
        ends = time.monotonic() + self._patience
        while (report := self.follower) is not None and not self._is_settled(report):
            left = ends - time.monotonic()
            if left <= 0:
                return False
            # Updates are confirmed without a report, so look again even if none comes.
            await self._change(min(left, 0.2))
        return True

    def _is_settled(self, report: Report) -> bool:
        # What is due now and not yet handled is work, even if both queues are empty at the moment.
        is_ahead = report.next_due is None or report.next_due > self.now()
        return report.version >= self.version and report.is_idle and is_ahead and self._has_settled(report.at)

    async def _change(self, timeout: float) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._changed.add(waiter)
        try:
            await asyncio.wait((waiter,), timeout=timeout)
        finally:
            self._changed.discard(waiter)

    def _wake(self) -> None:
        for waiter in self._changed:
            if not waiter.done():
                waiter.set_result(None)
