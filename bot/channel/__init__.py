"""How messages travel. This package is the only place that knows Telegram; the rest of the program speaks our words."""

from bot.channel.failure import Fatal, GiveUp, Moved, TryLater
from bot.channel.menu import Menu
from bot.channel.outgoing import ChatLook, Me, TelegramChannel
from bot.channel.peek import Peek, peek, pressed_data
from bot.channel.post import Sent
from bot.channel.read import Unreadable, read
from bot.channel.request import AiohttpRequest

__all__ = [
    "AiohttpRequest",
    "ChatLook",
    "Fatal",
    "GiveUp",
    "Me",
    "Menu",
    "Moved",
    "Peek",
    "Sent",
    "TelegramChannel",
    "TryLater",
    "Unreadable",
    "peek",
    "pressed_data",
    "read",
]
