"""Messages as people read them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from handlers import commands
from handlers.commands import Button, Buttons, Keys


@dataclass
class Shown:
    """A message as it stands in a chat now; `raw` is its text with markup and escapes, as the channel gets it."""

    text: str
    markup: commands.Markup | None = None
    raw: str = ""

    @property
    def buttons(self) -> list[Button]:
        rows = self.markup.rows if isinstance(self.markup, Buttons) else ()
        return [button for row in rows for button in row]


def rows(markup: commands.Markup | None) -> list[str]:
    if isinstance(markup, Buttons):
        return [" ".join(f"[{button.label}]" for button in row) for row in markup.rows]
    if isinstance(markup, Keys):
        return [" ".join(f"⌨[{key.label}]" for key in row) for row in markup.rows]
    return ["⌨ (keys away)"] if markup is not None else []


def visible(line: str) -> str:
    """Return a line with signs for what directs the reading and is not seen: an isolate as ‹ ›, a mark as ⇤."""
    return line.translate(str.maketrans("\u2068\u2069\u200f", "‹›⇤"))


def plain(text: str) -> str:
    """Return a text as it is read: markup and escapes gone."""
    return html.unescape(re.sub(r"</?(?:b|i|code)>", "", text))
