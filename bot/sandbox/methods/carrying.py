"""Methods that carry a message into another chat: copied without a trace, or forwarded with its origin."""

from __future__ import annotations

from bot.sandbox.access import chat_to_read, chat_to_write
from bot.sandbox.call import Call
from bot.sandbox.chat import Json, Stored
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.sending import post
from bot.sandbox.methods.wording import read_caption, worded

_CONTENT = (
    "text", "entities", "caption", "caption_entities", "photo", "voice", "document", "location", "contact", "sticker",
)  # fmt: skip


def copy_message(call: Call) -> Json:
    chat = chat_to_write(call)
    source = _source(call, "copy", "copied")
    content = {name: source.body[name] for name in _CONTENT if name in source.body}
    if call.params.values.get("caption") is not None and "text" not in content:
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content.update(worded(read_caption(call), "caption_"))
    return {"message_id": post(call, chat, content).body["message_id"]}


def forward_message(call: Call) -> Json:
    chat = chat_to_write(call)
    source = _source(call, "forward", "forwarded")
    content = {name: source.body[name] for name in _CONTENT if name in source.body}
    return post(call, chat, {"forward_origin": origin(source), **content}, by_forward=True).body


def origin(source: Stored) -> Json:
    """Return who wrote the message first."""
    body = source.body
    if "forward_origin" in body:
        return dict(body["forward_origin"])
    if "sender_chat" in body:
        return {"type": "chat", "sender_chat": body["sender_chat"], "date": body["date"]}
    return {"type": "user", "sender_user": body["from"], "date": body["date"]}


def _source(call: Call, verb: str, done: str) -> Stored:
    stored = chat_to_read(call, "from_chat_id").find(call.params.integer("message_id"))
    if stored is None:
        raise bad_request(f"message to {verb} not found")
    if stored.is_service:
        raise bad_request(f"the message can't be {done}")
    if stored.body.get("has_protected_content"):
        raise bad_request("message has protected content and can't be forwarded")
    return stored
