from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from .desk import TOKEN, Desk


async def test_method_names_ignore_case_and_take_get_and_post(desk: Desk) -> None:
    assert (await desk.ok("GETME"))["username"] == "pavilion_bot"
    async with desk.session.get(f"/bot{TOKEN}/getme") as response:
        assert (await response.json())["result"]["id"] == 42


@pytest.mark.parametrize("way", ["query", "form", "multipart", "json"])
async def test_parameters_come_every_way(desk: Desk, way: str) -> None:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    flat = {"chat_id": str(desk.ana), "text": "hé 😀", "reply_markup": json.dumps(markup), "protect_content": "True"}
    body = aiohttp.FormData(flat)
    if way == "multipart":
        body.add_field("unused", b"x", filename="x.txt")
    ways: dict[str, dict[str, Any]] = {
        "query": {"params": flat},
        "form": {"data": body},
        "multipart": {"data": body},
        "json": {"json": {"chat_id": desk.ana, "text": "hé 😀", "reply_markup": markup, "protect_content": True}},
    }
    async with desk.session.post(f"/bot{TOKEN}/sendMessage", **ways[way]) as response:
        message = (await response.json())["result"]
    assert (message["text"], message["reply_markup"]) == ("hé 😀", markup)
    assert message["has_protected_content"] is True


async def test_unknown_method_and_path_are_404(desk: Desk) -> None:
    assert await desk.refusal("fly") == "404 Not Found: method not found"
    for path in ("/elsewhere", f"/bot{TOKEN}"):
        async with desk.session.get(path) as response:
            assert response.status == 404
            assert (await response.json())["description"] == "Not Found"


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ("nobody", "Unauthorized: invalid token specified"),
        ("0:x", "Unauthorized: invalid token specified"),
        ("9:" + "x" * 80, "Unauthorized: invalid token specified"),
        ("9:unknown", "Unauthorized"),
    ],
)
async def test_wrong_token_is_401(desk: Desk, token: str, text: str) -> None:
    body = await desk.call("getMe", token=token)
    assert body == {"ok": False, "error_code": 401, "description": text}
    assert (await desk.call("getMe"))["ok"]


async def test_text_that_is_no_utf8_is_refused(desk: Desk) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    async with desk.session.post(
        f"/bot{TOKEN}/sendMessage", data=b"chat_id=%d&text=%%ff" % desk.ana, headers=form
    ) as response:
        assert (await response.json())["description"] == "Bad Request: strings must be encoded in UTF-8"
    assert (await desk.send(text="\u00ff"))["text"] == "\u00ff"


async def test_unknown_parameters_are_ignored_and_wrong_numbers_count_as_zero(desk: Desk) -> None:
    assert await desk.send(nonsense={"a": 1})
    assert await desk.ok("getUpdates", limit=10_000, timeout="soon") == []


async def test_calls_are_counted_by_outcome(desk: Desk) -> None:
    await desk.send()
    await desk.refusal("sendMessage", chat_id=desk.ana)
    assert (await desk.look("calls"))["sendMessage"] == {"ok": 1, "failed": 1}


async def test_no_made_up_parameters_bring_the_server_down(desk: Desk) -> None:
    odd: list[Any] = [None, "", "x", 0, -1, 2**70, 1.5, True, [], [[]], {}, {"a": []}, "[", "{}", "[[1]]", [None]]
    names = ("chat_id", "text", "reply_markup", "entities", "message_id", "message_ids", "offset", "scope", "commands")
    more = ("user_id", "reply_parameters", "photo", "url", "allowed_updates", "from_chat_id", "latitude", "caption")
    for value in odd:
        usual: dict[str, Any] = {"chat_id": desk.ana, "text": "a", "message_id": 1, "from_chat_id": desk.ana}
        for method in ("sendMessage", "editMessageText", "sendPhoto", "copyMessage", "setMyCommands", "getChatMember"):
            for name in (*names, *more):
                body = await desk.call(method, **{**usual, name: value})
                assert body["ok"] or body["error_code"] in (400, 403)
        for name in ("message_ids", "offset", "url", "action", "file_id", "callback_query_id"):
            for method in ("deleteMessages", "setWebhook", "sendChatAction", "getFile", "answerCallbackQuery"):
                body = await desk.call(method, **{"chat_id": desk.ana, name: value})
                assert body["ok"] or body["error_code"] in (400, 403, 429)
