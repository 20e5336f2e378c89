from __future__ import annotations

import asyncio
import time
from typing import Any

from .desk import Desk

Json = dict[str, Any]
CONFLICT = "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def _say(desk: Desk, *texts: str) -> list[int]:
    return [(await desk.act(desk.ana, "text", text=text))["update_id"] for text in texts]


def _ids(updates: list[Json]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_an_update_comes_again_until_a_later_offset_confirms_it(desk: Desk) -> None:
    first, second = await _say(desk, "a", "b")
    assert _ids(await desk.ok("getUpdates")) == [first, second]
    assert _ids(await desk.ok("getUpdates", offset=first)) == [first, second]
    assert _ids(await desk.ok("getUpdates", offset=second)) == [second]
    made = {one["update_id"]: one for one in await desk.look("ledger/updates")}
    assert (made[first]["confirmed"], made[first]["delivered"]) == (True, 2)
    assert (made[second]["confirmed"], made[second]["delivered"]) == (False, 3)


async def test_confirmation_is_in_the_ledger(desk: Desk) -> None:
    (number,) = await _say(desk, "a")
    await desk.ok("getUpdates", offset=number + 1)
    last = (await desk.look("ledger"))["entries"][-1]
    assert (last["kind"], last["update_id"]) == ("confirmed", number)


async def test_an_offset_far_beyond_the_newest_counts_as_none(desk: Desk) -> None:
    first, second = await _say(desk, "a", "b")
    assert _ids(await desk.ok("getUpdates", offset=second + 11)) == [first, second]
    assert await desk.ok("getUpdates", offset=second + 10) == []


async def test_a_negative_offset_keeps_only_the_last(desk: Desk) -> None:
    _, second, third = await _say(desk, "a", "b", "c")
    assert _ids(await desk.ok("getUpdates", offset=-2)) == [second, third]
    assert _ids(await desk.ok("getUpdates", offset=0)) == [second, third]


async def test_limit_is_clamped(desk: Desk) -> None:
    await _say(desk, "a", "b")
    assert len(await desk.ok("getUpdates", limit=-5)) == 1
    assert len(await desk.ok("getUpdates", offset=1, limit=0)) == 1
    assert len(await desk.ok("getUpdates", offset=2, limit=5000)) == 2


async def test_a_hasty_repeat_gets_one_update(desk: Desk) -> None:
    await _say(desk, "a", "b")
    assert [len(await desk.ok("getUpdates")) for _ in range(2)] == [2, 1]


async def test_a_hasty_empty_poll_waits_though_it_asked_not_to(desk: Desk) -> None:
    assert await desk.ok("getUpdates", offset=7) == []
    hasty = asyncio.create_task(desk.ok("getUpdates", offset=7))
    await asyncio.sleep(0.1)
    assert not hasty.done()
    (number,) = await _say(desk, "a")
    assert _ids(await hasty) == [number]


async def test_a_second_conflict_is_answered_late(desk: Desk) -> None:
    polls = []
    for _ in range(3):
        polls.append(asyncio.create_task(desk.refusal("getUpdates", timeout=20)))
        await asyncio.sleep(0.05)
    assert [poll.done() for poll in polls] == [True, False, False]
    for poll in polls[1:]:
        poll.cancel()


async def test_a_long_poll_wakes_at_once(desk: Desk) -> None:
    poll = asyncio.create_task(desk.ok("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    await _say(desk, "a")
    began = time.monotonic()
    assert len(await poll) == 1
    assert time.monotonic() - began < 0.2


async def test_a_batch_of_acts_arrives_together(desk: Desk) -> None:
    poll = asyncio.create_task(desk.ok("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    acts = [{"user": desk.ana, "do": "text", "text": str(number)} for number in range(5)]
    results = await desk.drive("acts", acts=[*acts, {"user": 7, "do": "text", "text": "x"}])
    assert _ids(await poll) == [result["update_id"] for result in results[:5]]
    assert "user: 7 is unknown" in results[5]["error"]


async def test_the_first_poller_is_ended_by_the_second(desk: Desk) -> None:
    first = asyncio.create_task(desk.refusal("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(desk.ok("getUpdates", timeout=20))
    assert await first == CONFLICT
    await _say(desk, "a")
    assert len(await second) == 1


async def test_a_poller_that_hung_up_ends_nobody(desk: Desk) -> None:
    poll = asyncio.create_task(desk.ok("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    poll.cancel()
    await asyncio.sleep(0.05)
    assert desk.sandbox.world.first_bot.queue.waiter is None
    (number,) = await _say(desk, "a")
    assert _ids(await desk.ok("getUpdates")) == [number]


async def test_a_webhook_ends_the_poll_and_forbids_others(desk: Desk) -> None:
    poll = asyncio.create_task(desk.refusal("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    assert (await desk.call("setWebhook", url="https://bot.example/x"))["description"] == "Webhook was set"
    assert await poll == "409 Conflict: terminated by setWebhook request"
    text = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    assert await desk.refusal("getUpdates") == f"409 Conflict: {text}"
    assert (await desk.call("deleteWebhook"))["description"] == "Webhook was deleted"
    assert (await desk.call("deleteWebhook"))["description"] == "Webhook is already deleted"
    assert await desk.ok("getUpdates", offset=5, timeout=0) == []


async def test_webhook_state_and_refusals(desk: Desk) -> None:
    assert (await desk.ok("getWebhookInfo"))["url"] == ""
    prefix = "400 Bad Request: "
    bad = f"{prefix}bad webhook: "
    cases = {
        "http://bot.example/": f"{bad}An HTTPS URL must be provided for webhook",
        "https://bot.example:99/": f"{bad}Webhook can be set up only on ports 80, 88, 443 or 8443",
        "ht tp://x": f"{prefix}invalid webhook URL specified",
    }
    for url, text in cases.items():
        assert await desk.refusal("setWebhook", url=url) == text
    url = "http://127.0.0.1:9/hook"
    assert await desk.refusal("setWebhook", url=url, secret_token="a b") == (
        f"{prefix}secret token contains unallowed characters"
    )
    assert await desk.refusal("setWebhook", url=url, secret_token="a" * 257) == f"{prefix}secret token is too long"
    assert await desk.ok("setWebhook", url=url, secret_token="a-b_C1", max_connections=500)
    assert await desk.refusal("setWebhook", url=url) == "429 Too Many Requests: retry after 1"
    await _say(desk, "a")
    info = await desk.ok("getWebhookInfo")
    assert (info["url"], info["max_connections"], info["pending_update_count"]) == (url, 100, 1)
    await desk.ok("deleteWebhook", drop_pending_updates=True)
    assert (await desk.ok("getWebhookInfo"))["pending_update_count"] == 0


async def test_allowed_updates_is_remembered_and_filters_at_creation(desk: Desk) -> None:
    await desk.ok("getUpdates", offset=1, timeout=0, allowed_updates=["callback_query", "nonsense"])
    assert (await _say(desk, "unwanted")) == [None]
    sent = await desk.send(reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]})
    await desk.act(desk.ana, "press", message_id=sent["message_id"], button="A")
    assert ["callback_query" in one for one in await desk.ok("getUpdates", offset=2)] == [True]
    await desk.updates()
    await desk.act(desk.ana, "press", message_id=sent["message_id"], button="A")
    await desk.ok("getUpdates", offset=3, allowed_updates="[]")
    (number,) = await _say(desk, "wanted again")
    assert number is not None


async def test_updates_expire_after_a_day_on_the_sandbox_clock(desk: Desk) -> None:
    await _say(desk, "old")
    await desk.drive("clock/advance", seconds=86_400 + 60)
    (number,) = await _say(desk, "new")
    assert _ids(await desk.ok("getUpdates")) == [number]
    assert [one["expired"] for one in await desk.look("ledger/updates")][-2:] == [True, False]


async def test_ids_that_jump_down_still_come_once_the_old_ones_are_confirmed(desk: Desk) -> None:
    (old,) = await _say(desk, "before")
    await desk.drive("update", next_update_id=500)
    assert await _say(desk, "after") == [500]
    assert _ids(await desk.ok("getUpdates", offset=1)) == [old]
    assert _ids(await desk.ok("getUpdates", offset=old + 1)) == [500]
    assert await desk.ok("getUpdates", offset=501, timeout=0) == []


async def test_hold_piles_updates_up(desk: Desk) -> None:
    await desk.drive("hold", on=True)
    poll = asyncio.create_task(desk.ok("getUpdates", timeout=20))
    await _say(desk, "a", "b")
    await asyncio.sleep(0.05)
    assert not poll.done()
    await desk.drive("hold", on=False)
    assert len(await poll) == 2


async def test_a_raw_update_passes_as_it_is(desk: Desk) -> None:
    raw = {"message": {"text": "\ud83d lone", "odd": [1]}}
    number = (await desk.drive("update", update=raw))["update_id"]
    assert await desk.ok("getUpdates") == [{"update_id": number, **raw}]


async def test_copies_deliver_the_same_update_twice(desk: Desk) -> None:
    number = (await desk.act(desk.ana, "text", text="x", copies=2))["update_id"]
    assert _ids(await desk.ok("getUpdates")) == [number, number]
