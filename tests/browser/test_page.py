"""A person before the page: files a dispute, claims it as an officer, moves the clock, answers; pulls the plug."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.browser.demo import SECONDS, demo_running, page_at, pane, sees, tap, write

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180), pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize(("pack", "first"), [("cn", "110 police"), ("generic", "phone the emergency number")])
async def test_a_dispute_from_the_first_tap_to_the_reminder(browser: Browser, pack: str, first: str) -> None:
    async with demo_running("--pack", pack) as address, page_at(browser, address) as page:
        await page.locator("#welcome-try").click()
        resident, group, private = (pane(page, number) for number in range(3))
        await resident.locator(".begin .primary").click()
        await tap(resident, "English")
        await sees(resident, first)
        for label in ("Trouble with someone", "Agree", "Noise", "Community 2", "Skip"):
            await tap(resident, label)
        await sees(resident, "What happened?")
        await write(resident, "A drum, every night at eleven.")
        for label in ("Separately first", "Send"):
            await tap(resident, label)
        await sees(resident, "D-0001")
        await private.locator(".begin .primary").click()
        await tap(group, "Claim")
        await sees(resident, "has it")
        assert "drum" not in await group.inner_text()
        await tap(private, "Open the details")
        await sees(private, "A drum, every night at eleven.")
        await tap(private, "They agreed")
        await sees(resident, "step 4 of 5")
        for _ in range(2):
            await page.locator("#clock-day").click()
            await expect(page.locator("#clock-day")).to_be_enabled(timeout=SECONDS)
        await sees(resident, "D-0001: is it solved?")
        await tap(resident, "Solved")
        await sees(resident, "Thank you. D-0001 is finished.")


async def test_pulling_the_plug_in_the_middle_of_a_form_loses_and_doubles_nothing(browser: Browser) -> None:
    async with demo_running() as address, page_at(browser, address) as page:
        await page.locator("#welcome-try").click()
        resident = pane(page, 0)
        await resident.locator(".begin .primary").click()
        for label in ("English", "Something is broken", "Light"):
            await tap(resident, label)
        await page.locator("#pull-plug").click()
        await page.locator("#plug-now").click()
        await expect(page.locator("#report")).to_be_visible(timeout=SECONDS * 2)
        figures = await page.locator("#report-figures").inner_text()
        assert figures.split().count("0") >= 2, figures
        await page.keyboard.press("Escape")
        await tap(resident, "Community 1")
        await sees(resident, "Where exactly?")


async def test_the_page_speaks_chinese_to_a_chinese_browser(browser: Browser) -> None:
    async with demo_running() as address, page_at(browser, address, locale="zh-CN", width=390, height=844) as page:
        await expect(page.locator("#welcome")).to_contain_text("拔掉电源")
        await expect(page.locator("#welcome-plug")).to_be_enabled()
        await expect(page.locator("#welcome-plug-line")).to_contain_text("kill -9")
        await page.locator("#welcome-try").click()
        assert await page.locator("html").get_attribute("lang") in ("zh", "zh-CN", "zh-Hans")
        resident = pane(page, 0)
        await resident.locator(".begin .primary").click()
        await tap(resident, "中文")
        await sees(resident, "有什么事")
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390
