"""How the process starts and ends: in order, twice, with a wrong token or config, and with the server away."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.program import EXAMPLE, Program
from tests.whole.steps import greet, pavilion

pytestmark = pytest.mark.slow

_DRAIN_SECONDS = 10.0
FAULT, WRONG = 1, 2


async def test_sigterm_in_the_middle_of_a_form_ends_well_and_keeps_the_place(program: Program) -> None:
    await program.start()
    resident = await greet(program)
    await program.tap(resident, "Something is broken")
    await program.sees(resident, "What is broken")
    begun = time.monotonic()
    assert await program.stop() == 0
    assert time.monotonic() - begun < _DRAIN_SECONDS

    await program.start()
    await program.act(resident, "start")
    await program.sees(resident, "You were at question 1 of")


async def test_sigterm_while_an_answer_is_slow_waits_for_it_and_sends_it_once(program: Program) -> None:
    await program.start()
    resident = await greet(program)
    await program.post("faults", method="sendMessage", chat_id=resident, kind="slow", seconds=2)
    await program.act(resident, "text", text="/help")
    await program.until(lambda: program.look(lambda records: records.outbox.count_waiting() == 1))
    assert await program.stop() == 0
    await program.sees(resident, "front desk")
    await program.start()
    await program.idle()
    helped = [message for message in await program.messages(resident) if "front desk" in str(message.get("text"))]
    assert len(helped) == 1


async def test_sigterm_while_the_server_is_away_ends_well(program: Program) -> None:
    await program.post("faults", method="*", kind="502_html", times=-1)
    await program.start(wait=False)
    await program.until(lambda: _says(program, "server_away"))
    assert await asyncio.wait_for(program.stop(), _DRAIN_SECONDS) == 0


async def _says(program: Program, words: str) -> bool:
    return words in program.said()


async def test_a_second_start_names_who_holds_the_file_and_leaves_the_first_alone(program: Program) -> None:
    await program.start()
    assert program.process is not None
    code, said = await pavilion(program, "run")
    assert code == FAULT
    assert f"in use by process {program.process.pid}" in said
    assert "Traceback" not in said
    await greet(program)


async def test_a_wrong_token_is_named_and_no_part_of_it_shown(program: Program) -> None:
    token = "1000000:not-the-token-of-this-sandbox"
    code, said = await pavilion(program, "run", PAVILION_TOKEN=token)
    assert code == FAULT
    assert "refuses the bot's token" in said
    assert "token_env" in said
    assert token not in said
    assert "Traceback" not in said


async def test_a_token_taken_back_while_the_bot_runs_ends_it_with_the_same_words(program: Program) -> None:
    await program.start()
    await greet(program)
    refused = {"kind": "400", "status": 401, "description": "Unauthorized"}
    await program.post("faults", method="getUpdates", times=-1, **refused)
    await program.act(await program.person("Aida"), "start")
    assert program.process is not None
    assert await asyncio.wait_for(program.process.wait(), _DRAIN_SECONDS) == FAULT
    assert "refuses the bot's token" in program.said()
    assert "Traceback" not in program.said()


async def test_a_refused_fetch_is_tried_again(program: Program) -> None:
    await program.post("faults", method="getUpdates", kind="400", description="Bad Request: not today")
    await program.start()
    await greet(program)


async def test_a_wrong_config_is_told_by_key_and_ends_with_two(program: Program, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(EXAMPLE.read_text(encoding="utf-8").replace('office = "o1"', 'office = "o9"', 1), encoding="utf-8")
    code, said = await pavilion(program, "run", config=wrong)
    assert code == WRONG
    assert "[[communities]] c01: office 'o9' is unknown; name one of o1" in said
    assert (await pavilion(program, "run", config=tmp_path / "none.toml"))[0] == WRONG
    assert (await pavilion(program, "run", PAVILION_TOKEN=""))[0] == WRONG
    assert (await pavilion(program, "invite", "--role", "king"))[0] == WRONG
