"""The data map says what the schema holds: all of it, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from storage.data_map import data_map
from storage.database import migrate
from storage.model import Priority
from storage.records import Records
from storage.seal import Seal
from tests.clock import NOON

MAP = data_map()
UNSEALED_BYTES = {("meta", "value"), ("people", "address_index"), ("chats", "address_index")}
"""Bytes that are no sealed value: keyed hashes, and the file's own facts."""


@pytest.fixture(scope="module")
def schema() -> Iterator[dict[str, dict[str, str]]]:
    connection = sqlite3.connect(":memory:")
    migrate(connection)
    tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
    yield {
        table: {row[1]: row[2].lower() for row in connection.execute(f"pragma table_info({table})")}
        for table in tables
        if not table.startswith("sqlite_")
    }
    connection.close()


def test_every_column_of_the_schema_is_on_the_map_and_no_other(schema: dict[str, dict[str, str]]) -> None:
    mapped = {table.name: {column.name for column in table.columns} for table in MAP.tables}
    assert mapped == {table: set(columns) for table, columns in schema.items()}


def test_every_column_has_a_purpose_a_class_and_a_retention() -> None:
    assert [table.name for table in MAP.tables if not table.purpose or table.kept not in MAP.rules] == []
    columns = [(table.name, column) for table in MAP.tables for column in table.columns]
    assert [(name, column.name) for name, column in columns if not column.what or column.kind not in MAP.classes] == []


def test_no_rule_or_class_is_left_that_nothing_uses() -> None:
    assert set(MAP.rules) == {table.kept for table in MAP.tables}
    assert set(MAP.classes) == {column.kind for table in MAP.tables for column in table.columns}


def test_bytes_are_sealed_and_nothing_else_is(schema: dict[str, dict[str, str]]) -> None:
    sealed = {(table.name, column.name) for table in MAP.tables for column in table.columns if column.is_sealed}
    raw = {(table, column) for table, columns in schema.items() for column, kind in columns.items() if kind == "blob"}
    assert sealed == raw - UNSEALED_BYTES


def test_words_names_and_addresses_are_sealed() -> None:
    private = [
        column for table in MAP.tables for column in table.columns if column.kind in ("words", "name", "contact")
    ]
    assert [column.name for column in private if not column.is_sealed] == []


def test_what_the_map_calls_sealed_is_written_sealed(records: Records, key: str) -> None:
    person = records.people.meet("1", NOON)
    records.people.set_name(person.id, "L.")
    chat = records.chats.meet("1", "private", NOON, person.id)
    records.drafts.put("draft", person.id, "thing", b"{}", 1, NOON)
    records.inbox.add(NOON, "telegram", "1", "1", b"{}")
    records.outbox.add(
        NOON, stream="s", chat_id=chat.id, command="Post", payload=b"{}", priority=Priority.ANSWER, about=b"{}"
    )
    for table in MAP.tables:
        for column in table.columns:
            if column.is_sealed:
                found = records.connection.execute(f"select {column.name} from {table.name}").fetchall()  # noqa: S608 # names from the map
                assert all(bytes(row[0]).startswith(Seal(key)._head) for row in found), (table.name, column.name)
