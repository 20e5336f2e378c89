"""The demo as a person starts it, and a real browser before its page."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SECONDS = 20_000
expect.set_options(timeout=SECONDS)


@asynccontextmanager
async def demo_running(*arguments: str) -> AsyncIterator[str]:
    """Start `pavilion demo` on a free port, yield its address, and end it as Ctrl-C does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "LANG": "en"}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        "--port",
        str(port),
        *arguments,
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            while b"open http" not in await process.stdout.readline():
                pass
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def browser_running() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def page_at(
    browser: Browser, address: str, *, locale: str = "en-US", width: int = 1280, height: int = 800
) -> AsyncIterator[Page]:
    """Open the page; what it logs as an error, or loads from elsewhere, fails the test at the end."""
    wrong: list[str] = []
    own = (address, "data:", "blob:")
    page = await browser.new_page(viewport={"width": width, "height": height}, locale=locale)
    page.set_default_timeout(SECONDS)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.on("request", lambda asked: None if asked.url.startswith(own) else wrong.append(asked.url))
    try:
        await page.goto(address)
        yield page
    finally:
        await page.close()
    assert wrong == []


def pane(page: Page, number: int) -> Locator:
    """Return a pane: 0 the resident's phone, 1 the officers' group, 2 an officer's private chat."""
    return page.locator("section.pane").nth(number)


async def tap(where: Locator, label: str) -> None:
    """Press the newest button with these words."""
    await where.locator(".log").get_by_role("button", name=label).last.click()


async def write(where: Locator, text: str) -> None:
    await where.locator("textarea").fill(text)
    await where.locator("textarea").press("Enter")


async def sees(where: Locator, text: str) -> None:
    await expect(where.locator(".log").get_by_text(text).last).to_be_visible(timeout=SECONDS)
