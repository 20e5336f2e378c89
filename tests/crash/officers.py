"""An officer who claims what the group shows and resolves what is theirs."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from tests.crash.screens import Screen, Screens
from tests.program import GROUP

CLAIM = "我来办"
RESOLVE = "✔"
_LEFT_OPEN = 5
"""So many cards are left for the others, so that there are live ones at the end."""
_THINKING = (0.3, 1.2)


@dataclass
class Officer:
    user: int
    chance: random.Random
    is_off_duty: bool = False
    _next: float = 0.0

    def decide(self, screens: Screens, at: float) -> dict[str, Any] | None:
        """Return a press on a card of the group or on an own message, if there is one to be made now."""
        if at < self._next or self.is_off_duty:
            return None
        self._next = at + self.chance.uniform(*_THINKING)
        if own := screens.with_button(self.user, RESOLVE):
            return self._presses(self.chance.choice(own), RESOLVE, self.user)
        cards = screens.with_button(GROUP, CLAIM)
        if len(cards) <= _LEFT_OPEN:
            return None
        return self._presses(self.chance.choice(cards), CLAIM, GROUP)

    def _presses(self, screen: Screen, label: str, chat: int) -> dict[str, Any]:
        data = screen.find(label)
        return {"user": self.user, "do": "press", "chat": chat, "message_id": screen.message, "data": data}
