"""Somebody who may not be alone with their phone: the safety branch on the page, and a chat emptied afterwards."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.demo import SECONDS, demo_running, page_at, pane, sees, tap, write

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180), pytest.mark.asyncio(loop_scope="session")]
TELLING = ("violence", "police", "mediation", "station", "officer", "dispute", "desk")
"""Words that nobody who looks over a shoulder may read in what comes by itself."""


async def begin(page: Page) -> tuple[Locator, Locator, Locator]:
    """Open the resident's chat in English, and that of a trained officer."""
    await page.locator("#welcome-try").click()
    resident, group, private = (pane(page, number) for number in range(3))
    await private.locator(".begin .primary").click()
    await resident.locator(".begin .primary").click()
    await tap(resident, "English")
    await sees(resident, "What is it about?")
    return resident, group, private


async def words_of(where: Locator) -> str:
    return (await where.locator(".log").inner_text()).casefold()


async def test_who_is_hurt_at_home_is_heard_by_trained_people_alone(browser: Browser) -> None:
    async with demo_running() as address, page_at(browser, address) as page:
        resident, group, private = await begin(page)
        for label in ("Trouble with someone", "Agree", "Family", "Yes"):
            await tap(resident, label)
        await sees(resident, "12338")
        for label in ("Agree", "Safe", "Yes, you may say so", "Skip", "Someone contacts me"):
            await tap_or_key(resident, label)
        await sees(resident, "Please check:")
        await tap(resident, "Send")
        await sees(resident, "D-0001")
        await sees(private, "D-0001")
        assert "d-0001" not in await words_of(group)
        before = await words_of(resident)
        await tap(private, "Claim D-0001")
        await sees(private, "🔴")
        await sees(resident, "Is it a good time?")
        new = (await words_of(resident)).removeprefix(before)
        assert [word for word in TELLING if word in new] == []
        await tap(resident, "Remove these messages")
        await expect(resident.locator(".log .bubble")).to_have_count(1, timeout=SECONDS)
        assert "d-0001" not in await words_of(resident)


async def test_hide_leaves_one_plain_line_on_both_sides(browser: Browser) -> None:
    async with demo_running() as address, page_at(browser, address) as page:
        resident, _, _ = await begin(page)
        for label in ("Something is broken", "Light", "Community 1"):
            await tap(resident, label)
        await write(resident, "behind the east gate")
        await sees(resident, "A photo of the thing")
        await write(resident, "/hide")
        await expect(resident.locator(".log .bubble")).to_have_count(1, timeout=SECONDS)
        left = await words_of(resident)
        assert "gate" not in left
        assert [word for word in TELLING if word in left] == []
        await write(resident, "/start")
        await tap(resident, "Continue")
        await sees(resident, "A photo of the thing")


async def tap_or_key(where: Locator, label: str) -> None:
    """Press a button under a message, or a key above the keyboard."""
    await where.get_by_role("button", name=label, exact=True).last.click()
