"""A web server that answers as it is told: for answers that no proper Bot API server gives."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "42:canary-token"
ME = {"id": 42, "is_bot": True, "first_name": "Desk", "username": "pavilion_bot"}


@dataclass(frozen=True)
class Answer:
    """What to answer; `pause` is how many seconds to wait first, `is_dropped` means no answer at all."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    is_dropped: bool = False


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    parameters: dict[str, Any]
    files: dict[str, bytes]


def good(result: Any) -> Answer:
    return Answer(json.dumps({"ok": True, "result": result}).encode())


def bad(status: int, description: str, **parameters: int) -> Answer:
    error = {"ok": False, "error_code": status, "description": description}
    return Answer(json.dumps({**error, "parameters": parameters} if parameters else error).encode(), status)


def shown(number: int) -> Answer:
    """Return the answer of a server that took a message."""
    return good({"message_id": number, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "x"})


@dataclass
class Scripted:
    """Gives its answers one after another, the last one for ever."""

    answers: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    base_url: str = ""
    most_at_once: int = 0
    _under_way: int = 0

    def say(self, *answers: Answer) -> None:
        self.answers = list(answers)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await _asked(request))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self._under_way += 1
        self.most_at_once = max(self.most_at_once, self._under_way)
        await asyncio.sleep(answer.pause)
        self._under_way -= 1
        if answer.is_dropped:
            assert request.transport is not None
            request.transport.abort()
        return web.Response(body=answer.body, status=answer.status, headers=answer.headers)


@asynccontextmanager
async def scripted() -> AsyncIterator[Scripted]:
    """Run such a server on any free port of this machine."""
    server = Scripted()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}/bot"
    try:
        yield server
    finally:
        await runner.cleanup()


async def _asked(request: web.Request) -> Asked:
    method = request.path.rpartition("/")[2]
    if request.content_type == "multipart/form-data":
        form = await request.post()
        files = {name: part.file.read() for name, part in form.items() if isinstance(part, web.FileField)}
        return Asked(method, {name: part for name, part in form.items() if isinstance(part, str)}, files)
    raw = await request.read()
    return Asked(method, {**request.query, **(json.loads(raw) if raw else {})}, {})
