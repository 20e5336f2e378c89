"""Methods that make a new message of the bot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.sandbox import keyboard
from bot.sandbox.access import chat_to_write
from bot.sandbox.call import Call
from bot.sandbox.chat import Chat, Json, Stored
from bot.sandbox.errors import bad_request
from bot.sandbox.methods import albums, media
from bot.sandbox.methods.wording import read_caption, read_text, worded
from bot.sandbox.params import UNPARSABLE
from bot.sandbox.posting import quoted, store

_ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio",
        "upload_audio", "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
        "cancel",
    }
)  # fmt: skip


def send_message(call: Call) -> Json:
    return post(call, chat_to_write(call), worded(read_text(call))).body


def send_photo(call: Call) -> Json:
    content, chat = _media(call, "photo")
    return post(call, chat, content).body


def send_voice(call: Call) -> Json:
    content, chat = _media(call, "voice")
    return post(call, chat, content).body


def send_document(call: Call) -> Json:
    content, chat = _media(call, "document")
    return post(call, chat, content).body


def send_media_group(call: Call) -> list[Json]:
    """Send an album; one thing alone is sent as itself. No keyboard is read.

    What it says no to, and in which order: the open server's `process_send_media_group_query` and the library's checks
    of an album.
    """
    contents = albums.read(call)
    chat = chat_to_write(call)
    albums.check(contents)
    group: Json = {"media_group_id": call.world.next_album()} if len(contents) > 1 else {}
    plain = replace(call, params=call.params.without("reply_markup"))
    return [post(plain, chat, {**content, **group}).body for content in contents]


def send_location(call: Call) -> Json:
    location: Json = {name: _degrees(call, name) for name in ("latitude", "longitude")}
    if call.params.integer("live_period"):
        location["live_period"] = call.params.integer("live_period")
    return post(call, chat_to_write(call), {"location": location}).body


def send_chat_action(call: Call) -> bool:
    if call.params.text("action").lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat_to_write(call)
    return True


def post(call: Call, chat: Chat, content: Json, *, by_forward: bool = False) -> Stored:
    """Put a message of the bot with the call's reply, keyboard and flags into the chat."""
    params = call.params
    markup = keyboard.NONE if by_forward else keyboard.read(params, is_private=chat.is_private)
    if params.integer("message_thread_id"):
        raise bad_request("message thread not found")
    reply = {} if by_forward else _reply(call, chat)
    now = int(call.world.clock.now())
    body: Json = {"message_id": next(chat.sequence), "from": call.bot.face, "chat": chat.face, "date": now}
    body.update(reply)
    body.update(content)
    if params.flag("protect_content"):
        body["has_protected_content"] = True
    if markup.inline is not None:
        body["reply_markup"] = markup.inline
    stored = Stored(body, call.bot.id, markup.other, params.flag("disable_notification"), by_forward)
    store(call.world, chat, stored, kind="sent", by="bot", method=call.method, bot=call.bot.id)
    return stored


def _reply(call: Call, chat: Chat) -> Json:
    wish = call.params.parsed("reply_parameters")
    if wish is UNPARSABLE or (wish is not None and not isinstance(wish, dict)):
        raise bad_request("can't parse reply parameters JSON object")
    number = _target(wish) if wish else call.params.integer("reply_to_message_id")
    if not number:
        return {}
    target = chat.find(number)
    if target is not None:
        return {"reply_to_message": quoted(target)}
    if (wish or {}).get("allow_sending_without_reply") or call.params.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _target(wish: Json) -> int:
    number: Any = wish.get("message_id")
    return int(number) if isinstance(number, int) or (isinstance(number, str) and number.isdecimal()) else 0


def _degrees(call: Call, name: str) -> float:
    if not call.params.text(name):
        raise bad_request(f"{name} is empty")
    try:
        value = call.params.decimal(name)
    except ValueError:
        value = 0.0
    if not -180 <= value <= 180 or (name == "latitude" and not -90 <= value <= 90):
        raise bad_request("invalid location specified")
    return value


def _media(call: Call, kind: str) -> tuple[Json, Chat]:
    """Return the content of a file message and the chat it may go to."""
    chat = chat_to_write(call)
    file = media.read(call, kind, call.params.text(kind))
    return {**file, **worded(read_caption(call), "caption_")}, chat
