"""What this machine can do at this moment, with none of our code: the measure that makes two runs comparable."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

_ROW = "x" * 400
_UPDATE = json.dumps(
    {
        "update_id": 100_000_001,
        "callback_query": {
            "id": "4382bfdwdsb323b2d9",
            "from": {"id": 1_000_001, "is_bot": False, "first_name": "Resident", "language_code": "en"},
            "message": {
                "message_id": 7,
                "date": 1_700_000_000,
                "chat": {"id": 1_000_001, "type": "private"},
                "text": "?",
            },
            "chat_instance": "7000000000000000",
            "data": "1:pick:AAAAAAAAAAAAAAAA:3:light",
        },
    }
)


@dataclass(frozen=True)
class Baseline:
    """`commits`: durable commits a second, one row each. `parse_us`: CPU microseconds for the JSON of one press."""

    commits: float
    parse_us: float

    @staticmethod
    def between(before: Baseline, after: Baseline) -> Baseline:
        """Return the middle of what was measured before and after a run."""
        return Baseline((before.commits + after.commits) / 2, (before.parse_us + after.parse_us) / 2)


def measure(folder: Path, seconds: float = 1.0) -> Baseline:
    """Measure both, one after the other, in about twice these seconds; `folder` is where the desk's file lies too."""
    return Baseline(_commits_a_second(folder / "baseline.db", seconds), _parse_microseconds(seconds))


def _commits_a_second(path: Path, seconds: float) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS rows (words TEXT)")
        count, start = 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            connection.execute("INSERT INTO rows VALUES (?)", (_ROW,))
            count += 1
        return count / (time.perf_counter() - start)
    finally:
        connection.close()


def _parse_microseconds(seconds: float) -> float:
    count, start, cpu = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - start < seconds:
        for _ in range(1_000):
            json.loads(_UPDATE)
        count += 1_000
    return (time.process_time() - cpu) / count * 1e6
