"""Takes updates and stores them: the next offset is asked for only when the last batch is committed."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from typing import Any, Protocol

import structlog

from bot.backoff import Backoff
from bot.bell import Bell
from bot.channel import GiveUp, Peek, TryLater, peek, pressed_data
from bot.clock import Clock
from bot.presses import Presses
from handlers.commands import Buttons
from storage.database import Database, DatabaseFull
from storage.failpoints import Failpoints
from storage.records import Records

POLL_SECONDS = 25
MOST_WAITING = 2_000
"""No further batch is fetched while more rows than this wait to be handled."""
_QUIET_SECONDS = 3600.0
_RECOUNT_SECONDS = 0.2

log = structlog.get_logger("receiver")
Update = dict[str, Any]


class Fetching(Protocol):
    async def fetch(self, offset: int, timeout: int) -> list[Update]: ...

    async def call_out(self, address: str, text: str, buttons: Buttons) -> None: ...


class Receiver:
    """Runs until it is cancelled. It never stops on an update that it cannot read: it stores it as it came."""

    def __init__(
        self,
        channel: Fetching,
        database: Database,
        clock: Clock,
        presses: Presses,
        worker_bell: Bell,
        failpoints: Failpoints,
        without_records: Callable[[str], tuple[str, Buttons]],
    ) -> None:
        self._channel = channel
        self._database = database
        self._clock = clock
        self._presses = presses
        self._worker_bell = worker_bell
        self._failpoints = failpoints
        self._without_records = without_records
        self._called_out: dict[tuple[str, str], float] = {}

    async def run(self) -> None:
        """Fetch, store, move on. Starts at offset 0: ids turn random after a quiet week, so none is kept."""
        offset, away, full = 0, Backoff(), Backoff()
        while True:
            await self._wait_for_room()
            try:
                updates = await self._channel.fetch(offset, POLL_SECONDS)
            except (TryLater, GiveUp) as error:
                log.warning("fetch_failed", reason=error.reason)
                await away.pause(error.after if isinstance(error, TryLater) else None)
                continue
            away.reset()
            try:
                await self.store(updates)
            except DatabaseFull as error:
                # The same offset is asked for again: so whoever writes meanwhile is seen, and told, as well.
                log.error("inbox_full", reason=str(error))
                await self._call_out(updates)
                await full.pause(None)
                continue
            full.reset()
            offset = next_offset(updates, offset)

    async def store(self, updates: list[Update]) -> None:
        """Commit the updates to the inbox and ring the worker's bell. Raises DatabaseFull: nothing is stored."""
        if not updates:
            return
        self._failpoints.reach("receiver.fetched")
        await self._database.run(lambda records: self._add(records, updates))
        self._failpoints.reach("receiver.stored")
        for update in updates:
            if press := peek(update).press:
                self._presses.expect(press)
        self._worker_bell.ring()

    def _add(self, records: Records, updates: list[Update]) -> None:
        now = self._clock.now()
        for update in updates:
            seen: Peek = peek(update)
            raw = encode(update)
            records.inbox.add(now, "telegram", key_of(update, raw), seen.lane, raw, is_urgent=seen.is_urgent)

    async def _wait_for_room(self) -> None:
        while await self._database.read(lambda records: records.inbox.count_waiting()) > MOST_WAITING:
            await asyncio.sleep(_RECOUNT_SECONDS)

    async def _call_out(self, updates: list[Update]) -> None:
        """Nothing can be stored: say the emergency numbers, and what a danger's button asks for, past the database.

        The same updates come again until there is room, so each text is said once a chat an hour.
        """
        now = asyncio.get_running_loop().time()
        for update in updates:
            if not (address := peek(update).private_chat):
                continue
            text, buttons = self._without_records(pressed_data(update))
            if now - self._called_out.get((address, text), -_QUIET_SECONDS) >= _QUIET_SECONDS:
                self._called_out[address, text] = now
                await self._channel.call_out(address, text, buttons)


def next_offset(updates: list[Update], offset: int) -> int:
    """Return the id after the end of the batch: not the highest ever seen, ids may jump downwards."""
    ids = [update["update_id"] for update in updates if isinstance(update.get("update_id"), int)]
    return ids[-1] + 1 if ids else offset


def encode(update: Update) -> bytes:
    """Return the update as JSON that any SQLite text or blob can hold, lone surrogates escaped."""
    return json.dumps(update, separators=(",", ":")).encode("ascii")


def key_of(update: Update, raw: bytes) -> str:
    """Return what makes the update itself: ids can come again for something else after a quiet week."""
    return f"{update.get('update_id')}:{hashlib.sha256(raw).hexdigest()[:16]}"
