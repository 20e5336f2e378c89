"""The small markup of `handlers.commands` in Telegram's terms, and without it."""

from __future__ import annotations

import html
import re

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from handlers import commands

_TAG = re.compile(r"</?(?:b|i|code)>")

Shown = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


def plain(text: str) -> str:
    """Return the text as a reader sees it: no tags, no escapes."""
    return html.unescape(_TAG.sub("", text))


def buttons(markup: commands.Markup | None) -> InlineKeyboardMarkup | None:
    """Return the buttons under a message, or None if there are none."""
    if not isinstance(markup, commands.Buttons):
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in markup.rows])


def shown(markup: commands.Markup | None) -> Shown | None:
    """Return the buttons under a message, or the keys above the keyboard, or the order to take those away."""
    match markup:
        case commands.Keys():
            rows = [[_key(key) for key in row] for row in markup.rows]
            return ReplyKeyboardMarkup(rows, resize_keyboard=True)
        case commands.NoKeys():
            return ReplyKeyboardRemove()
        case _:
            return buttons(markup)


def _button(button: commands.Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.data)


def _key(key: commands.Key) -> KeyboardButton:
    return KeyboardButton(
        key.label, request_contact=key.wants == "phone" or None, request_location=key.wants == "location" or None
    )
