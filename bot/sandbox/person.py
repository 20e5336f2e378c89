"""A made-up person with a Telegram account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ANONYMOUS_ADMIN: dict[str, Any] = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
"""The account that the real server names as the sender when an administrator writes as the group."""


@dataclass(slots=True)
class Person:
    id: int
    first_name: str
    username: str = ""
    language_code: str = ""
    is_deactivated: bool = False
    face: dict[str, Any] = field(default_factory=dict)
    """The User object of the Bot API."""

    def __post_init__(self) -> None:
        self.face = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.username:
            self.face["username"] = self.username
        if self.language_code:
            self.face["language_code"] = self.language_code
