from __future__ import annotations

from typing import Any

import pytest
from telegram.constants import ReactionEmoji

from bot.sandbox.methods.reacting import EMOJI

from .desk import Desk

BAD = "400 Bad Request: "
PARSE = f"{BAD}can't parse ReactionType: "


def _emoji(*emoji: str) -> list[dict[str, str]]:
    return [{"type": "emoji", "emoji": one} for one in emoji]


async def _shown(desk: Desk) -> list[str]:
    shown: list[str] = (await desk.look(f"chats/{desk.ana}/messages"))[-1].get("reactions", [])
    return shown


async def test_a_bot_marks_a_message_changes_its_mind_and_takes_it_back(desk: Desk) -> None:
    said = await desk.act(desk.ana, "text", text="the lamp is broken")
    where = {"chat_id": desk.ana, "message_id": said["message_id"]}
    assert await desk.ok("setMessageReaction", **where, reaction=_emoji("👀")) is True
    assert await _shown(desk) == ["👀"]
    assert await desk.ok("setMessageReaction", **where, reaction=_emoji("👍"), is_big=True)
    assert await _shown(desk) == ["👍"]
    assert await desk.ok("setMessageReaction", **where)
    assert await _shown(desk) == []


@pytest.mark.parametrize(
    ("reaction", "error"),
    [
        ("[", f"{BAD}can't parse reaction types JSON object"),
        ({}, f"{BAD}expected an Array of ReactionType"),
        (["👍"], f"{PARSE}expected an Object"),
        ([{}], f'{PARSE}Can\'t find field "type"'),
        ([{"type": "emoji"}], f'{PARSE}Can\'t find field "emoji"'),
        ([{"type": "paid"}], f"{PARSE}invalid reaction type specified"),
        (_emoji("👍", "👎"), f"{BAD}REACTIONS_TOO_MANY"),
        (_emoji("✅"), f"{BAD}REACTION_INVALID"),
    ],
)
async def test_reactions_that_are_refused(desk: Desk, reaction: Any, error: str) -> None:
    sent = await desk.send()
    where = {"chat_id": desk.ana, "message_id": sent["message_id"]}
    assert await desk.refusal("setMessageReaction", **where, reaction=reaction) == error


async def test_a_reaction_needs_its_message(desk: Desk) -> None:
    refusal = await desk.refusal("setMessageReaction", chat_id=desk.ana, message_id=99, reaction=_emoji("👍"))
    assert refusal == f"{BAD}message to react not found"


def test_the_emoji_are_those_of_the_documentation() -> None:
    assert {emoji.value.replace("\N{VARIATION SELECTOR-16}", "") for emoji in ReactionEmoji} == EMOJI
