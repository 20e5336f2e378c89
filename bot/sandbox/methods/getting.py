"""getFile: where a file can be downloaded."""

from __future__ import annotations

from bot.sandbox.call import Call
from bot.sandbox.chat import Json
from bot.sandbox.errors import bad_request
from bot.sandbox.files import MAX_DOWNLOAD


def get_file(call: Call) -> Json:
    file_id = call.params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = call.world.files.by_id(file_id, call.bot.id)
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content()) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {**file.face(call.bot.id), "file_path": file.path}
