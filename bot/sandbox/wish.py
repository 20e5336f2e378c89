"""The body of a control request, read with errors that name the key."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from bot.sandbox.errors import BadControl


class Wish:
    """Named values; each reader raises BadControl naming the key, the value and what would do."""

    def __init__(self, values: Any) -> None:
        if not isinstance(values, dict):
            raise BadControl(f"body: a JSON object is needed, not {type(values).__name__}")
        self.values: dict[str, Any] = values

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        """Return the text; without a default it must be there."""
        value = self.values.get(name, default)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            raise BadControl(f"{name}: {value!r} is no text; give a string")
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """Return the whole number; without a default it must be there."""
        value = self.values.get(name, default)
        value = default if value is None else value
        if not isinstance(value, int) or isinstance(value, bool):
            raise BadControl(f"{name}: {value!r} is no whole number; give one")
        return value

    def optional(self, name: str) -> int | None:
        """Return the whole number or None."""
        return self.number(name) if self.has(name) else None

    def decimal(self, name: str, default: float | None = None) -> float:
        """Return the number; without a default it must be there."""
        value = self.values.get(name, default)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise BadControl(f"{name}: {value!r} is no number; give one")
        return float(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """Return the truth value."""
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise BadControl(f"{name}: {value!r} is neither true nor false")
        return value

    def choice(self, name: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """Return one of the words."""
        value = self.text(name, default)
        if value not in choices:
            raise BadControl(f"{name}: {value!r} is unknown; use one of {', '.join(choices)}")
        return value

    def items(self, name: str) -> list[Any]:
        """Return the list, empty where it is missing."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, list):
            raise BadControl(f"{name}: {value!r} is no list; give one")
        return value or []

    def content(self, name: str) -> bytes | None:
        """Return base64 text decoded, or None where it is missing."""
        if not self.has(name):
            return None
        try:
            return base64.b64decode(self.text(name), validate=True)
        except binascii.Error as error:
            raise BadControl(f"{name}: no base64 ({error}); encode the bytes of the file") from None
