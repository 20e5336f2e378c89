"""How the page shows a chat: what people write stays text, hands and keyboards find everything, small screens too."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.sandbox import Sandbox, serve
from tests.browser.demo import page_at, pane

pytestmark = [pytest.mark.slow, pytest.mark.timeout(60), pytest.mark.asyncio(loop_scope="session")]

TOKEN = "42:look"
RESIDENT, OFFICER, COLLEAGUE = 1001, 1002, 1003
GROUP = -1001000000007
POSTER = {"payload": "c02-light", "names": {"en": "Community 2, a lamp", "zh-Hans": "二社区，路灯"}}
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
UYGHUR = "ياخشىمۇسىز، بۇ مۇلازىمەت سۇپىسى."

Json = dict[str, Any]


class Set:
    """A sandbox without a program behind its bot: the test is the bot. `reports` is what the plug gives back."""

    def __init__(self, session: aiohttp.ClientSession, address: str, reports: list[Json]) -> None:
        self.session = session
        self.address = address
        self.reports = reports

    async def says(self, text: str, *, chat: int = RESIDENT, **more: Any) -> int:
        """Let the bot write; return the message's id."""
        sent = await self._post(f"bot{TOKEN}/sendMessage", chat_id=chat, text=text, **more)
        return int(sent["message_id"])

    async def call(self, method: str, **params: Any) -> Any:
        return await self._post(f"bot{TOKEN}/{method}", **params)

    async def drive(self, what: str, **body: Any) -> Any:
        return await self._post(f"sandbox/{what}", **body)

    async def pressed(self) -> Json:
        """Wait for a press, and return the newest."""
        presses: list[Json] = []
        while not presses:
            async with self.session.get(f"{self.address}/sandbox/presses") as answer:
                presses = (await answer.json())["result"]
        return presses[-1]

    async def _post(self, path: str, **body: Any) -> Any:
        async with self.session.post(f"{self.address}/{path}", json=body) as answer:
            told = await answer.json()
        assert told["ok"], told
        return told["result"]


@pytest_asyncio.fixture(loop_scope="session")
async def stage() -> AsyncIterator[Set]:
    """One resident who has started the bot, and a group of two officers."""
    reports: list[Json] = []

    async def plug(_asked: Json) -> Json:
        return reports[-1]

    scene = {"residents": [RESIDENT], "officers": [OFFICER, COLLEAGUE], "group": GROUP, "links": [POSTER]}
    running = await serve(Sandbox({TOKEN: "look_bot"}, {"plug": plug}, scene))
    async with aiohttp.ClientSession() as session:
        stage = Set(session, f"http://127.0.0.1:{running.port}", reports)
        for number, name in ((RESIDENT, "Ana"), (OFFICER, "Ben"), (COLLEAGUE, "Caro")):
            await stage.drive("users", id=number, first_name=name)
        await stage.drive("groups", id=GROUP, title="Office 1", members=[OFFICER, COLLEAGUE])
        await stage.drive("act", user=RESIDENT, do="start")
        yield stage
    await running.stop()


@pytest.fixture
def opened(browser: Browser, stage: Set) -> Callable[..., Any]:
    return lambda **size: page_at(browser, stage.address, **size)


@pytest_asyncio.fixture(loop_scope="session")
async def stage_without_plug() -> AsyncIterator[str]:
    """Yield the address of a sandbox that nobody gave a plug."""
    running = await serve(Sandbox({TOKEN: "look_bot"}))
    yield f"http://127.0.0.1:{running.port}"
    await running.stop()


def buttons(*labels: str) -> Json:
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}


async def begin(page: Page) -> Locator:
    """Leave the introduction; return the resident's pane once it shows the chat."""
    await page.locator("#welcome-try").click()
    await expect(pane(page, 0).locator(".message")).not_to_have_count(0)
    return pane(page, 0)


