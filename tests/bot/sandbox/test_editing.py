from __future__ import annotations

from typing import Any

import pytest

from .desk import Desk, buttons

BAD = "400 Bad Request: "
SAME = (
    f"{BAD}message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
CANNOT = f"{BAD}message can't be edited"


async def _where(desk: Desk, **params: Any) -> dict[str, Any]:
    sent = await desk.send(**params)
    return {"chat_id": desk.ana, "message_id": sent["message_id"]}


async def test_an_edit_changes_text_and_removes_the_keyboard(desk: Desk) -> None:
    where = await _where(desk, reply_markup=buttons("A"))
    edited = await desk.ok("editMessageText", **where, text="<b>new</b>", parse_mode="HTML")
    assert (edited["text"], edited["entities"][0]["type"]) == ("new", "bold")
    assert edited["edit_date"] >= edited["date"]
    assert "reply_markup" not in edited
    assert (await desk.look("ledger"))["entries"][-1]["kind"] == "edited"


async def test_the_same_again_is_not_modified_but_another_keyboard_is(desk: Desk) -> None:
    where = await _where(desk, reply_markup=buttons("A"))
    assert await desk.refusal("editMessageText", **where, text=" hello ", reply_markup=buttons("A")) == SAME
    assert await desk.refusal("editMessageReplyMarkup", **where, reply_markup=buttons("A")) == SAME
    assert await desk.ok("editMessageText", **where, text="hello", reply_markup=buttons("B"))
    assert await desk.ok("editMessageReplyMarkup", **where)
    assert await desk.refusal("editMessageReplyMarkup", **where) == SAME


async def test_what_is_missing_or_not_the_bots_cannot_be_edited(desk: Desk) -> None:
    said = await desk.act(desk.ana, "text", text="mine")
    edit = {"chat_id": desk.ana, "text": "x"}
    assert await desk.refusal("editMessageText", **edit, message_id=99) == f"{BAD}message to edit not found"
    assert await desk.refusal("editMessageText", **edit) == f"{BAD}message to edit not found"
    assert await desk.refusal("editMessageText", text="x") == f"{BAD}message identifier is not specified"
    assert await desk.refusal("editMessageText", **edit, message_id=said["message_id"]) == CANNOT
    forward = await desk.ok("forwardMessage", chat_id=desk.ana, from_chat_id=desk.ana, message_id=said["message_id"])
    assert await desk.refusal("editMessageText", **edit, message_id=forward["message_id"]) == CANNOT


@pytest.mark.parametrize("markup", [{"keyboard": [["A"]]}, {"remove_keyboard": True}, {"force_reply": True}])
async def test_a_message_with_another_keyboard_cannot_be_edited_nor_get_one(
    desk: Desk, markup: dict[str, object]
) -> None:
    assert await desk.refusal("editMessageText", **await _where(desk, reply_markup=markup), text="x") == CANNOT
    error = await desk.refusal("editMessageText", **await _where(desk), text="x", reply_markup=markup)
    assert error == f"{BAD}inline keyboard expected"


async def test_text_and_caption_are_not_confused(desk: Desk) -> None:
    await desk.act(desk.ana, "photo")
    file_id = (await desk.updates())[-1]["message"]["photo"][-1]["file_id"]
    photo = await desk.ok("sendPhoto", chat_id=desk.ana, photo=file_id, caption="old")
    where = {"chat_id": desk.ana, "message_id": photo["message_id"]}
    text = f"{BAD}there is no text in the message to edit"
    assert await desk.refusal("editMessageText", **where, text="x") == text
    assert (await desk.ok("editMessageCaption", **where, caption="new"))["caption"] == "new"
    caption = f"{BAD}there is no caption in the message to edit"
    assert await desk.refusal("editMessageCaption", **await _where(desk), caption="x") == caption


async def test_deleting_takes_a_message_from_view(desk: Desk) -> None:
    where = await _where(desk)
    assert await desk.ok("deleteMessage", **where) is True
    assert await desk.refusal("deleteMessage", **where) == f"{BAD}message to delete not found"
    shown = await desk.look(f"chats/{desk.ana}/messages")
    assert where["message_id"] not in [one["message_id"] for one in shown]


async def test_deleting_needs_both_ids(desk: Desk) -> None:
    assert await desk.refusal("deleteMessage", message_id=1) == f"{BAD}chat identifier is not specified"
    assert await desk.refusal("deleteMessage", chat_id=desk.ana) == f"{BAD}message identifier is not specified"


async def test_deleting_ends_after_48_hours_except_for_a_groups_administrator(desk: Desk) -> None:
    where = await _where(desk)
    in_group = await desk.send(desk.group)
    await desk.drive("clock/advance", seconds=47 * 3600)
    young = await _where(desk)
    await desk.drive("clock/advance", seconds=2 * 3600)
    assert await desk.refusal("deleteMessage", **where) == f"{BAD}message can't be deleted for everyone"
    assert await desk.ok("deleteMessage", **young)
    assert await desk.ok("deleteMessage", chat_id=desk.group, message_id=in_group["message_id"])


async def test_anothers_message_in_a_group_is_deleted_only_by_an_administrator(desk: Desk) -> None:
    said = await desk.act(desk.ana, "text", text="x", chat=desk.group)
    bot = desk.sandbox.world.first_bot.id
    where = {"chat_id": desk.group, "message_id": said["message_id"]}
    await desk.drive(f"groups/{desk.group}/members", user=bot, status="member")
    assert await desk.refusal("deleteMessage", **where) == f"{BAD}message can't be deleted"
    await desk.drive(f"groups/{desk.group}/members", user=bot, status="administrator")
    assert await desk.ok("deleteMessage", **where)


async def test_delete_messages_skips_missing_ones(desk: Desk) -> None:
    where = await _where(desk)
    assert await desk.ok("deleteMessages", chat_id=desk.ana, message_ids=[999, where["message_id"]]) is True
    assert await desk.refusal("deleteMessage", **where) == f"{BAD}message to delete not found"


@pytest.mark.parametrize(
    ("message_ids", "error"),
    [
        (None, "message identifiers are not specified"),
        ([], "message identifiers are not specified"),
        ("[", "can't parse message_ids JSON object"),
        (5, "expected an Array of message identifiers"),
        ([1] * 101, "too many message identifiers specified"),
        ([None], "message identifier must be a Number"),
        (["x"], "can't parse message identifier as a Number"),
        ([0], "invalid message identifier specified"),
    ],
)
async def test_lists_of_messages_that_cannot_be_read(desk: Desk, message_ids: Any, error: str) -> None:
    assert await desk.refusal("deleteMessages", chat_id=desk.ana, message_ids=message_ids) == BAD + error


async def test_delete_messages_takes_both_sides_of_a_private_chat_or_nothing(desk: Desk) -> None:
    old = await desk.send()
    await desk.drive("clock/advance", seconds=49 * 3600)
    sent, said = await desk.send(), await desk.act(desk.ana, "text", text="mine")
    numbers = [one["message_id"] for one in (old, sent, said)]
    error = await desk.refusal("deleteMessages", chat_id=desk.ana, message_ids=numbers)
    assert error == f"{BAD}message can't be deleted for everyone"
    assert await desk.ok("deleteMessages", chat_id=desk.ana, message_ids=numbers[1:]) is True
    left = [one["message_id"] for one in await desk.look(f"chats/{desk.ana}/messages")]
    assert numbers[0] in left
    assert not set(numbers[1:]) & set(left)
    assert await desk.refusal("deleteMessages", message_ids=numbers) == f"{BAD}chat_id is empty"
