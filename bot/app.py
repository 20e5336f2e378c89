"""The composition root: builds every part, runs the loops in one group, and ends with all of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

import handlers
from bot.backoff import Backoff
from bot.bell import Bell
from bot.channel import Me, Menu, TelegramChannel, TryLater
from bot.clock import Clock, ShiftedClock, SystemClock
from bot.config import Config
from bot.demo_clock import DemoClock, read_offset
from bot.pacer import Pacer, Unpaced
from bot.presses import Presses
from bot.receiver import Receiver
from bot.scheduler import Scheduler
from bot.sender import Sender
from bot.worker import Worker
from handlers.desk import Desk
from handlers.forms.pack import Pack, load_pack
from handlers.settings import Settings
from handlers.texts import Texts
from storage.database import Database
from storage.failpoints import Failpoints
from storage.records import Records

_LANDING_SECONDS = 5.0
_REFILL = timedelta(seconds=60)

T = TypeVar("T")

log = structlog.get_logger("app")


@dataclass(frozen=True)
class Front:
    """What the handlers work with besides the records: the station's settings, its pack and its words."""

    settings: Settings
    pack: Pack
    texts: Texts
    bot_name: str = ""

    def desk(self, records: Records, *, now: datetime) -> Desk:
        return Desk(records, self.settings, self.pack, self.texts, now, self.bot_name)

    def emergency_text(self) -> str:
        """Return what is said when nothing can be stored, in the default language."""
        words = self.texts.words(None)
        return handlers.emergency_text(self.settings.station.desk.phone, self.pack.emergency_line(words.locale), words)


def load_front(settings: Settings, bot_name: str = "") -> Front:
    """Load pack and catalogues; raises PackWrong, TextMissing or FileNotFoundError, each naming the file."""
    station = settings.station
    pack = load_pack(station.pack, station.locales, numbers=station.numbers)
    return Front(settings, pack, Texts(station.locales), bot_name)


async def run(config: Config, *, clock_url: str = "", failpoint: str = "", stop: asyncio.Event | None = None) -> None:
    """Run the desk until `stop` is set. What ends one loop ends the process."""
    database = await Database.open(config.database, config.key)
    is_clean = False
    try:
        channel = TelegramChannel(config.token, config.telegram.base_url)
        try:
            await _run_loops(config, database, channel, clock_url, Failpoints(failpoint), stop or asyncio.Event())
            is_clean = True
        finally:
            await channel.stop()
    finally:
        await database.close(is_clean=is_clean)


async def _run_loops(
    config: Config,
    database: Database,
    channel: TelegramChannel,
    clock_url: str,
    failpoints: Failpoints,
    stop: asyncio.Event,
) -> None:
    clock = ShiftedClock(await read_offset(clock_url)) if clock_url else SystemClock()
    me = await _unless_stopped(stop, _reach(channel))
    if me is None:
        return
    front = load_front(config.settings, me.username)
    await database.run(lambda records: handlers.set_up(front.desk(records, now=clock.now())))
    presses, worker_bell, sender_bell = Presses(channel), Bell(), Bell()
    pacer = await _paced(config, database, clock)
    receiver = Receiver(channel, database, clock, presses, worker_bell, failpoints, front.emergency_text)
    worker = Worker(database, clock, presses, channel.read, front.desk, worker_bell, sender_bell, failpoints)
    sender = Sender(channel, database, clock, pacer, sender_bell, worker_bell, failpoints)
    scheduler = Scheduler(database, clock, worker_bell, failpoints)
    loops = [receiver.run(), worker.run(), sender.run(), channel.menu(_menus(front))]
    if isinstance(clock, ShiftedClock):
        loops.append(_demo_clock(clock_url, clock, database, scheduler, sender).run())
    scheduler.start()
    try:
        await _run_until(stop, loops)
    finally:
        scheduler.stop()
        await sender.land(_LANDING_SECONDS)
        await presses.close()
    log.info("stopped")


async def _run_until(stop: asyncio.Event, loops: list[Coroutine[Any, Any, None]]) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(loop) for loop in loops]
        await stop.wait()
        for task in tasks:
            task.cancel()


async def _unless_stopped(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Return what the work returns, or None where the desk is told to stop first."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        stopping.cancel()
        working.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


async def _reach(channel: TelegramChannel) -> Me:
    """Return who the bot is, however long the server is away."""
    backoff = Backoff()
    while True:
        try:
            return await channel.start()
        except TryLater as error:
            log.warning("server_away", reason=error.reason)
            await backoff.pause(error.after)


async def _paced(config: Config, database: Database, clock: Clock) -> Pacer | Unpaced:
    """Return the pacer, its windows refilled from what went out before the start."""
    pacer: Pacer | Unpaced = Pacer() if config.telegram.pacing else Unpaced()
    now, monotonic = clock.now(), time.monotonic()
    for chat_id, at in await database.read(lambda records: records.outbox.sent_since(now - _REFILL)):
        if at <= now:  # what the clock says is still to come was sent before somebody set it back
            pacer.refill(chat_id, [monotonic - (now - at).total_seconds()])
    return pacer


def _demo_clock(url: str, clock: ShiftedClock, database: Database, scheduler: Scheduler, sender: Sender) -> DemoClock:
    async def is_idle() -> bool:
        waiting = await database.read(lambda records: records.inbox.count_waiting() + records.outbox.count_waiting())
        return waiting == 0 and sender.is_idle

    async def next_due() -> datetime | None:
        return await database.read(lambda records: records.due.next_time())

    return DemoClock(url, clock, scheduler.tick, is_idle, next_due)


def _menus(front: Front) -> list[Menu]:
    """Return the command lists and the description, which carries the emergency numbers even when the bot is dead."""
    names = ("start", "danger", "my", "language", "help", "hide", "mydata", "forget")
    menus = []
    for language, locale in [("", front.texts.default), *((name, name) for name in front.settings.station.locales)]:
        words = front.texts.words(locale)
        commands = tuple((name, str(words(f"command.{name}"))) for name in names)
        description = words(
            "bot.description",
            desk=front.settings.station.name.get(locale) or front.settings.station.name[front.texts.default],
            phone=front.settings.station.desk.phone,
            emergency=front.pack.emergency_line(locale),
        )
        menus.append(Menu(language=language, commands=commands, description=description))
    return menus
