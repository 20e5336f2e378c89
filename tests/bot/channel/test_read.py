"""Update -> Event."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.channel import Unreadable, peek, read
from handlers import events
from handlers.events import Where, Who
from tests.bot.channel.updates import (
    ANONYMOUS,
    CHANNEL,
    GROUP,
    PERSON,
    PRIVATE,
    edited,
    member,
    message,
    own_member,
    press,
)

ANN = Who(address="1001", name="Ann Lee")
AT_HOME = Where(address="1001")
IN_GROUP = Where(address="-100500", kind="group")
OUR_NAME = "pavilion_bot"


def seen(update: dict[str, Any]) -> events.AnyEvent:
    return read(update, OUR_NAME)


def ignored(update: dict[str, Any]) -> str:
    """Return why the update is ignored; fails if it is not."""
    event = seen(update)
    assert isinstance(event, events.Ignored)
    return event.reason


def test_text_in_private() -> None:
    assert seen(message(text="the lamp is out")) == events.TextSent(
        who=ANN, where=AT_HOME, message=12, text="the lamp is out"
    )


def test_answer_to_a_message_names_it() -> None:
    event = seen(message(text="yes", reply_to_message={"message_id": 5, "date": 1, "chat": PRIVATE}))
    assert isinstance(event, events.TextSent)
    assert event.reply_to == 5


def test_message_in_a_topic_answers_nothing() -> None:
    opened = {"message_id": 3, "date": 1, "chat": GROUP, "forum_topic_created": {"name": "x", "icon_color": 1}}
    event = seen(message(text="yes", chat=GROUP, reply_to_message=opened))
    assert isinstance(event, events.TextSent)
    assert event.reply_to is None


def test_command_has_name_and_argument() -> None:
    event = seen(message(text="/T  D-0421 please "))
    assert event == events.CommandSent(who=ANN, where=AT_HOME, message=12, name="t", argument="D-0421 please")


def test_start_carries_its_payload() -> None:
    event = seen(message(text="/start inv_aZ09-"))
    assert event == events.CommandSent(who=ANN, where=AT_HOME, message=12, name="start", argument="inv_aZ09-")


@pytest.mark.parametrize("text", ["/queue@pavilion_bot", "/queue@Pavilion_Bot", "/queue"])
def test_command_for_us_loses_our_name(text: str) -> None:
    assert seen(message(text=text, chat=GROUP)) == events.CommandSent(who=ANN, where=IN_GROUP, message=12, name="queue")


def test_command_for_another_bot_is_ignored() -> None:
    assert ignored(message(text="/queue@other_bot", chat=GROUP)) == "other_bot"


def test_without_our_name_every_addressed_command_is_ours() -> None:
    assert isinstance(read(message(text="/queue@other_bot", chat=GROUP)), events.CommandSent)


@pytest.mark.parametrize("text", ["/etc/hosts", "/ start", "see /start", "/", "//x", "/帮助"])
def test_text_with_a_slash_is_no_command(text: str) -> None:
    assert seen(message(text=text)) == events.TextSent(who=ANN, where=AT_HOME, message=12, text=text)


def test_command_may_have_its_argument_on_the_next_line() -> None:
    event = seen(message(text="/note\nfirst\nsecond"))
    assert isinstance(event, events.CommandSent)
    assert event.argument == "first\nsecond"


def test_photo_is_the_largest_size() -> None:
    sizes = [
        {"file_id": "big", "file_unique_id": "b", "width": 1280, "height": 960},
        {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 67},
    ]
    assert seen(message(photo=sizes, media_group_id="a1", caption="here")) == events.PhotoSent(
        who=ANN, where=AT_HOME, message=12, file="big", album="a1", caption="here"
    )


def test_voice_has_a_length() -> None:
    event = seen(message(voice={"file_id": "v", "file_unique_id": "u", "duration": 9}))
    assert event == events.VoiceSent(who=ANN, where=AT_HOME, message=12, file="v", seconds=9)


def test_place_is_a_place() -> None:
    event = seen(message(location={"latitude": 43.8, "longitude": 87.6}))
    assert event == events.LocationSent(who=ANN, where=AT_HOME, message=12, latitude=43.8, longitude=87.6)


def test_moving_place_is_marked() -> None:
    event = seen(message(location={"latitude": 43, "longitude": 87, "live_period": 900}))
    assert isinstance(event, events.LocationSent)
    assert event.is_live


def test_venue_is_a_place() -> None:
    place = {"latitude": 43.8, "longitude": 87.6}
    event = seen(message(location=place, venue={"location": place, "title": "Gate", "address": "Row 3"}))
    assert isinstance(event, events.LocationSent)


def test_own_contact_is_vouched_for() -> None:
    event = seen(message(contact={"phone_number": "+10005550100", "first_name": "Ann", "user_id": 1001}))
    assert event == events.ContactSent(who=ANN, where=AT_HOME, message=12, phone="+10005550100", is_own=True)


@pytest.mark.parametrize("other", [{}, {"user_id": 2002}])
def test_somebody_elses_contact_is_not(other: dict[str, int]) -> None:
    event = seen(message(contact={"phone_number": "+10005550100", "first_name": "B", **other}))
    assert isinstance(event, events.ContactSent)
    assert not event.is_own


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("document", {"document": {"file_id": "d", "file_unique_id": "u"}}),
        ("animation", {"animation": {"file_id": "a"}, "document": {"file_id": "a"}}),
        ("sticker", {"sticker": {"file_id": "s"}}),
        ("video", {"video": {"file_id": "v"}}),
        ("poll", {"poll": {"id": "1"}}),
        ("unknown", {"hologram": {"file_id": "h"}}),
    ],
)
def test_other_kinds_are_named(kind: str, parts: dict[str, Any]) -> None:
    assert seen(message(**parts)) == events.OtherSent(who=ANN, where=AT_HOME, message=12, kind=kind)


@pytest.mark.parametrize(
    "parts",
    [
        {"new_chat_members": [PERSON]},
        {"left_chat_member": PERSON},
        {"pinned_message": {"message_id": 4, "date": 0, "chat": GROUP}},
        {"new_chat_title": "x"},
        {"group_chat_created": True},
    ],
)
def test_service_messages_are_ignored(parts: dict[str, Any]) -> None:
    assert ignored(message(chat=GROUP, **parts)) == "service"


def test_edit_carries_the_new_words() -> None:
    assert seen(edited(text="no, Tuesday")) == events.MessageEdited(
        who=ANN, where=AT_HOME, message=12, text="no, Tuesday"
    )


def test_edit_of_a_caption_counts_and_of_a_place_has_no_text() -> None:
    captioned, moved = seen(edited(caption="new")), seen(edited(location={"latitude": 1, "longitude": 2}))
    assert isinstance(captioned, events.MessageEdited)
    assert isinstance(moved, events.MessageEdited)
    assert (captioned.text, moved.text) == ("new", "")


def test_public_group_is_public() -> None:
    event = seen(message(text="x", chat={**GROUP, "username": "open_house"}))
    assert isinstance(event, events.TextSent)
    assert event.where == Where(address="-100500", kind="group", is_public=True)


def test_person_with_a_username_is_not_public() -> None:
    event = seen(message(text="x", chat={**PRIVATE, "username": "ann"}))
    assert isinstance(event, events.TextSent)
    assert not event.where.is_public


@pytest.mark.parametrize(
    "parts",
    [
        {"sender": ANONYMOUS, "sender_chat": GROUP},
        {"sender": ANONYMOUS},
        {"sender": {"id": 136817688, "is_bot": True, "first_name": "Channel"}, "sender_chat": CHANNEL},
        {"sender": {"id": 777000, "is_bot": False, "first_name": "Telegram"}, "sender_chat": CHANNEL},
        {"sender": PERSON, "sender_chat": GROUP},
        {"sender": None, "sender_chat": GROUP},
    ],
)
@pytest.mark.parametrize("text", ["/queue", "hello"])
def test_group_or_channel_that_speaks_is_anonymous(parts: dict[str, Any], text: str) -> None:
    event = seen(message(text=text, chat=GROUP, **parts))
    assert isinstance(event, events.FromPerson)
    assert event.who.is_anonymous


def test_person_who_speaks_is_not_anonymous() -> None:
    event = seen(message(text="/queue", chat=GROUP))
    assert isinstance(event, events.CommandSent)
    assert not event.who.is_anonymous


def test_contact_of_an_anonymous_sender_is_not_vouched_for() -> None:
    contact = {"phone_number": "+10005550100", "first_name": "A", "user_id": ANONYMOUS["id"]}
    event = seen(message(chat=GROUP, sender=ANONYMOUS, contact=contact))
    assert isinstance(event, events.ContactSent)
    assert not event.is_own


def test_bots_are_ignored() -> None:
    robot = {"id": 9, "is_bot": True, "first_name": "R"}
    assert ignored(message(text="/queue", chat=GROUP, sender=robot)) == "from_bot"
    assert ignored(edited(text="x", chat=GROUP, sender=robot)) == "from_bot"
    assert ignored(press(sender=robot)) == "from_bot"
    assert ignored(member("member", user=robot)) == "from_bot"


@pytest.mark.parametrize(
    ("update", "reason"),
    [
        ({"channel_post": {}}, "channel"),
        ({"edited_channel_post": {}}, "channel"),
        ({"inline_query": {}}, "inline"),
        ({"chosen_inline_result": {}}, "inline"),
        ({"business_message": {}}, "business"),
        ({"guest_message": {}}, "guest"),
        ({"poll_answer": {}}, "unknown_update"),
        ({"from_the_future": 1}, "unknown_update"),
        ({}, "unknown_update"),
        (message(text="x", chat=CHANNEL), "channel"),
        (message(text="x", business_connection_id="b"), "business"),
        (message(text="x", guest_query_id="g"), "guest"),
        (message(text="x", sender=None), "no_sender"),
    ],
)
def test_what_is_not_for_the_desk_is_ignored(update: dict[str, Any], reason: str) -> None:
    assert ignored({"update_id": 1, **update}) == reason


def test_group_that_moves_names_both_addresses() -> None:
    old = {"id": -77, "type": "group", "title": "Office"}
    assert seen(message(chat=old, migrate_to_chat_id=-100500)) == events.ChatMoved(old="-77", new="-100500")


def test_other_side_of_a_move_says_nothing_new() -> None:
    assert ignored(message(chat=GROUP, migrate_from_chat_id=-77)) == "migrated"


def test_press_names_button_message_and_person() -> None:
    assert seen(press("1|claim|x")) == events.ButtonPressed(
        who=ANN, where=IN_GROUP, press="4382", data="1|claim|x", message=50
    )


def test_press_on_a_message_out_of_reach_is_read() -> None:
    event = seen(press(message={"message_id": 50, "chat": GROUP, "date": 0}))
    assert isinstance(event, events.ButtonPressed)
    assert event.message == 50


@pytest.mark.parametrize("data", [None, "", "\x00\x01", "\ud800\udfff\ud800", "x" * 10_000])
def test_press_with_odd_data_is_a_press(data: str | None) -> None:
    event = seen(press(data))
    assert isinstance(event, events.ButtonPressed)
    assert isinstance(events.decode(events.encode(event)), events.ButtonPressed)


def test_press_under_an_inline_message_is_ignored() -> None:
    update = press()
    del update["callback_query"]["message"]
    update["callback_query"]["inline_message_id"] = "AAQ"
    assert ignored(update) == "inline"


@pytest.mark.parametrize("status", ["creator", "administrator", "member"])
def test_member_is_in(status: str) -> None:
    assert seen(member(status)) == events.MemberChanged(who=ANN, where=IN_GROUP, is_member=True, role=status)


@pytest.mark.parametrize("status", ["left", "kicked", "invented"])
def test_who_left_is_out(status: str) -> None:
    assert seen(member(status)) == events.MemberChanged(who=ANN, where=IN_GROUP, is_member=False, role=status)


@pytest.mark.parametrize("is_member", [True, False])
def test_restricted_member_is_in_while_they_are_a_member(is_member: bool) -> None:
    event = seen(member("restricted", is_member=is_member))
    assert event == events.MemberChanged(who=ANN, where=IN_GROUP, is_member=is_member, role="restricted")


@pytest.mark.parametrize(("status", "is_blocked"), [("kicked", True), ("member", False)])
def test_person_blocks_the_bot_and_lets_it_in_again(status: str, is_blocked: bool) -> None:
    assert seen(own_member(status, PRIVATE)) == events.BotBlocked(who=ANN, where=AT_HOME, is_blocked=is_blocked)


@pytest.mark.parametrize(("status", "is_member"), [("administrator", True), ("member", True), ("kicked", False)])
def test_bot_comes_and_goes(status: str, is_member: bool) -> None:
    assert seen(own_member(status, GROUP)) == events.BotMoved(who=ANN, where=IN_GROUP, is_member=is_member)


def test_bot_in_a_channel_is_told_apart() -> None:
    event = seen(own_member("administrator", CHANNEL))
    assert isinstance(event, events.BotMoved)
    assert event.where == Where(address="-100900", kind="channel", is_public=True)


def test_lone_surrogates_become_replacement_marks() -> None:
    event = seen(message(text="a\ud800b 😀", sender={**PERSON, "first_name": "\udc00"}))
    assert isinstance(event, events.TextSent)
    assert event.text == "a\ufffdb 😀"
    assert event.who.name == "\ufffd Lee"
    assert events.decode(events.encode(event)) == event


def test_parts_that_are_not_read_may_be_anything() -> None:
    deep: Any = []
    for _ in range(5_000):
        deep = [deep]
    event = seen(message(text="x", entities=deep, reply_markup="\ud800", gift=None))
    assert isinstance(event, events.TextSent)


@pytest.mark.parametrize(
    ("update", "reason"),
    [
        ({"message": None}, "message"),
        (message(text=5), "$.text"),
        (message(text="x", chat={"id": 1, "type": "secret place"}), "$.chat.type"),
        (message(text="x", chat={"id": 2**70, "type": "private"}), "$.chat.id"),
        (message(text="x", message_id=True), "$.message_id"),
        (message(location={"latitude": float("nan"), "longitude": 1.0}), "$.location"),
        (message(location={"latitude": 91, "longitude": 1.0}), "$.location.latitude"),
        ({"callback_query": {"id": "1"}}, "callback_query"),
        ({"chat_member": {"chat": GROUP}}, "chat_member"),
    ],
)
def test_broken_update_is_unreadable_and_the_reason_names_the_place(update: dict[str, Any], reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        seen(update)
    assert reason in caught.value.reason
    assert "secret" not in caught.value.reason


@pytest.mark.parametrize("update", [None, 5, [], "x"])
def test_what_is_no_object_is_unreadable(update: Any) -> None:
    with pytest.raises(Unreadable):
        read(update)


@pytest.mark.parametrize(
    "update",
    [
        message(text="/start x"),
        message(chat=GROUP, photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]),
        edited(text="x"),
        press(),
        member("member"),
    ],
)
def test_samples_are_what_the_client_library_takes_for_updates(update: dict[str, Any]) -> None:
    """Keeps the samples honest: the library finds the same person and chat in them."""
    parsed, event = Update.de_json(update), seen(update)
    assert isinstance(event, events.FromPerson)
    assert parsed.effective_user is not None
    assert parsed.effective_chat is not None
    assert (event.who.address, event.where.address) == (str(parsed.effective_user.id), str(parsed.effective_chat.id))


SAMPLES = [
    message(text="/start x", reply_to_message={"message_id": 1}),
    message(photo=[{"file_id": "f", "width": 1, "height": 1}], caption="c", sender_chat=GROUP),
    message(location={"latitude": 1.0, "longitude": 2.0, "live_period": 3}),
    message(contact={"phone_number": "+10005550100", "user_id": 1001}),
    message(voice={"file_id": "v", "duration": 1}, migrate_from_chat_id=None),
    edited(text="x"),
    press(),
    member("restricted", is_member=True),
    own_member("kicked", PRIVATE),
]

surrogates = st.characters(categories=["Cs"])
texts = st.text(st.characters() | surrogates, max_size=20)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts | st.just(2**80)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8
)


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    """A proper update in which one place, anywhere, holds something else or is missing."""
    return draw(st.sampled_from(SAMPLES).flatmap(_spoil))


def _spoil(value: Any) -> st.SearchStrategy[Any]:
    if not isinstance(value, dict) or not value:
        return anything
    return st.sampled_from(sorted(value)).flatmap(
        lambda key: st.one_of(
            st.just({name: part for name, part in value.items() if name != key}),
            _spoil(value[key]).map(lambda part: {**value, key: part}),
            anything.map(lambda part: {**value, key: part}),
        )
    )


@given(spoiled() | anything | st.dictionaries(st.sampled_from(["message", "callback_query", "chat_member"]), anything))
def test_any_update_is_read_or_unreadable_and_what_is_read_can_be_kept(update: Any) -> None:
    try:
        event = read(update, OUR_NAME)
    except Unreadable:
        return
    assert events.decode(events.encode(event)) == event


@given(spoiled() | anything)
def test_any_update_can_be_peeked_at(update: Any) -> None:
    found = peek(update)
    assert found.lane
    assert found.lane.isascii()
    assert found.press.isascii()
