from __future__ import annotations

import base64
from typing import Any

import pytest

from .desk import Desk

Json = dict[str, Any]


async def _message(desk: Desk, do: str, **wish: Any) -> Json:
    await desk.act(desk.ana, do, **wish)
    message: Json = (await desk.updates())[-1]["message"]
    return message


async def test_a_command_carries_its_entity(desk: Desk) -> None:
    message = await _message(desk, "start", payload="abc")
    assert message["text"] == "/start abc"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_photos_of_an_album_are_separate_updates(desk: Desk) -> None:
    for _ in range(2):
        await desk.act(desk.ana, "photo", album="9", caption="c")
    messages = [one["message"] for one in await desk.updates()]
    assert [one["media_group_id"] for one in messages] == ["9", "9"]
    sizes = messages[0]["photo"]
    assert sizes[0]["width"] < sizes[-1]["width"]


async def test_photo_bytes_come_back(desk: Desk) -> None:
    message = await _message(desk, "photo", data=base64.b64encode(b"\xff\xd8picture").decode())
    async with desk.session.get(f"/sandbox/files/{message['photo'][-1]['file_id']}") as response:
        assert (await response.read(), response.content_type) == (b"\xff\xd8picture", "image/jpeg")
    async with desk.session.get("/sandbox/files/none") as response:
        assert response.status == 404


@pytest.mark.parametrize(("do", "start", "kind"), [("photo", b"\x89PNG", "image/png"), ("voice", b"RIFF", "audio/wav")])
async def test_made_up_media_can_be_shown(desk: Desk, do: str, start: bytes, kind: str) -> None:
    content = (await _message(desk, do))[do]
    file_id = content[-1]["file_id"] if do == "photo" else content["file_id"]
    async with desk.session.get(f"/sandbox/files/{file_id}") as response:
        assert (await response.read()).startswith(start)
        assert response.content_type == kind


async def test_other_kinds(desk: Desk) -> None:
    assert (await _message(desk, "voice", seconds=9))["voice"]["duration"] == 9
    assert (await _message(desk, "location", latitude=1.5, longitude=2, live_period=60))["location"] == {
        "latitude": 1.5,
        "longitude": 2.0,
        "live_period": 60,
    }
    assert (await _message(desk, "document", file_name="a.pdf"))["document"]["file_name"] == "a.pdf"
    assert "file_id" in (await _message(desk, "sticker"))["sticker"]
    assert (await _message(desk, "contact", phone="+15550101", own=True))["contact"]["user_id"] == desk.ana
    assert "user_id" not in (await _message(desk, "contact", phone="+15550101", own=False))["contact"]


async def test_keys_send_what_they_ask_for_as_a_reply(desk: Desk) -> None:
    keys = [["Plain", {"text": "Phone", "request_contact": True}, {"text": "Place", "request_location": True}]]
    sent = await desk.send(reply_markup={"keyboard": keys})
    assert (await _message(desk, "key", label="Plain"))["text"] == "Plain"
    phone = await _message(desk, "key", label="Phone", phone="+15550102")
    assert phone["contact"]["phone_number"] == "+15550102"
    assert phone["contact"]["user_id"] == desk.ana
    assert phone["reply_to_message"]["message_id"] == sent["message_id"]
    assert (await _message(desk, "key", label="Place", latitude=1, longitude=2))["location"]["longitude"] == 2
    assert "the keys are ['Plain', 'Phone', 'Place']" in await desk.wrong("act", user=desk.ana, do="key", label="Other")
    await desk.send(reply_markup={"remove_keyboard": True})
    assert "the keys are []" in await desk.wrong("act", user=desk.ana, do="key", label="Plain")


async def test_an_edit_comes_as_edited_message(desk: Desk) -> None:
    said = await desk.act(desk.ana, "text", text="old")
    await desk.act(desk.ana, "edit", message_id=said["message_id"], text="new")
    edited = (await desk.updates())[-1]["edited_message"]
    assert (edited["text"], "edit_date" in edited) == ("new", True)
    sent = await desk.send()
    error = await desk.wrong("act", user=desk.ana, do="edit", message_id=sent["message_id"], text="x")
    assert "own message" in error


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ({"user": 5, "do": "text", "text": "x"}, "user: 5 is unknown; add it with POST /sandbox/users"),
        ({"user": "x", "do": "text"}, "user: 'x' is no whole number; give one"),
        ({"do": "fly"}, "do: 'fly' is unknown; use one of text, start"),
        ({"do": "text"}, "text: None is no text; give a string"),
        ({"do": "text", "text": " "}, "text: is empty"),
        ({"do": "text", "text": "x", "reply_to": 99}, "message 99: is not in chat"),
        ({"do": "text", "text": "x", "chat": -5}, "chat: -5 is unknown"),
        ({"do": "photo", "data": "%"}, "data: no base64"),
        ({"do": "press", "message_id": 99}, "message_id: 99 was never in chat"),
    ],
)
async def test_a_wish_that_cannot_be_done_is_named(desk: Desk, wish: Json, error: str) -> None:
    assert error in await desk.wrong("act", **{"user": desk.ana, **wish})


async def test_only_members_write_into_a_group(desk: Desk) -> None:
    carl = (await desk.drive("users", first_name="Carl"))["id"]
    assert "is not in" in await desk.wrong("act", user=carl, do="text", text="x", chat=desk.group)
    assert await desk.act(desk.ana, "text", text="x", chat=desk.group)
