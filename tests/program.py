"""The whole program: a sandbox served over HTTP, and the bot in a process of its own, by its shipped entry point."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot import config, invariants
from bot.sandbox import Sandbox, serve
from storage.database import Database
from storage.invariants import Violation
from storage.seal import new_key

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "config.example.toml"
TOKEN = "1000000:token-of-the-sandbox"
GROUP = -1001000000001
UP_SECONDS = 30.0


class Program:
    """A sandbox at `url`, a bot that can be started, killed and stopped, and people to act."""

    def __init__(self, url: str, folder: Path, session: aiohttp.ClientSession, extra: dict[str, str]) -> None:
        self.url = url
        self.log = folder / "bot.log"
        self._session = session
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PAVILION_TOKEN": TOKEN,
            "PAVILION_KEY": new_key(),
            "PAVILION__TELEGRAM__BASE_URL": f"{url}/bot",
            "PAVILION__STORAGE__URL": f"sqlite:///{folder / 'desk.db'}",
            "PAVILION__QUIET_HOURS__RESIDENTS": "00:00-00:00",  # the suite runs at any hour
            "PAVILION__QUIET_HOURS__OFFICERS": "00:00-00:00",
            "PAVILION__LIMITS__PERSON_PER_MINUTE": "0",  # its people are quicker than people
            **extra,
        }
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, *, failpoint: str = "", wait: bool = True) -> None:
        before = await self.calls("getMe")
        environment = {**self.environment, **({"PAVILION_FAILPOINT": failpoint} if failpoint else {})}
        arguments = ["-m", "bot", "run", "--config", str(EXAMPLE)]
        if "clock" in self.environment:
            arguments += ["--clock", self.url]
        with open(self.log, "ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, *arguments, env=environment, cwd=ROOT, stdout=log, stderr=log
            )
        if wait:
            await self.until(lambda: self._is_up(before), UP_SECONDS)

    async def _is_up(self, before: int) -> bool:
        assert self.process is not None
        return self.process.returncode is not None or await self.calls("getMe") > before

    async def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def stop(self) -> int:
        assert self.process is not None
        if self.process.returncode is None:
            self.process.terminate()
        return await self.process.wait()

    async def until(self, holds: Any, seconds: float = 15.0) -> None:
        """Return when the coroutine function returns something true; raises TimeoutError with the bot's log."""
        try:
            async with asyncio.timeout(seconds):
                while not await holds():
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise TimeoutError(f"it never came; the bot said:\n{self.said()[-3000:]}") from None

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    # The control API.

    async def post(self, what: str, **body: Any) -> Any:
        async with self._session.post(f"{self.url}/sandbox/{what}", json=body) as answer:
            told = json.loads(await answer.read())
        assert told["ok"], told
        return told["result"]

    async def get(self, what: str) -> Any:
        async with self._session.get(f"{self.url}/sandbox/{what}") as answer:
            told = json.loads(await answer.read())
        assert told["ok"], told
        return told["result"]

    async def calls(self, method: str) -> int:
        return int((await self.get("calls")).get(method, {}).get("ok", 0))

    async def person(self, name: str = "Mei") -> int:
        return int((await self.post("users", first_name=name))["id"])

    async def group(self, officers: list[int]) -> None:
        await self.post("groups", id=GROUP, title="Office 1", members=officers, bot=True, bot_status="administrator")

    async def messages(self, chat: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.get(f"chats/{chat}/messages")
        return found

    async def act(self, user: int, do: str, **more: Any) -> Any:
        return await self.post("act", user=user, do=do, **more)

    async def tap(self, user: int, label: str, chat: int | None = None, seconds: float = 15.0) -> Any:
        """Press the newest button whose label begins like this, as soon as it is there."""
        chat = chat or user
        found: list[tuple[int, str]] = []

        async def is_there() -> bool:
            for message in reversed(await self.messages(chat)):
                for button in buttons_of(message):
                    if button["text"].lstrip("☐☑ ").startswith(label):
                        found.append((message["message_id"], button["callback_data"]))
                        return True
            return False

        await self.until(is_there, seconds)
        message, data = found[-1]
        return await self.act(user, "press", chat=chat, message_id=message, data=data)

    async def sees(self, chat: int, text: str, seconds: float = 15.0) -> dict[str, Any]:
        """Return the newest message in the chat that holds the text, as soon as it is there."""
        found: list[dict[str, Any]] = []

        async def is_there() -> bool:
            found[:] = [message for message in await self.messages(chat) if text in said_in(message)]
            return bool(found)

        await self.until(is_there, seconds)
        return found[-1]

    # The records.

    async def violations(self) -> list[Violation]:
        """Return what must not be, once everything that waited is worked off."""
        await self.idle()
        ledger = await invariants.fetch_ledger(self.url)
        found: list[Violation] = await self.look(lambda records: invariants.find_violations(records, ledger))
        return found

    async def idle(self, seconds: float = 30.0) -> None:
        """Wait until nothing is under way; raises TimeoutError with what still was."""
        undone = {"inbox": -1, "outbox": -1, "unconfirmed": -1}

        async def is_idle() -> bool:
            undone["inbox"], undone["outbox"] = await self.look(
                lambda records: (records.inbox.count_waiting(), records.outbox.count_waiting())
            )
            undone["unconfirmed"] = sum(not update["confirmed"] for update in await self.get("ledger/updates"))
            return not any(undone.values())

        try:
            await self.until(is_idle, seconds)
        except TimeoutError as error:
            raise TimeoutError(f"still under way: {undone}; {error}") from None

    async def look(self, at: Any) -> Any:
        loaded = config.load(EXAMPLE, self.environment)
        database = await Database.open(loaded.database, loaded.key, is_owner=False)
        try:
            return await database.read(at)
        finally:
            await database.close()


def buttons_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [button for row in rows for button in row if "callback_data" in button]


def said_in(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")


@asynccontextmanager
async def running(folder: Path, *, follows_clock: bool = False, **extra: str) -> AsyncIterator[Program]:
    """Serve a sandbox and yield the program, its bot not started yet; both are gone at the end."""
    server = await serve(Sandbox({TOKEN: "riverside_desk_bot"}), "127.0.0.1", 0)
    async with aiohttp.ClientSession() as session:
        settings = {**extra, **({"clock": "follow"} if follows_clock else {})}
        program = Program(f"http://127.0.0.1:{server.port}", folder, session, settings)
        try:
            yield program
        finally:
            await program.kill()
            await server.stop()
