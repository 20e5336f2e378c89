"""What this machine can do at this moment, with none of our code: the measure that makes two runs comparable."""

from __future__ import annotations

import json
import sqlite3
import time
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


def commits_a_second(folder: Path, seconds: float = 1.0) -> float:
    """Return how many durable commits of one row this folder's disk takes; nothing else may write to it meanwhile."""
    connection = sqlite3.connect(folder / "baseline.db", isolation_level=None)
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


def parse_microseconds(count: int = 200) -> float:
    """Return the CPU time for the JSON of one press; it takes under a millisecond to measure, so also in mid-run."""
    start = time.thread_time()
    for _ in range(count):
        json.loads(_UPDATE)
    return (time.thread_time() - start) / count * 1e6
