"""What all pages share: the line that says they are made, tables and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_MADE = "<!-- Made by `make reference`; change the code it is made from instead. -->"


def begin(title: str, text: str) -> str:
    return f"# {title}\n\n{_MADE}\n\n{text.strip()}\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a bar inside a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines) + "\n"


def sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."
