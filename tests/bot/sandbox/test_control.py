from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.reference.sandbox import endpoints
from bot.sandbox import Sandbox, serve
from bot.sandbox.acts import ACTS

from .desk import TOKEN, Desk, buttons


async def test_state_shows_people_groups_and_controls(desk: Desk) -> None:
    state = await desk.look("state")
    assert state["bots"][0] == {"id": 42, "username": "pavilion_bot"}
    ana, ben = state["users"]
    assert (ana["id"], ana["started"], ana["blocked"], ben["started"]) == (1000001, True, False, False)
    (group,) = state["chats"]
    assert (group["id"], group["title"], group["type"]) == (desk.group, "Officers", "supergroup")
    assert {"user_id": 42, "status": "administrator"} in group["members"]
    assert (state["controls"], state["flood"]) == (["echo"], False)


async def test_members_from_the_start_make_no_updates_but_the_bot_does(desk: Desk) -> None:
    await desk.drive("groups", title="New", members=[desk.ana], bot_status="member")
    (update,) = await desk.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_ids_may_be_given_but_not_twice(desk: Desk) -> None:
    assert (await desk.drive("users", first_name="D", id=77))["id"] == 77
    assert "id: 77 is taken" in await desk.wrong("users", first_name="E", id=77)
    assert (await desk.drive("groups", title="G", id=-1001))["id"] == -1001
    assert "id: -1001 is taken" in await desk.wrong("groups", title="H", id=-1001)


async def test_scene_and_controls_are_those_given_at_the_start(desk: Desk) -> None:
    assert await desk.look("scene") == {"residents": [1]}
    assert await desk.drive("controls/echo", a=1) == {"heard": {"a": 1}}
    assert "control: 'plug' is unknown" in await desk.wrong("controls/plug")


async def test_a_page_of_another_site_is_refused(desk: Desk) -> None:
    async with desk.session.post("/sandbox/controls/echo", json={}, headers={"origin": "http://a.example"}) as response:
        assert response.status == 403
    own = f"http://127.0.0.1:{desk.port}"
    async with desk.session.post("/sandbox/controls/echo", json={}, headers={"origin": own}) as response:
        assert response.status == 200


async def test_a_body_that_is_no_json_object_is_named(desk: Desk) -> None:
    for body in (b"{", b"[]"):
        async with desk.session.post("/sandbox/act", data=body) as response:
            assert response.status == 400
            assert (await response.json())["ok"] is False


async def test_the_ledger_goes_on_from_a_number(desk: Desk) -> None:
    last = (await desk.look("ledger"))["last"]
    sent = await desk.send(reply_markup=buttons("A"))
    press = await desk.act(desk.ana, "press", message_id=sent["message_id"], button="A")
    await desk.ok("answerCallbackQuery", callback_query_id=press["query_id"], text="ok")
    await desk.ok("deleteMessage", chat_id=desk.ana, message_id=sent["message_id"])
    entries = (await desk.look(f"ledger?after={last}"))["entries"]
    assert [one["kind"] for one in entries] == ["sent", "pressed", "answered", "deleted"]
    assert [one["seq"] for one in entries] == list(range(last + 1, last + 5))
    assert (entries[0]["by"], entries[1]["by"], entries[2]["text"]) == ("bot", desk.ana, "ok")


async def test_events_tell_what_happens(desk: Desk) -> None:
    async with desk.session.get("/sandbox/events") as stream:
        assert await _event(stream.content) == {"type": "hello"}
        sent = await desk.send(reply_markup=buttons("A"))
        where = {"chat_id": desk.ana, "message_id": sent["message_id"]}
        press = await desk.act(desk.ana, "press", message_id=sent["message_id"], button="A")
        await desk.ok("answerCallbackQuery", callback_query_id=press["query_id"], text="ok", show_alert=True)
        await desk.ok("editMessageText", **where, text="new")
        await desk.ok("deleteMessage", **where)
        await desk.drive("clock/advance", seconds=1)
        await desk.drive("story", step=1)
        events = [await _event(stream.content) for _ in range(7)]
    kinds = [one["type"] for one in events]
    assert kinds == ["message", "press", "answer", "edit", "delete", "clock", "story"]
    assert (events[0]["chat_id"], events[0]["message"]) == (desk.ana, sent)
    assert (events[2]["text"], events[2]["show_alert"], events[2]["user_id"]) == ("ok", True, desk.ana)
    assert events[4] == {"type": "delete", **where}


async def _event(content: Any) -> dict[str, Any]:
    async with asyncio.timeout(5):
        while True:
            line = (await content.readline()).decode()
            if line.startswith("data:"):
                event: dict[str, Any] = json.loads(line.removeprefix("data:"))
                return event


async def test_stopping_ends_polls_and_streams_at_once(desk: Desk) -> None:
    running = await serve(Sandbox({TOKEN: "second_bot"}))
    base = f"http://127.0.0.1:{running.port}"
    async with desk.session.get(f"{base}/sandbox/events") as stream:
        await _event(stream.content)
        poll = asyncio.create_task(desk.session.get(f"{base}/bot{TOKEN}/getUpdates?timeout=30"))
        await asyncio.sleep(0.05)
        async with asyncio.timeout(1):
            await running.stop()
        response = await poll
        assert (await response.json())["description"] == "Internal Server Error: restart"
        assert b"message" not in await stream.content.read()


async def test_a_taken_port_is_an_error(desk: Desk) -> None:
    with pytest.raises(OSError, match="in use"):
        await serve(Sandbox({TOKEN: "x_bot"}), port=desk.port)


def test_every_endpoint_and_act_says_what_it_does() -> None:
    calls = [endpoint for _, _, endpoint in endpoints()] + list(ACTS.values())
    assert [call.__name__ for call in calls if not call.__doc__] == []
