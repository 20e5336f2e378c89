"""What people see before they write: the list of commands, and the bot's description."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import msgspec
import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.channel.failure import Failure, GiveUp, in_our_words, translate
from bot.channel.letters import cut

_LONGEST_COMMAND = 256
_LONGEST_DESCRIPTION = 512

log = structlog.get_logger("channel")


Commands = tuple[tuple[str, str], ...]
"""As (name, what it does)."""


class Menu(msgspec.Struct, frozen=True):
    """Commands in one language, and the description where they are for private chats; "" is for all other languages."""

    language: str
    commands: Commands
    description: str = ""
    is_for_groups: bool = False


async def set_menus(bot: Bot, menus: Sequence[Menu]) -> None:
    """Set each menu; a server that lacks or refuses a method is asked no more, with one line in the log."""
    await _set_each("setMyCommands", menus, lambda menu: _set_commands(bot, menu))
    private = [menu for menu in menus if not menu.is_for_groups]
    await _set_each("setMyDescription", private, lambda menu: _set_description(bot, menu))


async def offer_commands(bot: Bot, chat: int, commands: Commands) -> None:
    """Offer commands of its own in a chat, or with none those of all chats; a server that refuses is logged and left.

    Raises the library's errors that may pass.
    """
    scope = BotCommandScopeChat(chat)
    try:
        if commands:
            await bot.set_my_commands(_told(commands), scope=scope)
        else:
            await bot.delete_my_commands(scope=scope)
    except TelegramError as error:
        failure = translate(error)
        if not isinstance(failure, GiveUp):
            raise
        log.warning("menu_not_set", method="setMyCommands", language="", reason=failure.reason)


async def _set_each(method: str, menus: Sequence[Menu], call: Callable[[Menu], Awaitable[bool]]) -> None:
    for menu in menus:
        try:
            await in_our_words(call(menu))
        except Failure as failure:
            log.warning("menu_not_set", method=method, language=menu.language, reason=failure.reason)
            return


async def _set_commands(bot: Bot, menu: Menu) -> bool:
    scope = BotCommandScopeAllGroupChats() if menu.is_for_groups else BotCommandScopeAllPrivateChats()
    return await bot.set_my_commands(_told(menu.commands), scope=scope, language_code=_language(menu))


def _told(commands: Commands) -> list[BotCommand]:
    return [BotCommand(name, cut(text, _LONGEST_COMMAND)) for name, text in commands]


async def _set_description(bot: Bot, menu: Menu) -> bool:
    return await bot.set_my_description(cut(menu.description, _LONGEST_DESCRIPTION), language_code=_language(menu))


def _language(menu: Menu) -> str | None:
    """Return the two letters that the Bot API takes, or None for everybody else."""
    return menu.language[:2].lower() or None
