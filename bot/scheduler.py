"""The clock's one tick: what is due goes into the inbox, by the same door as a message."""

from __future__ import annotations

from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.bell import Bell
from bot.clock import Clock
from handlers import events
from storage.database import Database, DatabaseFull
from storage.failpoints import Failpoints
from storage.model import DueRow
from storage.records import Records

TICK_SECONDS = 1
_BATCH = 200

log = structlog.get_logger("clock")


class Scheduler:
    """Runs `tick` at the start and then every second. A late tick is run once: rows wait, nothing is missed."""

    def __init__(self, database: Database, clock: Clock, worker_bell: Bell, failpoints: Failpoints) -> None:
        self._database = database
        self._clock = clock
        self._worker_bell = worker_bell
        self._failpoints = failpoints
        self._ticker = AsyncIOScheduler()

    def start(self) -> None:
        self._ticker.add_job(self._safe_tick)  # what fell due while it was down does not wait for the first second
        self._ticker.add_job(
            self._safe_tick, "interval", seconds=TICK_SECONDS, misfire_grace_time=None, coalesce=True, max_instances=1
        )
        self._ticker.start()

    def stop(self) -> None:
        self._ticker.shutdown(wait=False)

    async def tick(self) -> int:
        """Put every row whose time has come into the inbox; return how many."""
        now, total = self._clock.now(), 0
        while True:
            queued = await self._database.run(lambda records: queue_due(records, now))
            if queued:
                self._failpoints.reach("clock.queued")
                self._worker_bell.ring()
            total += queued
            if queued < _BATCH:
                return total

    async def _safe_tick(self) -> None:
        try:
            await self.tick()
        except DatabaseFull as error:
            log.error("tick_failed", reason=str(error))


def queue_due(records: Records, now: datetime) -> int:
    """Move up to a batch of due rows into the inbox; return how many."""
    rows = records.due.ready(now, _BATCH)
    for row in rows:
        event = events.Due(due=row.id)
        records.inbox.add(now, "clock", f"{row.id}:{row.version}", _lane(row), events.encode(event))
        records.due.queue(row.id)
    return len(rows)


def _lane(row: DueRow) -> str:
    return f"due:{row.ticket_id or row.person_id or row.kind}"
