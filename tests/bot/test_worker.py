"""One row, one handler, one savepoint: what fails alone, what fails together, and what ends the process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.presses import PATIENCE
from bot.worker import DEATHS, GROUP, TRIES
from handlers import events
from handlers.commands import Command, Post
from handlers.desk import Desk
from handlers.events import CommandSent, TextSent, Where, Who
from storage.database import DatabaseFull
from storage.failpoints import Failpoints
from storage.model import Chat, Role
from storage.records import Records
from tests.bot.channel.updates import message, press
from tests.bot.room import FRONT, Room, going, opened
from tests.clock import NOON

SORRY = "Something went wrong here"
FAILED_ROW = "could not be handled"
ADMIN, RESIDENT, OTHER = "1", "1001", "1002"


class Breaking(Desk):
    """Fails whenever the help text is to be said."""

    def post(self, chat: Chat, command: Command, **more: object) -> None:
        if isinstance(command, Post) and "front desk" in command.text:
            raise RuntimeError(command.text)
        super().post(chat, command, **more)  # type: ignore[arg-type] # passes all on


def breaking_desk(records: Records, *, now: datetime) -> Desk:
    return Breaking(records, FRONT.settings, FRONT.pack, FRONT.texts, now)


class Died(BaseException):
    """What kill -9 is to a test in one process."""


class Deadly(Failpoints):
    """Dies each time a group is handled and not committed."""

    def reach(self, name: str) -> None:
        if name == "worker.handled":
            raise Died


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path / "desk.db") as room:
        await room.database.run(_introduce)
        yield room


def _introduce(records: Records) -> None:
    """An admin and two residents who read English and have written before."""
    for address in (ADMIN, RESIDENT, OTHER):
        person = records.people.meet(address, NOON)
        records.people.set_locale(person.id, "en")
        records.chats.meet(address, "private", NOON, person.id)
    records.people.set_role(records.people.meet(ADMIN, NOON).id, Role.ADMIN)


def _asks_for_help(address: str, number: int = 1) -> CommandSent:
    return CommandSent(who=Who(address), where=Where(address), message=number, name="help")


def _says(address: str, text: str, number: int = 1) -> TextSent:
    return TextSent(who=Who(address), where=Where(address), message=number, text=text)


async def test_a_failing_row_is_tried_three_times_then_set_aside_and_its_lane_goes_on(room: Room) -> None:
    worker = room.worker(breaking_desk)
    await room.put(_asks_for_help(RESIDENT), lane=RESIDENT)
    await room.put(_says(RESIDENT, "nonsense", 2), lane=RESIDENT)
    await room.put(_says(OTHER, "nonsense"), lane=OTHER)

    await worker.step()
    assert await room.statuses() == ["pending", "pending", "done"]
    assert await _heard(room, RESIDENT) == []
    assert not await worker.step()  # the lane waits for its retry
    for wait in (1, 5)[: TRIES - 1]:
        room.clock.move(seconds=wait)
        await worker.step()
    assert await room.statuses() == ["failed", "pending", "done"]
    assert SORRY in (await _heard(room, RESIDENT))[0]
    assert FAILED_ROW in (await _heard(room, ADMIN))[0]
    assert [line["event"] for line in room.logged] == ["row_failed"] * TRIES

    await worker.step()
    assert await room.statuses() == ["failed", "done", "done"]
    assert "did not understand" in (await _heard(room, RESIDENT))[1]


async def test_a_row_that_works_at_its_second_try_is_done_and_nobody_hears_of_it(room: Room) -> None:
    await room.put(_asks_for_help(RESIDENT), lane=RESIDENT)
    await room.worker(breaking_desk).step()
    room.clock.move(seconds=1)
    await room.worker().step()
    assert await room.statuses() == ["done"]
    assert [text[:4] for text in await _heard(room, RESIDENT)] == ["This"]
    assert await _heard(room, ADMIN) == []


async def test_an_update_nobody_can_read_is_set_aside_and_its_lane_goes_on(room: Room) -> None:
    broken = {"update_id": 1, "message": {"message_id": "none", "chat": {"id": 1001, "type": "private"}}}
    await room.receiver().store([broken, {**message(text="nonsense"), "update_id": 2}])
    worker = room.worker()
    while await worker.step():
        pass
    assert await room.statuses() == ["failed", "done"]


async def test_sixty_four_rows_share_one_commit(room: Room) -> None:
    for number in range(GROUP):
        await room.put(_says(str(5000 + number), "hello"), lane=str(number))
    commits: list[str] = []
    await _watch(room, commits)
    await room.worker().step()
    assert await room.statuses() == ["done"] * GROUP
    assert commits == ["COMMIT"]


async def _watch(room: Room, commits: list[str]) -> None:
    def note(statement: str) -> None:
        if statement.startswith("COMMIT"):
            commits.append(statement)

    await room.database.read(lambda records: records.connection.set_trace_callback(note))


async def test_a_group_the_disk_has_no_room_for_is_void_as_a_whole_and_done_later(room: Room) -> None:
    for number in range(GROUP):
        await room.put(_says(str(5000 + number), "hello"), lane=str(number))
    await room.receiver().store([press("1:menu::0:", id="77")])
    await room.fill_disk()
    worker = room.worker()
    with pytest.raises(DatabaseFull):
        await worker.step()
    assert set(await room.statuses()) == {"pending"}
    assert room.channel.answered == []
    await room.make_room()
    while await worker.step():
        pass
    assert set(await room.statuses()) == {"done", "ignored"}


async def test_the_loop_survives_a_full_disk(room: Room) -> None:
    for number in range(GROUP):
        await room.put(_says(str(5000 + number), "hello"), lane=str(number))
    await room.fill_disk()
    async with going(room.worker().run()) as loop:
        await asyncio.sleep(0.2)
        assert not loop.done()
        await room.make_room()
        async with asyncio.timeout(5):
            while set(await room.statuses()) != {"done"}:
                await asyncio.sleep(0.02)


async def test_a_row_that_ends_the_process_six_times_is_found_out_and_the_next_one_handled(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    async with opened(path, is_clean=False) as room:
        await room.database.run(_introduce)
        await room.put(_says(RESIDENT, "deadly"), lane=RESIDENT)
        await room.put(_says(OTHER, "harmless"), lane=OTHER)
    for _ in range(DEATHS):
        async with opened(path, is_clean=False) as room:
            assert room.database.was_unclean
            with pytest.raises(Died):
                await room.worker(failpoints=Deadly()).run()
    async with opened(path) as room:
        async with going(room.worker().run()), asyncio.timeout(5):
            while "pending" in await room.statuses():
                await asyncio.sleep(0.02)
        assert await room.statuses() == ["failed", "done"]
        assert SORRY in (await _heard(room, RESIDENT))[0]
        assert FAILED_ROW in (await _heard(room, ADMIN))[0]


async def test_after_a_clean_end_a_backlog_is_taken_in_groups_again(tmp_path: Path) -> None:
    for is_clean, rounds in ((False, 3), (True, 1)):
        path = tmp_path / f"{is_clean}.db"
        async with opened(path, is_clean=is_clean) as room:
            for number in range(3):
                await room.put(_says(str(5000 + number), "hello"), lane=str(number))
        async with opened(path) as room:
            handled: list[str] = []
            points = Counting(handled)
            async with going(room.worker(failpoints=points).run()), asyncio.timeout(5):
                while "pending" in await room.statuses():
                    await asyncio.sleep(0.02)
            assert len(handled) == rounds


class Counting(Failpoints):
    """Counts the groups that were handled."""

    def __init__(self, handled: list[str]) -> None:
        super().__init__()
        self._handled = handled

    def reach(self, name: str) -> None:
        if name == "worker.handled":
            self._handled.append(name)


async def test_a_press_handled_in_time_is_answered_once_after_the_commit(room: Room) -> None:
    await room.receiver().store([press("1:nonsense::0:", id="77")])
    worker = room.worker()
    assert room.channel.answered == []
    await worker.step()
    await asyncio.sleep(PATIENCE + 0.1)
    assert [(query, bool(text)) for query, text, _ in room.channel.answered] == [("77", True)]


async def test_the_words_of_a_press_handled_too_late_come_as_a_message(room: Room) -> None:
    private = {"id": 1001, "type": "private", "first_name": "Ann"}
    shown = {"message_id": 50, "date": 0, "chat": private, "text": "a question"}
    await room.receiver().store([press("1:send:nodraft:0:", id="77", message=shown)])
    await asyncio.sleep(PATIENCE + 0.1)
    assert room.channel.answered == [("77", "", False)]
    await room.worker().step()
    await room.presses.close()
    assert room.channel.answered == [("77", "", False)]
    assert "That question is behind us" in (await _heard(room, RESIDENT))[0]


async def test_a_press_whose_row_fails_gets_no_words_that_were_not_committed(room: Room) -> None:
    def failing(records: Records, *, now: datetime) -> Desk:
        return Failing(records, FRONT.settings, FRONT.pack, FRONT.texts, now)

    await room.receiver().store([press("1:nonsense::0:", id="77")])
    await room.worker(failing).step()
    await room.presses.close()
    assert [text for _, text, _ in room.channel.answered] == [""]
    assert await room.statuses() == ["pending"]


class Failing(Desk):
    """Answers a press, and fails afterwards."""

    def answer(self, event: events.ButtonPressed, text: str = "", *, is_alert: bool = False) -> None:
        super().answer(event, text, is_alert=is_alert)
        raise RuntimeError("after the answer")


async def _heard(room: Room, address: str) -> list[str]:
    return [text for to, text in await room.posted() if to == address]
