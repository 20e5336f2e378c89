from __future__ import annotations

import time
from typing import Any

import aiohttp
import pytest

from .desk import TOKEN, Desk


async def _fault(desk: Desk, kind: str, **wish: Any) -> None:
    await desk.drive("faults", **{"method": "sendMessage", "kind": kind, **wish})


async def _raw(desk: Desk) -> tuple[int, str, aiohttp.ClientResponse]:
    async with desk.session.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": desk.ana, "text": "x"}) as response:
        return response.status, await response.text(), response


async def _sent(desk: Desk) -> int:
    return len([one for one in (await desk.look("ledger"))["entries"] if one["kind"] == "sent"])


async def test_429_names_the_wait_three_times(desk: Desk) -> None:
    await _fault(desk, "429", retry_after=35)
    status, text, response = await _raw(desk)
    assert (status, response.headers["retry-after"]) == (429, "35")
    assert '"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}' in text
    assert await desk.send()


@pytest.mark.parametrize(("kind", "code"), [("403", 403), ("400", 400), ("500", 500), ("409", 409)])
async def test_an_error_is_given_as_often_as_ordered(desk: Desk, kind: str, code: int) -> None:
    await _fault(desk, kind, times=2, description="Ordered")
    for _ in range(2):
        assert await desk.refusal("sendMessage", chat_id=desk.ana, text="x") == f"{code} Ordered"
    assert await desk.send()
    assert await _sent(desk) == 1


async def test_html_and_cut_json_are_no_json(desk: Desk) -> None:
    await _fault(desk, "502_html")
    status, text, _ = await _raw(desk)
    assert (status, text.startswith("<html>")) == (502, True)
    assert await _sent(desk) == 0
    await _fault(desk, "cut_json")
    status, text, _ = await _raw(desk)
    assert (status, text.startswith('{"ok":true'), text.endswith("}")) == (200, True, False)
    assert await _sent(desk) == 1


@pytest.mark.parametrize(("kind", "sent"), [("lost_answer", 1), ("reset", 0), ("timeout", 0)])
async def test_dropped_connections(desk: Desk, kind: str, sent: int) -> None:
    await _fault(desk, kind, seconds=0.05)
    with pytest.raises(aiohttp.ClientError):
        await _raw(desk)
    assert await _sent(desk) == sent
    assert await desk.send()


async def test_a_slow_call_is_done_late(desk: Desk) -> None:
    await _fault(desk, "slow", seconds=0.1)
    began = time.monotonic()
    assert await desk.send()
    assert time.monotonic() - began >= 0.1


async def test_a_fault_fits_one_chat_or_all_methods(desk: Desk) -> None:
    await _fault(desk, "500", chat_id=desk.group, times=-1)
    assert await desk.send()
    assert await desk.refusal("sendMessage", chat_id=desk.group, text="x") == "500 Internal Server Error"
    await _fault(desk, "500", method="*")
    assert await desk.refusal("getMe") == "500 Internal Server Error"
    assert len((await desk.look("state"))["faults"]) == 1
    await desk.drive("faults", "DELETE")
    assert await desk.send(desk.group)
    assert "kind: 'odd' is unknown; use one of 400" in await desk.wrong("faults", kind="odd")


async def test_flood_control_counts_posts_and_edits_of_a_group(desk: Desk) -> None:
    await desk.drive("flood", on=True, group_per_minute=3, burst=50)
    sent = await desk.send(desk.group)
    await desk.send(desk.group)
    await desk.ok("editMessageText", chat_id=desk.group, message_id=sent["message_id"], text="edited")
    body = await desk.call("sendMessage", chat_id=desk.group, text="x")
    assert 58 <= body["parameters"]["retry_after"] <= 60
    assert body["description"] == f"Too Many Requests: retry after {body['parameters']['retry_after']}"
    assert await desk.send()
    await desk.drive("flood", on=False)
    assert await desk.send(desk.group)


async def test_flood_control_lets_a_short_burst_pass_in_a_chat(desk: Desk) -> None:
    await desk.drive("flood", on=True, burst=2)
    await desk.send()
    await desk.send()
    assert await desk.refusal("sendMessage", chat_id=desk.ana, text="x") == "429 Too Many Requests: retry after 1"


async def test_flood_control_limits_the_whole_bot(desk: Desk) -> None:
    await desk.act(desk.ben, "start")
    await desk.drive("flood", on=True, overall_per_second=1)
    await desk.send()
    assert await desk.refusal("sendMessage", chat_id=desk.ben, text="x") == "429 Too Many Requests: retry after 1"
