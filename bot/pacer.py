"""How fast messages may go: Telegram's limits, kept on our side so that they are not met on the other.

Pure: seconds of a monotonic clock are passed in. An address is whatever names a chat, always in the same way.
The limits: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable

GROUP_LIMIT = 18
"""Posts and edits in one group in `GROUP_SECONDS`; the server's own limit is 20."""
GROUP_SECONDS = 60.0
URGENT_RESERVE = 4
"""How many of a group's posts only urgent ones may use."""
CHAT_SECONDS = 1.0
"""One message in so many seconds for one chat ..."""
CHAT_BURST = 3
"""... except that so many may follow each other at once after a rest."""
OVERALL_LIMIT = 25
OVERALL_SECONDS = 1.0
_MARGIN = 0.001
"""Added to each wait: a sum of floats may fall just short of the moment it was meant to reach."""
_LONG_AGO = float("-inf")


class Window:
    """At most so many in any stretch of `seconds`. Keeps only the newest `limit` times."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit = limit
        self._seconds = seconds
        self._times: list[float] = []

    def note(self, at: float) -> None:
        insort(self._times, at)
        del self._times[: -self._limit]

    def free_at(self, allowed: int) -> float:
        """Return from when on fewer than `allowed` are in the window."""
        return self._times[-allowed] + self._seconds if len(self._times) >= allowed else _LONG_AGO

    def is_empty(self, now: float) -> bool:
        return not self._times or self._times[-1] + self._seconds <= now


class Chat:
    """What one chat has had, and until when it must rest."""

    def __init__(self) -> None:
        self._window = Window(GROUP_LIMIT, GROUP_SECONDS)
        self._full_at = _LONG_AGO
        self._paused_until = _LONG_AGO

    def note(self, at: float) -> None:
        """`_full_at` is when the whole burst is there again; each message moves it one interval on."""
        self._window.note(at)
        self._full_at = max(self._full_at, at) + CHAT_SECONDS

    def pause(self, until: float) -> None:
        self._paused_until = max(self._paused_until, until)

    def free_at(self, is_group: bool, is_urgent: bool) -> float:
        burst = self._full_at - (CHAT_BURST - 1) * CHAT_SECONDS
        group = self._window.free_at(GROUP_LIMIT if is_urgent else GROUP_LIMIT - URGENT_RESERVE)
        return max(burst, self._paused_until, group if is_group else _LONG_AGO)

    def is_idle(self, now: float) -> bool:
        return self._window.is_empty(now) and max(self._full_at, self._paused_until) <= now


class Pacer:
    """Says when a chat may have its next message. Chats that rested for a minute are forgotten."""

    def __init__(self) -> None:
        self._chats: dict[str, Chat] = {}
        self._overall = Window(OVERALL_LIMIT, OVERALL_SECONDS)
        self._next_sweep = _LONG_AGO

    def wait(self, address: str, is_group: bool, is_urgent: bool, now: float) -> float:
        """Return after how many seconds a message may go, 0 for now."""
        chat = self._chats.get(address)
        chat_free = _LONG_AGO if chat is None else chat.free_at(is_group, is_urgent)
        free_at = max(self._overall.free_at(OVERALL_LIMIT), chat_free)
        return 0.0 if free_at <= now else free_at - now + _MARGIN

    def note(self, address: str, is_group: bool, now: float) -> None:  # noqa: ARG002 # a chat's kind may come late
        """A message goes now."""
        self._forget_idle(now)
        self._chat(address).note(now)
        self._overall.note(now)

    def pause(self, address: str, seconds: float, now: float) -> None:
        """The server asked for a rest of this chat: nothing goes there, urgent or not."""
        self._forget_idle(now)
        self._chat(address).pause(now + seconds)

    def refill(self, address: str, sent_at: Iterable[float]) -> None:
        """Count what went to the chat before the start, at these times of the same clock, oldest first or not."""
        for at in sorted(sent_at):
            self._chat(address).note(at)
            self._overall.note(at)

    def __len__(self) -> int:
        """Return how many chats are remembered."""
        return len(self._chats)

    def _chat(self, address: str) -> Chat:
        return self._chats.setdefault(address, Chat())

    def _forget_idle(self, now: float) -> None:
        """Once a minute, so that it costs nothing beside the messages themselves."""
        if now >= self._next_sweep:
            self._next_sweep = now + GROUP_SECONDS
            self._chats = {address: chat for address, chat in self._chats.items() if not chat.is_idle(now)}


class Unpaced:
    """The twin for `pacing = false`: no limits of our own, but a rest that the server asked for is kept."""

    def __init__(self) -> None:
        self._paused_until: dict[str, float] = {}

    def wait(self, address: str, is_group: bool, is_urgent: bool, now: float) -> float:  # noqa: ARG002 # Pacer's twin
        return max(0.0, self._paused_until.get(address, _LONG_AGO) - now)

    def note(self, address: str, is_group: bool, now: float) -> None:  # noqa: ARG002 # Pacer's twin
        self._paused_until.pop(address, None)

    def pause(self, address: str, seconds: float, now: float) -> None:
        self._paused_until[address] = now + seconds

    def refill(self, address: str, sent_at: Iterable[float]) -> None:
        """There is nothing to count."""
