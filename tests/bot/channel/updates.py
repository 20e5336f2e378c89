"""Updates as the Bot API makes them, for tests that read them."""

from __future__ import annotations

from typing import Any

Update = dict[str, Any]

PERSON: dict[str, Any] = {"id": 1001, "is_bot": False, "first_name": "Ann", "last_name": "Lee", "language_code": "en"}
OWN: dict[str, Any] = {"id": 42, "is_bot": True, "first_name": "Desk", "username": "pavilion_bot"}
PRIVATE: dict[str, Any] = {"id": 1001, "type": "private", "first_name": "Ann", "last_name": "Lee"}
GROUP: dict[str, Any] = {"id": -100500, "type": "supergroup", "title": "Office"}
CHANNEL: dict[str, Any] = {"id": -100900, "type": "channel", "title": "News", "username": "news"}
ANONYMOUS: dict[str, Any] = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def message(**parts: Any) -> Update:
    """Return a message update; parts are the message's fields, `sender` stands for `from`."""
    return {"update_id": 7, "message": _message(parts)}


def edited(**parts: Any) -> Update:
    return {"update_id": 7, "edited_message": {**_message(parts), "edit_date": 1778700100}}


def press(data: str | None = "1|claim|x", sender: dict[str, Any] = PERSON, **parts: Any) -> Update:
    """Return a press on a button under the bot's message 50 in the group."""
    asked = {"message_id": 50, "date": 1778700000, "chat": GROUP, "from": OWN, "text": "card"}
    query: dict[str, Any] = {"id": "4382", "from": sender, "message": asked, "chat_instance": "9", **parts}
    return {"update_id": 7, "callback_query": query if data is None else {**query, "data": data}}


def member(status: str, chat: dict[str, Any] = GROUP, user: dict[str, Any] = PERSON, **parts: Any) -> Update:
    return {"update_id": 7, "chat_member": _change(status, chat, user, parts)}


def own_member(status: str, chat: dict[str, Any], **parts: Any) -> Update:
    return {"update_id": 7, "my_chat_member": _change(status, chat, OWN, parts)}


def _message(parts: dict[str, Any]) -> Update:
    sender = parts.pop("sender", PERSON)
    found: Update = {"message_id": 12, "date": 1778700000, "chat": PRIVATE, **parts}
    return found if sender is None else {**found, "from": sender}


def _change(status: str, chat: dict[str, Any], user: dict[str, Any], parts: dict[str, Any]) -> Update:
    return {
        "chat": chat,
        "from": PERSON,
        "date": 1778700000,
        "old_chat_member": {"user": user, "status": "left"},
        "new_chat_member": {"user": user, "status": status, **parts},
    }
