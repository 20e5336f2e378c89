"""Carries out what is in the outbox: several streams at once, each in order, paced, until the channel takes it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from bot.backoff import retry_seconds
from bot.bell import Bell
from bot.channel import GiveUp, Moved, Sent, TryLater
from bot.clock import Clock
from handlers import commands, events
from storage.database import Database, DatabaseFull
from storage.failpoints import Failpoints
from storage.model import OutboxRow, Priority
from storage.records import Records

_AT_ONCE = 40
_LOOK = 200
_IDLE_SECONDS = 1.0
_SETTLE_RETRY_SECONDS = 0.5
_NO_MESSAGES = frozenset({"LookUpMember", "LeaveChat", "Erase", "OfferCommands"})

log = structlog.get_logger("sender")


class Performing(Protocol):
    async def perform(self, address: str, command: commands.AnyCommand, message: int | None) -> Sent: ...


class Pacing(Protocol):
    def wait(self, address: str, is_group: bool, is_urgent: bool, now: float) -> float: ...

    def note(self, address: str, is_group: bool, now: float) -> None: ...

    def pause(self, address: str, seconds: float, now: float) -> None: ...


@dataclass(frozen=True)
class Result:
    """What became of a row: sent, to be tried later, given up, or the chat has moved."""

    row: OutboxRow
    outcome: Sent | TryLater | GiveUp | Moved


class Sender:
    """Runs until it is cancelled. What is in flight is kept in memory only: after a crash it is sent again."""

    def __init__(
        self,
        channel: Performing,
        database: Database,
        clock: Clock,
        pacer: Pacing,
        bell: Bell,
        worker_bell: Bell,
        failpoints: Failpoints,
    ) -> None:
        self._channel = channel
        self._database = database
        self._clock = clock
        self._pacer = pacer
        self._bell = bell
        self._worker_bell = worker_bell
        self._failpoints = failpoints
        self._flying: dict[str, asyncio.Task[None]] = {}
        self._results: list[Result] = []
        self._result_bell = Bell()

    @property
    def is_idle(self) -> bool:
        return not self._flying and not self._results

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._launch())
            group.create_task(self._settle())

    async def land(self, seconds: float) -> None:
        """Wait for what is in flight and store its results; the rest waits for the next start."""
        if self._flying:
            await asyncio.wait(self._flying.values(), timeout=seconds)
        try:
            async with asyncio.timeout(seconds):
                while self._results:
                    await self._store(list(self._results))
        except TimeoutError:
            log.error("results_left", count=len(self._results))  # the disk is full: they are sent again

    async def _launch(self) -> None:
        while True:
            wait = await self._launch_ready()
            await self._bell.wait(wait)

    async def _launch_ready(self) -> float:
        """Start what may go now; return after how many seconds to look again."""
        rows = await self._database.read(lambda records: records.outbox.heads(self._clock.now(), _LOOK))
        soonest = _IDLE_SECONDS
        for row in rows:
            if row.stream in self._flying or len(self._flying) >= _AT_ONCE:
                continue
            wait = self._take_turn(row, time.monotonic())
            if wait > 0:
                soonest = min(soonest, wait)
                continue
            self._flying[row.stream] = asyncio.create_task(self._send(row))
        return soonest

    def _take_turn(self, row: OutboxRow, now: float) -> float:
        """Return 0 where the row may go now, and count it; else after how many seconds. Questions are not messages."""
        if row.command in _NO_MESSAGES:
            return 0.0
        wait = self._pacer.wait(row.chat_id, row.is_group, row.priority is Priority.URGENT, now)
        if wait <= 0:
            self._pacer.note(row.chat_id, row.is_group, now)
        return wait

    async def _send(self, row: OutboxRow) -> None:
        self._failpoints.reach("sender.started")
        outcome = await self._perform(row)
        self._failpoints.reach("sender.accepted")
        self._results.append(Result(row, outcome))
        self._result_bell.ring()

    async def _perform(self, row: OutboxRow) -> Sent | TryLater | GiveUp | Moved:
        try:
            return await self._channel.perform(row.address, commands.decode(row.payload), row.message)
        except (TryLater, GiveUp, Moved) as outcome:
            return outcome
        except Exception as error:
            log.exception("send_failed", row=row.id, command=row.command, error=type(error).__name__)
            return GiveUp("unexpected") if row.attempts >= 3 else TryLater(None, "unexpected")

    async def _settle(self) -> None:
        """Store results together; a stream goes on only when its last result is stored."""
        while True:
            if not self._results:
                await self._result_bell.wait(_IDLE_SECONDS)
                continue
            await self._store(list(self._results))
            self._failpoints.reach("sender.settled")

    async def _store(self, results: list[Result]) -> None:
        while True:
            try:
                await self._database.run(lambda records: self._settle_all(records, results))
                break
            except DatabaseFull as error:
                log.error("result_not_stored", reason=str(error))
                await asyncio.sleep(_SETTLE_RETRY_SECONDS)
        del self._results[: len(results)]
        for result in results:
            self._pause(result)
            self._flying.pop(result.row.stream, None)
        self._bell.ring()
        self._worker_bell.ring()

    def _pause(self, result: Result) -> None:
        outcome = result.outcome
        if isinstance(outcome, TryLater) and outcome.after is not None:
            log.warning("asked_to_wait", seconds=outcome.after, reason=outcome.reason)
            self._pacer.pause(result.row.chat_id, outcome.after, time.monotonic())

    def _settle_all(self, records: Records, results: list[Result]) -> None:
        for result in results:
            self._settle_one(records, result)

    def _settle_one(self, records: Records, result: Result) -> None:
        row, outcome, now = result.row, result.outcome, self._clock.now()
        match outcome:
            case Sent():
                self._note_sent(records, row, outcome)
                records.outbox.finish(row.id, now, "sent")
            case TryLater():
                wait = 0.0 if outcome.after is not None else retry_seconds(row.attempts)
                records.outbox.put_off(row.id, now + timedelta(seconds=wait), outcome.reason)
            case Moved():
                records.chats.move(row.chat_id, outcome.address)
                self._report(records, row, events.ChatMoved(old=row.address, new=outcome.address), about="moved")
            case GiveUp():
                log.warning("gave_up", row=row.id, command=row.command, reason=outcome.reason)
                records.outbox.finish(row.id, now, "failed", outcome.reason)
                self._report(records, row, self._failed(row, outcome))

    def _note_sent(self, records: Records, row: OutboxRow, sent: Sent) -> None:
        now = self._clock.now()
        if sent.message is not None and sent.is_new:
            for message in (sent.message, *sent.more):
                records.messages.note(row.chat_id, message, "out", row.command, now, row.ticket_id)
            if row.slot is not None:
                self._fill_slot(records, row, row.slot, sent.message)
        if row.about is not None:
            self._report(records, row, self._answered(row, row.about, sent.result))

    def _fill_slot(self, records: Records, row: OutboxRow, slot: str, message: int) -> None:
        """The new message is the live one, unless a press made an earlier copy that already."""
        if row.message is not None:
            records.chats.refill_slot(slot, row.chat_id, message, row.ticket_id)
        elif not records.chats.fill_slot(slot, row.chat_id, message, row.ticket_id):
            copy = events.CopyShown(chat=row.chat_id, slot=slot, message=message, ticket=row.ticket_id or "")
            self._report(records, row, copy)

    def _failed(self, row: OutboxRow, outcome: GiveUp) -> events.Event:
        if row.about is not None:
            return self._answered(row, row.about, {}, outcome.reason)
        return events.DeliveryFailed(
            chat=row.chat_id, reason=outcome.reason, ticket=row.ticket_id or "", command=row.command
        )

    def _answered(self, row: OutboxRow, about: bytes, result: dict[str, str], failed: str = "") -> events.Event:
        return events.CallAnswered(command=row.command, chat=row.chat_id, about=about, result=result, failed=failed)

    def _report(self, records: Records, row: OutboxRow, event: events.Event, about: str = "") -> None:
        """Tell the handlers what became of the row; `about` keeps apart what else is told of the same one."""
        key, lane = f"{row.id}{about}", f"sender:{row.chat_id}"
        is_urgent = row.priority is Priority.URGENT
        records.inbox.add(self._clock.now(), "sender", key, lane, events.encode(event), is_urgent=is_urgent)
