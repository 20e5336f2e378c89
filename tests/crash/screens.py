"""What stands on everybody's screen, kept up to date from the sandbox's ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.program import Program


@dataclass(frozen=True)
class Screen:
    """One message of the bot as it stands now; `buttons` are (label, data) in reading order."""

    message: int
    text: str
    buttons: tuple[tuple[str, str], ...]

    @property
    def labels(self) -> list[str]:
        return [label for label, _ in self.buttons]

    def find(self, label: str) -> str | None:
        """Return the data of the first button whose label begins so."""
        return next((data for shown, data in self.buttons if shown.startswith(label)), None)


@dataclass
class Screens:
    """`chats` holds the bot's messages with buttons, by chat; `told` every text it ever showed there."""

    program: Program
    chats: dict[int, dict[int, Screen]] = field(default_factory=dict)
    told: dict[int, list[str]] = field(default_factory=dict)
    _newest: dict[int, Screen] = field(default_factory=dict)
    _last: int = 0

    async def look(self) -> None:
        news = await self.program.get(f"ledger?after={self._last}")
        self._last = news["last"]
        for entry in news["entries"]:
            self._note(entry)

    def newest_with_buttons(self, chat: int) -> Screen | None:
        return self._newest.get(chat)

    def with_button(self, chat: int, label: str) -> list[Screen]:
        return [screen for screen in self.chats.get(chat, {}).values() if screen.find(label) is not None]

    def _note(self, entry: dict[str, Any]) -> None:
        if entry["kind"] == "deleted":
            self._put(entry["chat_id"], Screen(entry["message_id"], "", ()))
        elif entry["kind"] in ("sent", "edited") and entry["by"] == "bot":
            text = entry["text"] or ""
            self._put(entry["chat_id"], Screen(entry["message_id"], text, _buttons(entry["reply_markup"])))
            self.told.setdefault(entry["chat_id"], []).append(text)

    def _put(self, chat: int, screen: Screen) -> None:
        """Keep the screen, and which one is the newest: everybody asks for that thirty times a second."""
        shown = self.chats.setdefault(chat, {})
        shown.pop(screen.message, None)
        if screen.buttons:
            shown[screen.message] = screen
        newest = self._newest.get(chat)
        if screen.buttons and (newest is None or screen.message >= newest.message):
            self._newest[chat] = screen
        elif newest is not None and screen.message == newest.message:
            self._newest.pop(chat)
            if shown:
                self._newest[chat] = shown[max(shown)]


def _buttons(markup: dict[str, Any] | None) -> tuple[tuple[str, str], ...]:
    rows = (markup or {}).get("inline_keyboard", [])
    return tuple((one["text"], one["callback_data"]) for row in rows for one in row if "callback_data" in one)
