"""A resident who knows nothing but the screen: reads the newest one with buttons, and presses or types."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any

from tests.crash.screens import Screen, Screens

Act = dict[str, Any]

_ALWAYS = ("English", "Agree", "Continue", "Send", "Solved")
"""Whoever sees one of these presses it."""
_DOORS = ("Something is broken", "Errand or visit", "Trouble with someone", "Someone needs care")
_ASIDE = ("Back", "Cancel", "More", "Family", "A visit", "Weekly check-in", "Call me")
_NUMBER = re.compile(r"Number: ([DHW]-\d+)")
_PATIENCE = (2.0, 4.0)
_THINKING = (0.05, 0.35)


@dataclass
class Resident:
    """`at` are seconds of whatever clock the caller uses."""

    user: int
    chance: random.Random
    is_going_home: bool = False
    is_done: bool = False
    _seen: Screen | None = None
    _next: float = 0.0
    _repeated: int = 0
    _acts: list[Act] = field(default_factory=list)

    def decide(self, screens: Screens, at: float) -> Act | None:
        """Return what the resident does now, if anything; a screen that does not change is tried again."""
        screen = screens.newest_with_buttons(self.user)
        if screen != self._seen:
            self._seen, self._repeated = screen, 0
            self._next = at + self.chance.uniform(*_THINKING)
            self.is_done = False
            return None
        if at < self._next or self.is_done:
            return None
        self._next = at + self.chance.uniform(*_PATIENCE)
        self._repeated += 1
        return self._act(screen)

    def numbers(self, screens: Screens) -> set[str]:
        """Return the numbers of all receipts that were ever on this screen."""
        return {number for text in screens.told.get(self.user, []) for number in _NUMBER.findall(text)}

    def _act(self, screen: Screen | None) -> Act | None:
        if screen is None or self._repeated % 3 == 0:
            return self._says("/start")
        if _NUMBER.search(screen.text):
            return self._after_receipt()
        if label := next((label for label in _ALWAYS if label in screen.labels), None):
            return self._presses(screen, label)
        if doors := [label for label in _DOORS if label in screen.labels]:
            return self._at_the_door(screen, doors)
        return self._answers(screen)

    def _after_receipt(self) -> Act | None:
        self.is_done = self.is_going_home
        return None if self.is_going_home else self._says("/start")

    def _at_the_door(self, screen: Screen, doors: list[str]) -> Act | None:
        self.is_done = self.is_going_home
        return None if self.is_going_home else self._presses(screen, self.chance.choice(doors))

    def _answers(self, screen: Screen) -> Act:
        if "Question" not in screen.text:
            return self._says("/start")  # news of a matter, or an aside: whoever is busy goes back to what they began
        if "Skip" in screen.labels and self.chance.random() < 0.5:
            return self._presses(screen, "Skip")
        if "Send one photo" in screen.text:
            return {"user": self.user, "do": "photo"}
        if "Write" in screen.text:
            return self._says(
                self.chance.choice(("at the gate of block 3", "it is broken since Monday", "by the stairs"))
            )
        options = [label for label in screen.labels if label not in _ASIDE]
        return self._presses(screen, self.chance.choice(options)) if options else self._says("/start")

    def _says(self, text: str) -> Act:
        return {"user": self.user, "do": "text", "text": text}

    def _presses(self, screen: Screen, label: str) -> Act:
        return {"user": self.user, "do": "press", "message_id": screen.message, "data": screen.find(label)}
