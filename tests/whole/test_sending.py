"""What goes out when the server refuses, stalls, forgets to answer or moves the group away."""

from __future__ import annotations

import time

import pytest

from storage.records import Records
from tests.program import GROUP, Program, said_in
from tests.whole.steps import claim, clear_faults, fill_in, greet, heard, report, texts

pytestmark = pytest.mark.slow

_ASKED_PAUSE = 3
_NOT_UNDERSTOOD = "I did not understand"


async def test_a_429_pauses_only_its_chat_and_keeps_its_order(program: Program) -> None:
    await program.start()
    paused, other = await greet(program), await greet(program, "Aida")
    await program.post("faults", method="sendMessage", chat_id=paused, kind="429", retry_after=_ASKED_PAUSE)
    begun = time.monotonic()
    for text in ("nonsense", "/my", "/help"):
        await program.act(paused, "text", text=text)
    await program.act(other, "text", text="/help")
    await program.sees(other, "front desk")
    assert time.monotonic() - begun < _ASKED_PAUSE
    assert _NOT_UNDERSTOOD not in "\n".join(await heard(program, paused))

    await program.sees(paused, "front desk")
    assert time.monotonic() - begun >= _ASKED_PAUSE
    said = (await heard(program, paused))[-3:]
    assert [_NOT_UNDERSTOOD in said[0], "sent nothing yet" in said[1], "front desk" in said[2]] == [True] * 3


async def test_a_403_marks_the_resident_unreachable_and_tells_the_handler(program: Program) -> None:
    officer = await program.person("O1")
    await program.group([officer])
    await program.start()
    resident = await report(program)
    await claim(program, officer)
    await program.idle()
    await program.post("faults", method="editMessageText", chat_id=resident, kind="403", times=-1)
    await program.post("faults", method="sendMessage", chat_id=resident, kind="403", times=-1)
    await program.act(resident, "text", text="/help")
    await program.sees(officer, "联系不上")
    assert await program.look(lambda records: _is_away(records, resident))

    await clear_faults(program)
    await program.act(resident, "text", text="/help")
    await program.sees(resident, "front desk")
    assert not await program.look(lambda records: _is_away(records, resident))


def _is_away(records: Records, user: int) -> bool:
    person = records.people.find(str(user))
    assert person is not None
    return person.unreachable_at is not None


async def test_markup_the_server_cannot_parse_is_sent_again_as_bare_words(program: Program) -> None:
    await program.start()
    resident = await greet(program)
    description = "Bad Request: can't parse entities: Unsupported start tag"
    await program.post("faults", method="sendMessage", chat_id=resident, kind="400", description=description, times=1)
    await program.act(resident, "text", text="/help")
    shown = await program.sees(resident, "front desk")
    assert "<" not in said_in(shown)
    assert await program.violations() == []


async def test_message_is_not_modified_counts_as_shown(program: Program) -> None:
    await program.group([await program.person("O1")])
    await program.start()
    resident = await greet(program)
    description = "Bad Request: message is not modified: specified new message content and reply markup are the same"
    await program.post("faults", method="editMessageText", chat_id=resident, kind="400", description=description)
    await program.tap(resident, "Something is broken")
    await program.idle()
    assert await program.look(_outcomes) == {"sent"}
    await program.act(resident, "start")
    await program.tap(resident, "Continue")
    await program.sees(resident, "What is broken")


def _outcomes(records: Records) -> set[str]:
    return {row["status"] for row in records.connection.execute("select status from outbox").fetchall()}


async def test_a_lost_answer_may_double_a_message_and_loses_none(program: Program) -> None:
    await program.start()
    resident = await greet(program)
    await program.post("faults", method="sendMessage", chat_id=resident, kind="lost_answer")
    await program.act(resident, "text", text="nonsense")
    await program.act(resident, "text", text="/help")
    await program.sees(resident, "front desk")
    said = [text for text in await heard(program, resident) if _NOT_UNDERSTOOD in text or "front desk" in text]
    assert [_NOT_UNDERSTOOD in text for text in said] == [True, True, False]
    assert await program.violations() == []


async def test_a_group_that_moves_while_its_card_is_under_way_still_gets_it(program: Program) -> None:
    officer = await program.person("O1")
    await _basic_group(program, officer)
    await program.start()
    resident = await program.person("Mei")
    await fill_in(program, resident)
    await program.post("faults", method="sendMessage", chat_id=GROUP, kind="429", retry_after=1)
    await program.tap(resident, "Send")
    await program.sees(resident, "Number:")
    moved = (await program.post(f"groups/{GROUP}/migrate"))["new_id"]
    await program.sees(moved, "H-0001")
    await program.act(officer, "start", payload="officer")
    await program.tap(officer, "我来办", chat=moved)
    await program.sees(officer, "已接手")
    assert await program.violations() == []


async def test_a_group_that_moves_takes_the_cards_that_still_wait_along(program: Program) -> None:
    await _basic_group(program, await program.person("O1"))
    await program.start()
    await report(program)
    await program.idle()
    moved = (await program.post(f"groups/{GROUP}/migrate"))["new_id"]
    await program.sees(moved, "H-0001", seconds=3)
    assert len([text for text in await texts(program, moved) if "H-0001" in text]) == 1
    assert await program.violations() == []


async def _basic_group(program: Program, officer: int) -> None:
    body = {"id": GROUP, "type": "group", "title": "Office 1", "members": [officer]}
    await program.post("groups", **body, bot=True, bot_status="administrator")


async def test_what_waited_before_a_restart_goes_out_before_what_is_newer(program: Program) -> None:
    await program.start()
    resident = await greet(program)
    await program.post("faults", method="sendMessage", chat_id=resident, kind="429", retry_after=60)
    await program.act(resident, "text", text="nonsense")
    await program.act(resident, "text", text="/my")
    await program.until(lambda: program.look(lambda records: records.outbox.count_waiting() == 2))
    await program.kill()
    await program.act(resident, "text", text="/help")
    await program.start()
    await program.sees(resident, "front desk")
    said = (await heard(program, resident))[-3:]
    assert [_NOT_UNDERSTOOD in said[0], "sent nothing yet" in said[1], "front desk" in said[2]] == [True] * 3
