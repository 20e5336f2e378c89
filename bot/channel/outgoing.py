"""The Telegram channel: fetches updates as they come, and carries out commands."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
import structlog
from telegram import Bot

from bot.channel.failure import Failure, Fatal, TryLater, in_our_words
from bot.channel.letters import cut
from bot.channel.markup import plain
from bot.channel.menu import Menu, set_menus
from bot.channel.perform import number_of, perform
from bot.channel.post import Sent
from bot.channel.read import read
from bot.channel.request import AiohttpRequest
from handlers import commands, events

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
_LONGEST_ANSWER = 200
_ANSWER_SECONDS = 5.0
_POLL_SLACK = 10.0

log = structlog.get_logger("channel")


class Me(msgspec.Struct, frozen=True):
    """The bot's own account."""

    address: str
    username: str
    name: str


class ChatLook(msgspec.Struct, frozen=True):
    """What a chat is, and whether the bot is an admin there."""

    is_group: bool
    is_public: bool
    is_admin: bool


class TelegramChannel:
    """Speaks to one Bot API server as one bot. `base_url` is what stands before the token in every address."""

    def __init__(self, token: str, base_url: str, request: AiohttpRequest | None = None) -> None:
        # At DEBUG the library logs the token, texts and names.
        logging.getLogger("telegram").setLevel(logging.WARNING)
        self._request = request or AiohttpRequest()
        self._bot = Bot(token, base_url=base_url, request=self._request, get_updates_request=self._request)
        self._username = ""

    async def start(self) -> Me:
        """Return who the bot is; raises Fatal where the token is refused, TryLater where the server is away."""
        await self._request.initialize()
        me = await in_our_words(self._bot.get_me())
        self._username = me.username or ""
        return Me(address=str(me.id), username=self._username, name=me.full_name)

    async def stop(self) -> None:
        await self._request.shutdown()

    def read(self, update: Mapping[str, Any]) -> events.AnyEvent:
        """Return what the update says; commands for other bots are ignored. Raises Unreadable."""
        return read(update, self._username)

    async def fetch(self, offset: int, timeout: int) -> list[dict[str, Any]]:
        """Return the updates from `offset` on, as they came, waiting up to `timeout` seconds for the first one.

        Raises TryLater; its reason is "conflict" while another program asks for the same bot's updates, "webhook"
        while they are sent to a web address. Raises Fatal where the token is refused.
        """
        asked = {"offset": offset, "timeout": timeout, "allowed_updates": json.dumps(UPDATES)}
        url = f"{self._bot.base_url}/getUpdates?{urlencode(asked)}"
        updates = await in_our_words(self._request.post(url, read_timeout=timeout + _POLL_SLACK))
        if not isinstance(updates, list):
            raise TryLater(None, "garbled")
        return [update for update in updates if isinstance(update, dict)]

    async def perform(self, address: str, command: commands.AnyCommand, message: int | None = None) -> Sent:
        """Carry the command out in the chat; `message` wins over the command's own. Raises TryLater, GiveUp, Moved."""
        try:
            return await in_our_words(perform(self._bot, number_of(address), command, message))
        except Fatal as failure:
            # The next fetch says so and ends the process; until then nothing waiting may be given up.
            raise TryLater(None, failure.reason) from None

    async def look_at_chat(self, address: str) -> ChatLook:
        """Return what kind of chat it is and what the bot is in it. Raises TryLater, GiveUp, Moved, Fatal."""
        chat = await in_our_words(self._bot.get_chat(number_of(address)))
        member = await in_our_words(self._bot.get_chat_member(chat.id, self._bot.id))
        is_group = chat.type in ("group", "supergroup")
        return ChatLook(is_group=is_group, is_public=bool(chat.username), is_admin=member.status == "administrator")

    async def answer(self, press: str, text: str, alert: bool) -> None:
        """Stop the wheel on a pressed button and show a line; one that comes too late is no error. Never raises."""
        shown = cut(plain(text), _LONGEST_ANSWER) or None
        try:
            call = self._bot.answer_callback_query(press, shown, show_alert=alert, read_timeout=_ANSWER_SECONDS)
            await in_our_words(call)
        except Failure as failure:
            log.info("answer_failed", reason=failure.reason)

    async def call_out(self, address: str, text: str, buttons: commands.Buttons) -> None:
        """Say something at once, past the outbox, when nothing can be stored. Never raises."""
        try:
            await self.perform(address, commands.Post(text=text, markup=buttons))
        except Failure as failure:
            log.warning("call_out_failed", reason=failure.reason)

    async def menu(self, menus: Sequence[Menu]) -> None:
        """Show the list of commands and the description in each language, as far as the server can. Never raises."""
        await set_menus(self._bot, menus)
