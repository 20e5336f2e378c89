"""Nothing is confirmed that is not stored."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.channel import Fatal, GiveUp, TryLater
from bot.receiver import MOST_WAITING, next_offset
from handlers import events
from tests.bot.channel.updates import PRIVATE, message, press
from tests.bot.room import Room, ScriptedChannel, going, opened, until


class Witness(ScriptedChannel):
    """Notes how much was stored each time an offset was asked for."""

    room: Room
    stored: list[tuple[int, int]]

    async def fetch(self, offset: int, timeout: int) -> list[dict[str, Any]]:
        count = await self.room.database.read(lambda records: records.inbox.count_waiting())
        self.stored.append((offset, count))
        return await super().fetch(offset, timeout)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path / "desk.db") as room:
        yield room


def _texts(*ids: int) -> list[dict[str, Any]]:
    return [{**message(text=f"text {number}"), "update_id": number} for number in ids]


async def test_the_offset_moves_only_when_the_batch_is_committed(room: Room) -> None:
    witness = Witness(batches=[_texts(5, 6), _texts(7)])
    witness.room, witness.stored, room.channel = room, [], witness
    async with going(room.receiver().run()):
        await until(lambda: len(witness.offsets) == 3)
    assert witness.stored == [(0, 0), (7, 2), (8, 3)]


async def test_a_full_disk_moves_no_offset_and_says_the_numbers_once_a_chat(room: Room) -> None:
    room.channel.batches = [[_big(1)], [_big(1)], [_big(1), _big(2, chat=1002)]]
    await room.fill_disk()
    async with going(room.receiver().run()):
        await until(lambda: len(room.channel.called_out) == 2)
        assert set(room.channel.offsets) == {0}
        assert await room.statuses() == []
        assert [address for address, _ in room.channel.called_out] == ["1001", "1002"]
        assert all("0000-0000000" in text for _, text in room.channel.called_out)

        await room.make_room()
        room.channel.batches.append([_big(1), _big(2, chat=1002)])
        await until(lambda: room.channel.offsets[-1] == 3)
    assert await room.statuses() == ["pending", "pending"]


async def test_danger_says_its_numbers_in_its_own_language_while_nothing_can_be_stored(room: Room) -> None:
    pressed = [
        {**press(data, message={"message_id": 50, "date": 0, "chat": PRIVATE}), "update_id": at}
        for at, data in enumerate(DANGER)
    ]
    room.channel.batches = [[each, _big(9)] for each in pressed]
    await room.fill_disk()
    async with going(room.receiver().run()):
        await until(lambda: len(room.channel.called_out) == 1 + len(DANGER))
    said = [text for _, text in room.channel.called_out if "0000-0000000" not in text]
    assert said == ["What is the danger?", "Phone 119 now. Get out if you can, stay low, and do not use a lift.", FIRE]
    assert await room.statuses() == []


DANGER = ("!1:danger:en:0:", "!1:danger_is:en:0:fire", "!1:danger_is:zh-Hans:0:fire")
FIRE = "请马上打119。能出去就出去,身子放低,不要坐电梯。"


def _big(number: int, chat: int = 1001) -> dict[str, Any]:
    """Return an update that no free space inside the file can take."""
    where = {"id": chat, "type": "private", "first_name": "Ann"}
    return {**message(text="word " * 20_000, chat=where), "update_id": number}


async def test_ids_that_jump_downwards_are_followed(room: Room) -> None:
    room.channel.batches = [_texts(900, 901), _texts(12), _texts(13)]
    async with going(room.receiver().run()):
        await until(lambda: len(room.channel.offsets) == 4)
    assert room.channel.offsets == [0, 902, 13, 14]
    assert len(await room.statuses()) == 4
    assert next_offset([{"no": "id"}], 8) == 8


async def test_the_same_update_twice_is_one_row_and_its_id_come_again_for_something_else_is_two(room: Room) -> None:
    [first] = _texts(5)
    receiver = room.receiver()
    await receiver.store([first, first])
    await receiver.store([first])
    assert len(await room.statuses()) == 1
    await receiver.store([{**message(text="a year later"), "update_id": 5}])
    assert len(await room.statuses()) == 2


async def test_what_nobody_can_read_is_stored_like_everything_else(room: Room) -> None:
    odd: list[dict[str, Any]] = [
        {"update_id": 1, "news": [[]]},
        {"message": "\ud800\x00"},
        message(text="\ud83d alone"),
        {},
    ]
    await room.receiver().store(odd)
    assert await room.statuses() == ["pending"] * len(odd)


async def test_no_more_is_fetched_while_too_much_waits(room: Room) -> None:
    def crowd(records: Any) -> None:
        due = events.encode(events.Due(due="none"))
        for number in range(MOST_WAITING + 1):
            records.inbox.add(room.clock.now(), "clock", str(number), "lane", due)

    await room.database.run(crowd)
    async with going(room.receiver().run()):
        await asyncio.sleep(0.5)
        assert room.channel.offsets == []
        [row, *_] = await room.database.read(lambda records: records.inbox.waiting(room.clock.now(), 1))
        await room.database.run(lambda records: records.inbox.finish(row.id, room.clock.now()))
        await until(lambda: room.channel.offsets == [0])


async def test_a_press_is_waited_for_from_the_moment_it_is_stored(room: Room) -> None:
    await room.receiver().store([press(id="4711")])
    await until(lambda: bool(room.channel.answered))
    assert room.channel.answered == [("4711", "", False)]


@pytest.mark.parametrize("failure", [TryLater(0.01, "conflict"), TryLater(None, "network"), GiveUp("refused")])
async def test_a_fetch_that_fails_is_tried_again_from_the_same_offset(room: Room, failure: Exception) -> None:
    room.channel.batches = [_texts(5), failure, _texts(6)]
    async with going(room.receiver().run()):
        await until(lambda: room.channel.offsets == [0, 6, 6, 7])
    assert len(await room.statuses()) == 2


async def test_a_refused_token_ends_the_receiver(room: Room) -> None:
    room.channel.batches = [Fatal("the server refuses the bot's token")]
    with pytest.raises(Fatal, match="refuses"):
        await room.receiver().run()
