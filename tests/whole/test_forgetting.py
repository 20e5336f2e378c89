"""/forget over real HTTP: the chat is clear, the file and the log hold nothing, and the next word is answered anew."""

from __future__ import annotations

import json
from pathlib import Path

import aiohttp
import pytest

from bot import config
from tests.program import EXAMPLE, TOKEN, Program
from tests.whole.steps import fill_in, texts

pytestmark = pytest.mark.slow

NAME, SPOT = "Canaryname", "canary spot at the gate"


async def test_a_file_of_ones_own_comes_as_a_file_and_afterwards_all_of_it_can_go(program: Program) -> None:
    await program.start()
    resident = await program.person(NAME)
    await fill_in(program, resident, spot=SPOT)
    await program.tap(resident, "Send")
    await program.sees(resident, "Number:")
    await program.act(resident, "text", text="/mydata")
    await program.tap(resident, "Send me the file")
    sent = await program.sees(resident, "Everything of yours")
    content = await download(program, sent["document"]["file_id"])
    assert content["matters"][0]["answers"][-1]["step"]
    assert SPOT in json.dumps(content)

    await program.act(resident, "text", text="/forget")
    await program.tap(resident, "Yes, delete it all")
    await program.sees(resident, "Everything is deleted.")
    assert len(await texts(program, resident)) == 1
    await program.act(resident, "start")
    await program.sees(resident, "Choose your language")
    assert await program.violations() == []
    assert await program.stop() == 0
    kept = everything_kept(program)
    assert [word for word in (NAME, SPOT, "Canary") if word.encode() in kept] == []
    assert "Canary" not in program.said()
    assert SPOT not in program.said()


async def download(program: Program, file: str) -> dict[str, list[dict[str, list[dict[str, str]]]]]:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{program.url}/bot{TOKEN}/getFile", params={"file_id": file}) as answer:
            path = (await answer.json())["result"]["file_path"]
        async with session.get(f"{program.url}/file/bot{TOKEN}/{path}") as answer:
            content: dict[str, list[dict[str, list[dict[str, str]]]]] = json.loads(await answer.read())
    return content


def everything_kept(program: Program) -> bytes:
    """Return every byte of the database and what lies beside it."""
    database: Path = config.load(EXAMPLE, program.environment).database
    return b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))
