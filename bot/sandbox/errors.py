"""The two ways the sandbox says no: to a bot, as the real server would, and to whoever drives the sandbox."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A Bot API failure: the HTTP status equals `code`; `parameters` only as the real server gives them."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class BadControl(Exception):
    """A control request that cannot be done; the text says what was wrong and what would work."""

    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.status = status


def bad_request(text: str) -> Refused:
    """Return the 400 with the server's prefix."""
    return Refused(400, f"Bad Request: {text}")


def forbidden(text: str) -> Refused:
    """Return the 403 with the server's prefix."""
    return Refused(403, f"Forbidden: {text}")


def conflict(text: str) -> Refused:
    """Return the 409 with the server's prefix."""
    return Refused(409, f"Conflict: {text}")


def too_many(seconds: int) -> Refused:
    """Return the 429 whose body, description and header all name the same whole number of seconds."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
