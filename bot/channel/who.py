"""Who and where: accounts and chats as handlers know them."""

from __future__ import annotations

from bot.channel.letters import mended
from bot.channel.shapes import Chat, User
from handlers import events

# Accounts that stand for a group, a channel or Telegram itself: https://core.telegram.org/bots/api#message
_SPEAKERS = frozenset({1087968824, 136817688, 777000})


def is_bot(user: User | None) -> bool:
    """Return whether a program speaks. An anonymous admin comes as a bot, too, but there is a person behind it."""
    return user is not None and user.is_bot and user.id not in _SPEAKERS


def who_of(user: User) -> events.Who:
    name = mended(f"{user.first_name} {user.last_name}".strip())
    return events.Who(address=str(user.id), name=name, is_anonymous=user.id in _SPEAKERS)


def where_of(chat: Chat) -> events.Where:
    kind = "group" if chat.type == "supergroup" else chat.type
    return events.Where(address=str(chat.id), kind=kind, is_public=chat.type != "private" and bool(chat.username))
