"""The pages of docs/reference, made from code. A test fails while a committed page differs from what is made here."""

from __future__ import annotations

from pathlib import Path

from bot.reference.commands import commands_page
from bot.reference.data import data_page
from bot.reference.failpoints import failpoints_page
from bot.reference.sandbox import sandbox_page
from bot.reference.settings import settings_page

FOLDER = Path(__file__).parent.parent.parent / "docs" / "reference"


def pages() -> dict[str, str]:
    """Return every page by file name."""
    return {
        "commands.md": commands_page(),
        "data.md": data_page(),
        "failpoints.md": failpoints_page(),
        "sandbox.md": sandbox_page(),
        "settings.md": settings_page(),
    }


__all__ = ["FOLDER", "pages"]
