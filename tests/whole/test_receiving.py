"""What comes in when ids jump, two programs fetch at once, the server is away, or one chat floods."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.program import Program
from tests.whole.steps import clear_faults, greet, report

pytestmark = pytest.mark.slow

_AWAY_SECONDS = 600
_BACK_SECONDS = 10.0
_FLOOD = 300
_POLLS_A_SECOND = 2


async def test_ids_that_jump_downwards_lose_nothing_and_start_no_hot_loop(program: Program) -> None:
    await program.group([await program.person("O1")])
    await program.start()
    await greet(program)
    await program.post("update", next_update_id=17)
    await report(program, "Aida")
    await program.post("update", next_update_id=1_000)
    await program.post("update", next_update_id=100)
    await report(program, "Sami")
    assert await program.violations() == []

    polls, seconds = await program.calls("getUpdates"), 2
    await asyncio.sleep(seconds)
    assert await program.calls("getUpdates") - polls <= _POLLS_A_SECOND * seconds


async def test_a_409_is_waited_out_and_its_reason_logged(program: Program) -> None:
    await program.post("faults", method="getUpdates", kind="409", times=2)
    await program.start()
    await greet(program)
    assert '"reason": "conflict"' in program.said()


async def test_an_outage_is_worked_off_when_the_server_is_back(program: Program) -> None:
    await program.group([await program.person("O1")])
    await program.start()
    await greet(program)
    residents = [await program.person(f"R{number}") for number in range(30)]
    await program.post("faults", method="*", kind="502_html", times=-1)
    await program.post("acts", acts=[{"user": resident, "do": "start"} for resident in residents])
    await asyncio.sleep(3)
    await program.post("clock/advance", seconds=_AWAY_SECONDS)
    await clear_faults(program)
    begun = time.monotonic()
    for resident in residents:
        await program.sees(resident, "Choose your language")
    assert time.monotonic() - begun < _BACK_SECONDS
    assert await program.violations() == []


async def test_a_flooding_chat_does_not_delay_another_ones_danger_press(program: Program) -> None:
    await program.start()
    loud, hurt = await greet(program), await greet(program, "Aida")
    [doors] = [message for message in await program.messages(hurt) if "reply_markup" in message]
    flood = [{"user": loud, "do": "text", "text": f"nonsense {number}"} for number in range(_FLOOD)]
    danger = {"user": hurt, "do": "press", "message_id": doors["message_id"], "button": "Danger now"}
    await program.post("acts", acts=[*flood, danger])
    begun = time.monotonic()
    await program.tap(hurt, "Back")
    assert time.monotonic() - begun < 3
    assert await program.look(lambda records: records.outbox.count_waiting()) > 0
