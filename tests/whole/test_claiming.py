"""Fifty officers on one card, and presses that come twice or too late."""

from __future__ import annotations

import re

import pytest

from tests.program import GROUP, Program
from tests.whole.steps import answered, claim, greet, only_ticket, report, texts, tickets

pytestmark = pytest.mark.slow

_OFFICERS = 50
_JOIN_LATER = 25


async def test_fifty_presses_at_once_have_one_winner_and_tell_the_others_who_it_is(program: Program) -> None:
    officers = [await program.person(f"Officer{number:02}") for number in range(_OFFICERS)]
    known, unknown = officers[:_JOIN_LATER], officers[_JOIN_LATER:]
    await program.group(unknown)
    await program.start()
    await program.post("acts", acts=[{"user": officer, "do": "start"} for officer in officers])
    await report(program)
    for officer in known:
        await program.post(f"groups/{GROUP}/members", user=officer, status="member")
    await program.idle()

    presses = await _press_together(program, officers)
    await program.idle()
    ticket = await only_ticket(program)
    told = {officer: await _told(program, officer, query) for officer, query in presses.items()}
    winner = await program.look(lambda records: records.people.get(ticket.assignee_id))
    losers = {officer: words for officer, words in told.items() if officer != int(winner.address)}
    assert len(losers) == _OFFICERS - 1
    assert [words for words in losers.values() if not re.search(f"{winner.name} .*前已接手", words)] == []
    assert f"{ticket.number} 归您" in told[int(winner.address)]
    assert await program.calls("getChatMember") == len(unknown)
    assert await program.violations() == []


async def _press_together(program: Program, officers: list[int]) -> dict[int, str]:
    """Queue all presses before the first is handled; return the query of each officer's."""
    [card] = [message for message in await program.messages(GROUP) if "H-0001" in str(message.get("text"))]
    await program.post("hold", on=True)
    acts = [
        {"user": officer, "do": "press", "chat": GROUP, "message_id": card["message_id"], "button": "我来办"}
        for officer in officers
    ]
    done = await program.post("acts", acts=acts)
    await program.post("hold", on=False)
    return {officer: act["query_id"] for officer, act in zip(officers, done, strict=True)}


async def _told(program: Program, officer: int, query: str) -> str:
    """Return what the officer was told: by the press's answer, or by a message where that had to be quick."""
    await answered(program, query)
    answer = await program.get(f"presses/{query}")
    return "\n".join([answer["text"] or "", *await texts(program, officer)])


async def test_an_officer_outside_the_group_is_looked_up_and_refused(program: Program) -> None:
    stranger = await program.person("Stranger")
    await program.group([await program.person("O1")])
    await program.start()
    await report(program)
    [query] = (await _press_together(program, [stranger])).values()
    await program.idle()
    await answered(program, query)
    assert (await only_ticket(program)).assignee_id is None


async def test_an_update_delivered_twice_is_handled_once(program: Program) -> None:
    await program.group([await program.person("O1")])
    await program.start()
    resident = await greet(program)
    for label in ("Something is broken", "Light", "Community 2"):
        await program.tap(resident, label)
    await program.sees(resident, "Where exactly")
    await program.act(resident, "text", text="at the gate", copies=3)
    await program.tap(resident, "Skip")
    review = await program.sees(resident, "Please check")
    await program.act(resident, "press", message_id=review["message_id"], button="Send", copies=3)
    await program.sees(resident, "Number:")
    assert len(await tickets(program)) == 1
    assert await program.violations() == []


async def test_buttons_of_a_finished_matter_change_nothing_and_the_desk_goes_on(program: Program) -> None:
    officer = await program.person("O1")
    await program.group([officer])
    await program.start()
    resident = await report(program)
    receipt = await program.sees(resident, "Number:")
    sent = next(entry for entry in await _pressed(program, resident) if ":send:" in entry["data"])
    await claim(program, officer)
    control = await program.sees(officer, "已接手")
    resolve = next(data for data in _data(control) if ":resolve:" in data)
    await program.act(officer, "press", message_id=control["message_id"], data=resolve)
    await program.sees(resident, "solved?")
    await program.tap(resident, "Solved")
    await program.idle()
    done = await only_ticket(program)

    for _ in range(2):
        await program.act(officer, "press", message_id=control["message_id"], data=resolve)
        await program.act(resident, "press", message_id=receipt["message_id"], data=sent["data"])
    await program.idle()
    assert await only_ticket(program) == done
    await greet(program, "Aida")
    assert await program.violations() == []


async def _pressed(program: Program, user: int) -> list[dict[str, str]]:
    entries = (await program.get("ledger?after=0"))["entries"]
    return [entry for entry in entries if entry["kind"] == "pressed" and entry["by"] == user]


def _data(message: dict[str, object]) -> list[str]:
    markup = message["reply_markup"]
    assert isinstance(markup, dict)
    return [button["callback_data"] for row in markup["inline_keyboard"] for button in row]
