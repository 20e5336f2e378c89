"""Made-up residents who file the same small form over and over, each doing what fits what the screen shows."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.acts import act
from bot.sandbox.world import World

_PATIENCE = 10.0
_BUTTONS = ("English", "Something is broken", "Light", "Community 2", "Agree", "Send")
_ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Where exactly", {"do": "text", "text": "at the gate"}),
    ("A photo of", {"do": "photo"}),
)
_FILED = "We have it."
_BEGIN: dict[str, Any] = {"do": "start"}


@dataclass
class Tally:
    """What all of them did: answers the bot gave, forms it took, seconds each answer took, and silences."""

    answered: int = 0
    filed: int = 0
    stalled: int = 0
    waits: list[float] = field(default_factory=list)


class Resident:
    """Does one thing, waits for the screen that answers it, and does the next: a closed loop."""

    def __init__(self, world: World, number: int, tally: Tally) -> None:
        self.id = world.add_person(f"Resident {number}", None, "", "en").id
        self.shown: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._world = world
        self._tally = tally

    async def run(self) -> None:
        doing = _BEGIN
        while True:
            doing = await self._do(doing)

    async def _do(self, doing: dict[str, Any]) -> dict[str, Any]:
        """Act, wait for an answer and return the next act."""
        while not self.shown.empty():
            self.shown.get_nowait()
        since = time.monotonic()
        act(self._world, {"user": self.id, **doing})
        try:
            async with asyncio.timeout(_PATIENCE):
                while (following := self._react(await self.shown.get())) is None:
                    pass
        except TimeoutError:
            self._tally.stalled += 1
            return _BEGIN
        self._tally.answered += 1
        self._tally.waits.append(time.monotonic() - since)
        return following

    def _react(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Return what fits this message; nothing fits one that asks for nothing."""
        text = str(message.get("text", ""))
        if _FILED in text:
            self._tally.filed += 1
            return _BEGIN
        for asked, answer in _ASKED:
            if asked in text:
                return answer
        rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
        labels = {
            button["text"]: button["callback_data"] for row in rows for button in row if "callback_data" in button
        }
        for label in _BUTTONS:
            if label in labels:
                return {"do": "press", "message_id": message["message_id"], "data": labels[label]}
        return None


async def show(world: World, residents: dict[int, Resident]) -> None:
    """Hand each message that the bot shows or edits to the one in whose chat it stands."""
    events = world.bus.listen()
    try:
        while (event := await events.get()) is not None:
            resident = residents.get(event.get("chat_id", 0))
            message = event.get("message")
            if resident and message and message.get("from", {}).get("is_bot"):
                resident.shown.put_nowait(message)
    finally:
        world.bus.leave(events)
