"""Reading `reply_markup`: what is refused, what is dropped silently, and what the message will carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.chat import Json
from bot.sandbox.errors import bad_request
from bot.sandbox.params import UNPARSABLE, Params

MAX_DATA = 64
"""Bytes of callback data."""
MAX_IN_ROW = 12
MAX_BUTTONS = 300
MAX_SIZE = 10_240
"""Bytes of labels, data and addresses in one keyboard. The real limit is unpublished; this is near it."""

_URL = re.compile(
    r"^(?:https?://|tg://|ton://)?[^\s/?#]+\.[^\s/?#]+|^(?:tg|ton)://\S+|^https?://[^\s/?#]+\.[^\s]+", re.I
)
_PRIVATE_ONLY = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_poll": "poll can be requested in private chats only",
    "web_app": "web App buttons can be used in private chats only",
}
_ACTIONS = ("switch_inline_query", "switch_inline_query_current_chat", "copy_text", "web_app", "login_url", "pay")


@dataclass(slots=True, frozen=True)
class Markup:
    """An inline keyboard stays with the message; `other` (reply keyboard, removal, forced reply) only is shown."""

    inline: Json | None = None
    other: Json | None = None


NONE = Markup()


def read(params: Params, *, is_private: bool, only_inline: bool = False) -> Markup:
    """Return the markup of a call; raises Refused as the real server words it."""
    value = params.parsed("reply_markup")
    if value is None:
        return NONE
    if value is UNPARSABLE:
        raise bad_request("can't parse reply keyboard markup JSON object")
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    markup = _from_object(value, is_private)
    if only_inline and markup.other is not None:
        raise bad_request("inline keyboard expected")
    return markup


def _from_object(value: Json, is_private: bool) -> Markup:
    if "inline_keyboard" in value:
        rows = _rows(value["inline_keyboard"], "inline_keyboard", "InlineKeyboardMarkup")
        keys = _trimmed([[_inline_button(button, is_private) for button in row] for row in rows])
        return Markup(inline={"inline_keyboard": keys}) if keys else NONE
    if "keyboard" in value:
        rows = _rows(value["keyboard"], "keyboard", "ReplyKeyboardMarkup")
        keys = _trimmed([[_key(button, is_private) for button in row] for row in rows])
        return Markup(other={**value, "keyboard": keys}) if keys else NONE
    if value.get("remove_keyboard") or value.get("force_reply"):
        return Markup(other=value)
    return NONE


def _rows(value: Any, field: str, kind: str) -> list[list[Any]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request(f'field "{field}" of the {kind} must be an Array of Arrays')
    return value


def _trimmed(rows: list[list[Json | None]]) -> list[list[Json]]:
    """Drop buttons without text, cut long rows and the rest beyond the limit, and drop empty rows."""
    kept: list[list[Json]] = []
    count = size = 0
    for row in rows:
        buttons = [button for button in row if button is not None][: min(MAX_IN_ROW, MAX_BUTTONS - count)]
        count += len(buttons)
        size += sum(len(str(value).encode()) for button in buttons for value in button.values())
        if buttons:
            kept.append(buttons)
    if size > MAX_SIZE:
        raise bad_request("reply markup is too long")
    return kept


def _label(button: Json, what: str) -> str:
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request(f"can't parse {what}: Can't find field \"text\"")
    return text.strip()


def _inline_button(button: Any, is_private: bool) -> Json | None:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    label = _label(button, "inline keyboard button")
    action = _action(button, is_private)
    return {"text": label, **action} if label else None


def _action(button: Json, is_private: bool) -> Json:
    """Return the first of the button's actions in the server's order."""
    if button.get("url"):
        return {"url": _checked_url(str(button["url"]))}
    if "callback_data" in button:
        return {"callback_data": _checked_data(button["callback_data"])}
    for name in _ACTIONS:
        if name in button:
            if name == "web_app" and not is_private:
                raise bad_request(_PRIVATE_ONLY[name])
            return {name: button[name]}
    raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


def _checked_url(url: str) -> str:
    if not _URL.match(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return url if "://" in url else f"http://{url}/"


def _checked_data(data: Any) -> str:
    text = data if isinstance(data, str) else str(data)
    if not 1 <= len(text.encode()) <= MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    return text


def _key(button: Any, is_private: bool) -> Json | None:
    if isinstance(button, str):
        return {"text": button.strip()} if button.strip() else None
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    label = _label(button, "keyboard button")
    for name, refusal in _PRIVATE_ONLY.items():
        if button.get(name) and not is_private:
            raise bad_request(refusal)
    return {**button, "text": label} if label else None
