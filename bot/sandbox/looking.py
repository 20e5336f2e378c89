"""The control API that only looks: people, chats, the ledger, files, and the stream of what happens."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from urllib.parse import quote

from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox import menus
from bot.sandbox.chat import Json
from bot.sandbox.errors import BadControl
from bot.sandbox.exchange import answer, chat_id, number
from bot.sandbox.faces import face_of_group, face_of_person
from bot.sandbox.files import File
from bot.sandbox.world import World

HEARTBEAT = 15
"""Seconds between heartbeats of the event stream."""


class Looking:
    """The endpoints; each returns a result or raises BadControl. The docstring's last part names what may be given."""

    def __init__(self, world: World, controls: Iterable[str], scene: Json) -> None:
        self._world = world
        self._controls = controls
        self._scene = scene

    async def state(self, _request: Request) -> Json:
        """Return bots, people, groups, the clock, the controls by name, and what is switched on."""
        world = self._world
        return {
            "bots": [{"id": bot.id, "username": bot.username} for bot in world.bots.values()],
            "users": [face_of_person(world, person) for person in world.people.values()],
            "chats": [face_of_group(chat) for chat in world.groups.values()],
            "clock": world.clock.face(),
            "controls": sorted(self._controls),
            "flood": world.flood.is_on,
            "hold": world.first_bot.queue.is_held,
            "faults": [fault.face() for fault in world.faults.all],
        }

    async def scene(self, _request: Request) -> Json:
        """Return what the page lays itself out by, as whoever started the sandbox gave it."""
        return self._scene

    async def presses(self, _request: Request) -> list[Json]:
        """Return every press of a button, and how it was answered."""
        return [press.face() for press in self._world.presses.all.values()]

    async def press(self, request: Request) -> Json:
        """Return one press."""
        press = self._world.presses.all.get(request.path_params["id"])
        if press is None:
            raise BadControl(f"query_id: {request.path_params['id']} is unknown", 404)
        return press.face()

    async def messages(self, request: Request) -> list[Json]:
        """Return a chat's messages as a client shows them: with any keyboard, `is_read` and `reactions`.

        `bot`
        """
        bot = self._world.bot(number(request.query_params.get("bot")))
        chat = self._world.chat(chat_id(request), bot)
        return [stored.view() for stored in chat.messages.values() if not stored.is_deleted]

    async def commands(self, request: Request) -> list[dict[str, str]]:
        """Return the menu of commands that a person's client offers in a chat.

        `user`, `language` (of the client, where the account names none), `bot`
        """
        query, world = request.query_params, self._world
        person = world.person(number(query.get("user")))
        bot = world.bot(number(query.get("bot")))
        language = person.language_code or query.get("language", "")
        return menus.seen(bot, world.chat(chat_id(request), bot), person.id, language)

    async def ledger(self, request: Request) -> Json:
        """Return everything bots sent and people did, in order, and the number of the last entry.

        `after` (a number)
        """
        ledger = self._world.ledger
        return {"entries": ledger.after(number(request.query_params.get("after")) or 0), "last": ledger.last}

    async def updates(self, request: Request) -> list[Json]:
        """Return every update that was made: how often it was handed out, whether it is confirmed or has expired.

        `bot`
        """
        queue = self._world.bot(number(request.query_params.get("bot"))).queue
        return [
            {
                "update_id": one.id,
                "confirmed": one.is_confirmed,
                "delivered": one.delivered,
                "expired": one.is_expired,
                "made_at": one.made_at,
            }
            for one in queue.made
        ]

    async def calls(self, _request: Request) -> Json:
        """Return how often each method was called, well and badly."""
        return self._world.calls

    async def clock(self, request: Request) -> Json:
        """Return the clock, at once or as soon as its version is above `after`.

        `after`, `timeout` (seconds)
        """
        query = request.query_params
        after = number(query.get("after"))
        timeout = min(float(query.get("timeout", 0)), 60.0)
        return await self._world.clock.watch(0 if after is None else after, timeout)

    async def events(self, _request: Request) -> Response:
        """Stream what happens as server-sent events: message, edit, delete, read, press, answer, member, clock …"""
        return EventSourceResponse(self._stream(), ping=HEARTBEAT)

    async def _stream(self) -> AsyncIterator[dict[str, str]]:
        queue = self._world.bus.listen()
        try:
            yield {"data": json.dumps({"type": "hello"})}
            while (event := await queue.get()) is not None:
                yield {"data": json.dumps(event)}
        finally:
            self._world.bus.leave(queue)

    async def file(self, request: Request) -> Response:
        """Return a file by any bot's file_id; a document comes as a download under its name."""
        file = self._world.files.by_id(request.path_params["id"], None)
        if file is None:
            return answer({"ok": False, "error": f"file: {request.path_params['id']} is unknown"}, 404)
        return Response(file.content(), media_type=file.media_type, headers=_headers(file))


def _headers(file: File) -> dict[str, str]:
    """A file that somebody sent must never run as a page of the sandbox."""
    headers = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox; default-src 'none'"}
    if file.kind == "document":
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(file.name or 'file')}"
    return headers
