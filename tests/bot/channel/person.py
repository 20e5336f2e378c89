"""The sandbox's control side for tests: people who act, faults, and what the server remembers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.sandbox import Sandbox
from bot.sandbox.server import serve

TOKEN = "42:canary-token"


@dataclass
class World:
    """A running sandbox with one bot, seen from the side of those who are not the bot."""

    url: str
    session: aiohttp.ClientSession

    @property
    def base_url(self) -> str:
        return f"{self.url}/bot"

    async def tell(self, path: str, **body: Any) -> Any:
        async with self.session.post(f"{self.url}/sandbox/{path}", json=body) as response:
            return await _result(response)

    async def ask(self, path: str) -> Any:
        async with self.session.get(f"{self.url}/sandbox/{path}") as response:
            return await _result(response)

    async def person(self, first_name: str = "Ann", *, is_started: bool = True) -> int:
        """Make a person, who has written to the bot already unless told otherwise; return their id."""
        number = int((await self.tell("users", first_name=first_name))["id"])
        if is_started:
            await self.act(number, "start")
        return number

    async def group(self, *members: int, **settings: Any) -> int:
        return int((await self.tell("groups", title="Office", members=list(members), bot=True, **settings))["id"])

    async def act(self, user: int, do: str, **more: Any) -> Any:
        return await self.tell("act", user=user, do=do, **more)

    async def fault(self, method: str, kind: str, **more: Any) -> None:
        await self.tell("faults", method=method, kind=kind, **more)

    async def messages(self, chat: int) -> list[dict[str, Any]]:
        return list(await self.ask(f"chats/{chat}/messages"))

    async def texts(self, chat: int) -> list[str]:
        return [message.get("text", "") for message in await self.messages(chat)]


@asynccontextmanager
async def running_world() -> AsyncIterator[World]:
    sandbox = Sandbox(bots={TOKEN: "pavilion_bot"})
    server = await serve(sandbox, "127.0.0.1", 0)
    try:
        async with aiohttp.ClientSession() as session:
            yield World(f"http://127.0.0.1:{server.port}", session)
    finally:
        await server.stop()


async def _result(response: aiohttp.ClientResponse) -> Any:
    answer = await response.json()
    assert answer["ok"], answer
    return answer["result"]
