"""A full disk: nobody is told "received", everybody is told whom to phone, and the desk goes on by itself."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.program import Program, running
from tests.whole.steps import greet, report

pytestmark = pytest.mark.slow

_ROOM = "2m"
_FULL = "刚才的没有收到"  # in the station's language: the resident's own cannot be looked up


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that a few rows can fill."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_ROOM}", "tmpfs", str(place)], capture_output=True)
    if made.returncode != 0:
        pytest.skip("only root can make the small file system that this needs")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
async def program(tmp_path: Path, small_disk: Path) -> AsyncIterator[Program]:
    url = f"sqlite:///{small_disk / 'desk.db'}"
    settings: dict[str, Any] = {"PAVILION__STORAGE__URL": url, "PAVILION__TELEGRAM__PACING": "false"}
    async with running(tmp_path, **settings) as program:
        yield program


async def test_a_full_disk_gets_the_numbers_said_moves_no_offset_and_heals_by_itself(
    program: Program, small_disk: Path
) -> None:
    await program.group([await program.person("O1")])
    await program.start()
    resident, later = await greet(program), await greet(program, "Aida")
    await program.idle()
    ballast = small_disk / "ballast"
    _fill(ballast)
    await program.act(resident, "text", text="please help")
    await program.sees(resident, _FULL)
    await program.act(later, "text", text="please help me too")
    await program.sees(later, _FULL)
    waiting = [update for update in await program.get("ledger/updates") if not update["confirmed"]]
    assert len(waiting) == 2
    assert program.process is not None
    assert program.process.returncode is None

    ballast.unlink()
    await program.sees(resident, "I did not understand")
    await program.sees(later, "I did not understand")
    await report(program, "Sami")
    assert await program.violations() == []
    assert await program.stop() == 0


async def test_a_bot_told_to_stop_on_a_full_disk_stops(program: Program, small_disk: Path) -> None:
    await program.start()
    resident = await greet(program)
    await program.idle()
    await program.post("faults", method="sendMessage", chat_id=resident, kind="slow", seconds=2)
    await program.act(resident, "text", text="/help")
    await program.until(lambda: program.look(lambda records: records.outbox.count_waiting() == 1))
    _fill(small_disk / "ballast")
    await program.sees(resident, "front desk")
    assert await asyncio.wait_for(program.stop(), 15) == 0


def _fill(ballast: Path) -> None:
    """Write until nothing more goes in."""
    with open(ballast, "wb", buffering=0) as file:
        try:
            while True:
                file.write(os.urandom(4096))
        except OSError:
            pass
