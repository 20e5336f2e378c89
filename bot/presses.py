"""Presses of buttons that wait for their answer. Each is answered once, within 800 ms with nothing if need be."""

from __future__ import annotations

import asyncio
from typing import Protocol

from handlers.desk import PressAnswer

PATIENCE = 0.8
"""Seconds until the wheel on a pressed button must stop turning."""
_REMEMBERED = 10_000


class Answering(Protocol):
    async def answer(self, press: str, text: str, alert: bool) -> None: ...


class Presses:
    def __init__(self, channel: Answering) -> None:
        self._channel = channel
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._spent: dict[str, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def expect(self, press: str) -> None:
        """A press came in: answer it with nothing if its handler takes too long."""
        if press not in self._spent and press not in self._waiting:
            loop = asyncio.get_running_loop()
            self._waiting[press] = loop.call_later(PATIENCE, self._run_out, press)

    def take(self, press: str) -> bool:
        """Stop the wait, since a handler has the press now; return whether it was answered already."""
        timer = self._waiting.pop(press, None)
        if timer is not None:
            timer.cancel()
        return press in self._spent

    def give(self, answer: PressAnswer) -> None:
        """Send the answer, without waiting for it to arrive; a second one for the same press is dropped."""
        if answer.press in self._spent:
            return
        self._note_spent(answer.press)
        task = asyncio.create_task(self._channel.answer(answer.press, answer.text, answer.is_alert))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Wait for the answers under way and forget the rest."""
        for timer in self._waiting.values():
            timer.cancel()
        self._waiting.clear()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)

    def _run_out(self, press: str) -> None:
        self._waiting.pop(press, None)
        self.give(PressAnswer(press))

    def _note_spent(self, press: str) -> None:
        self._spent[press] = None
        while len(self._spent) > _REMEMBERED:
            del self._spent[next(iter(self._spent))]
