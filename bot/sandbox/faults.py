"""Faults to order: which call fails next, and how."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import BadControl, Refused

BEFORE = frozenset({"429", "403", "400", "500", "502_html", "timeout", "reset", "409"})
"""Kinds that keep the call from being done."""
AFTER = frozenset({"cut_json", "lost_answer"})
"""Kinds that do the call and spoil its answer."""
KINDS = BEFORE | AFTER | {"slow"}

_DEFAULTS: dict[str, tuple[int, str]] = {
    "429": (429, ""),
    "403": (403, "Forbidden: bot was blocked by the user"),
    "400": (400, "Bad Request: chat not found"),
    "500": (500, "Internal Server Error"),
    "409": (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    ),
}


@dataclass(slots=True)
class Fault:
    id: int
    method: str
    kind: str
    chat: str = ""
    times: int = 1
    """Calls it will still spoil; -1 is for ever."""
    retry_after: int = 1
    seconds: float = 30.0
    status: int | None = None
    description: str = ""

    def refusal(self) -> Refused:
        """Return the error that the caller gets."""
        code, text = _DEFAULTS[self.kind]
        if self.kind == "429":
            text = f"Too Many Requests: retry after {self.retry_after}"
        parameters = {"retry_after": self.retry_after} if self.kind == "429" else None
        return Refused(self.status or code, self.description or text, parameters)

    def face(self) -> dict[str, Any]:
        """Return the fault as the control API shows it."""
        return {"id": self.id, "method": self.method, "kind": self.kind, "chat_id": self.chat, "times": self.times}


class Faults:
    """The faults that are ordered and not yet used up."""

    def __init__(self) -> None:
        self.all: list[Fault] = []
        self._numbers = itertools.count(1)

    def order(self, wish: dict[str, Any]) -> Fault:
        """Add a fault as asked for by the control API; raises BadControl for an unknown kind."""
        kind = str(wish.get("kind", ""))
        if kind not in KINDS:
            raise BadControl(f"kind: {kind!r} is unknown; use one of {', '.join(sorted(KINDS))}")
        fault = Fault(next(self._numbers), str(wish.get("method", "*")).lower(), kind, _chat(wish))
        fault.times = int(wish.get("times", 1))
        fault.retry_after = int(wish.get("retry_after", 1))
        fault.seconds = float(wish.get("seconds", 1 if kind == "slow" else 30))
        fault.status = wish.get("status")
        fault.description = str(wish.get("description", ""))
        self.all.append(fault)
        return fault

    def take(self, method: str, chat: str) -> Fault | None:
        """Return the first fault that fits the call (`method` in lower case) and use it up once."""
        for fault in self.all:
            if fault.method in ("*", method) and fault.chat in ("", chat):
                self._use(fault)
                return fault
        return None

    def _use(self, fault: Fault) -> None:
        if fault.times > 0:
            fault.times -= 1
        if fault.times == 0:
            self.all.remove(fault)


def _chat(wish: dict[str, Any]) -> str:
    chat = wish.get("chat_id")
    return "" if chat is None else str(chat)
