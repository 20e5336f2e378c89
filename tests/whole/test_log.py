"""Nothing of a person and no secret comes into the bot's log, whatever is said and whatever fails."""

from __future__ import annotations

import pytest

from tests.program import GROUP, TOKEN, Program
from tests.whole.steps import claim, fill_in, greet

pytestmark = pytest.mark.slow

NAME, TEXT, SPOT, PHONE = "Canaryname", "canary words of a resident", "canary spot at the gate", "0000-7654321"


async def test_the_log_holds_no_token_no_name_no_text_and_no_phone(program: Program) -> None:
    officer = await program.person("Canaryofficer")
    await program.group([officer])
    await program.start()
    resident = await program.person(NAME)
    await fill_in(program, resident, spot=SPOT)
    await program.tap(resident, "Send")
    await claim(program, officer)
    await _say_everything(program, await greet(program, NAME))
    await _fail_everything(program)
    await program.kill()
    await program.start()
    await program.idle()
    assert await program.stop() == 0

    said = program.said()
    assert "send_failed" not in said
    assert '"event": "gave_up"' in said
    secrets = (TOKEN, TOKEN.partition(":")[2], program.environment["PAVILION_KEY"])
    for canary in (NAME, "Canaryofficer", TEXT, SPOT, PHONE, "canary", str(resident), str(officer), *secrets):
        assert canary not in said


async def _say_everything(program: Program, resident: int) -> None:
    await program.act(resident, "text", text=TEXT)
    await program.act(resident, "contact", phone=PHONE)
    await program.act(resident, "document", file_name="canary.pdf")
    hostile = {"chat": {"id": resident, "type": "private"}, "message_id": 9_000, "date": 0, "text": "canary \ud800"}
    await program.post("update", update={"message": {**hostile, "from": {"id": resident, "first_name": NAME}}})
    await program.post("update", update={"message": {**hostile, "from": "canary"}})
    await program.post("update", update={"canary": [[[]]]})
    await program.idle()


async def _fail_everything(program: Program) -> None:
    """Let one send of each way to fail go wrong, each in a chat of its own."""
    for kind in ("500", "502_html", "cut_json", "reset", "lost_answer", "400"):
        unlucky = await program.person(NAME)
        await program.post("faults", method="sendMessage", chat_id=unlucky, kind=kind, description=f"{kind}: {TEXT}")
        await program.act(unlucky, "text", text=TEXT)
    await program.post("faults", method="getUpdates", kind="cut_json")
    await program.act(await program.person(NAME), "text", text=TEXT)
    await program.post("faults", method="editMessageText", chat_id=GROUP, kind="400", description=TEXT)
    await program.idle()
