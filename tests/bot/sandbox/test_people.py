from __future__ import annotations

from typing import Any

from .desk import Desk

Json = dict[str, Any]
NEVER = "403 Forbidden: bot can't initiate conversation with a user"


def _forbidden(text: str) -> str:
    return f"403 Forbidden: {text}"


async def _try(desk: Desk, chat: int) -> str:
    return await desk.refusal("sendMessage", chat_id=chat, text="x")


async def test_a_person_can_be_written_to_only_after_starting(desk: Desk) -> None:
    assert await _try(desk, desk.ben) == NEVER
    await desk.act(desk.ben, "text", text="hi")
    assert await desk.send(desk.ben)


async def test_blocking_forbids_and_tells_the_bot(desk: Desk) -> None:
    await desk.act(desk.ana, "block")
    (update,) = await desk.updates()
    change = update["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    assert await _try(desk, desk.ana) == _forbidden("bot was blocked by the user")
    assert "has blocked the bot" in await desk.wrong("act", user=desk.ana, do="text", text="x")
    await desk.act(desk.ana, "unblock")
    assert (await desk.updates())[0]["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert await desk.send()


async def test_starting_again_unblocks(desk: Desk) -> None:
    await desk.act(desk.ana, "block")
    await desk.act(desk.ana, "start", payload="x")
    kinds = [next(key for key in one if key != "update_id") for one in await desk.updates()]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


async def test_a_deleted_account_and_a_bot_cannot_be_written_to(desk: Desk) -> None:
    await desk.act(desk.ana, "delete_account")
    assert await _try(desk, desk.ana) == _forbidden("user is deactivated")
    assert await _try(desk, 43) == _forbidden("the bot can't send messages to the bot")


async def test_a_deleted_account_does_nothing_any_more_and_no_bot_is_told(desk: Desk) -> None:
    await desk.act(desk.ana, "delete_account")
    assert await desk.updates() == []
    assert "has deleted the account" in await desk.wrong("act", user=desk.ana, do="text", text="x")
    assert [one["deleted"] for one in (await desk.look("state"))["users"]] == [True, False]


async def test_a_bot_that_left_or_was_thrown_out_is_told_so(desk: Desk) -> None:
    bot = desk.sandbox.world.first_bot.id
    assert await desk.send(desk.group)
    await desk.drive(f"groups/{desk.group}/members", user=bot, status="kicked")
    assert (await desk.updates())[0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert await _try(desk, desk.group) == _forbidden("bot was kicked from the supergroup chat")
    basic = await desk.drive("groups", title="B", type="group", members=[desk.ana])
    assert await desk.ok("leaveChat", chat_id=basic["id"]) is True
    assert await _try(desk, basic["id"]) == _forbidden("bot is not a member of the group chat")
    assert (await desk.look("ledger"))["entries"][-1]["kind"] == "left"


async def test_a_group_the_bot_never_was_in_is_not_found(desk: Desk) -> None:
    group = await desk.drive("groups", title="Far", bot=False)
    assert await _try(desk, group["id"]) == "400 Bad Request: chat not found"


async def test_migration_names_the_new_group(desk: Desk) -> None:
    old = (await desk.drive("groups", title="B", type="group", members=[desk.ana]))["id"]
    await desk.updates()
    assert await desk.send(old)
    new = (await desk.drive(f"groups/{old}/migrate"))["new_id"]
    body = await desk.call("sendMessage", chat_id=old, text="x")
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert body["parameters"] == {"migrate_to_chat_id": new}
    first, second = (one["message"] for one in await desk.updates())
    assert (first["chat"]["id"], first["migrate_to_chat_id"]) == (old, new)
    assert (second["chat"]["id"], second["migrate_from_chat_id"], second["message_id"]) == (new, old, 1)
    assert (await desk.send(new))["message_id"] == 2


async def test_joining_and_leaving_is_seen_by_an_administrator_who_asked(desk: Desk) -> None:
    carl = (await desk.drive("users", first_name="Carl"))["id"]
    members = f"groups/{desk.group}/members"
    await desk.drive(members, user=carl, status="member")
    assert [list(one["message"])[4] for one in await desk.updates()] == ["new_chat_participant"]
    await desk.ok("getUpdates", offset=1, allowed_updates=["message", "chat_member"])
    await desk.drive(members, user=carl, status="left")
    change, service = await desk.updates()
    assert change["chat_member"]["new_chat_member"] == {"user": {**_face(carl)}, "status": "left"}
    assert service["message"]["left_chat_member"]["id"] == carl
    await desk.drive(members, user=desk.sandbox.world.first_bot.id, status="member")
    await desk.drive(members, user=carl, status="member")
    assert ["message" in one for one in await desk.updates()] == [True]


def _face(carl: int) -> Json:
    return {"id": carl, "is_bot": False, "first_name": "Carl"}


async def test_member_look_ups(desk: Desk) -> None:
    member = await desk.ok("getChatMember", chat_id=desk.group, user_id=desk.ana)
    assert member["status"] == "member"
    carl = (await desk.drive("users", first_name="Carl"))["id"]
    assert (await desk.ok("getChatMember", chat_id=desk.group, user_id=carl))["status"] == "left"
    refusal = await desk.refusal("getChatMember", chat_id=desk.group, user_id=5)
    assert refusal == "400 Bad Request: PARTICIPANT_ID_INVALID"
    refusal = await desk.refusal("getChatMember", chat_id=desk.group)
    assert refusal == "400 Bad Request: invalid user_id specified"


async def test_administrators(desk: Desk) -> None:
    await desk.drive(f"groups/{desk.group}/members", user=desk.ana, status="administrator")
    found = await desk.ok("getChatAdministrators", chat_id=desk.group)
    assert [one["user"]["id"] for one in found] == [desk.ana, 42]
    refusal = await desk.refusal("getChatAdministrators", chat_id=desk.ana)
    assert refusal == "400 Bad Request: there are no administrators in the private chat"


async def test_get_chat_gives_full_info(desk: Desk) -> None:
    chat = await desk.ok("getChat", chat_id=desk.group)
    assert (chat["title"], chat["type"]) == ("Officers", "supergroup")
    assert {"accent_color_id", "max_reaction_count"} <= chat.keys()


async def test_privacy_mode_hides_small_talk_from_a_plain_member(desk: Desk) -> None:
    bot = desk.sandbox.world.first_bot.id
    await desk.drive(f"groups/{desk.group}/members", user=bot, status="member")
    sent = await desk.send(desk.group)
    await desk.updates()

    async def say(text: str, **wish: Any) -> bool:
        await desk.act(desk.ana, "text", chat=desk.group, text=text, **wish)
        return bool(await desk.updates())

    assert not await say("small talk")
    assert await say("/queue")
    assert await say("/queue@Pavilion_Bot now")
    assert not await say("/queue@other_bot")
    assert await say("indeed", reply_to=sent["message_id"])
    await desk.drive(f"groups/{desk.group}/members", user=bot, status="administrator")
    await desk.updates()
    assert await say("small talk")


async def test_an_anonymous_administrator_writes_as_the_group_but_presses_as_a_person(desk: Desk) -> None:
    await desk.act(desk.ana, "text", chat=desk.group, text="x", anonymous=True)
    message = (await desk.updates())[-1]["message"]
    assert (message["from"]["id"], message["sender_chat"]["id"]) == (1087968824, desk.group)
    sent = await desk.send(desk.group, reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]})
    await desk.act(desk.ana, "press", chat=desk.group, message_id=sent["message_id"], button="A", anonymous=True)
    assert (await desk.updates())[-1]["callback_query"]["from"]["id"] == desk.ana


async def test_two_bots_have_their_own_chats_and_file_ids(desk: Desk) -> None:
    await desk.act(desk.ana, "photo", bot=43)
    assert await desk.updates() == []
    body = await desk.call("getUpdates", token="43:other")
    photo = body["result"][0]["message"]["photo"][-1]
    answer = await desk.call("sendPhoto", token="43:other", chat_id=desk.ana, photo=photo["file_id"])
    assert answer["result"]["from"]["id"] == 43
