"""Waiting longer after each failure, with some chance in it, so that many do not come back at once."""

from __future__ import annotations

import asyncio
import random

_FIRST = 0.5
_LONGEST = 4.0
"""Seconds. The desk is to be back within five of the server; at most 40 calls are tried in that time."""


class Backoff:
    def __init__(self) -> None:
        self._next = _FIRST

    def reset(self) -> None:
        self._next = _FIRST

    def seconds(self, asked: float | None) -> float:
        """Return how long to wait now: what was asked for, or twice the last time, up to the longest."""
        if asked is not None:
            return asked
        wait = self._next * random.uniform(0.8, 1.2)  # jitter, no secret
        self._next = min(_LONGEST, self._next * 2)
        return wait

    async def pause(self, asked: float | None) -> None:
        await asyncio.sleep(self.seconds(asked))


def retry_seconds(attempts: int) -> float:
    """Return how long a row waits after so many tries: 1, 2, 4 seconds and no longer."""
    return float(min(_LONGEST, 2.0 ** min(attempts, 6)))
