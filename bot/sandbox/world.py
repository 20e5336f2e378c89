"""Everything the sandbox knows: people, bots, groups, files, the clock and the ledger. Nothing is kept on disk."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.account import Account
from bot.sandbox.bus import Bus
from bot.sandbox.chat import SUPERGROUP_BASE, Chat, Json
from bot.sandbox.clock import Clock
from bot.sandbox.errors import BadControl, Refused
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.flood import Flood
from bot.sandbox.ledger import Ledger
from bot.sandbox.person import Person
from bot.sandbox.presses import Presses
from bot.sandbox.updates import UpdateQueue

FIRST_USER = 1_000_001
FIRST_GROUP = 4_000_001
FIRST_UPDATE = 100_000_001
FIRST_ALBUM = 13_000_000_000_000_001


class World:
    """One sandbox's state. All of it is changed on the event loop only, so that one request is one step."""

    def __init__(self, bots: Mapping[str, str], *, is_webhook_strict: bool = False) -> None:
        self.is_webhook_strict = is_webhook_strict
        self.clock = Clock(self._has_settled, self._show_clock)
        self.ledger = Ledger()
        self.bus = Bus()
        self.files = Files()
        self.presses = Presses()
        self.faults = Faults()
        self.flood = Flood()
        self.calls: dict[str, dict[str, int]] = {}
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Chat] = {}
        self.closing = asyncio.Event()
        self._user_ids = itertools.count(FIRST_USER)
        self._group_ids = itertools.count(FIRST_GROUP)
        self._album_ids = itertools.count(FIRST_ALBUM)
        self.bots: dict[str, Account] = {token: self._account(token, name) for token, name in bots.items()}
        self.bots_by_id: dict[int, Account] = {bot.id: bot for bot in self.bots.values()}

    def _account(self, token: str, username: str) -> Account:
        if not token.partition(":")[0].isdecimal():
            raise ValueError(
                f"bots: token {token.partition(':')[0]!r}… has no number before ':'; use one like 1:sandbox"
            )
        return Account(token, username, UpdateQueue(self.clock.now, self._note_confirmed, FIRST_UPDATE))

    def _note_confirmed(self, update_id: int) -> None:
        self.ledger.write("confirmed", self.clock.now(), by="bot", update_id=update_id)

    def _has_settled(self, since: float) -> bool:
        queues = [bot.queue for bot in self.bots.values()]
        return all((queue.is_held or not len(queue)) and queue.confirmed_at < since for queue in queues)

    def _show_clock(self) -> None:
        self.bus.publish({"type": "clock", "clock": self.clock.face()})

    @property
    def first_bot(self) -> Account:
        """Return the bot that a person means who names none."""
        return next(iter(self.bots.values()))

    def bot(self, bot_id: int | None) -> Account:
        """Return the bot with this id, the first one for None."""
        found = self.first_bot if bot_id is None else self.bots_by_id.get(bot_id)
        if found is None:
            raise BadControl(f"bot: {bot_id} is unknown; the bots are {sorted(self.bots_by_id)}", 404)
        return found

    def person(self, user_id: Any) -> Person:
        """Return the person; raises BadControl where there is none."""
        person = self.people.get(user_id)
        if person is None:
            raise BadControl(f"user: {user_id} is unknown; add it with POST /sandbox/users", 404)
        return person

    def group(self, chat_id: Any) -> Chat:
        """Return the group; raises BadControl where there is none."""
        chat = self.groups.get(chat_id)
        if chat is None:
            raise BadControl(f"chat: {chat_id} is unknown; add it with POST /sandbox/groups", 404)
        return chat

    def chat(self, chat_id: int, bot: Account) -> Chat:
        """Return a group, or the bot's private chat with the person of this id."""
        return self.group(chat_id) if chat_id < 0 else bot.private_chat(self.person(chat_id))

    def account_face(self, account_id: int) -> Json:
        """Return the User object of a person or a bot."""
        bot = self.bots_by_id.get(account_id)
        return bot.face if bot is not None else self.person(account_id).face

    def add_person(self, first_name: str, user_id: int | None, username: str, language_code: str) -> Person:
        """Add somebody; raises BadControl if the id is taken."""
        number = next(self._user_ids) if user_id is None else user_id
        if number in self.people or number in self.bots_by_id:
            raise BadControl(f"id: {number} is taken; leave it out to get a free one")
        person = self.people[number] = Person(number, first_name, username, language_code)
        self.bus.publish({"type": "user", "user": person.face})
        return person

    def add_group(self, title: str, kind: str, chat_id: int | None, username: str = "") -> Chat:
        """Add an empty group; a supergroup counts its messages from 1, a basic group shares the first bot's numbers."""
        number = self._free_group_id(kind) if chat_id is None else chat_id
        if number >= 0 or number in self.groups:
            raise BadControl(f"id: {number} is taken or not negative; leave it out to get a free one")
        sequence: Iterator[int] = itertools.count(1) if kind == "supergroup" else self.first_bot.sequence
        chat = self.groups[number] = Chat(number, kind, sequence, title=title, username=username)
        self.bus.publish({"type": "chat", "chat": chat.face})
        return chat

    def next_album(self) -> str:
        """Return a fresh `media_group_id`."""
        return str(next(self._album_ids))

    def _free_group_id(self, kind: str) -> int:
        number = -next(self._group_ids)
        return SUPERGROUP_BASE + number if kind == "supergroup" else number

    async def pause(self, seconds: float) -> None:
        """Wait, but not longer than the sandbox lives."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.closing.wait(), seconds)

    def close(self) -> None:
        """Let every waiting request end."""
        self.closing.set()
        self.clock.close()
        for bot in self.bots.values():
            bot.queue.wake(Refused(500, "Internal Server Error: restart"))
        self.bus.close()
