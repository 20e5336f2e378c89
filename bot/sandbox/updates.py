"""A bot's queue of updates: made once, fetched any number of times, gone when a later offset confirms them."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.sandbox.errors import Refused

DAY = 86_400
CAPACITY = 100_000
"""Updates the real server keeps for one bot; the oldest go first."""
LOOKAHEAD = 10
"""An offset further beyond the newest id counts as none."""

KINDS = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
        "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count",
        "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
        "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request",
        "chat_boost", "removed_chat_boost",
    }
)  # fmt: skip
ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
DEFAULT_KINDS = KINDS - ONLY_WHEN_ASKED

Waiter = asyncio.Future[Refused | None]
Receipt = Callable[[], None]


@dataclass(slots=True)
class Update:
    """One update as it will be sent; `made_at` and `expires_at` are in seconds of the sandbox clock."""

    id: int
    raw: bytes
    expires_at: float
    delivered: int = 0
    is_confirmed: bool = False
    is_expired: bool = False
    made_at: float = 0.0
    receipt: Receipt | None = None
    """Called once, when the update is confirmed."""


@dataclass(slots=True)
class Pace:
    """When the bot polled last, in monotonic time: a hasty poller is slowed down."""

    offset: int | None = None
    started_at: float = float("-inf")
    finished_at: float = float("-inf")
    conflict_at: float = float("-inf")

    def is_repeated(self, offset: int) -> bool:
        return self.offset == offset

    def start(self, offset: int, now: float) -> None:
        self.offset, self.started_at = offset, now


class UpdateQueue:
    """The updates of one bot in the order they were made."""

    def __init__(self, now: Callable[[], float], on_confirm: Callable[[int], None], first_id: int) -> None:
        self.made: list[Update] = []
        self.allowed = DEFAULT_KINDS
        self.waiter: Waiter | None = None
        self.is_held = False
        self.pace = Pace()
        self.confirmed_at = 0.0
        """Monotonic time of the last confirmation."""
        self._now = now
        self._on_confirm = on_confirm
        self._next_id = first_id
        # Ids may be made to jump down. Each run of rising ids is a deque of its own; only the first is visible, so
        # that an offset always has one meaning.
        self._runs: deque[deque[Update]] = deque([deque()])

    def __len__(self) -> int:
        return sum(len(run) for run in self._runs)

    def allow(self, names: Any) -> None:
        """Remember which kinds are wanted; an empty or unknown list means the default, no list changes nothing."""
        if isinstance(names, list):
            known = frozenset(str(name).lower() for name in names) & KINDS
            self.allowed = known or DEFAULT_KINDS

    def push(
        self, kind: str, payload: dict[str, Any], date: float, copies: int = 1, receipt: Receipt | None = None
    ) -> int | None:
        """Queue an update and return its id, or None if this kind is not wanted now."""
        if kind not in self.allowed:
            return None
        number = self._take_id()
        raw = msgspec.json.encode({"update_id": number, kind: payload})
        self._append(Update(number, raw, date + DAY, receipt=receipt), copies)
        return number

    def push_raw(self, update: dict[str, Any]) -> int:
        """Queue an update as it is, whatever it holds, and return its id."""
        given = update.get("update_id")
        number = given if isinstance(given, int) and not isinstance(given, bool) else self._take_id()
        # The standard library keeps lone surrogates as escapes; msgspec would refuse them.
        raw = json.dumps({"update_id": number, **update}).encode()
        self._append(Update(number, raw, self._now() + DAY), 1)
        return number

    def jump(self, next_id: int) -> None:
        """Number the following updates from `next_id`; what is queued under the old numbers comes first."""
        self._next_id = next_id

    def confirm(self, offset: int) -> None:
        """Forget what lies below `offset`; a negative one keeps only the last -offset; one far off is ignored."""
        run = self._visible()
        if not run or offset > run[-1].id + LOOKAHEAD:
            return
        keep = -offset if offset < 0 else len(run)
        while run and (len(run) > keep or (offset > 0 and run[0].id < offset)):
            self._forget(run.popleft())

    def batch(self, limit: int) -> list[Update]:
        """Return up to `limit` of the oldest updates and count them as delivered; nothing while on hold."""
        if self.is_held:
            return []
        run = self._visible()
        found = [run[index] for index in range(min(limit, len(run)))]
        for update in found:
            update.delivered += 1
        return found

    def drop_all(self) -> None:
        """Empty the queue without confirming anything."""
        self._runs = deque([deque()])

    def hold(self, is_on: bool) -> None:
        """Stop handing out updates, or go on with it."""
        self.is_held = is_on
        self.wake()

    def wake(self, reason: Refused | None = None) -> None:
        """End the waiting poll: with what is there, or with an error."""
        if self.waiter is not None and not self.waiter.done() and (reason or not self.is_held):
            self.waiter.set_result(reason)

    def _take_id(self) -> int:
        number = self._next_id
        self._next_id += 1
        return number

    def _append(self, update: Update, copies: int) -> None:
        update.made_at = self._now()
        self.made.append(update)
        if self._runs[-1] and update.id < self._runs[-1][-1].id:
            self._runs.append(deque())
        run = self._runs[-1]
        run.extend([update] * copies)
        if len(run) > CAPACITY:
            run.popleft().is_expired = True
        self.wake()

    def _visible(self) -> deque[Update]:
        """Return the first run that still holds something that has not expired."""
        now = self._now()
        while True:
            run = self._runs[0]
            while run and run[0].expires_at < now:
                run.popleft().is_expired = True
            if run or len(self._runs) == 1:
                return run
            self._runs.popleft()

    def _forget(self, update: Update) -> None:
        self.confirmed_at = time.monotonic()
        if not update.is_confirmed:
            update.is_confirmed = True
            self._on_confirm(update.id)
            if update.receipt is not None:
                update.receipt()
