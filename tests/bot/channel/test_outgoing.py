"""Commands -> calls, seen from the server's side."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.channel import GiveUp, Menu, Sent, TelegramChannel, TryLater
from bot.channel.letters import units
from handlers import events
from handlers.commands import (
    Button,
    Buttons,
    Erase,
    Key,
    Keys,
    LeaveChat,
    LookUpMember,
    NoKeys,
    OfferCommands,
    Post,
    SendAlbum,
    SendDocument,
    SendFile,
    SendPlace,
    decode,
    encode,
)
from tests.bot.channel.scripted import ME, TOKEN, Answer, Asked, Scripted, bad, good, shown
from tests.bot.channel.updates import GROUP, message

BUTTONS = Buttons(rows=((Button("Claim", "1|c|x"), Button("Map", url="https://example.org")),))
INLINE = {
    "inline_keyboard": [[{"text": "Claim", "callback_data": "1|c|x"}, {"text": "Map", "url": BUTTONS.rows[0][1].url}]]
}
KEYS = Keys(rows=((Key("My number", "phone"), Key("Here", "location")), (Key("No"),)))
NOT_MODIFIED = bad(400, "Bad Request: message is not modified: specified new message content and reply markup are")
CANNOT_PARSE = bad(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0')


def methods(server: Scripted) -> list[str]:
    return [asked.method for asked in server.asked]


def only(server: Scripted) -> Asked:
    assert len(server.asked) == 1
    return server.asked[0]


async def test_post_sends_markup_without_link_preview(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(5))
    sent = await channel.perform("-100500", Post(text="<b>D-0421</b> &lt;3", markup=BUTTONS))
    assert sent == Sent(message=5, is_new=True)
    assert only(server) == Asked(
        "sendMessage",
        {
            "chat_id": -100500,
            "text": "<b>D-0421</b> &lt;3",
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": INLINE,
        },
        {},
    )


async def test_post_can_be_protected_and_silent(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(5))
    await channel.perform("7", Post(text="x", is_protected=True, is_silent=True))
    await channel.perform("7", Post(text="x"))
    told, plain = (asked.parameters for asked in server.asked)
    assert (told["protect_content"], told["disable_notification"]) == (True, True)
    assert not {"protect_content", "disable_notification"} & plain.keys()


async def test_keys_ask_for_number_and_place(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(5))
    await channel.perform("7", Post(text="x", markup=KEYS))
    rows = only(server).parameters["reply_markup"]["keyboard"]
    assert rows == [
        [{"text": "My number", "request_contact": True}, {"text": "Here", "request_location": True}],
        [{"text": "No"}],
    ]


async def test_keys_are_taken_away(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(5))
    await channel.perform("7", Post(text="x", markup=NoKeys()))
    assert only(server).parameters["reply_markup"] == {"remove_keyboard": True}


async def test_known_message_is_edited_in_place(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(9))
    sent = await channel.perform("7", Post(text="now", markup=BUTTONS), 9)
    assert sent == Sent(message=9, is_new=False)
    asked = only(server)
    assert asked.method == "editMessageText"
    assert (asked.parameters["message_id"], asked.parameters["reply_markup"]) == (9, INLINE)


async def test_message_of_the_slot_wins_over_the_commands_own(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(9))
    await channel.perform("7", Post(text="x", message=3), 9)
    await channel.perform("7", Post(text="x", message=3))
    assert [asked.parameters["message_id"] for asked in server.asked] == [9, 3]


async def test_edit_without_buttons_takes_them_away(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(9))
    await channel.perform("7", Post(text="x"), 9)
    assert "reply_markup" not in only(server).parameters


async def test_nothing_to_change_is_a_success(channel: TelegramChannel, server: Scripted) -> None:
    server.say(NOT_MODIFIED)
    assert await channel.perform("7", Post(text="x"), 9) == Sent(message=9, is_new=False)
    assert methods(server) == ["editMessageText"]


@pytest.mark.parametrize(
    "description", ["message to edit not found", "message can't be edited", "there is no text in the message to edit"]
)
async def test_message_that_cannot_be_edited_is_sent_anew(
    channel: TelegramChannel, server: Scripted, description: str
) -> None:
    server.say(bad(400, f"Bad Request: {description}"), shown(12))
    assert await channel.perform("7", Post(text="x", markup=BUTTONS), 9) == Sent(message=12, is_new=True)
    assert methods(server) == ["editMessageText", "sendMessage"]
    assert server.asked[1].parameters["reply_markup"] == INLINE


@pytest.mark.parametrize("markup", [KEYS, NoKeys()])
async def test_keys_need_a_new_message(channel: TelegramChannel, server: Scripted, markup: Any) -> None:
    server.say(shown(12))
    assert await channel.perform("7", Post(text="x", markup=markup), 9) == Sent(message=12, is_new=True)
    assert methods(server) == ["sendMessage"]


@pytest.mark.parametrize(("known", "method"), [(None, "sendMessage"), (9, "editMessageText")])
async def test_markup_that_the_server_cannot_read_is_left_out(
    channel: TelegramChannel, server: Scripted, known: int | None, method: str
) -> None:
    server.say(CANNOT_PARSE, shown(9))
    sent = await channel.perform("7", Post(text="<b>1 &lt; 2 &amp;amp;</b> <x>", markup=BUTTONS), known)
    assert sent.message == 9
    assert methods(server) == [method, method]
    again = server.asked[1].parameters
    assert again["text"] == "1 < 2 &amp; <x>"
    assert again["reply_markup"] == INLINE
    assert "parse_mode" not in again


async def test_plain_edit_of_a_gone_message_is_sent_anew(channel: TelegramChannel, server: Scripted) -> None:
    server.say(CANNOT_PARSE, bad(400, "Bad Request: message to edit not found"), CANNOT_PARSE, shown(12))
    assert await channel.perform("7", Post(text="<b>x</b>"), 9) == Sent(message=12, is_new=True)
    assert methods(server) == ["editMessageText"] * 2 + ["sendMessage"] * 2


async def test_text_of_full_length_is_sent_whole(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(5))
    text = f"<b>{'x' * 4095}</b>&lt;"
    await channel.perform("7", Post(text=text))
    assert only(server).parameters["text"] == text


async def test_text_too_long_is_cut_between_characters(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(5))
    await channel.perform("7", Post(text="<b>a</b>" + "😀" * 3000))
    sent = only(server).parameters
    assert sent["text"] == "a" + "😀" * 2047 + "…"
    assert units(sent["text"]) == 4096
    assert "parse_mode" not in sent


async def test_text_of_mostly_markup_is_sent_without_it(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(5))
    await channel.perform("7", Post(text="<code>x</code>" * 4000))
    assert only(server).parameters["text"] == "x" * 4000


@pytest.mark.parametrize(
    ("kind", "method"), [("photo", "sendPhoto"), ("voice", "sendVoice"), ("document", "sendDocument")]
)
async def test_file_is_shown_again(channel: TelegramChannel, server: Scripted, kind: Any, method: str) -> None:
    server.say(shown(5))
    command = SendFile(kind=kind, file="AgAC-1", caption="<i>here</i>", markup=BUTTONS, is_protected=True)
    assert await channel.perform("7", command) == Sent(message=5, is_new=True)
    asked = only(server)
    assert asked.method == method
    assert asked.parameters == {
        "chat_id": 7,
        kind: "AgAC-1",
        "caption": "<i>here</i>",
        "parse_mode": "HTML",
        "protect_content": True,
        "reply_markup": INLINE,
    }


async def test_file_id_that_names_a_local_file_uploads_nothing(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(5))
    await channel.perform("7", SendFile(kind="document", file=__file__))
    assert only(server).files == {}
    assert only(server).parameters["document"] == __file__


async def test_caption_too_long_is_cut(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(5))
    await channel.perform("7", SendFile(kind="photo", file="f", caption="x" * 1025))
    assert only(server).parameters["caption"] == "x" * 1023 + "…"


async def test_an_album_is_one_call_and_all_its_messages_are_told(channel: TelegramChannel, server: Scripted) -> None:
    server.say(good([{"message_id": n, "date": 1, "chat": {"id": 7, "type": "private"}} for n in (5, 6, 7)]))
    sent = await channel.perform("7", SendAlbum(files=("a", "b", "c"), caption="<i>gate</i>", is_protected=True))
    assert sent == Sent(message=5, is_new=True, more=(6, 7))
    asked = only(server)
    assert (asked.method, asked.parameters["protect_content"]) == ("sendMediaGroup", True)
    first, *others = asked.parameters["media"]
    assert first == {"type": "photo", "media": "a", "caption": "<i>gate</i>", "parse_mode": "HTML"}
    assert others == [{"type": "photo", "media": "b"}, {"type": "photo", "media": "c"}]


async def test_an_album_goes_one_by_one_where_the_server_knows_none(channel: TelegramChannel, server: Scripted) -> None:
    server.say(bad(404, "Not Found: method not found"), shown(5), shown(6))
    sent = await channel.perform("7", SendAlbum(files=("a", "b")))
    assert sent == Sent(message=5, is_new=True, more=(6,))
    assert methods(server) == ["sendMediaGroup", "sendPhoto", "sendPhoto"]


async def test_an_album_that_is_refused_for_another_reason_is_not_sent_in_parts(
    channel: TelegramChannel, server: Scripted
) -> None:
    server.say(bad(400, "Bad Request: wrong remote file identifier specified"))
    with pytest.raises(GiveUp):
        await channel.perform("7", SendAlbum(files=("a", "b")))
    assert methods(server) == ["sendMediaGroup"]


async def test_document_is_sent_from_memory_under_its_name(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(5))
    command = SendDocument(
        name="my-data.json", content=b'{"a": "\xe4\xba\x8c"}', caption="<b>Yours</b>", is_protected=True
    )
    assert await channel.perform("7", command) == Sent(message=5, is_new=True)
    asked = only(server)
    assert (asked.method, asked.files) == ("sendDocument", {"document": command.content})
    assert asked.parameters == {
        "chat_id": "7",
        "caption": "<b>Yours</b>",
        "parse_mode": "HTML",
        "protect_content": "true",
    }


def test_document_survives_the_outbox() -> None:
    command = SendDocument(name="x", content=bytes(range(256)))
    assert decode(encode(command)) == command


async def test_place_is_shown(channel: TelegramChannel, server: Scripted) -> None:
    server.say(shown(5))
    assert await channel.perform("7", SendPlace(latitude=43.8, longitude=87.6)) == Sent(message=5, is_new=True)
    assert only(server).parameters == {"chat_id": 7, "latitude": 43.8, "longitude": 87.6}


async def test_messages_are_erased_in_one_call(channel: TelegramChannel, server: Scripted) -> None:
    server.say(good(True))
    assert await channel.perform("7", Erase(messages=(1, 2, 3))) == Sent()
    assert only(server) == Asked("deleteMessages", {"chat_id": 7, "message_ids": [1, 2, 3]}, {})


async def test_nothing_to_erase_is_no_call(channel: TelegramChannel, server: Scripted) -> None:
    assert await channel.perform("7", Erase(messages=())) == Sent()
    assert server.asked == []


@pytest.mark.parametrize(
    "first",
    [bad(400, "Bad Request: message can't be deleted for everyone"), bad(404, "Not Found: method not found")],
    ids=["too old", "no such method"],
)
async def test_one_old_message_does_not_save_the_others(
    channel: TelegramChannel, server: Scripted, first: Answer
) -> None:
    too_old = bad(400, "Bad Request: message can't be deleted for everyone")
    gone = bad(400, "Bad Request: message to delete not found")
    server.say(first, too_old, gone, good(True))
    assert await channel.perform("7", Erase(messages=(1, 2, 3))) == Sent()
    assert [asked.parameters.get("message_id") for asked in server.asked] == [None, 1, 2, 3]


async def test_failure_while_erasing_one_by_one_is_told(channel: TelegramChannel, server: Scripted) -> None:
    server.say(bad(400, "Bad Request: message can't be deleted"), good(True), bad(429, "Too Many", retry_after=4))
    with pytest.raises(TryLater):
        await channel.perform("7", Erase(messages=(1, 2)))


MEMBER = {"user": {"id": 1001, "is_bot": False, "first_name": "Ann", "last_name": "Lee"}}
RIGHTS = dict.fromkeys(
    [
        "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
        "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
        "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
        "can_edit_tag", "can_react_to_messages",
    ],
    False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("status", "more", "is_member"),
    [
        ("creator", {"is_anonymous": False}, "yes"),
        ("member", {}, "yes"),
        ("restricted", {"is_member": True, "until_date": 0, **RIGHTS}, "yes"),
        ("restricted", {"is_member": False, "until_date": 0, **RIGHTS}, "no"),
        ("left", {}, "no"),
        ("kicked", {"until_date": 0}, "no"),
    ],
)
async def test_membership_is_looked_up(
    channel: TelegramChannel, server: Scripted, status: str, more: dict[str, Any], is_member: str
) -> None:
    server.say(good({**MEMBER, "status": status, **more}))
    sent = await channel.perform("-100500", LookUpMember(who="1001"))
    assert sent == Sent(result={"is_member": is_member, "name": "Ann Lee", "status": status})
    assert only(server).parameters == {"chat_id": -100500, "user_id": 1001}


@pytest.mark.parametrize("description", ["member not found", "user not found", "PARTICIPANT_ID_INVALID"])
async def test_account_that_nobody_knows_is_no_member(
    channel: TelegramChannel, server: Scripted, description: str
) -> None:
    server.say(bad(400, f"Bad Request: {description}"))
    sent = await channel.perform("-100500", LookUpMember(who="1001"))
    assert sent.result["is_member"] == "no"


@pytest.mark.parametrize(
    "answer", [good(True), bad(403, "Forbidden: bot is not a member of the supergroup chat")], ids=["in", "out"]
)
async def test_leaving_a_chat_left_already_is_a_success(
    channel: TelegramChannel, server: Scripted, answer: Answer
) -> None:
    server.say(answer)
    assert await channel.perform("-100500", LeaveChat()) == Sent()
    assert methods(server) == ["leaveChat"]


async def test_press_is_answered(channel: TelegramChannel, server: Scripted) -> None:
    server.say(good(True))
    await channel.answer("4382", "Ann &amp; Bo were <b>first</b>", True)
    assert only(server).parameters == {
        "callback_query_id": "4382",
        "text": "Ann & Bo were first",
        "show_alert": True,
    }


async def test_press_can_be_answered_with_nothing(channel: TelegramChannel, server: Scripted) -> None:
    server.say(good(True))
    await channel.answer("4382", "", False)
    assert "text" not in only(server).parameters


async def test_long_answer_is_cut(channel: TelegramChannel, server: Scripted) -> None:
    server.say(good(True))
    await channel.answer("4382", "x" * 300, False)
    assert only(server).parameters["text"] == "x" * 199 + "…"


@pytest.mark.parametrize(
    "answer",
    [
        bad(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
        bad(401, "Unauthorized"),
        bad(429, "Too Many Requests", retry_after=5),
        Answer(b"<html>", 502),
        Answer(b"{", 200),
        Answer(b"", is_dropped=True),
    ],
    ids=["too old", "401", "429", "502", "cut", "dropped"],
)
async def test_answer_that_fails_raises_nothing(channel: TelegramChannel, server: Scripted, answer: Answer) -> None:
    server.say(answer)
    await channel.answer("4382", "x", False)
    assert methods(server) == ["answerCallbackQuery"]


@pytest.mark.parametrize(
    "answer", [shown(5), Answer(b"<html>", 502), bad(403, "Forbidden: bot was blocked by the user")]
)
async def test_calling_out_tries_once_and_raises_nothing(
    channel: TelegramChannel, server: Scripted, answer: Answer
) -> None:
    server.say(answer)
    await channel.call_out("1001", "In an emergency phone first.", Buttons(()))
    assert only(server).parameters["text"] == "In an emergency phone first."


async def test_menu_is_set_in_each_language(channel: TelegramChannel, server: Scripted) -> None:
    server.say(good(True))
    commands = (("start", "begin"), ("help", "y" * 300))
    await channel.menu([Menu("", commands, "z" * 600), Menu("zh_CN", commands, "急事请先打电话")])
    assert methods(server) == ["setMyCommands"] * 2 + ["setMyDescription"] * 2
    common, chinese, description, _ = (asked.parameters for asked in server.asked)
    assert common["commands"][1]["description"] == "y" * 255 + "…"
    assert "language_code" not in common
    assert common["scope"] == {"type": "all_private_chats"}
    assert chinese["language_code"] == "zh"
    assert description["description"] == "z" * 511 + "…"


async def test_menu_of_groups_has_no_description(channel: TelegramChannel, server: Scripted) -> None:
    server.say(good(True))
    await channel.menu([Menu("en", (("queue", "what waits"),), is_for_groups=True)])
    assert only(server).parameters["scope"] == {"type": "all_group_chats"}


async def test_commands_are_offered_in_one_chat_and_taken_away(channel: TelegramChannel, server: Scripted) -> None:
    server.say(good(True))
    assert await channel.perform("1001", OfferCommands(commands=(("queue", "y" * 300),))) == Sent()
    assert await channel.perform("1001", OfferCommands(commands=())) == Sent()
    assert methods(server) == ["setMyCommands", "deleteMyCommands"]
    assert [asked.parameters["scope"] for asked in server.asked] == [{"type": "chat", "chat_id": 1001}] * 2
    assert server.asked[0].parameters["commands"] == [{"command": "queue", "description": "y" * 255 + "…"}]


@pytest.mark.parametrize(
    "answer", [bad(404, "Not Found: method not found"), bad(400, "Bad Request: chat not found"), bad(403, "Forbidden")]
)
async def test_server_that_takes_no_commands_for_a_chat_is_left_in_peace(
    channel: TelegramChannel, server: Scripted, answer: Answer
) -> None:
    server.say(answer)
    assert await channel.perform("1001", OfferCommands(commands=(("queue", "what waits"),))) == Sent()
    assert methods(server) == ["setMyCommands"]


@pytest.mark.parametrize("answer", [Answer(b"<html>", 502), bad(401, "Unauthorized"), bad(429, "x", retry_after=3)])
async def test_commands_for_a_chat_are_tried_later_where_that_may_help(
    channel: TelegramChannel, server: Scripted, answer: Answer
) -> None:
    server.say(answer)
    with pytest.raises(TryLater):
        await channel.perform("1001", OfferCommands(commands=(("queue", "what waits"),)))


@pytest.mark.parametrize(
    "answer", [bad(404, "Not Found: method not found"), Answer(b"<html>", 502), bad(400, "Bad Request: odd")]
)
async def test_server_without_menus_is_asked_once_for_each_kind(
    channel: TelegramChannel, server: Scripted, answer: Answer
) -> None:
    server.say(answer)
    await channel.menu([Menu("", (("start", "begin"),), "x"), Menu("zh", (("start", "begin"),), "x")])
    assert methods(server) == ["setMyCommands", "setMyDescription"]


async def test_updates_are_fetched_as_they_came(channel: TelegramChannel, server: Scripted) -> None:
    raw = [{"update_id": 3, "message": {"text": "\ud800"}, "new": [1]}, {"update_id": 4}]
    server.say(good(raw))
    assert await channel.fetch(3, 25) == raw
    assert only(server) == Asked(
        "getUpdates",
        {
            "offset": "3",
            "timeout": "25",
            "allowed_updates": '["message", "edited_message", "callback_query", "my_chat_member", "chat_member"]',
        },
        {},
    )


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (bad(409, "Conflict: terminated by other getUpdates request; make sure that only one"), "conflict"),
        (bad(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook"), "webhook"),
        (Answer(b'{"ok":true,"result":[{"upd'), "garbled"),
        (good("five"), "garbled"),
        (Answer(b"<html>", 502), "network"),
    ],
)
async def test_fetch_that_fails_is_tried_later(
    channel: TelegramChannel, server: Scripted, answer: Answer, reason: str
) -> None:
    server.say(answer)
    with pytest.raises(TryLater) as caught:
        await channel.fetch(0, 0)
    assert caught.value.reason == reason


async def test_channel_reads_commands_with_its_own_name(channel: TelegramChannel) -> None:
    ours, other = (message(text=f"/queue@{name}", chat=GROUP) for name in ("pavilion_bot", "other_bot"))
    assert isinstance(channel.read(ours), events.CommandSent)
    assert isinstance(channel.read(other), events.Ignored)


async def test_start_says_who_the_bot_is(channel: TelegramChannel, server: Scripted) -> None:
    server.say(good({"id": 42, "is_bot": True, "first_name": "Desk", "username": "pavilion_bot"}))
    me = await channel.start()
    assert (me.address, me.username, me.name) == ("42", "pavilion_bot", "Desk")


async def test_start_without_a_server_is_tried_later(channel: TelegramChannel, server: Scripted) -> None:
    server.say(Answer(b"", is_dropped=True))
    with pytest.raises(TryLater):
        await channel.start()


@pytest.mark.parametrize(
    "answer",
    [
        shown(5),
        CANNOT_PARSE,
        bad(400, "Bad Request: canary-words"),
        bad(401, "Unauthorized"),
        Answer(b"<html>canary-words</html>", 502),
        Answer(b'{"ok":true,"result":"canary-words'),
        Answer(b"", is_dropped=True),
    ],
    ids=["well", "markup", "400", "401", "502", "cut", "dropped"],
)
async def test_no_log_holds_token_or_words(
    server: Scripted, answer: Answer, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Even at the most talkative level; and something is logged where something failed."""
    caplog.set_level(logging.DEBUG)
    channel = TelegramChannel(TOKEN, server.base_url)
    server.say(good(ME), answer)
    await channel.start()
    await channel.call_out("1001", "<b>canary-words</b>", Buttons(()))
    await channel.answer("4382", "canary-words", False)
    await channel.menu([Menu("", (("start", "canary-words"),))])
    await channel.stop()
    captured = capsys.readouterr()
    logged = caplog.text + captured.out + captured.err
    assert "canary" not in logged
    assert ("failed" in logged) == (answer != shown(5))
