"""Set-ups that every part of the suite uses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from storage.database import migrate
from storage.ids import Ids
from storage.records import Records
from storage.seal import Seal, new_key

# A shared machine is slow at times; how long an example took says nothing about the code.
settings.register_profile("desk", deadline=None)
settings.load_profile("desk")


@pytest.fixture(scope="session")
def key() -> str:
    return new_key()


@pytest.fixture
def records(tmp_path: Path, key: str) -> Iterator[Records]:
    """Records on a real file, as one unit of work sees them."""
    records = open_records(tmp_path / "desk.db", key)
    yield records
    records.connection.close()


def open_records(path: Path, key: str) -> Records:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys=ON")
    migrate(connection)
    return Records(connection, Seal(key), Ids())


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-transcripts", action="store_true", help="write what people see anew")
