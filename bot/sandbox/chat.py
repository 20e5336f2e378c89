"""A chat as one bot account or one group holds it, with its members and messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.person import Person

Json = dict[str, Any]

SUPERGROUP_BASE = -1_000_000_000_000
"""Ids of supergroups lie below it: -1000000000000-N."""
PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
ADMINISTRATORS = frozenset({"creator", "administrator"})


@dataclass(slots=True)
class Stored:
    """One message with what the Bot API does not show of it."""

    body: Json
    sender: int
    """Id of the account that wrote it: for an anonymous administrator the real one."""
    keyboard: Json | None = None
    """A reply keyboard, its removal or a forced reply; the Bot API shows only inline keyboards."""
    is_silent: bool = False
    is_forward: bool = False
    is_service: bool = False
    is_deleted: bool = False
    is_read: bool | None = None
    """Whether the bot has taken what a person wrote to it in private; None for all else."""
    reactions: dict[int, str] = field(default_factory=dict)
    """The emoji of each account that has set one."""

    def view(self) -> Json:
        """Return the message as a client shows it: with any kind of keyboard, its ticks and its reactions."""
        extra: Json = {"reply_markup": self.keyboard} if self.keyboard else {}
        if self.is_silent:
            extra["disable_notification"] = True
        if self.is_read is not None:
            extra["is_read"] = self.is_read
        if self.reactions:
            extra["reactions"] = list(self.reactions.values())
        return {**self.body, **extra} if extra else self.body


@dataclass(slots=True)
class Chat:
    """A private chat (`person` is set), a basic group or a supergroup."""

    id: int
    type: str
    sequence: Iterator[int]
    title: str = ""
    username: str = ""
    person: Person | None = None
    members: dict[int, str] = field(default_factory=dict)
    """Status by account id; those who left stay as `left` or `kicked`."""
    messages: dict[int, Stored] = field(default_factory=dict)
    is_opened: bool = False
    """Private only: the person has written first."""
    is_blocked: bool = False
    migrated_to: int | None = None
    face: Json = field(default_factory=dict)
    """The Chat object of the Bot API."""

    def __post_init__(self) -> None:
        self.face = self._private_face(self.person) if self.person else {"id": self.id, "title": self.title}
        if self.username:
            self.face["username"] = self.username
        self.face["type"] = self.type

    @staticmethod
    def _private_face(person: Person) -> Json:
        face: Json = {"id": person.id, "first_name": person.first_name}
        return {**face, "username": person.username} if person.username else face

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    def status(self, account: int) -> str:
        """Return the member's status; whoever was never there is `left`."""
        return self.members.get(account, "left")

    def is_present(self, account: int) -> bool:
        """Say whether the account is in the group now."""
        return self.members.get(account) in PRESENT

    def is_administrator(self, account: int) -> bool:
        """Say whether the account may administer the group."""
        return self.members.get(account) in ADMINISTRATORS

    def find(self, message_id: int) -> Stored | None:
        """Return the message unless it never was or is deleted."""
        stored = self.messages.get(message_id)
        return None if stored is None or stored.is_deleted else stored

    def last_keyboard(self) -> Stored | None:
        """Return the message whose reply keyboard is shown now, or None."""
        for stored in reversed(self.messages.values()):
            if stored.keyboard is not None and not stored.is_deleted:
                return stored if "keyboard" in stored.keyboard else None
        return None
