"""The book of everything that happened: what bots sent and people did, in order, never pruned."""

from __future__ import annotations

from typing import Any

Entry = dict[str, Any]


class Ledger:
    """An append-only list of entries numbered from 1."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def write(self, kind: str, at: float, **facts: Any) -> None:
        """Add one entry; `at` is the sandbox clock in Unix seconds."""
        facts["seq"] = len(self.entries) + 1
        facts["at"] = at
        facts["kind"] = kind
        self.entries.append(facts)

    def after(self, seq: int) -> list[Entry]:
        """Return the entries numbered above `seq`."""
        return self.entries[max(seq, 0) :]

    @property
    def last(self) -> int:
        """Return the number of the newest entry, 0 when there is none."""
        return len(self.entries)
