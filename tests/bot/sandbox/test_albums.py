from __future__ import annotations

import io
import json
from typing import Any

import aiohttp
import pytest

from .desk import Desk, buttons

BAD = "400 Bad Request: "
PARSE = f"{BAD}can't parse InputMedia: "
Json = dict[str, Any]


async def _photo(desk: Desk) -> Json:
    await desk.act(desk.ana, "photo")
    return {"type": "photo", "media": (await desk.updates())[-1]["message"]["photo"][-1]["file_id"]}


async def test_an_album_is_several_messages_with_one_number_and_no_keyboard(desk: Desk) -> None:
    first, second = {**await _photo(desk), "caption": "<b>one</b>", "parse_mode": "HTML"}, await _photo(desk)
    asked = {"media": [first, second], "protect_content": True, "reply_markup": buttons("A")}
    sent = await desk.ok("sendMediaGroup", chat_id=desk.ana, **asked)
    assert len({one["media_group_id"] for one in sent}) == 1
    assert [one["message_id"] - sent[0]["message_id"] for one in sent] == [0, 1]
    assert (sent[0]["caption"], sent[0]["caption_entities"][0]["type"]) == ("one", "bold")
    assert all(one["has_protected_content"] and "reply_markup" not in one for one in sent)
    again = await desk.ok("sendMediaGroup", chat_id=desk.ana, media=[first, second])
    assert again[0]["media_group_id"] != sent[0]["media_group_id"]


async def test_one_thing_alone_is_no_album(desk: Desk) -> None:
    (sent,) = await desk.ok("sendMediaGroup", chat_id=desk.ana, media=[await _photo(desk)])
    assert "media_group_id" not in sent


@pytest.mark.parametrize(
    ("media", "error"),
    [
        (None, f'{BAD}parameter "media" is required'),
        ("[", f"{BAD}can't parse media JSON object"),
        ({"type": "photo"}, f"{BAD}expected an Array of InputMedia"),
        ([], f"{BAD}there are no messages to send"),
        (["x"], f"{PARSE}expected an Object"),
        ([{}], f'{PARSE}Can\'t find field "type"'),
        ([{"type": "photo"}], f"{PARSE}media not found"),
        ([{"type": "photo", "media": "attach://nothing"}], f"{PARSE}media not found"),
        ([{"type": "animation", "media": "x"}], f'{PARSE}type "animation" can\'t be used in sendMediaGroup'),
        ([{"type": "planet", "media": "x"}], f'{PARSE}type "planet" is unsupported'),
        (
            [{"type": "photo", "media": "made-up"}],
            f"{BAD}wrong remote file identifier specified: can't unserialize it. Wrong last symbol",
        ),
    ],
)
async def test_albums_that_cannot_be_read(desk: Desk, media: Any, error: str) -> None:
    assert await desk.refusal("sendMediaGroup", chat_id=desk.ana, media=media) == error


async def test_an_album_holds_ten_of_one_kind(desk: Desk) -> None:
    photo = await _photo(desk)
    assert len(await desk.ok("sendMediaGroup", chat_id=desk.ana, media=[photo] * 10)) == 10
    before = len(await desk.look(f"chats/{desk.ana}/messages"))
    error = await desk.refusal("sendMediaGroup", chat_id=desk.ana, media=[photo] * 11)
    assert error == f"{BAD}too many messages to send as an album"
    await desk.act(desk.ana, "document")
    paper = {"type": "document", "media": (await desk.updates())[-1]["message"]["document"]["file_id"]}
    error = await desk.refusal("sendMediaGroup", chat_id=desk.ana, media=[photo, paper])
    assert error == f"{BAD}document can't be mixed with other media types"
    assert len(await desk.look(f"chats/{desk.ana}/messages")) == before + 1, "a refused album sends nothing"


async def test_an_album_too_long_in_one_caption_or_to_somebody_who_blocked_sends_nothing(desk: Desk) -> None:
    photo = await _photo(desk)
    media = [photo, {**photo, "caption": "c" * 1025}]
    assert await desk.refusal("sendMediaGroup", chat_id=desk.ana, media=media) == f"{BAD}message caption is too long"
    await desk.act(desk.ana, "block")
    error = await desk.refusal("sendMediaGroup", chat_id=desk.ana, media=[photo, photo])
    assert error == "403 Forbidden: bot was blocked by the user"


async def test_an_albums_uploads_are_parts_of_the_call(desk: Desk) -> None:
    media = [{"type": "document", "media": f"attach://{name}"} for name in ("a", "b")]
    form = aiohttp.FormData({"chat_id": str(desk.ana), "media": json.dumps(media)})
    for name in ("a", "b"):
        form.add_field(name, f"bytes of {name}".encode(), filename=f"{name}.pdf")
    async with desk.session.post("/bot42:secret/sendMediaGroup", data=form) as response:
        sent = (await response.json())["result"]
    assert [one["document"]["file_name"] for one in sent] == ["a.pdf", "b.pdf"]
    assert {one["document"]["mime_type"] for one in sent} == {"application/pdf"}
    path = (await desk.ok("getFile", file_id=sent[1]["document"]["file_id"]))["file_path"]
    assert path.endswith(".pdf")
    async with desk.session.get(f"/file/bot42:secret/{path}") as response:
        assert await response.read() == b"bytes of b"


async def test_flood_control_counts_an_album_as_its_messages(desk: Desk) -> None:
    photo = await _photo(desk)
    await desk.drive("flood", on=True, group_per_minute=20, burst=100, chat_per_second=100)
    assert await desk.ok("sendMediaGroup", chat_id=desk.group, media=[photo] * 10)
    assert await desk.ok("sendMediaGroup", chat_id=desk.group, media=[photo] * 9)
    assert (await desk.refusal("sendMediaGroup", chat_id=desk.group, media=[photo] * 2)).startswith("429")
    assert await desk.send(desk.group)
    assert (await desk.refusal("sendMessage", chat_id=desk.group, text="x")).startswith("429")


async def test_a_picture_too_large_is_refused(desk: Desk) -> None:
    form = aiohttp.FormData({"chat_id": str(desk.ana)})
    form.add_field("photo", io.BytesIO(bytes(10 * 1024 * 1024 + 1)), filename="a.jpg")
    async with desk.session.post("/bot42:secret/sendPhoto", data=form) as response:
        assert "is too big for a photo; the maximum size is 10485760 bytes" in (await response.json())["description"]
    form = aiohttp.FormData({"chat_id": str(desk.ana)})
    form.add_field("document", b"", filename="a.pdf")
    async with desk.session.post("/bot42:secret/sendDocument", data=form) as response:
        assert (await response.json())["description"] == "Bad Request: file must be non-empty"
