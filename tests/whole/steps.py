"""What people usually do at the desk, for tests about something else."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import aiohttp

from storage.model import Ticket
from storage.records import Records
from tests.program import EXAMPLE, GROUP, ROOT, Program, said_in

OFFICER = "officer"


async def greet(program: Program, name: str = "Mei") -> int:
    """Return a resident who chose English and stands at the doors."""
    resident = await program.person(name)
    await program.act(resident, "start")
    await program.tap(resident, "English")
    await program.sees(resident, "What is it about")
    return resident


async def fill_in(program: Program, resident: int, *, spot: str = "at the gate") -> None:
    """Fill in "Something is broken" up to Send."""
    await program.act(resident, "start")
    for label in ("English", "Something is broken", "Light", "Community 2"):
        await program.tap(resident, label)
    await program.sees(resident, "Where exactly")
    await program.act(resident, "text", text=spot)
    await program.tap(resident, "Skip")
    await program.sees(resident, "Please check")


async def report(program: Program, name: str = "Mei", *, spot: str = "at the gate") -> int:
    """Return a resident who has just sent a ticket and sees its number."""
    resident = await program.person(name)
    await fill_in(program, resident, spot=spot)
    await program.tap(resident, "Send")
    await program.sees(resident, "Number:")
    return resident


async def claim(program: Program, officer: int) -> None:
    """Let the officer open a private chat and claim the newest card."""
    await program.act(officer, "start", payload=OFFICER)
    await program.sees(officer, "您好")
    await program.tap(officer, "我来办", chat=GROUP)
    await program.sees(officer, "已接手")


async def answered(program: Program, query: str) -> str:
    """Return what a press was answered with, as soon as it is."""
    found: list[dict[str, object]] = []

    async def is_answered() -> bool:
        found[:] = [await program.get(f"presses/{query}")]
        return bool(found[0]["answered"])

    await program.until(is_answered)
    return str(found[0]["text"] or "")


async def tickets(program: Program) -> list[Ticket]:
    found: list[Ticket] = await program.look(_all_tickets)
    return found


async def only_ticket(program: Program) -> Ticket:
    [ticket] = await tickets(program)
    return ticket


def _all_tickets(records: Records) -> list[Ticket]:
    rows = records.connection.execute("select id from tickets order by created_at, id").fetchall()
    return [records.tickets.get(row["id"]) for row in rows]


async def heard(program: Program, chat: int) -> list[str]:
    """Return what the bot said in the chat, in order."""
    entries = (await program.get("ledger?after=0"))["entries"]
    return [entry["text"] for entry in entries if entry["kind"] == "sent" and entry["chat_id"] == chat]


async def texts(program: Program, chat: int) -> list[str]:
    return [said_in(message) for message in await program.messages(chat)]


async def clear_faults(program: Program) -> None:
    async with aiohttp.ClientSession() as session, session.delete(f"{program.url}/sandbox/faults") as answer:
        assert answer.status == 200


async def pavilion(program: Program, *arguments: str, config: Path = EXAMPLE, **environment: str) -> tuple[int, str]:
    """Run one command of the program beside the running bot; return its exit code and everything it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", *arguments, "--config", str(config)),
        env={**program.environment, **environment},
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode is not None
    return process.returncode, said.decode()
