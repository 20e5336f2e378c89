"""The command line: demo, run, check, invite, poster, key. Exit 0 is well, 1 a fault, 2 wrong usage or config."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from bot import app, check, config, invite
from bot.channel import Fatal
from bot.clock import SystemClock
from bot.logs import set_up_logs
from storage.database import DatabaseBroken, DatabaseBusy, DatabaseFull
from storage.model import Role
from storage.seal import KeyUnusable, new_key

FAULT, WRONG = 1, 2
_DEFAULT = Path("pavilion.toml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.command(asked))
    except config.ConfigWrong as error:
        return _complain(str(error), WRONG)
    except KeyUnusable as error:
        return _complain(str(error), WRONG)
    except (DatabaseBusy, DatabaseBroken, DatabaseFull, Fatal) as error:
        return _complain(str(error), FAULT)
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pavilion", description="A chat-bot front desk for residents.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    demo = _add(commands, "demo", _demo, "show the whole desk in a browser, without a token")
    demo.add_argument("--port", type=int, default=8080, help="where the page is (default 8080)")
    demo.add_argument(
        "--pack", default="", help="the station's pack: cn, generic, or a folder (default: the example's)"
    )
    run = _with_config(_add(commands, "run", _run, "run the desk"))
    run.add_argument("--clock", default="", metavar="URL", help="follow the clock of a sandbox (the demo does)")
    _with_config(_add(commands, "check", _check, "say in plain words what is missing"))
    inviting = _with_config(_add(commands, "invite", _invite, "print a one-time link that gives a role"))
    inviting.add_argument("--role", required=True, choices=[str(Role.ADMIN), str(Role.CHIEF)])
    poster = _with_config(_add(commands, "poster", _poster, "write a printable page with the code that opens the desk"))
    poster.add_argument(
        "--link", nargs="+", default=[], help="what the code presets: a community, a purpose, or both, like c02-light"
    )
    poster.add_argument("--locales", default="", help="the languages on it, like zh-Hans,en (default: the station's)")
    poster.add_argument("--bot", default="", metavar="NAME", help="the bot's name (default: its server is asked)")
    poster.add_argument("--out", type=Path, default=Path("poster.svg"), metavar="FILE", help="default poster.svg")
    _add(commands, "key", _key, "print a fresh key for sealed columns")
    return parser


def _add(commands: Any, name: str, call: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help)
    parser.set_defaults(command=call)
    return parser


def _with_config(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--config", type=Path, default=_DEFAULT, metavar="FILE", help=f"default {_DEFAULT}")
    return parser


def _load(asked: argparse.Namespace) -> config.Config:
    return config.load(asked.config, os.environ)


def _run(asked: argparse.Namespace) -> int:
    set_up_logs()
    failpoint = os.environ.get("PAVILION_FAILPOINT", "")
    return _until_stopped(lambda stop: app.run(_load(asked), clock_url=asked.clock, failpoint=failpoint, stop=stop))


def _demo(asked: argparse.Namespace) -> int:
    from bot import demo  # the sandbox's server is loaded only where it is used

    return _until_stopped(lambda stop: demo.run(asked.port, stop, asked.pack))


def _until_stopped(loop: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> int:
    """Run until SIGTERM or Ctrl-C, then end in order."""

    async def body() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await loop(stop)

    try:
        asyncio.run(body())
    except* (DatabaseBusy, DatabaseBroken, DatabaseFull, Fatal, KeyUnusable, config.ConfigWrong) as group:
        raise _first(group) from None
    return 0


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _check(asked: argparse.Namespace) -> int:
    loaded = _load(asked)
    problems = asyncio.run(check.find_problems(loaded))
    for problem in problems:
        print(f"✗ {problem}")
    if not problems:
        today = loaded.settings.calendar.local(SystemClock().now()).date()
        for warning in check.find_old_cards(loaded, today):
            print(f"! {warning}")
        print("✓ config, texts, pack, token, groups and rights are in order")
    return WRONG if problems else 0


def _invite(asked: argparse.Namespace) -> int:
    print(asyncio.run(invite.make(_load(asked), Role(asked.role))))
    return 0


def _poster(asked: argparse.Namespace) -> int:
    from bot import poster  # what draws is loaded only where something is drawn

    locales = [name.strip() for name in asked.locales.split(",") if name.strip()]
    bot = asked.bot.removeprefix("@")
    for file in asyncio.run(poster.write(_load(asked), asked.link, locales, bot, asked.out)):
        print(file)
    return 0


def _key(asked: argparse.Namespace) -> int:
    print(new_key())
    return 0


def _complain(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code
