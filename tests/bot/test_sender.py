"""In order within a stream, side by side between streams, and never silently dropped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channel import GiveUp, Moved, Sent, TryLater
from handlers import commands, events
from storage.model import Priority
from storage.records import Records
from tests.bot.room import Room, going, opened, until
from tests.clock import NOON

ANN, BEN, GROUP = "1001", "1002", "-100500"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path / "desk.db") as room:
        yield room


async def _finished(room: Room) -> None:
    async with asyncio.timeout(5):
        while "pending" in await room.statuses("outbox"):
            await asyncio.sleep(0.01)


async def test_a_slow_chat_holds_nobody_elses_messages_and_its_own_stay_in_order(room: Room) -> None:
    room.channel.slow[ANN] = asyncio.Event()
    for text in ("one", "two", "three"):
        await room.post(ANN, text)
    await room.post(BEN, "hello")
    async with going(room.sender().run()):
        await until(lambda: room.channel.texts(BEN) == ["hello"])
        assert room.channel.texts(ANN) == []
        room.channel.slow[ANN].set()
        await _finished(room)
    assert room.channel.texts(ANN) == ["one", "two", "three"]


async def test_a_chat_asked_to_rest_rests_alone_and_goes_on_in_order(room: Room) -> None:
    room.channel.outcomes[ANN] = [TryLater(0.6, "flood")]
    for text in ("one", "two"):
        await room.post(ANN, text)
    for text in ("hello", "again"):
        await room.post(BEN, text)
    async with going(room.sender().run()):
        await until(lambda: room.channel.texts(BEN) == ["hello", "again"])
        assert room.channel.texts(ANN) == ["one"]
        await _finished(room)
    assert room.channel.texts(ANN) == ["one", "one", "two"]


async def test_a_message_that_fails_for_now_goes_out_later_and_before_those_behind_it(room: Room) -> None:
    room.channel.outcomes[ANN] = [TryLater(None, "network")]
    for text in ("one", "two"):
        await room.post(ANN, text)
    async with going(room.sender().run()):
        await until(lambda: room.channel.texts(ANN) == ["one"])
        await asyncio.sleep(0.1)
        assert await room.statuses("outbox") == ["pending", "pending"]
        room.clock.move(seconds=2)
        await _finished(room)
    assert room.channel.texts(ANN) == ["one", "one", "two"]


async def test_what_can_never_arrive_is_given_up_and_told(room: Room) -> None:
    room.channel.outcomes[ANN] = [GiveUp("blocked")]
    await room.post(ANN, "one")
    async with going(room.sender().run()):
        await _finished(room)
    assert await room.statuses("outbox") == ["failed"]
    [told] = await room.reported()
    assert isinstance(told, events.DeliveryFailed)
    assert told.reason == "blocked"
    assert await _payloads(room) == [None]


async def _payloads(room: Room) -> list[bytes | None]:
    return await room.database.read(
        lambda r: [row["payload"] for row in r.connection.execute("select payload from outbox").fetchall()]
    )


async def test_an_error_nobody_foresaw_is_tried_again_and_given_up_in_the_end(room: Room) -> None:
    room.channel.outcomes[ANN] = [RuntimeError("no")] * 4
    await room.post(ANN, "one")
    await room.post(ANN, "two")
    async with going(room.sender().run()):
        for tries in range(1, 5):
            await until(lambda tries=tries: len(room.channel.performed) >= tries)  # type: ignore[misc] # a default
            await asyncio.sleep(0.05)
            room.clock.move(seconds=10)
        await _finished(room)
    assert await room.statuses("outbox") == ["failed", "sent"]
    assert room.channel.texts(ANN) == ["one"] * 4 + ["two"]


async def test_a_group_that_moved_gets_its_message_at_the_new_address(room: Room) -> None:
    room.channel.outcomes[GROUP] = [Moved("-100777")]
    await room.post(GROUP, "card")
    async with going(room.sender().run()):
        await _finished(room)
    assert room.channel.texts("-100777") == ["card"]
    assert await room.database.read(lambda records: records.chats.find(GROUP)) is None


async def test_redraws_that_still_wait_collapse_into_the_last(room: Room) -> None:
    for text in ("new", "claimed", "done"):
        await room.post(GROUP, text, slot="card:t1")
    async with going(room.sender().run()):
        await _finished(room)
    assert await room.statuses("outbox") == ["replaced", "replaced", "sent"]
    assert room.channel.texts(GROUP) == ["done"]


async def test_every_message_of_an_album_is_noted(room: Room) -> None:
    room.channel.outcomes[ANN] = [Sent(message=5, is_new=True, more=(6, 7))]
    await room.post(ANN, "album")
    async with going(room.sender().run()):
        await _finished(room)
    rows = await room.database.read(
        lambda r: [tuple(row) for row in r.connection.execute("select message, direction from messages").fetchall()]
    )
    assert rows == [(5, "out"), (6, "out"), (7, "out")]


async def test_a_redraw_edits_the_live_message_of_its_slot(room: Room) -> None:
    sender = room.sender()
    async with going(sender.run()):
        await room.post(GROUP, "new", slot="card:t1")
        await _finished(room)
        await room.post(GROUP, "claimed", slot="card:t1")
        await _finished(room)
    assert [message for _, _, message in room.channel.performed] == [None, 100]


async def test_a_card_sent_after_a_press_made_another_copy_live_is_reported_as_a_copy(room: Room) -> None:
    room.channel.slow[GROUP] = asyncio.Event()
    await room.post(GROUP, "new", slot="card:t1")

    def press(records: Records) -> bool:
        chat = records.chats.find(GROUP)
        assert chat is not None
        return records.chats.fill_slot("card:t1", chat.id, 7, None)

    async with going(room.sender().run()) as loop:
        await asyncio.sleep(0.1)
        assert not loop.done()
        assert await room.database.run(press)
        room.channel.slow[GROUP].set()
        await _finished(room)
    [told] = await room.reported()
    assert isinstance(told, events.CopyShown)
    assert (told.slot, told.message) == ("card:t1", 100)
    assert await room.database.read(lambda records: records.chats.live_message("card:t1")) == 7


@pytest.mark.parametrize(
    ("outcome", "failed"), [(Sent(result={"is_member": "yes"}), ""), (GiveUp("refused"), "refused")]
)
async def test_what_a_question_came_to_goes_back_with_what_it_was_about(
    room: Room, outcome: Sent | GiveUp, failed: str
) -> None:
    room.channel.outcomes[GROUP] = [outcome]
    about = events.encode(events.Due(due="whatever"))
    await room.database.run(lambda records: _ask(records, about))
    async with going(room.sender().run()):
        await _finished(room)
    [told] = await room.reported()
    assert isinstance(told, events.CallAnswered)
    assert (told.about, told.failed, told.result) == (
        about,
        failed,
        outcome.result if isinstance(outcome, Sent) else {},
    )


def _ask(records: Records, about: bytes) -> None:
    chat = records.chats.meet(GROUP, "group", NOON)
    asked = commands.encode(commands.LookUpMember(who=ANN))
    outbox = records.outbox
    outbox.add(
        NOON,
        stream="ask",
        chat_id=chat.id,
        command="LookUpMember",
        payload=asked,
        priority=Priority.URGENT,
        about=about,
    )


async def test_landing_waits_for_what_is_in_flight_and_stores_what_came_of_it(room: Room) -> None:
    room.channel.slow[ANN] = asyncio.Event()
    await room.post(ANN, "one")
    sender = room.sender()
    async with going(sender.run()):
        await asyncio.sleep(0.1)
    assert not sender.is_idle
    asyncio.get_running_loop().call_later(0.1, room.channel.slow[ANN].set)
    await sender.land(3)
    assert await room.statuses("outbox") == ["sent"]


async def test_landing_ends_even_where_nothing_lands_or_nothing_can_be_stored(room: Room) -> None:
    room.channel.slow[ANN] = asyncio.Event()
    await room.post(ANN, "one")
    big = events.encode(events.Due(due="x" * 50_000))  # what comes of it fits into no free space of the file
    await room.database.run(lambda records: _ask(records, big))
    await room.fill_disk()
    sender = room.sender()
    async with going(sender.run()):
        await until(lambda: len(room.channel.performed) == 1)
        await asyncio.sleep(0.1)
    async with asyncio.timeout(3):
        await sender.land(0.3)
    assert await room.statuses("outbox") == ["pending", "pending"]
    await room.make_room()
