"""`pavilion demo`: a sandbox with its page, and the real bot beside it in a process of its own, on made-up people."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp

from bot import invariants
from bot.app import load_front
from bot.clock import SystemClock
from bot.config import Config, ConfigWrong, load
from bot.sandbox import Sandbox, serve
from handlers.forms.pack import PackWrong, load_pack
from handlers.settings import Settings
from storage.database import Database
from storage.invariants import Violation
from storage.seal import new_key

TOKEN = "1000000:demo-token-of-the-sandbox"  # the sandbox's own, worth nothing elsewhere
_BOT_NAME = "riverside_desk_bot"
_EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
_OFFICERS = ("L.", "Aida", "王", "Sami", "陈", "Marat", "周", "Nora", "林", "Timur")
_RESIDENTS = ("Mei", "阿明")
_FILLED_IN = (
    ("trained = []", "trained = [{trained}]"),
    ("safety = false", "safety = true"),
    ('locales = ["zh-Hans", "en"]', 'locales = ["zh-Hans", "ug", "en"]'),
    ("preview_locales = []", 'preview_locales = ["ug"]'),
)
"""What a station fills in by itself: who is trained for restricted matters, and what that lets it switch on."""
_TRAINED = 2
_UP_SECONDS = 20.0
_OPENS = time(9, 30)


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


async def run(port: int, stop: asyncio.Event, pack: str = "") -> None:
    """Serve the page and keep the bot running until `stop` is set; `pack` is another than the example's."""
    _check_pack(load(_EXAMPLE, _with_pack(pack)).settings)
    with tempfile.TemporaryDirectory(prefix="pavilion-demo-") as folder:
        await _run(port, stop, Path(folder), pack)


def _check_pack(settings: Settings) -> None:
    """Raise ConfigWrong before anything is started where there is no such pack."""
    station = settings.station
    try:
        load_pack(station.pack, station.locales, numbers=station.numbers)
    except (PackWrong, FileNotFoundError) as error:
        raise ConfigWrong([str(error)]) from error


async def _run(port: int, stop: asyncio.Event, folder: Path, pack: str) -> None:
    scene: dict[str, Any] = {}
    stations: list[Station] = []
    sandbox = Sandbox({TOKEN: _BOT_NAME}, {"plug": lambda _asked: stations[0].pull_the_plug()}, scene)
    server = await serve(sandbox, "127.0.0.1", port)
    url = f"http://127.0.0.1:{server.port}"
    try:
        scene.update(await _people(url, pack))
        station = Station(url, folder, _write_config(folder, scene["officers"][:_TRAINED]), pack)
        stations.append(station)
        await _open_in_the_morning(url, station.config)
        await station.start()
        print(f"\n  Pavilion is running: open {url}\n  Everything in it is made up. Ctrl-C ends it.\n", flush=True)
        try:
            await stop.wait()
        finally:
            await station.bot.stop()
    finally:
        await server.stop()


def _write_config(folder: Path, trained: list[int]) -> Path:
    """Write the example with what a station fills in; raises ConfigWrong where the example no longer has the place."""
    text = _EXAMPLE.read_text(encoding="utf-8")
    for place, filled in _FILLED_IN:
        if place not in text:
            raise ConfigWrong([f"{_EXAMPLE.name}: {place!r} is missing; the demo fills it in"])
        text = text.replace(place, filled.format(trained=", ".join(map(str, trained))))
    file = folder / "station.toml"
    file.write_text(text, encoding="utf-8")
    return file


class Station:
    """The demo's bot on a database in `folder`, in a process of its own."""

    def __init__(self, url: str, folder: Path, config: Path = _EXAMPLE, pack: str = "") -> None:
        environment = {**_environment(url, folder), **_with_pack(pack)}
        self.url = url
        self.config: Config = load(config, environment)
        self.bot = BotProcess(environment, ["--config", str(config), "--clock", url])

    async def start(self) -> None:
        before = await _calls(self.url, "getMe")
        await self.bot.start()
        async with asyncio.timeout(_UP_SECONDS):
            while await _calls(self.url, "getMe") <= before:
                await asyncio.sleep(0.05)

    async def pull_the_plug(self) -> dict[str, Any]:
        """Kill the bot for real, start it again, and count what is lost and doubled."""
        begun = monotonic()
        await self.bot.kill()
        await self.start()
        down = monotonic() - begun
        found = await self._compare()
        return {
            "lost": sum(each.kind == "lost" for each in found),
            "doubled": sum(each.kind == "doubled" for each in found),
            "wrong": sum(each.kind == "wrong" for each in found),
            "down_ms": round(down * 1000),
            "found": [str(each) for each in found],
        }

    async def _compare(self) -> list[Violation]:
        """Hold the records against the ledger, once the bot has worked off what waited."""
        database = await Database.open(self.config.database, self.config.key, is_owner=False)
        try:
            stuck = await _count_stuck(database)
            ledger = await invariants.fetch_ledger(self.url)
            found = await database.read(lambda records: invariants.find_violations(records, ledger))
            return [*found, *([Violation("I16", "wrong", f"{stuck} rows still wait")] if stuck else [])]
        finally:
            await database.close()