async def test_what_people_write_stays_text_while_entities_are_drawn(stage: Set, opened: Callable[..., Any]) -> None:
    async with opened() as page:
        resident = await begin(page)
        await stage.drive("act", user=RESIDENT, do="text", text="<img src=/nowhere><b>no</b>")
        await stage.says("👩‍👩‍👧 <b>bold</b> &lt;i&gt; <code>x &amp; y</code>", parse_mode="HTML")
        await expect(resident.locator(".text strong")).to_have_text("bold")
        await expect(resident.locator(".text code")).to_have_text("x & y")
        await expect(resident.locator(".mine .text").last).to_have_text("<img src=/nowhere><b>no</b>")
        assert await resident.locator(".text img, .text b, .text i").count() == 0


async def test_right_to_left_words_run_from_the_right_and_others_do_not(stage: Set, opened: Callable[..., Any]) -> None:
    async with opened() as page:
        resident = await begin(page)
        await stage.says(UYGHUR)
        await stage.says("Good morning.")
        directions = "each => each.slice(-2).map(one => getComputedStyle(one).direction)"
        await expect(resident.locator(".theirs .text")).to_have_count(2)
        assert await resident.locator(".theirs .text").evaluate_all(directions) == ["rtl", "ltr"]


async def test_enter_sends_and_shift_enter_begins_a_line(opened: Callable[..., Any]) -> None:
    async with opened() as page:
        resident = await begin(page)
        await resident.locator("textarea").fill("one")
        await resident.locator("textarea").press("Shift+Enter")
        await page.keyboard.type("two")
        await resident.locator("textarea").press("Enter")
        await expect(resident.locator(".mine .text").last).to_have_text("one\ntwo")
        await expect(resident.locator("textarea")).to_have_value("")


@pytest.mark.parametrize(("is_alert", "shown"), [(True, ".alert-text"), (False, ".toast")])
async def test_a_press_shows_its_answer_to_whoever_tapped(
    stage: Set, opened: Callable[..., Any], is_alert: bool, shown: str
) -> None:
    async with opened() as page:
        await begin(page)
        group = pane(page, 1)
        await stage.says("D-0001", chat=GROUP, reply_markup=buttons("Claim"))
        await group.locator(".who-select").select_option(label="Caro")
        await group.get_by_role("button", name="Claim").press("Enter")
        await expect(group.locator(".inline-key[aria-busy=true]")).to_have_count(1)
        press = await stage.pressed()
        assert press["user_id"] == COLLEAGUE
        await stage.call(
            "answerCallbackQuery", callback_query_id=press["query_id"], text="Ben has it", show_alert=is_alert
        )
        await expect(group.locator(shown)).to_have_text("Ben has it")
        await expect(group.locator(".inline-key[aria-busy=true]")).to_have_count(0)
        assert await pane(page, 2).locator(".who-select").input_value() == str(COLLEAGUE)
        assert await pane(page, 0).locator(shown).is_hidden()


async def test_edits_show_in_place_and_deleted_messages_go(stage: Set, opened: Callable[..., Any]) -> None:
    async with opened() as page:
        resident = await begin(page)
        kept = await stage.says("Where?", reply_markup=buttons("Here"), protect_content=True)
        gone = await stage.says("A slip.")
        await expect(resident.get_by_text("A slip.")).to_be_visible()
        await expect(resident.locator(".theirs .edited")).to_have_count(0)
        await stage.call("editMessageText", chat_id=RESIDENT, message_id=kept, text="When?")
        await stage.call("deleteMessage", chat_id=RESIDENT, message_id=gone)
        await expect(resident.locator(".theirs .text")).to_have_text(["When?"])
        await expect(resident.locator(".theirs .edited")).to_have_count(1)
        await expect(resident.locator(".theirs .inline-key")).to_have_count(0)
        await expect(resident.locator(".theirs .lock")).to_have_count(1)


async def test_a_key_asked_for_once_goes_after_its_use(stage: Set, opened: Callable[..., Any]) -> None:
    async with opened() as page:
        resident = await begin(page)
        keys = {"keyboard": [[{"text": "My number", "request_contact": True}]], "one_time_keyboard": True}
        await stage.says("Which number?", reply_markup=keys)
        await resident.locator(".key").click()
        await expect(resident.locator(".mine .phone")).to_have_count(1)
        await stage.says("Thank you.")
        await expect(resident.get_by_text("Thank you.")).to_be_visible()
        await expect(resident.locator(".keys")).to_be_hidden()


