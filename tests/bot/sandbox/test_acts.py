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


async def test_an_album_is_one_act_and_as_many_updates_with_one_number(desk: Desk) -> None:
    made = await desk.act(desk.ana, "album", count=3, caption="the stairs")
    messages = [one["message"] for one in await desk.updates()]
    assert [one["message_id"] for one in messages] == made["message_ids"]
    assert {one["media_group_id"] for one in messages} == {made["media_group_id"]}
    assert [one.get("caption") for one in messages] == ["the stairs", None, None]
    papers = await desk.act(desk.ana, "album", kind="document", items=[{"file_name": "a.txt"}, {"file_name": "b.txt"}])
    assert [one["message"]["document"]["file_name"] for one in await desk.updates()] == ["a.txt", "b.txt"]
    assert papers["media_group_id"] != made["media_group_id"]


@pytest.mark.parametrize("count", [1, 11])
async def test_an_album_of_one_or_of_eleven_is_none(desk: Desk, count: int) -> None:
    assert f"an album holds 2-10, not {count}" in await desk.wrong("act", user=desk.ana, do="album", count=count)
    assert await desk.updates() == []


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


async def test_the_size_of_a_picture_is_read_from_its_bytes(desk: Desk) -> None:
    frame = b"\xff\xc0\x00\x11\x08\x00\x1e\x00\x28" + b"\x03" * 8
    jpeg = base64.b64encode(b"\xff\xd8" + b"\xff\xe0\x00\x04\x00\x00" + frame).decode()
    largest = (await _message(desk, "photo", data=jpeg))["photo"][-1]
    assert (largest["width"], largest["height"]) == (40, 30)
    unknown = base64.b64encode(b"\xff\xd8picture").decode()
    assert (await _message(desk, "photo", data=unknown, width=7, height=9))["photo"][-1]["width"] == 7


async def test_a_document_is_served_under_its_name_and_never_as_a_page(desk: Desk) -> None:
    data = base64.b64encode(b"<script>1</script>").decode()
    document = (await _message(desk, "document", data=data, file_name="Notiz ä.html"))["document"]
    assert document["mime_type"] == "text/html"
    async with desk.session.get(f"/sandbox/files/{document['file_id']}") as response:
        assert await response.read() == b"<script>1</script>"
        assert response.headers["content-disposition"] == "attachment; filename*=UTF-8''Notiz%20%C3%A4.html"
        assert response.headers["content-security-policy"].startswith("sandbox")
    assert (await desk.ok("getFile", file_id=document["file_id"]))["file_path"].endswith(".html")


@pytest.mark.parametrize("payload", ["a b", "c02!", "x" * 65])
async def test_a_payload_that_no_link_can_carry_is_refused(desk: Desk, payload: str) -> None:
    assert "fits no link" in await desk.wrong("act", user=desk.ana, do="start", payload=payload)
    assert (await _message(desk, "start", payload="x" * 64))["text"] == f"/start {'x' * 64}"


async def test_a_start_link_in_a_group_names_the_bot(desk: Desk) -> None:
    message = await _message(desk, "start", chat=desk.group, payload="office-1")
    assert message["text"] == "/start@pavilion_bot office-1"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 19}]


async def test_a_caption_is_edited_as_the_words_of_a_message_are(desk: Desk) -> None:
    sent = await desk.act(desk.ana, "photo", caption="a lamp")
    where = {"message_id": sent["message_id"]}
    await desk.act(desk.ana, "edit", **where, text="a broken lamp")
    edited = (await desk.updates())[-1]["edited_message"]
    assert (edited["caption"], "photo" in edited, edited["edit_date"] >= edited["date"]) == (
        "a broken lamp",
        True,
        True,
    )
    await desk.act(desk.ana, "edit", **where, text="")
    assert "caption" not in (await desk.updates())[-1]["edited_message"]


async def test_an_edit_that_changes_nothing_tells_nobody(desk: Desk) -> None:
    said = await desk.act(desk.ana, "text", text="same")
    await desk.updates()
    again = await desk.act(desk.ana, "edit", message_id=said["message_id"], text=" same ")
    assert (again["update_id"], await desk.updates()) == (None, [])


async def test_an_edit_that_no_client_offers_is_refused(desk: Desk) -> None:
    said = await desk.act(desk.ana, "text", text="old")
    place = await desk.act(desk.ana, "location")
    edit = {"user": desk.ana, "do": "edit", "message_id": said["message_id"]}
    assert "is empty" in await desk.wrong("act", **edit, text=" ")
    assert "neither words nor a caption" in await desk.wrong(
        "act", **{**edit, "message_id": place["message_id"]}, text="x"
    )
    await desk.drive("clock/advance", seconds=48 * 3600 + 60)
    assert "over 48 hours old" in await desk.wrong("act", **edit, text="new")


async def test_what_a_person_takes_away_is_gone_without_an_update(desk: Desk) -> None:
    said = await desk.act(desk.ana, "text", text="a slip")
    sent = await desk.send()
    await desk.updates()
    await desk.act(desk.ana, "delete", message_ids=[said["message_id"], sent["message_id"]])
    assert await desk.updates() == []
    missing = "400 Bad Request: message to edit not found"
    assert await desk.refusal("editMessageText", chat_id=desk.ana, message_id=sent["message_id"], text="x") == missing
    theirs = await desk.send(desk.group)
    wish = {"user": desk.ana, "do": "delete", "chat": desk.group, "message_ids": [theirs["message_id"]]}
    assert "their own messages only" in await desk.wrong("act", **wish)


async def test_what_is_said_in_private_is_read_once_its_update_is_confirmed(desk: Desk) -> None:
    await desk.act(desk.ana, "text", text="anybody there?")

    async def ticks() -> list[Any]:
        return [one.get("is_read") for one in await desk.look(f"chats/{desk.ana}/messages")]

    assert await ticks() == [True, False]
    await desk.updates()
    assert await ticks() == [True, True]
    await desk.send()
    await desk.act(desk.ana, "text", text="x", chat=desk.group)
    assert await ticks() == [True, True, None]
    assert "is_read" not in (await desk.look(f"chats/{desk.group}/messages"))[-1]


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