def _environment(url: str, folder: Path) -> dict[str, str]:
    return {
        "PAVILION__OFFICERS__LOCALE": _locale(),
        **os.environ,
        "PAVILION_TOKEN": TOKEN,
        "PAVILION_KEY": new_key(),
        "PAVILION__TELEGRAM__BASE_URL": f"{url}/bot",
        "PAVILION__STORAGE__URL": f"sqlite:///{folder / 'demo.db'}",
    }


def _with_pack(pack: str) -> dict[str, str]:
    return {"PAVILION__STATION__PACK": pack} if pack else {}


def _locale() -> str:
    """Return the language of whoever started the demo, for the officers' side."""
    language = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh-Hans" if language.startswith("zh") else "en"


async def _people(url: str, pack: str) -> dict[str, Any]:
    """Make the office's group with its ten officers, and two residents, all invented."""
    async with aiohttp.ClientSession() as session:
        residents = [await _post(session, url, "users", {"first_name": name}) for name in _RESIDENTS]
        officers = [await _post(session, url, "users", {"first_name": name}) for name in _OFFICERS]
        settings = load(_EXAMPLE, _with_pack(pack)).settings
        members = [officer["id"] for officer in officers]
        group = {"id": settings.offices[0].chat_id, "title": settings.offices[0].name[_locale()], "members": members}
        made = await _post(session, url, "groups", {**group, "bot": True, "bot_status": "administrator"})
    return {
        "residents": [person["id"] for person in residents],
        "officers": members,
        "group": made["id"],
        "timezone": settings.station.timezone,
        "links": list(_posters(settings)),
    }


def _posters(settings: Settings) -> Iterator[dict[str, Any]]:
    """Yield what hangs on the walls: one poster a community, and in the first one a poster for each purpose."""
    for community in settings.communities:
        yield {"payload": community.id, "names": community.name}
    first, links = settings.communities[0], load_front(settings).pack.links
    for link in links.values():
        names = {locale: f"{name} · {link.label.get(locale, '')}" for locale, name in first.name.items()}
        yield {"payload": f"{first.id}-{link.id}", "names": names}


async def _open_in_the_morning(url: str, config: Config) -> None:
    """Move the demo's clock to a morning when somebody is on duty, so that a newcomer sees the desk at work."""
    settings = config.settings
    now = SystemClock().now()
    local = settings.calendar.local(now)
    morning = local.replace(hour=_OPENS.hour, minute=_OPENS.minute, second=0, microsecond=0)
    while morning < now or not settings.calendar.is_working(morning, settings.hours_of(settings.offices[0].id)):
        morning += timedelta(days=1)
    async with aiohttp.ClientSession() as session:
        await _post(session, url, "clock/advance", {"to": morning.timestamp()})


async def _post(session: aiohttp.ClientSession, url: str, what: str, body: dict[str, Any]) -> Any:
    async with session.post(f"{url}/sandbox/{what}", json=body) as answer:
        told = json.loads(await answer.read())
    if not told.get("ok"):
        raise RuntimeError(f"the sandbox refused {what}: {told.get('error')}")
    return told["result"]


async def _count_stuck(database: Database) -> int:
    """Return how many rows still wait after ten seconds, 0 as soon as none does."""
    waiting = 0
    for _ in range(200):
        waiting = await database.read(lambda r: r.inbox.count_waiting() + r.outbox.count_waiting())
        if waiting == 0:
            break
        await asyncio.sleep(0.05)
    return waiting


async def _calls(url: str, method: str) -> int:
    """Return how often the bot called this method well."""
    async with aiohttp.ClientSession() as session, session.get(f"{url}/sandbox/calls") as answer:
        calls = json.loads(await answer.read())["result"]
    return int(calls.get(method, {}).get("ok", 0))
