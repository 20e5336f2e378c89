"""The vocabulary of the tables: named queries in `queries/`, numbered migrations in `schema/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import aiosql

_FOLDER = Path(__file__).parent


@cache
def queries(noun: str) -> Any:
    """Return the named queries of one table file, as functions that take the connection first."""
    return aiosql.from_path(_FOLDER / "queries" / f"{noun}.sql", "sqlite3")


def query_files() -> list[Path]:
    return sorted((_FOLDER / "queries").glob("*.sql"))


@cache
def migrations(dialect: str) -> list[tuple[int, str]]:
    """Return (number, script) of every migration for `sqlite` or `postgresql`, in order."""
    files = sorted((_FOLDER / "schema").glob(f"*_{dialect}.sql"))
    return [(int(file.name.split("_")[0]), file.read_text(encoding="utf-8")) for file in files]
