"""A kill between "the server took the card" and "we noted it" leaves a second copy: one is live, one inert."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.invariants import claimable
from storage.failpoints import KILLED
from storage.model import Ticket
from tests.program import GROUP, Program, buttons_of, running
from tests.whole.steps import answered, fill_in, only_ticket

pytestmark = pytest.mark.slow

CLAIM = "我来办"
COPY = "副本"


@pytest.fixture
async def program(tmp_path: Path) -> AsyncIterator[Program]:
    """A program whose bot died when its one card stood in the group and was not yet noted."""
    async with running(tmp_path, PAVILION__TELEGRAM__PACING="false") as program:
        await program.group([await program.person("O1")])
        resident = await program.person("Mei")
        await program.start()
        await fill_in(program, resident)
        await program.kill()
        await program.tap(resident, "Send")
        await program.post("faults", method="editMessageText", chat_id=resident, kind="slow", seconds=3)
        await program.start(failpoint="sender.accepted:1", wait=False)
        assert program.process is not None
        assert await program.process.wait() == KILLED
        yield program


async def test_the_card_noted_after_the_restart_is_live_and_the_earlier_copy_changes_nothing(program: Program) -> None:
    await program.start()
    await program.idle()
    earlier, later = await _cards(program)
    assert (await only_ticket(program)).assignee_id is None

    await _press(program, earlier)
    assert COPY in str(await _told(program))
    assert (await only_ticket(program)).assignee_id is None
    assert await _cards(program) == [later]

    await _press(program, later)
    assert (await only_ticket(program)).assignee_id is not None
    assert await program.violations() == []


async def test_a_press_on_the_copy_before_the_other_one_is_noted_makes_it_the_live_card(program: Program) -> None:
    [first] = await _cards(program)
    await program.post("faults", method="sendMessage", chat_id=GROUP, kind="slow", seconds=2)
    await program.act(await _officer(program), "press", chat=GROUP, message_id=first, button=CLAIM)
    await program.start()
    await program.sees(GROUP, COPY)
    await program.idle()
    ticket = await only_ticket(program)
    live = await program.look(lambda records: records.chats.live_message(f"card:{ticket.id}"))
    assert ticket.assignee_id is not None
    assert live == first
    assert [message for message in await program.messages(GROUP) if buttons_of(message)] == []


async def _cards(program: Program) -> list[int]:
    ticket: Ticket = await only_ticket(program)
    return claimable(await program.messages(GROUP), ticket.id)


async def _press(program: Program, message: int) -> None:
    await program.act(await _officer(program), "press", chat=GROUP, message_id=message, button=CLAIM)
    await program.idle()


async def _officer(program: Program) -> int:
    return int((await program.get("state"))["users"][0]["id"])


async def _told(program: Program) -> str:
    """Return what the newest press was answered with."""
    return await answered(program, (await program.get("presses"))[-1]["query_id"])
