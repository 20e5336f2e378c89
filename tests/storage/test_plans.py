"""A query of every day must not walk through a table that grows: a desk of ten thousand matters stays quick."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

import pytest

from storage.database import migrate
from storage.sql import queries, query_files

RARE = {
    "audit.all_lines": "a check of the whole chain reads all of it",
    "audit.head": "walks backwards and stops at the first line",
    "chats.empty_slots_of_chat": "once, when a group has moved",
    "turns.drop_before": "once an hour, through those who wrote in the last one",
    "people.with_role": "admins and chiefs, when there is something to tell them",
    "retention.drop_chat": "once, when somebody is forgotten",
    "retention.drop_members": "once, when somebody is forgotten",
    "retention.drop_person": "once, when somebody is forgotten",
    "retention.drop_slots": "once, when somebody is forgotten",
}
"""Queries that may walk through a table, and why."""


def plans(table: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each query of one file and the steps SQLite takes for it."""
    connection = sqlite3.connect(":memory:")
    migrate(connection)
    named = queries(table)
    for name in named.available_queries:
        if name.endswith("_cursor"):
            continue
        sql = getattr(named, name).sql
        values = dict.fromkeys(re.findall(r"(?<!:):([a-z_]+)", sql), 1)
        yield f"{table}.{name}", [row[3] for row in connection.execute(f"explain query plan {sql}", values)]
    connection.close()


def walks(steps: list[str]) -> list[str]:
    return [step for step in steps if step.startswith("SCAN") and "subquery" not in step and step != "SCAN ready"]


@pytest.mark.parametrize("table", sorted(file.stem for file in query_files() if file.stem != "invariants"))
def test_no_query_walks_through_a_table_that_grows(table: str) -> None:
    assert {name: walks(steps) for name, steps in plans(table) if walks(steps) and name not in RARE} == {}


def test_every_exception_is_still_one() -> None:
    found = {name for file in query_files() for name, steps in plans(file.stem) if walks(steps)}
    assert set(RARE) <= found


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("due.skip_of_person", "due_by_person"),  # at every Send; else it reads all that is planned for anybody
        ("outbox.replace_waiting", "outbox_by_slot"),  # at every redraw; else it reads the whole backlog
        ("chats.of_person", "chats_by_person"),
        ("inbox.finish", "INTEGER PRIMARY KEY"),
    ],
)
def test_the_frequent_ones_take_their_own_index(name: str, index: str) -> None:
    steps = dict(plans(name.partition(".")[0]))[name]
    assert any(index in step for step in steps), steps
