"""HTTP around the Bot API: which bot, which method, ordered faults, flood control, and the shape of answers."""

from __future__ import annotations

import asyncio
import time
from types import CoroutineType
from typing import Any

import msgspec
from starlette.types import Receive, Scope, Send

from bot.sandbox.account import Account
from bot.sandbox.call import Call, Method
from bot.sandbox.errors import Refused, too_many
from bot.sandbox.faults import Fault
from bot.sandbox.methods import LIMITED, METHODS
from bot.sandbox.params import read_params, whole_number
from bot.sandbox.world import World

MAX_TOKEN = 80
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_encode = msgspec.json.encode


class Dropped(Exception):
    """The connection is to be cut without an answer."""


class Answer(msgspec.Struct):
    """What goes back over HTTP."""

    status: int
    body: bytes
    media_type: bytes = b"application/json"
    retry_after: int | None = None


class BotApi:
    """An ASGI application for `/bot<token>/<method>`. Plain ASGI, because benchmarks push thousands of calls."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._methods: dict[str, tuple[str, Method]] = {name.lower(): (name, run) for name, run in METHODS.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token, _, method = scope["path"][len("/bot") :].partition("/")
        try:
            answer = await self._answer(token, method.lower(), scope, receive)
        except Refused as refusal:
            answer = failure(refusal)
        except Dropped:
            await drop(scope)
            return
        await respond(answer, send)

    async def _answer(self, token: str, method: str, scope: Scope, receive: Receive) -> Answer:
        params = await read_params(scope, receive)
        bot = self._bot(token)
        fault = self._world.faults.take(method, params.text("chat_id")) if self._world.faults.all else None
        if fault is not None and (spoiled := await self._before(fault, method)) is not None:
            return spoiled
        name, run = self._method(method)

        async def gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass

        call = Call(self._world, bot, name, params, gone)
        answer = await self._counted(call, run)
        return _after(fault, answer) if fault is not None else answer

    def _bot(self, token: str) -> Account:
        bot = self._world.bots.get(token)
        if bot is not None:
            return bot
        if ":" not in token or token.startswith("0") or len(token) > MAX_TOKEN:
            raise Refused(401, "Unauthorized: invalid token specified")
        raise Refused(401, "Unauthorized")

    def _method(self, method: str) -> tuple[str, Method]:
        found = self._methods.get(method)
        if found is None:
            raise Refused(404, "Not Found: method not found")
        return found

    async def _before(self, fault: Fault, method: str) -> Answer | None:
        """Raise, wait or return an answer as the fault wants it; None if the call shall be done."""
        if fault.kind == "slow":
            await self._world.pause(fault.seconds)
        elif fault.kind == "reset":
            raise Dropped
        elif fault.kind == "timeout":
            await self._world.pause(fault.seconds)
            raise Dropped
        elif fault.kind == "502_html":
            return Answer(fault.status or 502, _HTML, b"text/html")
        elif fault.kind not in ("cut_json", "lost_answer"):
            self._count(self._methods[method][0] if method in self._methods else method, "failed")
            raise fault.refusal()
        return None

    async def _counted(self, call: Call, run: Method) -> Answer:
        try:
            if call.method in LIMITED and self._world.flood.is_on:
                self._check_flood(call)
            result = run(call)
            if type(result) is CoroutineType:
                result = await result
        except Refused as refusal:
            self._count(call.method, "failed")
            return failure(refusal)
        self._count(call.method, "ok")
        return success(result, call.description)

    def _check_flood(self, call: Call) -> None:
        chat = whole_number(call.params.text("chat_id"))
        media = call.params.parsed("media") if call.method == "sendMediaGroup" else None
        count = len(media) if isinstance(media, list) and media else 1
        if seconds := self._world.flood.check(call.bot.id, chat, time.monotonic(), count):
            raise too_many(seconds)

    def _count(self, method: str, outcome: str) -> None:
        self._world.calls.setdefault(method, {"ok": 0, "failed": 0})[outcome] += 1


def success(result: Any, description: str) -> Answer:
    """Return the envelope of a result."""
    body: dict[str, Any] = {"ok": True, "result": result}
    return Answer(200, _encode({**body, "description": description} if description else body))


def failure(refusal: Refused) -> Answer:
    """Return the envelope of an error; its HTTP status equals its code."""
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return Answer(refusal.code, _encode(body), retry_after=(refusal.parameters or {}).get("retry_after"))


def _after(fault: Fault, answer: Answer) -> Answer:
    if fault.kind == "lost_answer":
        raise Dropped
    if fault.kind == "cut_json":
        answer.body = answer.body[: len(answer.body) // 2]
    return answer


async def respond(answer: Answer, send: Send) -> None:
    """Send the answer."""
    headers = [(b"content-type", answer.media_type), (b"content-length", b"%d" % len(answer.body))]
    if answer.retry_after is not None:
        headers.append((b"retry-after", b"%d" % answer.retry_after))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


async def drop(scope: Scope) -> None:
    """Cut the connection; the server puts its transport into the scope's state for this."""
    transport = scope.get("state", {}).get("transport")
    if transport is None:
        raise ConnectionResetError("the sandbox dropped the connection")
    transport.abort()
    # The server learns of it in the next turn of the loop; until then it would answer 500.
    await asyncio.sleep(0)


class Downloads:
    """An ASGI application for `/file/bot<token>/<path>`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        token, _, path = scope["path"][len("/file/bot") :].partition("/")
        file = self._world.files.by_path(path)
        if token not in self._world.bots:
            answer = failure(Refused(401, "Unauthorized"))
        elif file is None:
            answer = failure(Refused(404, "Not Found"))
        else:
            answer = Answer(200, file.content(), file.media_type.encode())
        await respond(answer, send)
