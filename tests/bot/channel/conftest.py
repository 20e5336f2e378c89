from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channel import TelegramChannel
from tests.bot.channel.scripted import ME, TOKEN, Scripted, good, scripted


@pytest.fixture
async def server() -> AsyncIterator[Scripted]:
    async with scripted() as running:
        yield running


@pytest.fixture
async def channel(server: Scripted) -> AsyncIterator[TelegramChannel]:
    """A channel that has started; what the server was asked until then is forgotten."""
    found = TelegramChannel(TOKEN, server.base_url)
    server.say(good(ME))
    await found.start()
    server.asked.clear()
    yield found
    await found.stop()