async def attach(page: Page, resident: Locator, *labels: str) -> None:
    await resident.locator(".clip").click()
    for label in labels:
        await page.locator(".menu-item").filter(has_text=label).first.click()


async def test_every_attachment_arrives_as_its_own_kind_of_bubble(opened: Callable[..., Any]) -> None:
    async with opened() as page:
        resident = await begin(page)
        for labels, bubble in (
            (("Photo", "One test"), ".photo"),
            (("Photo", "album"), ".album .photo"),
            (("Voice", "1:00"), ".voice"),
            (("Location", "Once"), ".place"),
            (("Location", "Live"), ".place"),
            (("Phone", "My own"), ".phone"),
            (("Phone", "else"), ".phone"),
            (("Document", "test file"), "a.file"),
            (("Sticker",), ".sticker"),
        ):
            before = await resident.locator(f".mine {bubble}").count()
            await attach(page, resident, *labels)
            await expect(resident.locator(f".mine {bubble}").nth(before)).to_be_visible()
        await expect(resident.locator(".mine .album .photo")).to_have_count(3)
        await expect(resident.locator(".mine .place figcaption").last).to_contain_text("Live location")


async def test_chosen_and_dropped_pictures_come_as_one_album_and_other_files_as_documents(
    stage: Set, opened: Callable[..., Any]
) -> None:
    pixels = [{"name": f"{name}.png", "mimeType": "image/png", "buffer": PIXEL} for name in "ab"]
    async with opened() as page:
        resident = await begin(page)
        async with page.expect_file_chooser() as choosing:
            await attach(page, resident, "Photo", "From this computer")
        await (await choosing.value).set_files(pixels)
        await expect(resident.locator(".mine .album .photo")).to_have_count(2)
        await expect(resident.locator(".mine .album .photo").first).to_have_attribute("width", "1")
        await page.evaluate(
            """() => {
                const dropped = new DataTransfer();
                dropped.items.add(new File(["the plan"], "plan.txt", { type: "text/plain" }));
                const drop = new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true });
                document.querySelector("#pane-resident .log").dispatchEvent(drop);
            }"""
        )
        paper = resident.locator(".mine a.file")
        async with page.expect_download() as saving:
            await paper.click()
        saved = await saving.value
        assert (saved.suggested_filename, (await saved.path()).read_text()) == ("plan.txt", "the plan")


async def test_an_album_stays_one_bubble_as_its_pictures_come_and_go(stage: Set, opened: Callable[..., Any]) -> None:
    async with opened() as page:
        resident = await begin(page)
        made = await stage.drive("act", user=RESIDENT, do="album", count=3, caption="the stairs")
        album = resident.locator(".mine:has(.album)")
        await expect(album).to_have_count(1)
        await expect(album.locator(".photo")).to_have_count(3)
        await album.locator(".about").click()
        await page.locator(".menu-item").filter(has_text="Edit").click()
        await expect(resident.locator("textarea")).to_have_value("the stairs")
        await resident.locator("textarea").fill("the stairs, this morning")
        await resident.locator("textarea").press("Enter")
        await expect(album.locator(".text")).to_have_text("the stairs, this morning")
        await expect(album.locator(".edited")).to_have_count(1)
        await stage.call("deleteMessages", chat_id=RESIDENT, message_ids=made["message_ids"][:1])
        await expect(album.locator(".photo")).to_have_count(2)
        await stage.call("deleteMessages", chat_id=RESIDENT, message_ids=made["message_ids"][1:])
        await expect(album).to_have_count(0)


async def test_a_poster_opens_the_desk_with_its_word_and_a_typed_link_does_so_too(
    stage: Set, opened: Callable[..., Any]
) -> None:
    newcomer = (await stage.drive("users", first_name="Dora"))["id"]
    async with opened() as page:
        resident = await begin(page)
        await resident.locator(".who-select").select_option(str(newcomer))
        await resident.locator(".begin-poster").click()
        await page.get_by_role("button", name="Community 2, a lamp").click()
        await expect(resident.locator(".mine .text")).to_have_text(["/start c02-light"])
        await resident.locator(".pane-more").click()
        await page.locator(".menu-item").filter(has_text="poster").click()
        await page.locator("#poster-word").fill("no word!")
        await page.keyboard.press("Enter")
        assert await page.locator("#poster-word:invalid").count() == 1
        await page.locator("#poster-word").fill("https://t.me/look_bot?start=c01")
        await page.keyboard.press("Enter")
        await expect(resident.locator(".mine .text").last).to_have_text("/start c01")


