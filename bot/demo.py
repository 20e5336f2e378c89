"""`pavilion demo`: a sandbox with its page, and the real bot beside it in a process of its own, on made-up people."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp

from bot import invariants
from bot.config import Config, load
from bot.sandbox import Sandbox, serve
from storage.database import Database
from storage.invariants import Violation
from storage.seal import new_key

TOKEN = "1000000:demo-token-of-the-sandbox"  # the sandbox's own, worth nothing elsewhere
_BOT_NAME = "riverside_desk_bot"
_EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
_OFFICERS = ("L.", "Aida", "王", "Sami", "陈", "Marat", "周", "Nora", "林", "Timur")
_RESIDENTS = ("Mei", "阿明")
_UP_SECONDS = 20.0


class BotProcess:
    """The bot as its shipped entry point starts it; it can be killed as a power cut would."""

    def __init__(self, environment: dict[str, str], arguments: list[str]) -> None:
        self._environment = environment
        self._arguments = arguments
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        command = (sys.executable, "-m", "bot", "run", *self._arguments)
        self._process = await asyncio.create_subprocess_exec(*command, env=self._environment, cwd=_EXAMPLE.parent)

    async def kill(self) -> None:
        """kill -9: nothing is saved, nothing is closed."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    async def wait(self) -> int:
        assert self._process is not None
        return await self._process.wait()


async def run(port: int, stop: asyncio.Event) -> None:
    """Serve the page and keep the bot running until `stop` is set."""
    with tempfile.TemporaryDirectory(prefix="pavilion-demo-") as folder:
        await _run(port, stop, Path(folder))


async def _run(port: int, stop: asyncio.Event, folder: Path) -> None:
    scene: dict[str, Any] = {}
    controls: dict[str, Any] = {}
    sandbox = Sandbox(bots={TOKEN: _BOT_NAME}, controls=controls, scene=scene)
    server = await serve(sandbox, "127.0.0.1", port)
    url = f"http://127.0.0.1:{server.port}"
    try:
        scene.update(await _people(url))
        environment = _environment(url, folder)
        config = load(_EXAMPLE, environment)
        bot = BotProcess(environment, ["--config", str(_EXAMPLE), "--clock", url])
        controls["plug"] = lambda asked: pull_the_plug(bot, url, config)
        await bot.start()
        await wait_until_polling(url)
        print(f"\n  Pavilion is running: open {url}\n  Everything in it is made up. Ctrl-C ends it.\n", flush=True)
        try:
            await stop.wait()
        finally:
            await bot.stop()
    finally:
        await server.stop()


def _environment(url: str, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PAVILION_TOKEN": TOKEN,
        "PAVILION_KEY": new_key(),
        "PAVILION__TELEGRAM__BASE_URL": f"{url}/bot",
        "PAVILION__STORAGE__URL": f"sqlite:///{folder / 'demo.db'}",
    }


async def _people(url: str) -> dict[str, Any]:
    """Make the office's group with its ten officers, and two residents, all invented."""
    async with aiohttp.ClientSession() as session:
        residents = [await _post(session, url, "users", {"first_name": name}) for name in _RESIDENTS]
        officers = [await _post(session, url, "users", {"first_name": name}) for name in _OFFICERS]
        settings = load(_EXAMPLE, {}).settings
        members = [officer["id"] for officer in officers]
        group = {"id": settings.offices[0].chat_id, "title": settings.offices[0].name["zh-Hans"], "members": members}
        made = await _post(session, url, "groups", {**group, "bot": True, "bot_status": "administrator"})
    return {"residents": [person["id"] for person in residents], "officers": members, "group": made["id"]}


async def _post(session: aiohttp.ClientSession, url: str, what: str, body: dict[str, Any]) -> Any:
    async with session.post(f"{url}/sandbox/{what}", json=body) as answer:
        told = json.loads(await answer.read())
    if not told.get("ok"):
        raise RuntimeError(f"the sandbox refused {what}: {told.get('error')}")
    return told["result"]


async def wait_until_polling(url: str) -> None:
    """Return when the bot asked for updates; raises TimeoutError where it does not come up."""
    before = await _polls(url)
    async with asyncio.timeout(_UP_SECONDS):
        while await _polls(url) <= before:
            await asyncio.sleep(0.05)


async def _polls(url: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"{url}/sandbox/calls") as answer:
        calls = (await answer.json())["result"]
    return int(calls.get("getUpdates", {}).get("begun", 0))


async def pull_the_plug(bot: BotProcess, url: str, config: Config) -> dict[str, Any]:
    """Kill the bot for real, start it again, and count what is lost and doubled."""
    begun = time.monotonic()
    await bot.kill()
    await bot.start()
    await wait_until_polling(url)
    down = time.monotonic() - begun
    await _settle(config)
    found = await _compare(url, config)
    return {
        "lost": sum(each.kind == "lost" for each in found),
        "doubled": sum(each.kind == "doubled" for each in found),
        "down_ms": round(down * 1000),
        "checked": [str(each) for each in found],
    }


async def _settle(config: Config) -> None:
    """Wait until the bot has worked off what waited."""
    database = await Database.open(config.database, config.key, is_owner=False)
    try:
        for _ in range(200):
            if await database.read(lambda r: r.inbox.count_waiting() + r.outbox.count_waiting()) == 0:
                return
            await asyncio.sleep(0.05)
    finally:
        await database.close()


async def _compare(url: str, config: Config) -> list[Violation]:
    ledger = await invariants.fetch_ledger(url)
    database = await Database.open(config.database, config.key, is_owner=False)
    try:
        return await database.read(lambda records: invariants.find_violations(records, ledger))
    finally:
        await database.close()
