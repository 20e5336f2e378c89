"""getUpdates: one waiting poll per bot, ended by the next one, by a webhook or by the first update."""

from __future__ import annotations

import asyncio
import time

import msgspec

from bot.sandbox.call import Call
from bot.sandbox.errors import Refused, conflict
from bot.sandbox.updates import Update, UpdateQueue

AGAIN_WITHIN = 3.0
"""Seconds within which the same offset again makes a short poll wait, and a second conflict is answered late."""
AT_ONCE_WITHIN = 0.5
"""Seconds after an answer within which the same offset again gets one update only."""
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


async def get_updates(call: Call) -> msgspec.Raw:
    """Return the updates from `offset` on, waiting up to `timeout` seconds for the first."""
    queue, params = call.bot.queue, call.params
    if call.bot.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    queue.wake(conflict(OTHER_POLL))
    queue.allow(params.parsed("allowed_updates"))
    offset, timeout = params.integer("offset"), float(params.clamped("timeout", 0, 0, 50))
    limit = params.clamped("limit", 100, 1, 100)
    now = time.monotonic()
    if queue.pace.is_repeated(offset):
        timeout = max(timeout, AGAIN_WITHIN) if now < queue.pace.started_at + AGAIN_WITHIN else timeout
        limit = 1 if now < queue.pace.finished_at + AT_ONCE_WITHIN else limit
    queue.pace.start(offset, now)
    queue.confirm(offset)
    found = queue.batch(limit) or await _wait(call, queue, limit, now + timeout)
    queue.pace.finished_at = time.monotonic()
    return msgspec.Raw(b"[" + b",".join(update.raw for update in found) + b"]")


async def _wait(call: Call, queue: UpdateQueue, limit: int, ends: float) -> list[Update]:
    hung_up = asyncio.ensure_future(call.gone())
    try:
        while (left := ends - time.monotonic()) > 0:
            waiter: asyncio.Future[Refused | None] = asyncio.get_running_loop().create_future()
            queue.waiter = waiter
            await asyncio.wait((waiter, hung_up), timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if queue.waiter is waiter:
                queue.waiter = None
            if waiter.done() and (refusal := waiter.result()) is not None:
                await _answer_late(call, queue)
                raise refusal
            if hung_up.done():
                return []
            if found := queue.batch(limit):
                return found
        return []
    finally:
        hung_up.cancel()


async def _answer_late(call: Call, queue: UpdateQueue) -> None:
    now = time.monotonic()
    is_repeated = now < queue.pace.conflict_at + AGAIN_WITHIN
    queue.pace.conflict_at = now
    if is_repeated:
        await call.world.pause(AGAIN_WITHIN)
