"""The control API under /sandbox: acting as people, ordering faults, reading the ledger, moving the clock."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.acts import act
from bot.sandbox.chat import Chat, Json
from bot.sandbox.errors import BadControl
from bot.sandbox.exchange import answer, number, read_body, read_wish, route
from bot.sandbox.flood import Limits
from bot.sandbox.groups import STATUSES, actor, migrate, set_status
from bot.sandbox.wish import Wish
from bot.sandbox.world import World

Callback = Callable[[Json], Awaitable[Any]]
HEARTBEAT = 15
"""Seconds between heartbeats of the event stream."""


class Control:
    """The endpoints; each returns a result or raises BadControl."""

    def __init__(self, world: World, controls: Mapping[str, Callback], scene: Json) -> None:
        self._world = world
        self._controls = controls
        self._scene = scene

    def routes(self) -> list[Route]:
        """Return the table of the control API."""
        return [
            route("/sandbox/state", self.state, "GET"),
            route("/sandbox/scene", self.scene, "GET"),
            route("/sandbox/users", self.users),
            route("/sandbox/groups", self.groups),
            route("/sandbox/groups/{id}/members", self.members),
            route("/sandbox/groups/{id}/migrate", self.migrate),
            route("/sandbox/act", self.act),
            route("/sandbox/acts", self.acts),
            route("/sandbox/update", self.update),
            route("/sandbox/presses", self.presses, "GET"),
            route("/sandbox/presses/{id}", self.press, "GET"),
            route("/sandbox/chats/{id}/messages", self.messages, "GET"),
            route("/sandbox/ledger", self.ledger, "GET"),
            route("/sandbox/ledger/updates", self.updates, "GET"),
            route("/sandbox/calls", self.calls, "GET"),
            route("/sandbox/faults", self.order_fault),
            route("/sandbox/faults", self.clear_faults, "DELETE"),
            route("/sandbox/flood", self.flood),
            route("/sandbox/hold", self.hold),
            route("/sandbox/clock", self.clock, "GET"),
            route("/sandbox/clock/follow", self.follow),
            route("/sandbox/clock/advance", self.advance),
            route("/sandbox/controls/{name}", self.control),
            route("/sandbox/story", self.story),
            Route("/sandbox/events", self.events, methods=["GET"]),
            Route("/sandbox/files/{id}", self.file, methods=["GET"]),
        ]

    async def state(self, _request: Request) -> Json:
        world = self._world
        return {
            "bots": [{"id": bot.id, "username": bot.username} for bot in world.bots.values()],
            "users": [self._user(number) for number in world.people],
            "chats": [_chat(chat) for chat in world.groups.values()],
            "clock": world.clock.face(),
            "controls": sorted(self._controls),
            "flood": world.flood.is_on,
            "hold": world.first_bot.queue.is_held,
            "faults": [fault.face() for fault in world.faults.all],
        }

    def _user(self, number: int) -> Json:
        person = self._world.people[number]
        chat = self._world.first_bot.private_chat(person)
        return {
            "id": person.id,
            "first_name": person.first_name,
            "username": person.username,
            "language_code": person.language_code,
            "started": chat.is_opened,
            "blocked": chat.is_blocked,
        }

    async def scene(self, _request: Request) -> Json:
        return self._scene

    async def users(self, request: Request) -> Json:
        wish = await read_wish(request)
        names = wish.text("username", ""), wish.text("language_code", "")
        person = self._world.add_person(wish.text("first_name"), wish.optional("id"), *names)
        return self._user(person.id)

    async def groups(self, request: Request) -> Json:
        wish, world = await read_wish(request), self._world
        kind = wish.choice("type", ("supergroup", "group"), "supergroup")
        people = [world.person(number).id for number in wish.items("members")]
        status = wish.choice("bot_status", STATUSES, "administrator")
        chat = world.add_group(wish.text("title"), kind, wish.optional("id"), wish.text("username", ""))
        chat.members.update(dict.fromkeys(people, "member"))
        if wish.has("owner"):
            chat.members[world.person(wish.number("owner")).id] = "creator"
        if wish.flag("bot", True):
            by = actor(world, chat, next(iter(chat.members), world.first_bot.id))
            set_status(world, chat, world.first_bot.id, status, by, is_told=False)
        return _chat(chat)

    async def members(self, request: Request) -> Json:
        wish, world = await read_wish(request), self._world
        chat, account = self._group(request), wish.number("user")
        world.account_face(account)
        by = world.account_face(wish.number("by")) if wish.has("by") else actor(world, chat, account)
        status = wish.choice("status", STATUSES)
        update_id = set_status(world, chat, account, status, world.account_face(account) if status == "left" else by)
        return {"update_id": update_id, "chat": _chat(chat)}

    async def migrate(self, request: Request) -> Json:
        return {"new_id": migrate(self._world, self._group(request)).id}

    def _group(self, request: Request) -> Chat:
        return self._world.group(_chat_id(request))

    async def act(self, request: Request) -> Json:
        return act(self._world, await read_body(request))

    async def acts(self, request: Request) -> list[Json]:
        """Do them all in one turn of the loop; an act that cannot be done has `error` in its place."""
        wanted = (await read_wish(request)).items("acts")
        return [_attempt(self._world, one) for one in wanted]

    async def update(self, request: Request) -> Json:
        # The standard library, unlike msgspec, lets lone surrogates through.
        wish = Wish(json.loads(await request.body()))
        queue = self._world.bot(wish.optional("bot")).queue
        if wish.has("next_update_id"):
            queue.jump(wish.number("next_update_id"))
        if not wish.has("update"):
            return {}
        return {"update_id": queue.push_raw(Wish(wish.values["update"]).values)}

    async def presses(self, _request: Request) -> list[Json]:
        return [press.face() for press in self._world.presses.all.values()]

    async def press(self, request: Request) -> Json:
        press = self._world.presses.all.get(request.path_params["id"])
        if press is None:
            raise BadControl(f"query_id: {request.path_params['id']} is unknown", 404)
        return press.face()

    async def messages(self, request: Request) -> list[Json]:
        world, query = self._world, request.query_params
        bot = world.bot(number(query.get("bot")))
        chat = world.chat(_chat_id(request), bot)
        return [stored.view() for stored in chat.messages.values() if not stored.is_deleted]

    async def ledger(self, request: Request) -> Json:
        ledger = self._world.ledger
        return {"entries": ledger.after(number(request.query_params.get("after")) or 0), "last": ledger.last}

    async def updates(self, request: Request) -> list[Json]:
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
        return self._world.calls

    async def order_fault(self, request: Request) -> Json:
        return {"id": self._world.faults.order((await read_wish(request)).values).id}

    async def clear_faults(self, _request: Request) -> Json:
        self._world.faults.all.clear()
        return {}

    async def flood(self, request: Request) -> Json:
        wish, usual = await read_wish(request), Limits()
        limits = Limits(
            wish.number("group_per_minute", usual.group_per_minute),
            wish.decimal("chat_per_second", usual.chat_per_second),
            wish.number("burst", usual.burst),
            wish.number("overall_per_second", usual.overall_per_second),
        )
        self._world.flood.switch(wish.flag("on"), limits)
        return {"on": wish.flag("on")}

    async def hold(self, request: Request) -> Json:
        is_on = (await read_wish(request)).flag("on")
        for bot in self._world.bots.values():
            bot.queue.hold(is_on)
        return {"on": is_on}

    async def clock(self, request: Request) -> Json:
        query = request.query_params
        after = number(query.get("after"))
        timeout = min(float(query.get("timeout", 0)), 60.0)
        return await self._world.clock.watch(0 if after is None else after, timeout)

    async def follow(self, request: Request) -> Json:
        wish = await read_wish(request)
        due = wish.decimal("next_due") if wish.has("next_due") else None
        self._world.clock.follow(wish.number("version"), wish.flag("idle"), due)
        return self._world.clock.face()

    async def advance(self, request: Request) -> Json:
        wish, clock = await read_wish(request), self._world.clock
        if wish.has("next_due"):
            target = clock.next_due or clock.now()
        elif wish.has("to"):
            target = wish.decimal("to")
        else:
            target = clock.now() + wish.decimal("seconds")
        return await clock.advance(target)

    async def control(self, request: Request) -> Any:
        name = request.path_params["name"]
        if name not in self._controls:
            raise BadControl(f"control: {name!r} is unknown; there are {sorted(self._controls)}", 404)
        return await self._controls[name]((await read_wish(request)).values)

    async def story(self, request: Request) -> Json:
        self._world.bus.publish({"type": "story", **(await read_wish(request)).values})
        return {}

    async def events(self, _request: Request) -> Response:
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
        file = self._world.files.by_id(request.path_params["id"], None)
        if file is None:
            return answer({"ok": False, "error": f"file: {request.path_params['id']} is unknown"}, 404)
        return Response(file.content(), media_type=file.media_type)


def _attempt(world: World, values: Any) -> Json:
    try:
        return act(world, values)
    except BadControl as error:
        return {"error": error.error}


def _chat_id(request: Request) -> int:
    return int(request.path_params["id"])


def _chat(chat: Chat) -> Json:
    members = [{"user_id": number, "status": status} for number, status in chat.members.items()]
    face: Json = {"id": chat.id, "type": chat.type, "title": chat.title, "members": members}
    return {**face, "migrated_to": chat.migrated_to} if chat.migrated_to is not None else face
