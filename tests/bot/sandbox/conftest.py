from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox, serve

from .desk import TOKEN, Desk


async def _echo(wish: dict[str, Any]) -> dict[str, Any]:
    return {"heard": wish}


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A running sandbox with one bot, Ana who has started it, and a supergroup it administers."""
    sandbox = Sandbox({TOKEN: "pavilion_bot", "43:other": "other_bot"}, {"echo": _echo}, {"residents": [1]})
    running = await serve(sandbox)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{running.port}") as session:
        yield await Desk(sandbox, session, running.port).furnish()
    await running.stop()
