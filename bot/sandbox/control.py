"""The control API under /sandbox: acting as people, ordering faults, moving the clock; `looking` only looks."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from bot.sandbox.acts import act
from bot.sandbox.chat import Chat, Json
from bot.sandbox.errors import BadControl
from bot.sandbox.exchange import Endpoint, chat_id, read_body, read_wish, route
from bot.sandbox.faces import face_of_group, face_of_person
from bot.sandbox.flood import Limits
from bot.sandbox.groups import STATUSES, actor, migrate, set_status
from bot.sandbox.looking import Looking
from bot.sandbox.wish import Wish
from bot.sandbox.world import World

Callback = Callable[[Json], Awaitable[Any]]
PLAIN = ("/sandbox/events", "/sandbox/files/{id}")
"""These answer with something else than an envelope of JSON."""


class Control:
    """The endpoints; each returns a result or raises BadControl. The docstring's last part names what may be given."""

    def __init__(self, world: World, controls: Mapping[str, Callback], scene: Json) -> None:
        self._world = world
        self._controls = controls
        self._looking = Looking(world, controls, scene)

    def table(self) -> list[tuple[str, str, Endpoint]]:
        """Return the control API: method, path, endpoint."""
        look = self._looking
        return [
            ("GET", "/sandbox/state", look.state),
            ("GET", "/sandbox/scene", look.scene),
            ("POST", "/sandbox/users", self.users),
            ("POST", "/sandbox/groups", self.groups),
            ("POST", "/sandbox/groups/{id}/members", self.members),
            ("POST", "/sandbox/groups/{id}/migrate", self.migrate),
            ("POST", "/sandbox/act", self.act),
            ("POST", "/sandbox/acts", self.acts),
            ("POST", "/sandbox/update", self.update),
            ("GET", "/sandbox/presses", look.presses),
            ("GET", "/sandbox/presses/{id}", look.press),
            ("GET", "/sandbox/chats/{id}/messages", look.messages),
            ("GET", "/sandbox/chats/{id}/commands", look.commands),
            ("GET", "/sandbox/ledger", look.ledger),
            ("GET", "/sandbox/ledger/updates", look.updates),
            ("GET", "/sandbox/calls", look.calls),
            ("POST", "/sandbox/faults", self.order_fault),
            ("DELETE", "/sandbox/faults", self.clear_faults),
            ("POST", "/sandbox/flood", self.flood),
            ("POST", "/sandbox/hold", self.hold),
            ("GET", "/sandbox/clock", look.clock),
            ("POST", "/sandbox/clock/follow", self.follow),
            ("POST", "/sandbox/clock/advance", self.advance),
            ("POST", "/sandbox/controls/{name}", self.control),
            ("POST", "/sandbox/story", self.story),
            ("GET", "/sandbox/events", look.events),
            ("GET", "/sandbox/files/{id}", look.file),
        ]

    def routes(self) -> list[Route]:
        """Return the table as routes."""
        return [
            Route(path, endpoint, methods=[verb]) if path in PLAIN else route(path, endpoint, verb)
            for verb, path, endpoint in self.table()
        ]

    async def users(self, request: Request) -> Json:
        """Add a person.

        `first_name`; `id`, `username`, `language_code`
        """
        wish = await read_wish(request)
        names = wish.text("username", ""), wish.text("language_code", "")
        person = self._world.add_person(wish.text("first_name"), wish.optional("id"), *names)
        return face_of_person(self._world, person)

    async def groups(self, request: Request) -> Json:
        """Add a group.

        `title`; `type` (supergroup or group), `id`, `username`, `members`, `owner`, `bot` (true), `bot_status`
        """
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
        return face_of_group(chat)

    async def members(self, request: Request) -> Json:
        """Change somebody's status in a group: to join, to leave, to be thrown out.

        `user`, `status`; `by`
        """
        wish, world = await read_wish(request), self._world
        chat, account = self._group(request), wish.number("user")
        world.account_face(account)
        by = world.account_face(wish.number("by")) if wish.has("by") else actor(world, chat, account)
        status = wish.choice("status", STATUSES)
        update_id = set_status(world, chat, account, status, world.account_face(account) if status == "left" else by)
        return {"update_id": update_id, "chat": face_of_group(chat)}

    async def migrate(self, request: Request) -> Json:
        """Turn a basic group into a supergroup; return its new id."""
        return {"new_id": migrate(self._world, self._group(request)).id}

    def _group(self, request: Request) -> Chat:
        return self._world.group(chat_id(request))

    async def act(self, request: Request) -> Json:
        """Do something as a person: the table of acts below.

        `do`, `user`; `chat`, `bot`, `reply_to`, `anonymous`, `copies` (how often the update comes)
        """
        return act(self._world, await read_body(request))

    async def acts(self, request: Request) -> list[Json]:
        """Do several in one turn of the loop; an act that cannot be done has `error` in its place.

        `acts`
        """
        wanted = (await read_wish(request)).items("acts")
        return [_attempt(self._world, one) for one in wanted]

    async def update(self, request: Request) -> Json:
        """Queue an update as it is, whatever it holds, or let the next one have a number.

        `update`, `next_update_id`, `bot`
        """
        # The standard library, unlike msgspec, lets lone surrogates through.
        wish = Wish(json.loads(await request.body()))
        queue = self._world.bot(wish.optional("bot")).queue
        if wish.has("next_update_id"):
            queue.jump(wish.number("next_update_id"))
        if not wish.has("update"):
            return {}
        return {"update_id": queue.push_raw(Wish(wish.values["update"]).values)}

    async def order_fault(self, request: Request) -> Json:
        """Let the next calls fail.

        `kind` (429, 403, 400, 409, 500, 502_html, timeout, reset, cut_json, lost_answer, slow); `method`, `chat_id`,
        `times` (-1: for ever), `retry_after`, `seconds`, `status`, `description`
        """
        return {"id": self._world.faults.order((await read_wish(request)).values).id}

    async def clear_faults(self, _request: Request) -> Json:
        """Forget all ordered faults."""
        self._world.faults.all.clear()
        return {}

    async def flood(self, request: Request) -> Json:
        """Switch flood control on or off.

        `on`; `group_per_minute`, `chat_per_second`, `burst`, `overall_per_second`
        """
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
        """Hand out no updates until it is switched off.

        `on`
        """
        is_on = (await read_wish(request)).flag("on")
        for bot in self._world.bots.values():
            bot.queue.hold(is_on)
        return {"on": is_on}

    async def follow(self, request: Request) -> Json:
        """Tell the clock how far the bot is; the demo's bot does.

        `version`, `idle`, `next_due` (Unix seconds)
        """
        wish = await read_wish(request)
        due = wish.decimal("next_due") if wish.has("next_due") else None
        self._world.clock.follow(wish.number("version"), wish.flag("idle"), due)
        return self._world.clock.face()

    async def advance(self, request: Request) -> Json:
        """Move the clock ahead, stopping at each due time until the bot is idle.

        `seconds`, or `to` (Unix seconds), or `next_due`
        """
        wish, clock = await read_wish(request), self._world.clock
        if wish.has("next_due"):
            target = clock.next_due or clock.now()
        elif wish.has("to"):
            target = wish.decimal("to")
        else:
            target = clock.now() + wish.decimal("seconds")
        return await clock.advance(target)

    async def control(self, request: Request) -> Any:
        """Call one of the controls that whoever started the sandbox gave it."""
        name = request.path_params["name"]
        if name not in self._controls:
            raise BadControl(f"control: {name!r} is unknown; there are {sorted(self._controls)}", 404)
        return await self._controls[name]((await read_wish(request)).values)

    async def story(self, request: Request) -> Json:
        """Tell open pages something of the story."""
        self._world.bus.publish({"type": "story", **(await read_wish(request)).values})
        return {}


def _attempt(world: World, values: Any) -> Json:
    try:
        return act(world, values)
    except BadControl as error:
        return {"error": error.error}