async def test_the_menu_of_commands_is_the_one_for_this_chat(stage: Set, opened: Callable[..., Any]) -> None:
    async def offer(name: str, scope: str) -> None:
        commands = [{"command": name, "description": f"{name} is done"}]
        await stage.call("setMyCommands", commands=commands, scope={"type": scope})

    async with opened() as page:
        resident = await begin(page)
        await resident.locator(".slash").click()
        await expect(resident.locator(".toast")).to_contain_text("no commands")
        await offer("my", "all_private_chats")
        await offer("queue", "all_group_chats")
        await resident.locator(".slash").click()
        await expect(page.locator(".menu-item")).to_have_text(["/mymy is done"])
        await page.locator(".menu-item").click()
        await expect(resident.locator(".mine .text").last).to_have_text("/my")
        await pane(page, 1).locator(".slash").click()
        await page.locator(".menu-item").click()
        await expect(pane(page, 1).locator(".text").last).to_have_text("/queue@look_bot")


async def test_a_second_tick_says_that_the_desk_has_it(stage: Set, opened: Callable[..., Any]) -> None:
    async with opened() as page:
        resident = await begin(page)
        await stage.drive("act", user=RESIDENT, do="text", text="Anybody there?")
        await expect(resident.locator(".mine .tick.sent")).to_have_count(2)
        (last,) = await stage.call("getUpdates", offset=-1)
        await expect(resident.locator(".mine .tick.read")).to_have_count(1)
        await stage.call("getUpdates", offset=last["update_id"] + 1)
        await expect(resident.locator(".mine .tick.read")).to_have_count(2)
        await stage.call(
            "setMessageReaction", chat_id=RESIDENT, message_id=2, reaction=[{"type": "emoji", "emoji": "👀"}]
        )
        await expect(resident.locator(".mine .reactions").last).to_have_text("👀")


async def test_a_quote_leads_to_its_message_or_says_that_it_is_gone(stage: Set, opened: Callable[..., Any]) -> None:
    async with opened(height=500) as page:
        resident = await begin(page)
        first = await stage.says("Where is it?")
        for number in range(8):
            await stage.says(f"{number}")
        await stage.drive("act", user=RESIDENT, do="text", text="Behind the school", reply_to=first)
        question = resident.locator(".text").get_by_text("Where is it?")
        await expect(resident.locator(".mine .quote")).to_have_count(1)
        await expect(question).not_to_be_in_viewport()
        await resident.locator(".mine .quote").click()
        await expect(question).to_be_in_viewport()
        await stage.call("deleteMessage", chat_id=RESIDENT, message_id=first)
        await expect(question).to_have_count(0)
        await resident.locator(".mine .quote").click()
        await expect(resident.locator(".toast")).to_contain_text("gone")


async def test_a_protected_document_cannot_be_saved(stage: Set, opened: Callable[..., Any]) -> None:
    await stage.drive("act", user=RESIDENT, do="document", file_name="report.txt")
    (update,) = await stage.call("getUpdates", offset=-1)
    file = update["message"]["document"]["file_id"]
    await stage.call("sendDocument", chat_id=RESIDENT, document=file, protect_content=True)
    await stage.call("sendDocument", chat_id=RESIDENT, document=file)
    async with opened() as page:
        resident = await begin(page)
        await expect(resident.locator(".theirs .file")).to_have_count(2)
        await expect(resident.locator(".theirs a.file")).to_have_count(1)
        await expect(resident.locator(".theirs:has(.lock) a.file")).to_have_count(0)


