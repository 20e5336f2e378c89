from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from .desk import Desk, buttons

BAD = "400 Bad Request: "
PARSE = f"{BAD}can't parse entities: "


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"text": ""}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": " \n\t "}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "x" * 32769}, "text is too long"),
        ({"text": "x", "parse_mode": "XML"}, "unsupported parse_mode"),
        ({"text": "x", "parse_mode": "MarkdownV2"}, "this sandbox takes parse_mode HTML only, or entities"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": None}, "chat_id is empty"),
        ({"text": "x", "chat_id": 5}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody_here"}, "chat not found"),
        ({"text": "x", "chat_id": "@ana"}, "chat not found"),
    ],
)
async def test_texts_that_cannot_be_sent(desk: Desk, params: dict[str, Any], text: str) -> None:
    assert await desk.refusal("sendMessage", **{"chat_id": desk.ana, **params}) == BAD + text


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("é<x>", 'Unsupported start tag "x" at byte offset 2'),
        ("é<b", "Unclosed start tag at byte offset 2"),
        ("<a href='x'", "Unclosed start tag at byte offset 0"),
        ("é</b>", "Unexpected end tag at byte offset 2"),
        ("<b>é</b", "Unclosed end tag at byte offset 5"),
        ("<b>😀</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("é<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 2'),
    ],
)
async def test_markup_errors_name_the_byte(desk: Desk, text: str, error: str) -> None:
    assert await desk.refusal("sendMessage", chat_id=desk.ana, text=text, parse_mode="html") == PARSE + error


async def test_the_longest_text_and_caption_pass(desk: Desk) -> None:
    assert len((await desk.send(text=f"<b>{'x' * 4096}</b>", parse_mode="HTML"))["text"]) == 4096
    file_id = await _photo(desk)
    sent = await desk.ok("sendPhoto", chat_id=desk.ana, photo=file_id, caption="c" * 1024)
    assert len(sent["caption"]) == 1024
    error = await desk.refusal("sendPhoto", chat_id=desk.ana, photo=file_id, caption="c" * 1025)
    assert error == f"{BAD}message caption is too long"


async def test_a_message_is_trimmed_and_marked_in_utf16_units(desk: Desk) -> None:
    sent = await desk.send(text="  😀 <b>bold </b>&lt;/start see https://a.example/x. ", parse_mode="HTML")
    assert sent["text"] == "😀 bold </start see https://a.example/x."
    marks = [(one["type"], one["offset"], one["length"]) for one in sent["entities"]]
    assert marks == [("bold", 3, 5), ("url", 20, 19)]


async def test_given_entities_move_with_the_trimming(desk: Desk) -> None:
    sent = await desk.send(text="  bold", entities=[{"type": "bold", "offset": 0, "length": 6}])
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4}]


async def test_a_reply_shows_one_level(desk: Desk) -> None:
    first = await desk.send(text="1")
    second = await desk.send(text="2", reply_parameters={"message_id": first["message_id"]})
    third = await desk.send(text="3", reply_to_message_id=second["message_id"])
    assert third["reply_to_message"]["text"] == "2"
    assert "reply_to_message" not in third["reply_to_message"]
    wish = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await desk.send(text="4", reply_parameters=wish)


async def test_protection_and_silence_are_kept(desk: Desk) -> None:
    await desk.send(protect_content=True, disable_notification=True)
    (entry,) = [one for one in (await desk.look("ledger"))["entries"] if one["kind"] == "sent"]
    assert (entry["protect_content"], entry["disable_notification"], entry["method"]) == (True, True, "sendMessage")
    shown = (await desk.look(f"chats/{desk.ana}/messages"))[-1]
    assert (shown["has_protected_content"], shown["disable_notification"]) == (True, True)


async def test_location_is_sent_and_checked(desk: Desk) -> None:
    sent = await desk.ok("sendLocation", chat_id=desk.ana, latitude=31.5, longitude=121)
    assert sent["location"] == {"latitude": 31.5, "longitude": 121.0}
    assert await desk.refusal("sendLocation", chat_id=desk.ana, longitude=1) == f"{BAD}latitude is empty"


async def test_files_are_sent_again_by_id(desk: Desk) -> None:
    file_id = await _photo(desk)
    sent = await desk.ok("sendPhoto", chat_id=desk.ana, photo=file_id, caption="<i>c</i>", parse_mode="HTML")
    assert sent["photo"][-1]["file_id"] == file_id
    assert sent["caption_entities"][0]["type"] == "italic"
    await desk.act(desk.ana, "voice", seconds=7)
    voice = (await desk.updates())[-1]["message"]["voice"]
    assert (await desk.ok("sendVoice", chat_id=desk.ana, voice=voice["file_id"]))["voice"]["duration"] == 7
    error = await desk.refusal("sendVoice", chat_id=desk.ana, voice=file_id)
    assert error == f"{BAD}can't use file of type Photo as Voice"


