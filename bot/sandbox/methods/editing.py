"""Methods that change a message of the bot."""

from __future__ import annotations

from bot.sandbox import keyboard
from bot.sandbox.access import chat_to_read, check_writable
from bot.sandbox.call import Call
from bot.sandbox.chat import Chat, Json, Stored
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.wording import read_caption, read_text, worded
from bot.sandbox.posting import note, show_edit

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
_MEDIA = frozenset({"photo", "voice", "document"})


def edit_message_text(call: Call) -> Json:
    content = worded(read_text(call))
    chat, stored = _target(call)
    if "text" not in stored.body:
        raise bad_request("there is no text in the message to edit")
    return _change(call, chat, stored, content, ("text", "entities"))


def edit_message_caption(call: Call) -> Json:
    content = worded(read_caption(call), "caption_")
    chat, stored = _target(call)
    if not _MEDIA & stored.body.keys():
        raise bad_request("there is no caption in the message to edit")
    return _change(call, chat, stored, content, ("caption", "caption_entities"))


def edit_message_reply_markup(call: Call) -> Json:
    chat, stored = _target(call)
    return _change(call, chat, stored, {}, ())


def _target(call: Call) -> tuple[Chat, Stored]:
    """Return the message to edit; raises Refused if it is none of the bot's or carries a reply keyboard."""
    params = call.params
    if not params.text("chat_id") or params.text("inline_message_id"):
        raise bad_request("message identifier is not specified")
    chat = chat_to_read(call)
    check_writable(call, chat)
    stored = chat.find(params.integer("message_id"))
    if stored is None:
        raise bad_request("message to edit not found")
    if stored.sender != call.bot.id or stored.is_forward or stored.is_service or stored.keyboard is not None:
        raise bad_request("message can't be edited")
    return chat, stored


def _change(call: Call, chat: Chat, stored: Stored, content: Json, replaced: tuple[str, ...]) -> Json:
    markup = keyboard.read(call.params, is_private=chat.is_private, only_inline=True).inline
    dropped = (*replaced, "reply_markup", "edit_date")
    body = {name: value for name, value in stored.body.items() if name not in dropped}
    body["edit_date"] = int(call.world.clock.now())
    body.update(content)
    if markup is not None:
        body["reply_markup"] = markup
    if _without_date(body) == _without_date(stored.body):
        raise bad_request(_NOT_MODIFIED)
    stored.body = body
    note(call.world, "edited", chat, stored, by="bot", method=call.method, bot=call.bot.id)
    show_edit(call.world, chat, stored)
    return body


def _without_date(body: Json) -> Json:
    return {name: value for name, value in body.items() if name != "edit_date"}
