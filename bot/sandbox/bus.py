"""What happens in the sandbox, told at once to every open page."""

from __future__ import annotations

import asyncio
from typing import Any


class Bus:
    """Hands each event to all listeners; keeps nothing for those who come later."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[dict[str, Any] | None]] = set()

    @property
    def has_listeners(self) -> bool:
        """Say whether anybody listens; building an event for nobody costs time."""
        return bool(self._listeners)

    def publish(self, event: dict[str, Any]) -> None:
        """Put the event into every listener's queue; never waits."""
        for queue in self._listeners:
            queue.put_nowait(event)

    def listen(self) -> asyncio.Queue[dict[str, Any] | None]:
        """Return a new queue of events; `None` in it means that the sandbox closes."""
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[dict[str, Any] | None]) -> None:
        """Forget the listener."""
        self._listeners.discard(queue)

    def close(self) -> None:
        """Tell every listener that it is over."""
        for queue in self._listeners:
            queue.put_nowait(None)