async def test_files_are_refused_that_are_missing_made_up_or_anothers(desk: Desk) -> None:
    assert await desk.refusal("sendPhoto", chat_id=desk.ana) == f"{BAD}there is no photo in the request"
    assert (await desk.refusal("sendDocument", chat_id=desk.ana, document="made-up")).startswith(
        f"{BAD}wrong remote file identifier specified"
    )
    file_id = await _photo(desk)
    await desk.act(desk.ana, "start", bot=43)
    body = await desk.call("sendPhoto", token="43:other", chat_id=desk.ana, photo=file_id)
    assert body["error_code"] == 400


async def test_an_upload_can_be_fetched_again(desk: Desk) -> None:
    form = aiohttp.FormData({"chat_id": str(desk.ana), "document": "attach://part"})
    form.add_field("part", b"some bytes", filename="notes.txt")
    async with desk.session.post("/bot42:secret/sendDocument", data=form) as response:
        document = (await response.json())["result"]["document"]
    assert (document["file_name"], document["file_size"]) == ("notes.txt", 10)
    path = (await desk.ok("getFile", file_id=document["file_id"]))["file_path"]
    async with desk.session.get(f"/file/bot42:secret/{path}") as response:
        assert await response.read() == b"some bytes"
    for wrong in (f"/file/bot42:secret/{path}x", f"/file/bot42:wrong/{path}"):
        async with desk.session.get(wrong) as response:
            assert response.status in (401, 404)


async def test_get_file_refuses_what_it_does_not_know(desk: Desk) -> None:
    assert await desk.refusal("getFile") == f"{BAD}file_id not specified"
    assert await desk.refusal("getFile", file_id="x") == f"{BAD}invalid file_id"


async def test_a_copy_has_no_origin_and_a_forward_has_one(desk: Desk) -> None:
    said = await desk.act(desk.ana, "text", text="words")
    source = {"from_chat_id": desk.ana, "message_id": said["message_id"]}
    copy = await desk.ok("copyMessage", chat_id=desk.group, **source)
    assert copy.keys() == {"message_id"}
    (shown,) = await desk.look(f"chats/{desk.group}/messages")
    assert shown["text"] == "words"
    assert "forward_origin" not in shown
    forward = await desk.ok("forwardMessage", chat_id=desk.group, **source)
    assert forward["forward_origin"]["sender_user"]["id"] == desk.ana


async def test_what_cannot_be_carried(desk: Desk) -> None:
    to = {"chat_id": desk.group, "from_chat_id": desk.ana}
    assert await desk.refusal("copyMessage", **to, message_id=99) == f"{BAD}message to copy not found"
    assert await desk.refusal("forwardMessage", **to, message_id=99) == f"{BAD}message to forward not found"
    kept = await desk.send(protect_content=True)
    text = f"{BAD}message has protected content and can't be forwarded"
    assert await desk.refusal("forwardMessage", **to, message_id=kept["message_id"]) == text
    await desk.drive(f"groups/{desk.group}/members", user=desk.ben, status="left")
    (service,) = await desk.look(f"chats/{desk.group}/messages")
    here = {"chat_id": desk.ana, "from_chat_id": desk.group, "message_id": service["message_id"]}
    assert await desk.refusal("copyMessage", **here) == f"{BAD}the message can't be copied"


async def test_chat_actions_are_checked(desk: Desk) -> None:
    assert await desk.ok("sendChatAction", chat_id=desk.ana, action="typing") is True
    error = await desk.refusal("sendChatAction", chat_id=desk.ana, action="dancing")
    assert error == f"{BAD}wrong parameter action in request"


async def test_message_ids_are_shared_in_private_and_own_in_a_supergroup(desk: Desk) -> None:
    before = (await desk.send())["message_id"]
    await desk.act(desk.ben, "start")
    assert (await desk.send(desk.ben))["message_id"] == before + 2
    assert (await desk.send(desk.group))["message_id"] == 1


async def test_only_inline_keyboards_come_back(desk: Desk) -> None:
    assert "reply_markup" in await desk.send(reply_markup=buttons("A"))
    assert "reply_markup" not in await desk.send(reply_markup={"keyboard": [["A"]]})
    shown = (await desk.look(f"chats/{desk.ana}/messages"))[-1]
    assert shown["reply_markup"] == {"keyboard": [[{"text": "A"}]]}


async def _photo(desk: Desk) -> str:
    await desk.act(desk.ana, "photo")
    return str((await desk.updates())[-1]["message"]["photo"][-1]["file_id"])
