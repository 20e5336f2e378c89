"""The parameters of a Bot API call, however they came: query, form, multipart or JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request
from starlette.types import Message, Receive, Scope

from bot.sandbox.errors import Refused, bad_request

_NUMBER = re.compile(r"\s*(-?\d+)")
MAX_DIGITS = 19
_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.encode
UNPARSABLE: Any = object()
"""What `parsed` returns for text that is no JSON."""


def whole_number(value: Any) -> int:
    """Return the number a text begins with, 0 where there is none."""
    found = _NUMBER.match(str(value))
    return int(found[1][:MAX_DIGITS]) if found else 0


@dataclass(slots=True, frozen=True)
class Upload:
    name: str
    data: bytes


class Params:
    """Reads values as the real server does: numbers are clamped, what is no number is 0, unknown ones are ignored."""

    __slots__ = ("files", "values")

    def __init__(self, values: dict[str, Any], files: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def without(self, name: str) -> Params:
        """Return the same parameters but this one."""
        return Params({key: value for key, value in self.values.items() if key != name}, self.files)

    def text(self, name: str) -> str:
        """Return the value as text, empty where it is missing."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else _encode(value).decode()

    def integer(self, name: str, default: int = 0) -> int:
        """Return the value as a number; the default where it is missing, 0 where it is none."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        return value if type(value) is int else whole_number(self.text(name))

    def clamped(self, name: str, default: int, low: int, high: int) -> int:
        """Return the number moved into the range."""
        return max(low, min(high, self.integer(name, default)))

    def flag(self, name: str) -> bool:
        """Say whether the value is true, yes or 1."""
        value = self.values.get(name)
        return value is True or (value is not None and self.text(name).strip().lower() in ("true", "yes", "1"))

    def decimal(self, name: str) -> float:
        """Return the value as a float; raises ValueError for anything else."""
        return float(self.text(name))

    def parsed(self, name: str) -> Any:
        """Return a nested value: JSON text decoded, `None` where it is missing, UNPARSABLE where it is no JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return _decode(value)
        except msgspec.DecodeError:
            return UNPARSABLE


async def read_params(scope: Scope, receive: Receive) -> Params:
    """Return the parameters of the request; a body overrides the query."""
    values: dict[str, Any] = {}
    if scope["query_string"]:
        values.update(_form(scope["query_string"]))
    kind = _content_type(scope)
    if kind.startswith(b"multipart/form-data"):
        return await _multipart(values, scope, receive)
    body = await _body(receive)
    if body and kind.startswith(b"application/json"):
        values.update(_json(body))
    elif body and kind.startswith(b"application/x-www-form-urlencoded"):
        values.update(_form(body))
    return Params(values)


def _content_type(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == b"content-type":
            return bytes(value).lower()
    return b""


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        chunk: bytes = message.get("body", b"")
        body = body + chunk if body else chunk
        if not message.get("more_body"):
            return body


def _form(raw: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(raw.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _json(body: bytes) -> dict[str, Any]:
    try:
        values = _decode(body)
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except msgspec.DecodeError as error:
        raise bad_request(f"can't parse JSON object: {error}") from None
    if not isinstance(values, dict):
        raise bad_request("can't parse JSON object: an object was expected")
    return values


async def _multipart(values: dict[str, Any], scope: Scope, receive: Receive) -> Params:
    files: dict[str, Upload] = {}
    async with Request(scope, receive).form() as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                values[name] = value
            else:
                files[name] = Upload(value.filename or name, await value.read())
    if sum(len(file.data) for file in files.values()) > 50 * 1024 * 1024:
        raise Refused(413, "Request Entity Too Large")
    return Params(values, files)
