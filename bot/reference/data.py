"""The page of what is kept: every table and column from the data map."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reference.page import begin, table
from storage.data_map import Table, data_map

_TEXT = """
Every table and every column of the records, why it is there, of which kind it is, for how long it is kept. *Sealed*
columns are encrypted, each value bound to its own row. *In the file* is where a column stands in the file that a person
gets with /mydata; what has no place there is of the program, of other people, or an id that means nothing outside.
How long answers are kept is set under [`[retention]`](settings.md).
"""
_HEAD = ("Column", "Class", "Sealed", "What it is for", "In the file")


def data_page() -> str:
    found = data_map()
    parts = [begin("What is kept", _TEXT), "## Classes\n", table(("Class", "Means"), found.classes.items())]
    return "\n".join([*parts, *(_section(each, found.rules) for each in found.tables)])


def _section(each: Table, rules: dict[str, str]) -> str:
    head = f"## `{each.name}`\n\nFor: {each.purpose}.\n\nKept: {rules[each.kept]}.\n"
    return f"{head}\n{table(_HEAD, _rows(each))}"


def _rows(each: Table) -> Iterator[tuple[str, ...]]:
    for column in each.columns:
        place = f"`{column.file}`" if column.file else ""
        yield f"`{column.name}`", column.kind, "yes" if column.is_sealed else "", column.what, place
