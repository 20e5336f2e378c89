"""Requests and answers of the control API: JSON in, JSON out, errors worded, other sites' pages refused."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.chat import Json
from bot.sandbox.errors import BadControl
from bot.sandbox.wish import Wish

Endpoint = Callable[[Request], Awaitable[Any]]


def route(path: str, endpoint: Endpoint, method: str = "POST") -> Route:
    """Return the route whose answer is the endpoint's result, or its BadControl as a 4xx."""

    async def run(request: Request) -> Response:
        try:
            _check_origin(request)
            return answer({"ok": True, "result": await endpoint(request)})
        except BadControl as error:
            return answer({"ok": False, "error": error.error}, error.status)
        except (ValueError, TypeError) as error:
            return answer({"ok": False, "error": f"{path}: {error}"}, 400)

    return Route(path, run, methods=[method])


def _check_origin(request: Request) -> None:
    """Refuse pages of other sites: the demo's controls end and start real processes."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise BadControl(f"origin: {origin} is not this sandbox's page", 403)


def answer(body: Json, status: int = 200) -> Response:
    """Return the body as JSON."""
    # Raw updates may hold lone surrogates; the standard library writes them as escapes.
    return Response(json.dumps(body), status, media_type="application/json")


async def read_body(request: Request) -> Any:
    """Return the JSON of the body, an empty object where there is none."""
    raw = await request.body()
    return json.loads(raw) if raw else {}


async def read_wish(request: Request) -> Wish:
    """Return the body as named values."""
    return Wish(await read_body(request))


def number(text: str | None) -> int | None:
    """Return a number of the query, or None where it is missing."""
    return None if text is None or text == "" else int(text)


def chat_id(request: Request) -> int:
    """Return the chat that the path names."""
    return int(request.path_params["id"])