async def test_who_blocks_can_begin_again_and_who_deletes_the_account_cannot(
    stage: Set, opened: Callable[..., Any]
) -> None:
    async with opened() as page:
        resident = await begin(page)
        await resident.locator(".pane-more").click()
        await page.locator(".menu-item").filter(has_text="Block").click()
        await expect(resident.locator(".begin-note")).to_have_text("Ana has blocked the desk.")
        await resident.locator(".begin .primary").click()
        await expect(resident.locator(".composer")).to_be_visible()
        await resident.locator(".pane-more").click()
        await page.locator(".menu-item").filter(has_text="Delete the account").click()
        await page.locator("#farewell-do").click()
        await expect(resident.locator(".begin-note")).to_have_text("Ana has deleted the account.")
        await expect(resident.locator(".composer")).to_be_hidden()
        await expect(resident.locator(".begin .primary")).to_be_hidden()
        refused = {"ok": False, "error_code": 403, "description": "Forbidden: user is deactivated"}
        sending = stage.session.post(f"{stage.address}/bot{TOKEN}/sendMessage", json={"chat_id": RESIDENT, "text": "x"})
        async with sending as answer:
            assert await answer.json() == refused


async def test_a_narrow_page_shows_one_pane_and_the_arrow_keys_walk_the_tabs(opened: Callable[..., Any]) -> None:
    async with opened(width=390, height=844) as page:
        await begin(page)
        assert [await pane(page, number).is_visible() for number in range(3)] == [True, False, False]
        await page.locator("#tab-resident").focus()
        await page.keyboard.press("ArrowRight")
        assert [await pane(page, number).is_visible() for number in range(3)] == [False, True, False]
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_a_wide_page_shows_all_three_panes_without_tabs(opened: Callable[..., Any]) -> None:
    async with opened() as page:
        await begin(page)
        assert [await pane(page, number).is_visible() for number in range(3)] == [True, True, True]
        assert await page.locator("#tabs").is_hidden()


@pytest.mark.parametrize(
    ("report", "title"),
    [
        ({"lost": 0, "doubled": 0, "wrong": 0, "down_ms": 700, "found": []}, "Back, and nothing is missing"),
        (
            {"lost": 1, "doubled": 0, "wrong": 0, "down_ms": 700, "found": ["I1 lost"]},
            "Back, but not everything is right",
        ),
        ({"lost": 0, "doubled": 0, "wrong": 2, "down_ms": 700, "found": []}, "Back, but not everything is right"),
    ],
)
async def test_the_report_calls_only_a_clean_restart_clean(
    stage: Set, opened: Callable[..., Any], report: Json, title: str
) -> None:
    stage.reports.append(report)
    async with opened() as page:
        await begin(page)
        await page.locator("#pull-plug").click()
        await page.locator("#plug-now").click()
        await expect(page.locator("#report-title")).to_have_text(title)
        await expect(page.locator("#report-list li")).to_have_text(report["found"])


async def test_nothing_says_that_the_plug_is_missing_before_the_page_knows(opened: Callable[..., Any]) -> None:
    async with opened() as page:
        line = page.locator("#welcome-plug-line")
        await page.route("**/sandbox/state", lambda _route: None)
        await page.reload()
        await expect(line).to_contain_text("kill -9")
        await expect(page.locator("#welcome-plug")).to_be_disabled()
        await page.unroute("**/sandbox/state")
        await page.reload()
        await expect(page.locator("#welcome-plug")).to_be_enabled()


async def test_a_page_without_a_plug_says_what_would_give_one(browser: Browser, stage_without_plug: str) -> None:
    async with page_at(browser, stage_without_plug) as page:
        await expect(page.locator("#welcome-plug-line")).to_contain_text("make demo")
        await expect(page.locator("#welcome-plug")).to_be_disabled()


async def test_the_story_names_what_it_waited_for_when_no_bot_answers(opened: Callable[..., Any]) -> None:
    async with opened() as page:
        await page.clock.install()
        await page.locator("#welcome-story").click()
        caption = page.locator("#caption[data-phase=lost] #caption-text")
        while not await caption.is_visible():
            await page.clock.run_for(2000)
        await expect(caption).to_contain_text("Resident's phone")
        await expect(page.locator("#caption-pause")).to_be_hidden()
