"""Menus of commands: which one a call means, and which one somebody sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from bot.sandbox.access import named_chat
from bot.sandbox.account import Account
from bot.sandbox.call import Call
from bot.sandbox.chat import Chat, Json
from bot.sandbox.errors import bad_request
from bot.sandbox.params import Params

_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})


def key_of(call: Call) -> str:
    """Return the key of the menu for the call's scope and language."""
    scope = call.params.parsed("scope")
    if scope is not None and not isinstance(scope, dict):
        raise bad_request("can't parse BotCommandScope: expected an Object")
    kind = str((scope or {}).get("type", "default"))
    if kind not in _SCOPES | _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    place = _place(call, scope or {}, kind) if kind in _CHAT_SCOPES else ()
    return _key(kind, *place, language=call.params.text("language_code"))


def _place(call: Call, scope: Json, kind: str) -> tuple[int, ...]:
    within = replace(call, params=Params(scope))
    chat = named_chat(within, "chat_id")
    if kind != "chat" and chat.is_private:
        raise bad_request("can't use specified scope in private chats")
    return (chat.id, within.params.integer("user_id")) if kind == "chat_member" else (chat.id,)


def _key(kind: str, *place: int, language: str) -> str:
    return msgspec.json.encode([kind, *place, language]).decode()


def seen(bot: Account, chat: Chat, user: int, language: str) -> list[dict[str, str]]:
    """Return the commands that a client offers: the most special menu that is set, in its language before in none.

    Source: Bot API documentation, determining the list of commands visible to a user.
    """
    for kind, *place in _scopes(chat, user):
        for code in (language[:2].lower(), ""):
            if menu := bot.commands.get(_key(kind, *place, language=code)):
                return menu
    return []


def _scopes(chat: Chat, user: int) -> Iterator[tuple[str, *tuple[int, ...]]]:
    if chat.is_private:
        yield from (("chat", chat.id), ("all_private_chats",), ("default",))
        return
    is_admin = chat.is_administrator(user)
    yield ("chat_member", chat.id, user)
    yield from [("chat_administrators", chat.id)] if is_admin else []
    yield ("chat", chat.id)
    yield from [("all_chat_administrators",)] if is_admin else []
    yield from (("all_group_chats",), ("default",))
