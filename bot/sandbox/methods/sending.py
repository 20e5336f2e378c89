"""Methods that make a new message of the bot."""

from __future__ import annotations

from typing import Any

from bot.sandbox import keyboard
from bot.sandbox.access import chat_to_write
from bot.sandbox.call import Call
from bot.sandbox.chat import Chat, Json, Stored
from bot.sandbox.entities import Text
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.wording import read_caption, read_text
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


def worded(words: Text, prefix: str = "") -> Json:
    """Return the fields of a text, or with the prefix `caption_` of a caption; none where it is empty."""
    text, marks = ("caption", "caption_entities") if prefix else ("text", "entities")
    content: Json = {text: words.text} if words.text else {}
    return {**content, marks: words.entities} if words.entities else content


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
    return {**_file(call, kind), **worded(read_caption(call), "caption_")}, chat


def _file(call: Call, kind: str) -> Json:
    files, bot = call.world.files, call.bot.id
    value = call.params.text(kind)
    upload = call.params.files.get(value.removeprefix("attach://") if value else kind)
    if not value and upload is None:
        raise bad_request(f"there is no {kind} in the request")
    file = files.add(kind, upload.data, name=upload.name) if upload else files.by_id(value, bot)
    if file is None and "://" in value:
        # The sandbox never goes outside.
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file is None:
        raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
    if kind == "photo":
        return {"photo": files.photo_sizes(file, bot)}
    face = file.face(bot)
    if kind == "voice":
        duration = call.params.integer("duration") or file.seconds
        return {"voice": {"duration": duration, "mime_type": "audio/ogg", **face}}
    return {"document": {"file_name": file.name or "file", "mime_type": file.media_type, **face}}
