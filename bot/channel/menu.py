"""What people see before they write: the list of commands, and the bot's description."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import msgspec
import structlog
from telegram import Bot, BotCommand

from bot.channel.failure import Failure, in_our_words
from bot.channel.letters import cut

_LONGEST_COMMAND = 256
_LONGEST_DESCRIPTION = 512

log = structlog.get_logger("channel")


class Menu(msgspec.Struct, frozen=True):
    """Commands as (name, what it does), and the description, in one language; `language` "" is for all others."""

    language: str
    commands: tuple[tuple[str, str], ...]
    description: str = ""


async def set_menus(bot: Bot, menus: Sequence[Menu]) -> None:
    """Set each menu; a server that lacks or refuses a method is asked no more, with one line in the log."""
    await _set_each("setMyCommands", menus, lambda menu: _set_commands(bot, menu))
    await _set_each("setMyDescription", menus, lambda menu: _set_description(bot, menu))


async def _set_each(method: str, menus: Sequence[Menu], call: Callable[[Menu], Awaitable[bool]]) -> None:
    for menu in menus:
        try:
            await in_our_words(call(menu))
        except Failure as failure:
            log.warning("menu_not_set", method=method, language=menu.language, reason=failure.reason)
            return


async def _set_commands(bot: Bot, menu: Menu) -> bool:
    commands = [BotCommand(name, cut(text, _LONGEST_COMMAND)) for name, text in menu.commands]
    return await bot.set_my_commands(commands, language_code=_language(menu))


async def _set_description(bot: Bot, menu: Menu) -> bool:
    return await bot.set_my_description(cut(menu.description, _LONGEST_DESCRIPTION), language_code=_language(menu))


def _language(menu: Menu) -> str | None:
    """Return the two letters that the Bot API takes, or None for everybody else."""
    return menu.language[:2].lower() or None
