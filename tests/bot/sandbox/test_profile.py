from __future__ import annotations

from typing import Any

import pytest

from .desk import Desk

MENU = [{"command": "start", "description": "Begin"}]


async def test_a_menu_is_kept_by_scope_and_language(desk: Desk) -> None:
    assert await desk.ok("setMyCommands", commands=[{"command": "/start", "description": "Begin"}])
    scope = {"type": "chat", "chat_id": desk.group}
    other = [{"command": "queue", "description": "Open tickets"}]
    assert await desk.ok("setMyCommands", commands=other, scope=scope, language_code="zh")
    assert await desk.ok("getMyCommands") == MENU
    assert await desk.ok("getMyCommands", scope=scope, language_code="zh") == other
    assert await desk.ok("getMyCommands", scope=scope) == []
    assert await desk.ok("deleteMyCommands")
    assert await desk.ok("getMyCommands") == []


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "/", "description": "x"}]}, "command must be non-empty"),
        ({"commands": [{"command": "a" * 33, "description": "x"}]}, "command length must not exceed 32"),
        ({"commands": [{"command": "a", "description": " "}]}, "command description must be non-empty"),
        (
            {"commands": [{"command": "a", "description": "x" * 257}]},
            "command description length must not exceed 256",
        ),
        (
            {"commands": MENU, "scope": {"type": "planet"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        ({"commands": MENU, "scope": {"type": "chat", "chat_id": -5}}, "chat not found"),
        (
            {"commands": MENU, "scope": {"type": "chat_administrators", "chat_id": 1000001}},
            "can't use specified scope in private chats",
        ),
    ],
)
async def test_menus_that_are_refused(desk: Desk, params: dict[str, Any], text: str) -> None:
    assert await desk.refusal("setMyCommands", **params) == f"400 Bad Request: {text}"


async def test_the_description_is_kept_by_language(desk: Desk) -> None:
    assert await desk.ok("setMyDescription", description="In danger phone 110")
    assert await desk.ok("setMyDescription", description="危险请拨110", language_code="zh")
    assert (await desk.ok("getMyDescription", language_code="zh"))["description"] == "危险请拨110"
    assert (await desk.ok("getMyDescription", language_code="fr"))["description"] == "In danger phone 110"
    refusal = await desk.refusal("setMyDescription", description="x" * 513)
    assert refusal == "400 Bad Request: bot description is too long"


async def test_a_reaction_needs_its_message(desk: Desk) -> None:
    sent = await desk.send()
    assert await desk.ok("setMessageReaction", chat_id=desk.ana, message_id=sent["message_id"]) is True
    refusal = await desk.refusal("setMessageReaction", chat_id=desk.ana, message_id=99)
    assert refusal == "400 Bad Request: message to react not found"
