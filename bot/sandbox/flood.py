"""Flood control as the real server's published guidance has it; off until switched on."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

GROUP_WINDOW = 60.0
OVERALL_WINDOW = 1.0


@dataclass(slots=True, frozen=True)
class Limits:
    group_per_minute: int = 20
    chat_per_second: float = 1.0
    burst: int = 5
    overall_per_second: int = 30


@dataclass(slots=True)
class Bucket:
    tokens: float
    at: float


class Flood:
    """Counts posts and edits in monotonic time."""

    def __init__(self) -> None:
        self.is_on = False
        self.limits = Limits()
        self._groups: dict[tuple[int, int], deque[float]] = {}
        self._chats: dict[tuple[int, int], Bucket] = {}
        self._overall: dict[int, deque[float]] = {}

    def switch(self, is_on: bool, limits: Limits) -> None:
        """Switch on or off and forget what was counted."""
        self.is_on, self.limits = is_on, limits
        self._groups.clear()
        self._chats.clear()
        self._overall.clear()

    def check(self, bot: int, chat: int, now: float, count: int = 1) -> int:
        """Return 0 and count the call's messages, or the whole seconds to wait; a refused call is not counted.

        An album larger than what a chat may get at once needs just that.
        """
        limits = self.limits
        overall = _recent(self._overall.setdefault(bot, deque()), now - OVERALL_WINDOW)
        waits = [_window_wait(overall, max(1, limits.overall_per_second + 1 - count), OVERALL_WINDOW, now)]
        group = _recent(self._groups.setdefault((bot, chat), deque()), now - GROUP_WINDOW) if chat < 0 else None
        if group is not None:
            waits.append(_window_wait(group, max(1, limits.group_per_minute + 1 - count), GROUP_WINDOW, now))
        bucket = self._filled((bot, chat), now)
        needed = min(count, limits.burst)
        waits.append(0.0 if bucket.tokens >= needed else (needed - bucket.tokens) / limits.chat_per_second)
        if (wait := max(waits)) > 0:
            return max(1, math.ceil(wait))
        bucket.tokens -= needed
        overall.extend([now] * count)
        if group is not None:
            group.extend([now] * count)
        return 0

    def _filled(self, key: tuple[int, int], now: float) -> Bucket:
        bucket = self._chats.setdefault(key, Bucket(self.limits.burst, now))
        gained = (now - bucket.at) * self.limits.chat_per_second
        bucket.tokens = min(float(self.limits.burst), bucket.tokens + gained)
        bucket.at = now
        return bucket


def _recent(times: deque[float], since: float) -> deque[float]:
    while times and times[0] <= since:
        times.popleft()
    return times


def _window_wait(times: deque[float], limit: int, window: float, now: float) -> float:
    return 0.0 if len(times) < limit else times[len(times) - limit] + window - now
