"""One program a test: a sandbox over HTTP and the bot's own process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.program import Program, running


@pytest.fixture
async def program(tmp_path: Path) -> AsyncIterator[Program]:
    """Its bot is not started yet."""
    async with running(tmp_path) as program:
        yield program
