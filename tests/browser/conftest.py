"""One browser for all of these tests: each page is a window of its own, with nothing left of the one before."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.demo import browser_running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with browser_running() as browser:
        yield browser
