"""The page of commands and buttons: the command line from its parser, the chats from the routing tables."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import handlers
from bot import cli
from bot.reference.page import begin, sentence, table
from handlers import officer

SAID = {
    "show_menu": "Show the first screen.",
    "ask_language": "Show the languages to choose from.",
    "cancel_by_word": "Leave the open form; its draft is kept for a while.",
    "press_language": "Show the languages to choose from.",
    "press_danger": "Show what to phone, by kind of danger; nothing of it is stored.",
    "press_hide": "Remove the messages of the last two days from the chat, on both sides.",
    "press_menu": "Show the first screen.",
    "press_more": "Show what has no door of its own: numbers and languages.",
    "press_numbers": "Show every number to phone, in plain text.",
    "read_notice": "Show the longer text of the notice.",
    "pick": "Answer a question with one option.",
    "tick": "Tick one of several options, or take the tick away.",
    "finish_ticking": "Answer with all that is ticked.",
    "turn_page": "Show the next options.",
    "skip": "Leave a question out that may be left out.",
    "list_changes": "Show the answers that can be changed before Send.",
    "change": "Ask one question again, then come back to the summary.",
    "press_mine": "List the person's own tickets.",
    "press_own": "Show what the desk holds of the person, and on which day it goes.",
    "press_ask": "Say what goes and what has to stay, and ask once whether to delete it.",
    "ask_withdraw": "Ask whether the ticket is really to be taken back.",
    "get_in_touch": "Note that the resident was contacted: the ticket is in progress.",
    "ask_release": "Show the reasons to give a ticket back.",
    "show_control": "Show the handler's own message again as it stands.",
}
"""What a handler does whose name says it all to those who read code, but not here."""

_TEXT = f"""
## On the command line

`pavilion` is `.venv/bin/pavilion`, or `.venv/bin/python -m bot`. It ends with 0 when all is well, with {cli.FAULT} for
a fault, with {cli.WRONG} for wrong usage or a configuration that cannot be used.
"""
_PRIVATE = "## Commands in a private chat"
_OFFICERS = "## Commands of officers, in their group and in private"
_BUTTONS = """## Buttons on a resident's screens

The name is what the button carries, not what it says. Who presses, where, in which state and on which message decides
what a press may do.
"""
_CARDS = "## Buttons on a card, and on the handler's own message"


def commands_page() -> str:
    return "\n".join([begin("Commands and buttons", _TEXT), *_command_line(), *_tables()])


def tables() -> dict[str, Mapping[str, Callable[..., Any]]]:
    """Return everything that a person can call by name, by the heading it stands under."""
    return {
        _PRIVATE: {f"/{name}": call for name, call in handlers.COMMANDS.items()},
        _OFFICERS: {f"/{name}": call for name, call in handlers.OFFICER_COMMANDS.items()},
        _BUTTONS: handlers.RESIDENT_BUTTONS,
        _CARDS: {"claim": officer.claim, **officer._OWN},
    }


def _tables() -> Iterator[str]:
    for heading, routes in tables().items():
        rows = [(f"`{name}`", promise(call), _place(call)) for name, call in routes.items()]
        yield f"{heading.strip()}\n\n{table(('Name', 'What it does', 'Where'), rows)}"


def _command_line() -> Iterator[str]:
    for group in cli._parser()._actions:
        if isinstance(group, argparse._SubParsersAction):
            for name, parser in group.choices.items():
                yield f"### `pavilion {name}`\n\n{sentence(parser.description or '')}\n{_options(parser)}"


def _options(parser: argparse.ArgumentParser) -> str:
    rows = [_option(action) for action in parser._actions if not isinstance(action, argparse._HelpAction)]
    return "\n" + "\n".join(rows) + "\n" if rows else ""


def _option(action: argparse.Action) -> str:
    value = "|".join(action.choices) if action.choices else action.metavar or action.dest.upper()
    needed = " (must be given)" if action.required else ""
    said = f": {action.help}" if action.help else ""
    return f"- `{', '.join(action.option_strings)} {value}`{needed}{said}"


def promise(call: Callable[..., Any]) -> str:
    """Return the first line of what the function promises, or what is said here; empty where neither is."""
    return (call.__doc__ or SAID.get(call.__name__, "")).strip().split("\n")[0]


def _place(call: Callable[..., Any]) -> str:
    return f"`{call.__module__.replace('.', '/')}.py`: `{call.__name__}`"
