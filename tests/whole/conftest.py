"""One program a test: a sandbox over HTTP and the bot's own process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.program import Program, running


@pytest.fixture
async def program(tmp_path: Path) -> AsyncIterator[Program]:
    """Its bot is not started yet. Unpaced, since a form has more screens than a chat may have at once."""
    async with running(tmp_path, PAVILION__TELEGRAM__PACING="false") as program:
        yield program
