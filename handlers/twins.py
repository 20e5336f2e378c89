"""Words that do what a command does: people who cannot find the / write 帮助, or "my matters"."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.desk import Desk
from handlers.heard import plain

NAMES = ("danger", "start", "my", "language", "help", "hide", "mydata", "forget", "cancel")
"""Commands that have twins; in the catalogues they stand beside each other, divided by |."""


@dataclass(frozen=True)
class Meant:
    """The command that somebody meant by a word."""

    command: str


def find(text: str, desk: Desk) -> Meant | None:
    """Return the command that these words, and nothing beside them, stand for in any language of the station."""
    said = plain(text)
    for locale in desk.settings.station.locales:
        words = desk.texts.words(locale)
        for name in NAMES:
            if said in [plain(twin) for twin in words(f"twin.{name}").split("|")]:
                return Meant(name)
    return None
