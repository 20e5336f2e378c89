"""`make screenshots`: the picture in the README, taken from the running demo with its story played."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from tests.browser.demo import ROOT, browser_running, demo_running, page_at

PICTURE = ROOT / "docs" / "page.png"
_STORY_MS = 240_000


async def main() -> None:
    async with demo_running() as address, browser_running() as browser, page_at(browser, address) as page:
        await page.locator("#welcome-story").click()
        await page.locator("#caption-speed").select_option("3")
        await expect(page.locator("#caption-text")).to_contain_text("cannot be forwarded", timeout=_STORY_MS)
        await page.wait_for_timeout(1500)
        await page.screenshot(path=PICTURE)


if __name__ == "__main__":
    asyncio.run(main())
