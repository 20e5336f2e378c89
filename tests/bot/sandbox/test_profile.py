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


async def test_a_client_offers_the_most_special_menu_that_is_set(desk: Desk) -> None:
    async def set_menu(name: str, language: str = "", **scope: Any) -> None:
        menu = [{"command": name, "description": "x"}]
        await desk.ok("setMyCommands", commands=menu, language_code=language, **({"scope": scope} if scope else {}))

    async def seen(chat: int, user: int, language: str = "") -> str:
        menu = await desk.look(f"chats/{chat}/commands?user={user}&language={language}")
        return ",".join(one["command"] for one in menu)

    assert await seen(desk.ana, desk.ana) == ""
    await set_menu("all")
    await set_menu("all_zh", "zh")
    await set_menu("private", type="all_private_chats")
    await set_menu("groups", type="all_group_chats")
    await set_menu("admins", type="all_chat_administrators")
    await set_menu("ana", type="chat", chat_id=desk.ana)
    assert (await seen(desk.ana, desk.ana), await seen(desk.ben, desk.ben)) == ("ana", "private")
    assert await seen(desk.ben, desk.ben, "zh-Hans") == "private", "the scope counts before the language"
    assert await seen(desk.group, desk.ana) == "groups"
    await desk.drive(f"groups/{desk.group}/members", user=desk.ana, status="administrator")
    assert (await seen(desk.group, desk.ana), await seen(desk.group, desk.ben)) == ("admins", "groups")
    await desk.ok("deleteMyCommands", scope={"type": "all_private_chats"})
    assert (await seen(desk.ben, desk.ben, "zh-Hans"), await seen(desk.ben, desk.ben, "fr")) == ("all_zh", "all")


async def test_the_accounts_own_language_counts_before_the_clients(desk: Desk) -> None:
    await desk.ok("setMyCommands", commands=[{"command": "zh", "description": "x"}], language_code="zh")
    carl = (await desk.drive("users", first_name="Carl", language_code="fr"))["id"]
    assert await desk.look(f"chats/{carl}/commands?user={carl}&language=zh") == []
    assert [one["command"] for one in await desk.look(f"chats/{desk.ben}/commands?user={desk.ben}&language=zh")] == [
        "zh"
    ]
