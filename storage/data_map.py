"""The data map: what every column of the records is for, of which kind it is, how long it is kept, sealed or not."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data_map.toml"


@dataclass(frozen=True)
class Column:
    """`kind` is one of the map's classes; `file` is where the column stands in a person's own file, or empty."""

    name: str
    kind: str
    what: str
    is_sealed: bool
    file: str


@dataclass(frozen=True)
class Table:
    """`kept` names one of the map's rules."""

    name: str
    purpose: str
    kept: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class DataMap:
    classes: dict[str, str]
    rules: dict[str, str]
    tables: tuple[Table, ...]


@cache
def data_map() -> DataMap:
    """Return the map as it stands in data_map.toml."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    classes, rules = raw.pop("classes"), raw.pop("rules")
    tables = tuple(
        Table(name, table["purpose"], table["kept"], tuple(_column(*each) for each in table["columns"].items()))
        for name, table in raw.items()
    )
    return DataMap(classes, rules, tables)


def _column(name: str, told: dict[str, str | bool]) -> Column:
    return Column(
        name=name,
        kind=str(told["class"]),
        what=str(told["what"]),
        is_sealed=bool(told.get("sealed", False)),
        file=str(told.get("file", "")),
    )
