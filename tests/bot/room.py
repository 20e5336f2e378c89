"""The loops in one process: a real file, a clock that stands still, and a channel that does as it is told."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot import config
from bot.app import Front, load_front
from bot.bell import Bell
from bot.channel import Sent, read
from bot.pacer import Unpaced
from bot.presses import Presses
from bot.receiver import Receiver
from bot.sender import Pacing, Sender
from bot.worker import MakeDesk, Worker
from handlers import commands, events
from storage.database import Database
from storage.failpoints import Failpoints
from storage.ids import Ids
from storage.model import Chat, Priority
from storage.records import Records
from storage.seal import new_key
from tests.clock import StillClock

EXAMPLE = Path(__file__).parent.parent.parent / "config.example.toml"
KEY = new_key()
FRONT: Front = load_front(config.load(EXAMPLE, {}).settings, "riverside_desk_bot")
Outcome = Sent | BaseException
FEW = 5.0
"""Seconds after which something that should have come is missed."""


@dataclass
class ScriptedChannel:
    """`outcomes` holds, by chat, what the next sends come to; without any, all goes well. `batches` are fetched."""

    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    performed: list[tuple[str, commands.AnyCommand, int | None]] = field(default_factory=list)
    answered: list[tuple[str, str, bool]] = field(default_factory=list)
    called_out: list[tuple[str, str]] = field(default_factory=list)
    batches: list[list[dict[str, Any]] | BaseException] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    slow: dict[str, asyncio.Event] = field(default_factory=dict)
    _messages: itertools.count[int] = field(default_factory=lambda: itertools.count(100))

    async def fetch(self, offset: int, timeout: int) -> list[dict[str, Any]]:
        """Return the next batch; the one after the last never comes."""
        self.offsets.append(offset)
        if not self.batches:
            await asyncio.Event().wait()
        batch = self.batches.pop(0)
        if isinstance(batch, BaseException):
            raise batch
        return batch

    async def call_out(self, address: str, text: str, buttons: commands.Buttons) -> None:
        self.called_out.append((address, text))

    async def answer(self, press: str, text: str, alert: bool) -> None:
        self.answered.append((press, text, alert))

    async def perform(self, address: str, command: commands.AnyCommand, message: int | None) -> Sent:
        if address in self.slow:
            await self.slow[address].wait()
        self.performed.append((address, command, message))
        outcome = next(iter(self.outcomes.get(address, [])), None)
        if outcome is not None:
            self.outcomes[address].pop(0)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome or Sent(next(self._messages), is_new=True)

    def texts(self, address: str) -> list[str]:
        return [each.text for to, each, _ in self.performed if to == address and isinstance(each, commands.Post)]


@dataclass
class Room:
    database: Database
    channel: ScriptedChannel
    clock: StillClock
    presses: Presses
    logged: list[EventDict]
    keys: itertools.count[int] = field(default_factory=itertools.count)

    def worker(self, make_desk: MakeDesk = FRONT.desk, failpoints: Failpoints | None = None) -> Worker:
        def read_update(update: dict[str, Any]) -> events.AnyEvent:
            return read(update, "riverside_desk_bot")

        points = failpoints or Failpoints()
        return Worker(self.database, self.clock, self.presses, read_update, make_desk, Bell(), Bell(), points)

    def receiver(self) -> Receiver:
        said = FRONT.without_records
        return Receiver(self.channel, self.database, self.clock, self.presses, Bell(), Failpoints(), said)

    def sender(self, pacer: Pacing | None = None) -> Sender:
        return Sender(self.channel, self.database, self.clock, pacer or Unpaced(), Bell(), Bell(), Failpoints())

    async def put(self, event: events.Event, lane: str) -> None:
        """Add an event to the inbox as if the sender had seen it."""
        key, now = str(next(self.keys)), self.clock.now()
        await self.database.run(lambda r: r.inbox.add(now, "sender", key, lane, events.encode(event)))

    async def post(self, address: str, text: str, *, slot: str | None = None, stream: str = "") -> int:
        """Add a text to the outbox and return its row."""
        post = commands.encode(commands.Post(text=text))

        def add(records: Records) -> int:
            chat = self._chat(records, address)
            return records.outbox.add(
                self.clock.now(),
                stream=stream or chat.id,
                chat_id=chat.id,
                command="Post",
                payload=post,
                priority=Priority.ANSWER,
                slot=slot,
            )

        return await self.database.run(add)

    def _chat(self, records: Records, address: str) -> Chat:
        kind = "group" if address.startswith("-") else "private"
        person = None if kind == "group" else records.people.meet(address, self.clock.now()).id
        return records.chats.meet(address, kind, self.clock.now(), person)

    async def posted(self) -> list[tuple[str, str]]:
        """Return (address, text) of every text that waits in the outbox."""
        return await self.database.read(lambda records: [*_posted(records, self.clock.now())])

    async def statuses(self, table: str = "inbox") -> list[str]:
        sql = {"inbox": "select status from inbox order by id", "outbox": "select status from outbox order by id"}
        return await self.database.read(
            lambda r: [row["status"] for row in r.connection.execute(sql[table]).fetchall()]
        )

    async def reported(self) -> list[events.AnyEvent]:
        """Return what waits in the inbox, read as events of ours."""
        rows = await self.database.read(lambda records: records.inbox.waiting(self.clock.now(), 1000))
        return [events.decode(row.payload) for row in rows if row.source != "telegram"]

    async def fill_disk(self) -> None:
        """Let the file grow no more."""
        await self.database.read(lambda r: r.connection.execute("PRAGMA max_page_count=1").fetchone())

    async def make_room(self) -> None:
        await self.database.read(lambda r: r.connection.execute("PRAGMA max_page_count=100000").fetchone())


def _posted(records: Records, now: datetime) -> list[tuple[str, str]]:
    rows = records.connection.execute("select id, chat_id, payload from outbox where status = 'pending' order by id")
    found = []
    for row in rows.fetchall():
        command = commands.decode(records.outbox.seal.open("outbox", "payload", row["id"], row["payload"]))
        text = command.text if isinstance(command, commands.Post) else type(command).__name__
        found.append((records.chats.get(row["chat_id"]).address, text))
    return found


@asynccontextmanager
async def opened(path: Path, *, is_clean: bool = True, ids: Ids | None = None) -> AsyncIterator[Room]:
    """Open the file at `path`; with `is_clean` false it is closed as a crash leaves it."""
    database = await Database.open(path, KEY, ids)
    channel = ScriptedChannel()
    presses = Presses(channel)
    try:
        with capture_logs() as logged:
            yield Room(database, channel, StillClock(), presses, logged)
    finally:
        await presses.close()
        await database.close(is_clean=is_clean)


async def until(holds: Callable[[], bool]) -> None:
    """Return when it holds; raises TimeoutError after a few seconds."""
    async with asyncio.timeout(FEW):
        while not holds():
            await asyncio.sleep(0.005)


@asynccontextmanager
async def going(loop: Any) -> AsyncIterator[asyncio.Task[None]]:
    """Run a loop beside the block."""
    task: asyncio.Task[None] = asyncio.create_task(loop)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
