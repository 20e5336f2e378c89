"""A one-time link that gives a role to whoever opens it first."""

from __future__ import annotations

import secrets
from datetime import timedelta

from bot.channel import TelegramChannel
from bot.channel.failure import Failure
from bot.clock import SystemClock
from bot.config import Config
from handlers import events
from handlers.invites import PREFIX, hash_of
from storage.database import Database
from storage.model import Role, to_micros

_LASTS = timedelta(days=2)


async def make(config: Config, role: Role) -> str:
    """Hand the invite to the running desk and return the words to give to the person; only its hash is stored."""
    token = secrets.token_urlsafe(24)
    now = SystemClock().now()
    made = events.InviteMade(role=str(role), token_hash=hash_of(token), expires_at=to_micros(now + _LASTS))
    database = await Database.open(config.database, config.key, is_owner=False)
    try:
        await database.run(lambda r: r.inbox.add(now, "cli", made.token_hash, "cli", events.encode(made)))
    finally:
        await database.close()
    payload = f"{PREFIX}{token}"
    name = await bot_name(config)
    if not name:
        return f"Send this to the bot, within two days, once:\n/start {payload}"
    return f"Open this, within two days, once:\nhttps://t.me/{name}?start={payload}"


async def bot_name(config: Config) -> str:
    channel = TelegramChannel(config.token, config.telegram.base_url)
    try:
        return (await channel.start()).username
    except Failure:
        return ""
    finally:
        await channel.stop()
