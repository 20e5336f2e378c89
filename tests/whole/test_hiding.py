"""/hide over real HTTP: what stood in the chat is gone on both sides, what was begun is not."""

from __future__ import annotations

import pytest

from tests.program import Program

pytestmark = pytest.mark.slow


async def test_hide_leaves_one_line_on_the_screen_and_the_form_where_it_was(program: Program) -> None:
    await program.start()
    resident = await program.person("R")
    await program.act(resident, "start")
    for label in ("English", "Something is broken", "Light", "Community 1"):
        await program.tap(resident, label)
    await program.sees(resident, "Where exactly?")
    await program.act(resident, "text", text="by block 3")
    await program.sees(resident, "Question 4 of 4")
    assert len(await program.messages(resident)) >= 4
    await program.act(resident, "text", text="/hide")
    await program.sees(resident, "The messages in this chat are removed.")
    [left] = await program.messages(resident)
    assert left["text"] == "The messages in this chat are removed."
    await program.act(resident, "text", text="/start")
    await program.sees(resident, "You were at question 4 of 4. Go on?")
    assert await program.violations() == []
