"""Handles what is in the inbox: one row, one handler, one savepoint; up to 64 rows share a commit."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

import msgspec
import structlog

import handlers
from bot.backoff import Backoff
from bot.bell import Bell
from bot.channel import Unreadable
from bot.clock import Clock
from bot.presses import Presses
from handlers import events
from handlers.desk import Desk, PressAnswer
from storage.database import Database, DatabaseFull, GroupVoid, savepoint
from storage.failpoints import Failpoints
from storage.model import InboxRow
from storage.records import Records

GROUP = 64
TRIES = 3
"""So often a row that fails is tried."""
DEATHS = 6
"""So many deaths of the process during one row set it aside; fewer are a coincidence, when the power fails often."""
_RETRY_SECONDS = (1, 5)
_IDLE_SECONDS = 1.0

log = structlog.get_logger("worker")


class MakeDesk(Protocol):
    def __call__(self, records: Records, *, now: datetime) -> Desk: ...


@dataclass(frozen=True)
class Item:
    """A row and what it says: an event, or why it cannot be read."""

    row: InboxRow
    event: events.AnyEvent | None
    unreadable: str = ""
    press: str = ""


@dataclass
class Effects:
    """What is done once the group is committed: answers to presses, and presses that wait for a later row."""

    answers: list[PressAnswer] = field(default_factory=list)
    postponed: set[str] = field(default_factory=set)

    def add(self, desk: Desk | None) -> None:
        if desk is not None:
            self.answers.extend(desk.answers)
            self.postponed.update(desk.postponed)


class Worker:
    """Runs until it is cancelled. After an unclean start it takes one row a commit, each try counted beforehand."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        presses: Presses,
        read: Callable[[dict[str, Any]], events.AnyEvent],
        make_desk: MakeDesk,
        bell: Bell,
        sender_bell: Bell,
        failpoints: Failpoints,
    ) -> None:
        self._database = database
        self._clock = clock
        self._presses = presses
        self._read = read
        self._make_desk = make_desk
        self._bell = bell
        self._sender_bell = sender_bell
        self._failpoints = failpoints
        self._careful = 0

    async def run(self) -> None:
        if self._database.was_unclean:
            self._careful = await self._database.read(lambda records: records.inbox.count_waiting())
        backoff = Backoff()
        while True:
            try:
                worked = await self.step()
                backoff.reset()
            except DatabaseFull as error:
                log.error("group_void", reason=str(error))
                await backoff.pause(None)
                continue
            if not worked:
                await self._bell.wait(_IDLE_SECONDS)

    async def step(self) -> bool:
        """Handle one group; return whether there was anything to do."""
        limit = 1 if self._careful else GROUP
        rows = await self._database.read(lambda records: records.inbox.waiting(self._clock.now(), limit))
        if not rows:
            self._careful = 0
            return False
        if self._careful:
            await self._database.run(lambda records: records.inbox.note_attempt(rows[0].id))
        items = [self._open(row) for row in rows]
        try:
            effects = await self._database.run(
                lambda records: self._handle_group(records, items),
                before_commit=lambda: self._failpoints.reach("worker.handled"),
            )
        except BaseException:
            for item in items:
                self._expect_again(item)
            raise
        self._failpoints.reach("worker.committed")
        self._careful = max(0, self._careful - 1)
        self._release(items, effects)
        return True

    def _open(self, row: InboxRow) -> Item:
        try:
            event = self._read(json.loads(row.payload)) if row.source == "telegram" else events.decode(row.payload)
        except Unreadable as error:
            return Item(row, None, unreadable=error.reason)
        except (ValueError, RecursionError) as error:
            return Item(row, None, unreadable=type(error).__name__)
        return self._take_press(row, event)

    def _take_press(self, row: InboxRow, event: events.AnyEvent) -> Item:
        """Take the press that this row handles, or handles again, out of its wait."""
        match event:
            case events.ButtonPressed():
                taken = self._taken(event)
                return Item(row, taken, press=event.press)
            case events.CallAnswered(about=raw) if isinstance(about := events.decode(raw), events.ButtonPressed):
                again = msgspec.structs.replace(event, about=events.encode(self._taken(about)))
                return Item(row, again, press=about.press)
            case _:
                return Item(row, event)

    def _taken(self, event: events.ButtonPressed) -> events.ButtonPressed:
        return msgspec.structs.replace(event, is_spent=self._presses.take(event.press))

    def _expect_again(self, item: Item) -> None:
        if item.press:
            self._presses.expect(item.press)

    def _release(self, items: list[Item], effects: Effects) -> None:
        """The commit stands: answer the presses, the wordless ones too, and let the messages go."""
        for answer in effects.answers:
            self._presses.give(answer)
        for item in items:
            if item.press in effects.postponed:
                self._presses.expect(item.press)
            elif item.press:
                self._presses.give(PressAnswer(item.press))
        self._sender_bell.ring()

    def _handle_group(self, records: Records, items: list[Item]) -> Effects:
        effects = Effects()
        held: set[str] = set()
        for item in items:
            if item.row.lane in held:
                continue
            try:
                with savepoint(records.connection):
                    effects.add(self._handle(records, item))
            except GroupVoid:
                raise
            except Exception as error:
                log.exception("row_failed", row=item.row.id, error=type(error).__name__, attempts=item.row.attempts)
                held.add(item.row.lane)
                self._note_failure(records, item, type(error).__name__)
        return effects

    def _handle(self, records: Records, item: Item) -> Desk | None:
        now = self._clock.now()
        if item.event is None:
            log.warning("unreadable_update", row=item.row.id, reason=item.unreadable)
            self._set_aside(records, item, item.unreadable)
            return None
        if item.row.attempts >= DEATHS:
            self._set_aside(records, item, "ended the process")
            return None
        desk = self._make_desk(records, now=now)
        ignored = handlers.handle(item.event, desk)
        records.inbox.finish(item.row.id, now, ignored)
        return desk

    def _note_failure(self, records: Records, item: Item, reason: str) -> None:
        """Count the try; after the last one set the row aside and tell the person and the admins."""
        if item.row.attempts + 1 >= TRIES:
            self._set_aside(records, item, reason)
            return
        wait = timedelta(seconds=_RETRY_SECONDS[min(item.row.attempts, len(_RETRY_SECONDS) - 1)])
        if not self._careful:
            records.inbox.note_attempt(item.row.id)
        records.inbox.hold(item.row.id, self._clock.now() + wait)

    def _set_aside(self, records: Records, item: Item, reason: str) -> None:
        now = self._clock.now()
        records.inbox.set_aside(item.row.id, now, reason)
        try:
            with savepoint(records.connection):
                handlers.apologise(item.event, self._make_desk(records, now=now), item.row.id)
        except GroupVoid:
            raise
        except Exception:
            log.exception("apology_failed", row=item.row.id)
