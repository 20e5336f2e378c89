"""The page of the sandbox: its methods of the Bot API, its control API, and what people can do."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from bot.reference.page import begin, table
from bot.sandbox.acts import ACTS
from bot.sandbox.control import Control
from bot.sandbox.methods import METHODS
from bot.sandbox.world import World

_TEXT = """
A Bot API server in memory, for the demo, the tests and whoever wants to try a bot: `.venv/bin/python -m bot.sandbox`
starts it alone, with `--port` and `--token`. What it answers follows the real server to the letter; where it takes
less, it says so in its refusal. The methods it knows:
"""
_CONTROL = """## Control API

JSON in, JSON out: `{"ok": true, "result": …}`, or `{"ok": false, "error": "key: what was wrong and what would do"}`.
What stands after the semicolon may be left out.
"""
_ACTS = """## Acts

What `do` may be in `POST /sandbox/act`. All that may be given has a made-up default, unless it is needed.
"""


def sandbox_page() -> str:
    methods = textwrap.fill(", ".join(f"`{name}`" for name in METHODS), 120)
    return "\n".join([begin("Sandbox", f"{_TEXT}\n{methods}."), *_control(), *_acts()])


def endpoints() -> list[tuple[str, str, Callable[..., Any]]]:
    """Return method, path and endpoint of everything in the control API."""
    return [*Control(World({"1:sandbox": "sandbox_bot"}), {}, {}).table()]


def _control() -> Iterator[str]:
    rows = [(f"`{verb} {path}`", *_said(endpoint)) for verb, path, endpoint in endpoints()]
    yield f"{_CONTROL}\n{table(('Request', 'What it does', 'What is given'), rows)}"


def _acts() -> Iterator[str]:
    rows = [(f"`{name}`", *_said(perform)) for name, perform in ACTS.items()]
    yield f"{_ACTS}\n{table(('Act', 'What it does', 'What may be given'), rows)}"


def _said(call: Callable[..., Any]) -> tuple[str, str]:
    """Return what the docstring says: what is done, and the last part, what is given."""
    does, _, given = (inspect.getdoc(call) or "").partition("\n\n")
    return does.replace("\n", " "), given.replace("\n", " ")
