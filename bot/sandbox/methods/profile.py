"""Methods about the bot itself: who it is, its menu of commands, its description."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox import menus
from bot.sandbox.call import Call
from bot.sandbox.chat import Json
from bot.sandbox.errors import bad_request
from bot.sandbox.params import UNPARSABLE

MAX_COMMANDS = 100
_NAME = re.compile(r"[a-z0-9_]+")
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
    call.bot.commands[menus.key_of(call)] = [_command(one) for one in wanted]
    call.world.bus.publish({"type": "commands"})
    return True


def get_my_commands(call: Call) -> list[dict[str, str]]:
    return call.bot.commands.get(menus.key_of(call), [])


def delete_my_commands(call: Call) -> bool:
    call.bot.commands.pop(menus.key_of(call), None)
    call.world.bus.publish({"type": "commands"})
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
