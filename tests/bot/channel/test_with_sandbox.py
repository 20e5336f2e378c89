"""The channel against a Bot API server, over real HTTP: what goes wrong there, and what comes of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from bot.channel import AiohttpRequest, GiveUp, Menu, Moved, Sent, TelegramChannel, TryLater
from handlers import events
from handlers.commands import (
    AnyCommand,
    Button,
    Buttons,
    Erase,
    Key,
    Keys,
    LeaveChat,
    LookUpMember,
    NoKeys,
    Post,
    SendAlbum,
    SendDocument,
    SendFile,
    SendPlace,
)
from tests.bot.channel.person import TOKEN, World, running_world

CLAIM = Buttons(rows=((Button("Claim", "1|claim|x"),),))
NUMBER = Keys(rows=((Key("My number", "phone"),),))


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running_world() as running:
        yield running


@pytest.fixture
async def channel(world: World) -> AsyncIterator[TelegramChannel]:
    found = TelegramChannel(TOKEN, world.base_url, AiohttpRequest(read_timeout=0.5))
    await found.start()
    yield found
    await found.stop()


async def post(channel: TelegramChannel, chat: int, text: str, message: int | None = None) -> Sent:
    return await channel.perform(str(chat), Post(text=text, markup=CLAIM), message)


async def later(channel: TelegramChannel, chat: int, command: AnyCommand) -> TryLater:
    with pytest.raises(TryLater) as caught:
        await channel.perform(str(chat), command)
    return caught.value


async def given_up(channel: TelegramChannel, chat: int, command: AnyCommand) -> str:
    with pytest.raises(GiveUp) as caught:
        await channel.perform(str(chat), command)
    return caught.value.reason


async def fetched(channel: TelegramChannel, offset: int = 0) -> list[events.AnyEvent]:
    return [channel.read(update) for update in await channel.fetch(offset, 0)]


async def caught_up(channel: TelegramChannel) -> int:
    """Return the offset after everything that came so far."""
    return int((await channel.fetch(0, 0))[-1]["update_id"]) + 1


async def test_start_says_who_the_bot_is(world: World, channel: TelegramChannel) -> None:
    me = await channel.start()
    assert (me.address, me.username) == ("42", "pavilion_bot")


async def test_posted_text_is_shown_and_edited_in_place(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    sent = await post(channel, ann, "<b>D-0421</b> 1 &lt; 2")
    assert sent.is_new
    assert await post(channel, ann, "claimed", sent.message) == Sent(message=sent.message)
    shown = (await world.messages(ann))[-1]
    assert (shown["message_id"], shown["text"]) == (sent.message, "claimed")
    assert shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "1|claim|x"


async def test_markup_is_markup_and_escapes_are_letters(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    await post(channel, ann, "<b>D-0421</b> 1 &lt; 2 &amp;amp;")
    shown = (await world.messages(ann))[-1]
    assert shown["text"] == "D-0421 1 < 2 &amp;"
    assert [(entity["type"], entity["length"]) for entity in shown["entities"]] == [("bold", 6)]


async def test_same_text_again_changes_nothing(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    sent = await post(channel, ann, "x")
    assert await post(channel, ann, "x", sent.message) == Sent(message=sent.message)
    assert (await world.texts(ann)).count("x") == 1


@pytest.mark.parametrize("known", [987_654, None])
async def test_edit_of_a_message_that_is_gone_sends_a_new_one(
    world: World, channel: TelegramChannel, known: int | None
) -> None:
    ann = await world.person()
    sent = await post(channel, ann, "x", known)
    assert sent.is_new
    assert (await world.texts(ann))[-1] == "x"


async def test_what_is_only_a_change_is_dropped_where_its_message_is_gone(
    world: World, channel: TelegramChannel
) -> None:
    ann = await world.person()
    before = await world.texts(ann)
    gone = await channel.perform(str(ann), Post(text="look below", is_change=True), 987_654)
    assert gone == Sent()
    assert await world.texts(ann) == before
    sent = await post(channel, ann, "x")
    changed = await channel.perform(str(ann), Post(text="look below", is_change=True), sent.message)
    assert changed == Sent(message=sent.message)
    assert (await world.texts(ann))[-1] == "look below"


async def test_edit_of_a_message_with_keys_sends_a_new_one(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    asked = await channel.perform(str(ann), Post(text="Your number?", markup=NUMBER))
    sent = await post(channel, ann, "Thanks", asked.message)
    assert sent.is_new
    assert (await world.texts(ann))[-2:] == ["Your number?", "Thanks"]


async def test_keys_are_shown_and_taken_away(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    first = await channel.perform(str(ann), Post(text="Your number?", markup=NUMBER))
    second = await channel.perform(str(ann), Post(text="Thanks", markup=NoKeys()), first.message)
    assert second.is_new
    shown = (await world.messages(ann))[-2:]
    assert shown[0]["reply_markup"]["keyboard"][0][0]["request_contact"] is True
    assert shown[1]["reply_markup"]["remove_keyboard"] is True


async def test_document_arrives_with_its_name_and_can_be_hidden_again(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    sent = await channel.perform(str(ann), SendDocument(name="my-data.json", content=b"{}", caption="Yours"))
    shown = (await world.messages(ann))[-1]
    assert (shown["document"]["file_name"], shown["caption"]) == ("my-data.json", "Yours")
    assert sent.message is not None
    await channel.perform(str(ann), Erase(messages=(sent.message,)))
    assert "document" not in (await world.messages(ann))[-1]


@pytest.mark.parametrize("text", ["<b>open", "<b>a</i>", "x</b>", "<b>a <i>b</b></i> &lt;"])
async def test_broken_markup_arrives_as_bare_words(world: World, channel: TelegramChannel, text: str) -> None:
    ann = await world.person()
    sent = await channel.perform(str(ann), Post(text=text))
    assert sent.is_new
    shown = (await world.messages(ann))[-1]
    assert "<b>" not in shown["text"]
    assert shown.get("entities", []) == []


async def test_text_of_any_length_arrives(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    await channel.perform(str(ann), Post(text="😀" * 3000))
    assert (await world.texts(ann))[-1] == "😀" * 2047 + "…"


async def test_protected_message_is_protected(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    await channel.perform(str(ann), Post(text="x", is_protected=True))
    assert (await world.messages(ann))[-1]["has_protected_content"] is True


async def test_flood_answer_gives_the_pause_and_the_next_try_arrives(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    await world.fault("sendMessage", "429", retry_after=35)
    failure = await later(channel, ann, Post(text="x"))
    assert (failure.after, failure.reason) == (35.0, "flood")
    await channel.perform(str(ann), Post(text="x"))
    assert (await world.texts(ann)).count("x") == 1


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("500", "network"),
        ("502_html", "network"),
        ("cut_json", "garbled"),
        ("reset", "network"),
        ("timeout", "timeout"),
    ],
)
async def test_server_in_trouble_is_tried_later(world: World, channel: TelegramChannel, kind: str, reason: str) -> None:
    ann = await world.person()
    await world.fault("sendMessage", kind, seconds=3)
    failure = await later(channel, ann, Post(text="x"))
    assert (failure.after, failure.reason) == (None, reason)
    assert (await channel.perform(str(ann), Post(text="x"))).is_new


async def test_lost_answer_is_tried_later_and_may_show_twice(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    await world.fault("sendMessage", "lost_answer")
    assert (await later(channel, ann, Post(text="x"))).reason == "network"
    await channel.perform(str(ann), Post(text="x"))
    assert (await world.texts(ann)).count("x") == 2


async def test_lost_answer_of_an_edit_shows_once(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    sent = await post(channel, ann, "x")
    await world.fault("editMessageText", "lost_answer")
    with pytest.raises(TryLater):
        await post(channel, ann, "y", sent.message)
    assert await post(channel, ann, "y", sent.message) == Sent(message=sent.message)
    assert (await world.texts(ann)).count("y") == 1


async def test_person_who_blocked_the_bot_is_given_up(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    await world.act(ann, "block")
    assert await given_up(channel, ann, Post(text="x")) == "blocked"
    await world.act(ann, "unblock")
    assert (await channel.perform(str(ann), Post(text="x"))).is_new


async def test_person_who_never_wrote_is_given_up(world: World, channel: TelegramChannel) -> None:
    stranger = await world.person(is_started=False)
    assert await given_up(channel, stranger, Post(text="x")) in ("never_started", "chat_gone")


async def test_unknown_chat_and_group_without_us_are_gone(world: World, channel: TelegramChannel) -> None:
    group = await world.group()
    await channel.perform(str(group), LeaveChat())
    assert await given_up(channel, group, Post(text="x")) == "chat_gone"
    assert await given_up(channel, 99_999, Post(text="x")) == "chat_gone"


async def test_leaving_twice_is_leaving(world: World, channel: TelegramChannel) -> None:
    group = await world.group()
    await channel.perform(str(group), LeaveChat())
    assert await channel.perform(str(group), LeaveChat()) == Sent()


async def test_group_that_migrated_gives_its_new_address(world: World, channel: TelegramChannel) -> None:
    group = await world.group(await world.person(), type="group")
    new = (await world.tell(f"groups/{group}/migrate"))["new_id"]
    with pytest.raises(Moved) as caught:
        await channel.perform(str(group), Post(text="x"))
    assert caught.value.address == str(new)
    await channel.perform(caught.value.address, Post(text="x"))
    assert (await world.texts(new))[-1] == "x"
    assert events.ChatMoved(old=str(group), new=str(new)) in await fetched(channel)


async def test_what_people_do_is_read(world: World, channel: TelegramChannel) -> None:
    ann = await world.person(is_started=False)
    await world.act(ann, "start", payload="inv_x")
    await world.act(ann, "text", text="the lamp is out")
    await world.act(ann, "photo", caption="here")
    await world.act(ann, "voice", seconds=4)
    await world.act(ann, "location", latitude=43.8, longitude=87.6)
    await world.act(ann, "contact", phone="+10005550100", own=True)
    await world.act(ann, "sticker")
    kinds = [type(event).__name__ for event in await fetched(channel)]
    assert [kind for kind in kinds if kind != "BotBlocked"] == [
        "CommandSent", "TextSent", "PhotoSent", "VoiceSent", "LocationSent", "ContactSent", "OtherSent",
    ]  # fmt: skip


async def test_own_number_is_vouched_for_and_another_is_not(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    await world.act(ann, "contact", phone="+10005550100", own=True)
    await world.act(ann, "contact", phone="+10005550199", own=False)
    contacts = [event for event in await fetched(channel) if isinstance(event, events.ContactSent)]
    assert [(contact.phone[-3:], contact.is_own) for contact in contacts] == [("100", True), ("199", False)]


async def test_press_is_read_and_answered_once(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    group = await world.group(ann)
    card = await post(channel, group, "D-0421")
    query = (await world.act(ann, "press", chat=group, message_id=card.message, data="1|claim|x"))["query_id"]
    pressed = [event for event in await fetched(channel) if isinstance(event, events.ButtonPressed)]
    assert [(press.press, press.data, press.message) for press in pressed] == [(query, "1|claim|x", card.message)]
    await channel.answer(query, "Yours", False)
    await channel.answer(query, "again", False)
    assert (await world.ask(f"presses/{query}"))["text"] == "Yours"


async def test_photo_and_voice_are_shown_again(world: World, channel: TelegramChannel) -> None:
    ann, bo = await world.person(), await world.person("Bo")
    await world.act(ann, "photo")
    await world.act(ann, "voice", seconds=4)
    photo, voice = (e for e in await fetched(channel) if isinstance(e, events.PhotoSent | events.VoiceSent))
    await channel.perform(str(bo), SendFile(kind="photo", file=photo.file, caption="<b>a lamp</b>"))
    await channel.perform(str(bo), SendFile(kind="voice", file=voice.file))
    shown = (await world.messages(bo))[-2:]
    assert shown[0]["caption"] == "a lamp"
    assert "voice" in shown[1]


async def test_photos_are_shown_again_as_one_album(world: World, channel: TelegramChannel) -> None:
    ann, bo = await world.person(), await world.person("Bo")
    for _ in range(2):
        await world.act(ann, "photo", album="a1")
    photos = [event for event in await fetched(channel) if isinstance(event, events.PhotoSent)]
    assert {photo.album for photo in photos} == {"a1"}
    sent = await channel.perform(str(bo), SendAlbum(files=tuple(photo.file for photo in photos), caption="a gate"))
    shown = (await world.messages(bo))[-2:]
    assert [message["message_id"] for message in shown] == [sent.message, *sent.more]
    assert len({message["media_group_id"] for message in shown}) == 1
    assert [message.get("caption") for message in shown] == ["a gate", None]


async def test_file_that_nobody_has_is_refused(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    assert await given_up(channel, ann, SendFile(kind="photo", file="made-up")) == "refused"


async def test_place_is_shown(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    await channel.perform(str(ann), SendPlace(latitude=43.8, longitude=87.6))
    assert (await world.messages(ann))[-1]["location"]["latitude"] == 43.8


async def test_erased_messages_are_gone_and_erasing_again_is_no_error(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    first, second = await post(channel, ann, "one"), await post(channel, ann, "two")
    assert first.message is not None
    assert second.message is not None
    for _ in range(2):
        assert await channel.perform(str(ann), Erase(messages=(first.message, second.message, 99_999))) == Sent()
    assert not {"one", "two"} & set(await world.texts(ann))


async def test_old_messages_do_not_save_newer_ones(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    old = await post(channel, ann, "old")
    await world.tell("clock/advance", seconds=49 * 3600)
    new = await post(channel, ann, "new")
    assert old.message is not None
    assert new.message is not None
    await channel.perform(str(ann), Erase(messages=(old.message, new.message)))
    assert "new" not in await world.texts(ann)


async def test_members_are_told_from_strangers(world: World, channel: TelegramChannel) -> None:
    ann, bo, cy = await world.person("Ann"), await world.person("Bo"), await world.person("Cy")
    group = await world.group(ann, bo)
    await world.tell(f"groups/{group}/members", user=bo, status="left")
    answers = [await channel.perform(str(group), LookUpMember(who=str(who))) for who in (ann, bo, cy, 5)]
    assert [answer.result["is_member"] for answer in answers] == ["yes", "no", "no", "no"]
    assert answers[0].result["name"] == "Ann"


async def test_member_who_leaves_is_reported(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    group = await world.group(ann)
    offset = await caught_up(channel)
    await world.tell(f"groups/{group}/members", user=ann, status="left")
    changes = [event for event in await fetched(channel, offset) if isinstance(event, events.MemberChanged)]
    assert [(change.who.address, change.is_member) for change in changes] == [(str(ann), False)]


async def test_second_poller_ends_the_first_which_tries_later(world: World, channel: TelegramChannel) -> None:
    first = asyncio.create_task(channel.fetch(0, 20))
    await asyncio.sleep(0.2)
    second = asyncio.create_task(channel.fetch(0, 20))
    with pytest.raises(TryLater) as caught:
        await first
    assert caught.value.reason == "conflict"
    await world.person()
    assert await second


async def test_fetch_wakes_for_an_update_and_confirms_by_offset(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    before = await caught_up(channel)
    waiting = asyncio.create_task(channel.fetch(before, 20))
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await world.act(ann, "text", text="hello")
    updates = await waiting
    assert time.monotonic() - began < 2
    assert [update["message"]["text"] for update in updates] == ["hello"]


async def test_update_with_a_lone_surrogate_is_fetched_and_read(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    offset = await caught_up(channel)
    chat, sender = {"id": ann, "type": "private"}, {"id": ann, "is_bot": False}
    raw = {"message_id": 900, "date": int(time.time()), "chat": chat, "from": sender, "text": "a\ud800"}
    await world.tell("update", update={"message": raw})
    assert [e.text for e in await fetched(channel, offset) if isinstance(e, events.TextSent)] == ["a\ufffd"]


async def test_menus_are_set_where_the_server_can(world: World, channel: TelegramChannel) -> None:
    await channel.menu([Menu("", (("start", "begin"),), "Phone 110 first"), Menu("zh_CN", (("start", "开始"),))])
    calls = await world.ask("calls")
    assert calls["setMyCommands"]["ok"] == 2


async def test_failing_menus_stop_nothing(world: World, channel: TelegramChannel) -> None:
    await world.fault("setMyCommands", "500", times=-1)
    await channel.menu([Menu("", (("start", "begin"),)), Menu("zh", (("start", "开始"),))])
    assert (await world.ask("calls"))["setMyCommands"] == {"ok": 0, "failed": 1}


async def test_calls_go_on_while_a_fetch_waits(world: World, channel: TelegramChannel) -> None:
    ann = await world.person()
    before = await caught_up(channel)
    waiting = asyncio.create_task(channel.fetch(before, 20))
    sent = await asyncio.gather(*(channel.perform(str(ann), Post(text=f"m{number}")) for number in range(30)))
    assert all(each.is_new for each in sent)
    assert not waiting.done()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
