"""Named points on the path of an update where the process can be killed on purpose.

`PAVILION_FAILPOINT=name:n` in the environment ends the process, as kill -9 would, the n-th time the point is passed.
The crash suite tries every one of them; without the variable a point costs one comparison.
"""

from __future__ import annotations

import os

KILLED = 137  # what a shell reports for a process ended by signal 9

POINTS = frozenset(
    {
        "receiver.fetched",  # updates came, none is stored
        "receiver.stored",  # stored, the offset has not moved
        "worker.handled",  # inside the transaction, before the commit
        "worker.committed",  # committed, no press answered yet
        "sender.started",  # a command is about to go out
        "sender.accepted",  # the channel took it, the result is not stored
        "sender.settled",  # the result is stored
        "clock.queued",  # due rows are in the inbox
    }
)


class Failpoints:
    """Counts the passes of one chosen point and ends the process at the chosen one."""

    def __init__(self, setting: str = "") -> None:
        self._name, _, count = setting.partition(":")
        if self._name and self._name not in POINTS:
            raise ValueError(f"PAVILION_FAILPOINT: no point is called {self._name!r}; take one of {sorted(POINTS)}")
        self._left = int(count or 1)

    def reach(self, name: str) -> None:
        if name != self._name:
            return
        self._left -= 1
        if self._left <= 0:
            os._exit(KILLED)
