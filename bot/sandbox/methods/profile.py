"""Methods about the bot itself: who it is, its menu of commands, its description."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from bot.sandbox.access import named_chat
from bot.sandbox.call import Call
from bot.sandbox.chat import Json
from bot.sandbox.errors import bad_request
from bot.sandbox.params import UNPARSABLE, Params

MAX_COMMANDS = 100
_NAME = re.compile(r"[a-z0-9_]+")
_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
_LIMITS = {"description": 512, "short_description": 120, "name": 64}
"""Characters, from the documentation; the words of the refusal are ours."""


def get_me(call: Call) -> Json:
    return {
        **call.bot.face,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(call: Call) -> bool:
    wanted = call.params.parsed("commands")
    if wanted is UNPARSABLE or not isinstance(wanted, list):
        raise bad_request("can't parse commands JSON object" if wanted else "commands are empty")
    if len(wanted) > MAX_COMMANDS:
        raise bad_request("too many commands specified")
    call.bot.commands[_menu(call)] = [_command(one) for one in wanted]
    return True


def get_my_commands(call: Call) -> list[dict[str, str]]:
    return call.bot.commands.get(_menu(call), [])


def delete_my_commands(call: Call) -> bool:
    call.bot.commands.pop(_menu(call), None)
    return True


def _command(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(value.get(key), str) for key in ("command", "description")):
        raise bad_request("can't parse BotCommand: an object with command and description was expected")
    name, description = value["command"].strip().removeprefix("/"), value["description"].strip()
    for label, text, limit in (("command", name, 32), ("command description", description, 256)):
        if not text:
            raise bad_request(f"{label} must be non-empty")
        if len(text) > limit:
            raise bad_request(f"{label} length must not exceed {limit}")
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def _menu(call: Call) -> str:
    """Return a key for the call's scope and language."""
    scope = call.params.parsed("scope")
    if scope is not None and not isinstance(scope, dict):
        raise bad_request("can't parse BotCommandScope: expected an Object")
    kind = str((scope or {}).get("type", "default"))
    if kind not in _SCOPES | _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    place = _place(call, scope or {}, kind) if kind in _CHAT_SCOPES else []
    return msgspec.json.encode([kind, *place, call.params.text("language_code")]).decode()


def _place(call: Call, scope: Json, kind: str) -> list[int]:
    within = Call(call.world, call.bot, call.method, Params(scope), call.gone)
    chat = named_chat(within, "chat_id")
    if kind != "chat" and chat.is_private:
        raise bad_request("can't use specified scope in private chats")
    return [chat.id, within.params.integer("user_id")] if kind == "chat_member" else [chat.id]


def set_my_description(call: Call) -> bool:
    return _set(call, "description")


def get_my_description(call: Call) -> Json:
    return _get(call, "description")


def set_my_short_description(call: Call) -> bool:
    return _set(call, "short_description")


def get_my_short_description(call: Call) -> Json:
    return _get(call, "short_description")


def set_my_name(call: Call) -> bool:
    return _set(call, "name")


def get_my_name(call: Call) -> Json:
    return _get(call, "name")


def _set(call: Call, field: str) -> bool:
    text = call.params.text(field)
    if len(text) > _LIMITS[field]:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long")
    call.bot.about.setdefault(field, {})[call.params.text("language_code")] = text
    return True


def _get(call: Call, field: str) -> Json:
    texts = call.bot.about.get(field, {})
    return {field: texts.get(call.params.text("language_code")) or texts.get("", "")}
