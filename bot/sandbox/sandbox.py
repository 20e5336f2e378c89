"""A Bot API server in memory, with a control API and a page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from bot.sandbox.chat import Json
from bot.sandbox.control import Callback, Control
from bot.sandbox.envelope import BotApi, Downloads, failure, respond
from bot.sandbox.errors import Refused
from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


class Sandbox:
    """Build with the bots' tokens and usernames; `app` is the Starlette application.

    `controls` are coroutines that the page may call by name, `scene` is what the page lays itself out by.
    `strict_webhook` refuses addresses that only a server started with --local would take.
    """

    def __init__(
        self,
        bots: Mapping[str, str],
        controls: Mapping[str, Callback] | None = None,
        scene: Json | None = None,
        strict_webhook: bool = False,
    ) -> None:
        self.world = World(bots, is_webhook_strict=strict_webhook)
        control = Control(self.world, controls or {}, scene if scene is not None else {})
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", BotApi(self.world)),
                Route("/file/bot{token}/{path:path}", Downloads(self.world)),
                *control.routes(),
                Route("/", _index),
                Mount("/page", Page()),
                Mount("/", _not_found),
            ]
        )

    def close(self) -> None:
        """End every waiting request, so that the server can stop."""
        self.world.close()


class Page(StaticFiles):
    """The files of the page, always asked for again, so that a change is seen at the next look."""

    def __init__(self) -> None:
        super().__init__(directory=PAGE, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


async def _index(_request: Request) -> Response:
    if not (PAGE / "index.html").exists():
        return PlainTextResponse("The page is missing: bot/sandbox/page/index.html.\n", 404)
    headers = {"content-security-policy": POLICY, "cache-control": "no-cache", "referrer-policy": "no-referrer"}
    return FileResponse(PAGE / "index.html", headers=headers)


async def _not_found(scope: Scope, _receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await respond(failure(Refused(404, "Not Found")), send)
