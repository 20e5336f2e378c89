"""What a button carries: version, action, id, state version and a value, in at most 64 bytes.

Nothing in it is trusted: who presses, where, in which state and on which message decides what a press may do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.commands import Button

VERSION = "1"
URGENT = "!"
"""Marks the buttons of somebody in danger, so that the receiver can tell them without reading the rest."""
_LONGEST = 64
_SHAPE = re.compile(r"!?1:([a-z_]{1,12}):([A-Za-z0-9_-]{0,24}):(\d{1,6}):([A-Za-z0-9_.-]{0,24})")


@dataclass(frozen=True)
class Press:
    """What a pressed button says. `id` is a draft's or a ticket's, `version` the state it was drawn for."""

    action: str
    id: str = ""
    version: int = 0
    value: str = ""


def button(
    label: str, action: str, *, id: str = "", version: int = 0, value: str = "", is_urgent: bool = False
) -> Button:
    """Return a button that says this when it is pressed."""
    data = f"{URGENT if is_urgent else ''}{VERSION}:{action}:{id}:{version}:{value}"
    if len(data.encode()) > _LONGEST or not _SHAPE.fullmatch(data):
        raise ValueError(f"the button {action!r} cannot carry {data!r}")
    return Button(label, data)


def read(data: str) -> Press | None:
    """Return what the button said, or None where we never make such a button."""
    match = _SHAPE.fullmatch(data)
    if not match:
        return None
    return Press(match[1], match[2], int(match[3]), match[4])
