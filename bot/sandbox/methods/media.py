"""Files of a call: an upload of its own, or one that the server holds already."""

from __future__ import annotations

from bot.sandbox.call import Call
from bot.sandbox.chat import Json
from bot.sandbox.errors import bad_request
from bot.sandbox.files import File
from bot.sandbox.params import Upload

LARGEST_PHOTO = 10 * 1024 * 1024
MOST_PIXELS = 10_000
"""Of width and height together."""


def read(call: Call, kind: str, value: str) -> Json:
    """Return the content of a message with the file that `value` names: a part of the call, or a file_id."""
    upload = call.params.files.get(value.removeprefix("attach://") if value else kind)
    if not value and upload is None:
        raise bad_request(f"there is no {kind} in the request")
    file = _uploaded(call, kind, upload) if upload else _held(call, kind, value)
    return _face(call, kind, file)


def _uploaded(call: Call, kind: str, upload: Upload) -> File:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind == "photo" and len(upload.data) > LARGEST_PHOTO:
        raise bad_request(
            f"file of size {len(upload.data)} bytes is too big for a photo; the maximum size is {LARGEST_PHOTO} bytes"
        )
    return call.world.files.add(kind, upload.data, name=upload.name)


def _held(call: Call, kind: str, value: str) -> File:
    file = call.world.files.by_id(value, call.bot.id)
    if file is None and "://" in value:
        # The sandbox never goes outside.
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file is None:
        raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
    return file


def _face(call: Call, kind: str, file: File) -> Json:
    files, bot = call.world.files, call.bot.id
    if kind == "photo":
        sizes = files.photo_sizes(file, bot)
        if sizes[-1]["width"] + sizes[-1]["height"] > MOST_PIXELS:
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return {"photo": sizes}
    if kind == "voice":
        duration = call.params.integer("duration") or file.seconds
        return {"voice": {"duration": duration, "mime_type": "audio/ogg", **file.face(bot)}}
    return {"document": {"file_name": file.name or "file", "mime_type": file.media_type, **file.face(bot)}}
