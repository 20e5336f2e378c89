"""A bot's account: its token, its queue of updates, its private chats and what it has set about itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.chat import Chat
from bot.sandbox.person import Person
from bot.sandbox.updates import UpdateQueue


@dataclass(slots=True)
class Webhook:
    """Where updates would be pushed to; with an empty `url` they are fetched."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    has_certificate: bool = False
    ip_address: str = ""
    changed_at: float = float("-inf")


@dataclass(slots=True)
class Account:
    """Private chats and basic groups share one sequence of message ids per bot, as on the real server."""

    token: str
    username: str
    queue: UpdateQueue
    id: int = 0
    face: dict[str, Any] = field(default_factory=dict)
    sequence: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    private_chats: dict[int, Chat] = field(default_factory=dict)
    commands: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    about: dict[str, dict[str, str]] = field(default_factory=dict)
    """`description`, `short_description` and `name`, each by language."""
    webhook: Webhook = field(default_factory=Webhook)

    def __post_init__(self) -> None:
        self.id = int(self.token.partition(":")[0])
        self.face = {"id": self.id, "is_bot": True, "first_name": self.username, "username": self.username}

    def private_chat(self, person: Person) -> Chat:
        """Return the chat with this person, whether or not anything was ever said in it."""
        chat = self.private_chats.get(person.id)
        if chat is None:
            chat = Chat(person.id, "private", self.sequence, username="", person=person)
            self.private_chats[person.id] = chat
        return chat
