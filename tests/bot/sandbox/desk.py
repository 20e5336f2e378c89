"""A bot and its people over real HTTP."""

from __future__ import annotations

import json
from typing import Any

import aiohttp

from bot.sandbox import Sandbox

TOKEN = "42:secret"
Json = dict[str, Any]


def buttons(*labels: str) -> Json:
    """Return an inline keyboard with one row; each button's data is its label in lower case."""
    return {"inline_keyboard": [[{"text": label, "callback_data": label.lower()} for label in labels]]}


class Desk:
    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession, port: int) -> None:
        self.sandbox = sandbox
        self.session = session
        self.port = port
        self.ana = self.ben = self.group = 0

    async def furnish(self) -> Desk:
        self.ana = (await self.drive("users", first_name="Ana", username="ana"))["id"]
        self.ben = (await self.drive("users", first_name="Ben"))["id"]
        self.group = (await self.drive("groups", title="Officers", members=[self.ana, self.ben]))["id"]
        await self.act(self.ana, "start")
        await self.updates()
        return self

    async def call(self, method: str, *, token: str = TOKEN, **params: Any) -> Json:
        """Call a method with JSON and return the whole envelope, checked against the HTTP status."""
        async with self.session.post(f"/bot{token}/{method}", json=params) as response:
            body: Json = await response.json()
            assert response.status == body.get("error_code", 200)
            return body

    async def ok(self, method: str, **params: Any) -> Any:
        body = await self.call(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        """Return the description of an error, with its code in front."""
        body = await self.call(method, **params)
        assert not body["ok"], body
        return f"{body['error_code']} {body['description']}"

    async def updates(self) -> list[Json]:
        """Return what waits and confirm it."""
        queue = self.sandbox.world.first_bot.queue
        found = [json.loads(update.raw) for update in queue.batch(100)]
        if found:
            queue.confirm(found[-1]["update_id"] + 1)
        return found

    async def send(self, chat: int | None = None, **params: Any) -> Json:
        """Send a message of the bot, to Ana unless said otherwise."""
        message: Json = await self.ok("sendMessage", **{"chat_id": chat or self.ana, "text": "hello", **params})
        return message

    async def drive(self, path: str, verb: str = "POST", /, **body: Any) -> Any:
        """Ask the control API and return the result."""
        sent = body if verb == "POST" else None
        async with self.session.request(verb, f"/sandbox/{path}", json=sent) as response:
            answer = await response.json()
            assert answer["ok"], answer
            return answer["result"]

    async def look(self, path: str) -> Any:
        return await self.drive(path, "GET")

    async def wrong(self, path: str, **body: Any) -> str:
        async with self.session.post(f"/sandbox/{path}", json=body) as response:
            answer = await response.json()
            assert response.status >= 400
            assert not answer["ok"]
            return str(answer["error"])

    async def act(self, user: int, do: str, **wish: Any) -> Json:
        result: Json = await self.drive("act", user=user, do=do, **wish)
        return result
