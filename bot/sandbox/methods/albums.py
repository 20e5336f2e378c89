"""sendMediaGroup: photos that stand together. Source: Bot API documentation, sendMediaGroup; only photos by file_id."""

from __future__ import annotations

import itertools
from typing import Any

from bot.sandbox.access import chat_to_write
from bot.sandbox.call import Call
from bot.sandbox.chat import Json
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.sending import post

_MOST = 10
_groups = itertools.count(1)


def send_media_group(call: Call) -> list[Json]:
    chat, items = chat_to_write(call), call.params.parsed("media")
    if not isinstance(items, list) or not 2 <= len(items) <= _MOST:
        raise bad_request("media must be an array of 2-10 items")
    contents = [_photo(call, item) for item in items]
    group = str(next(_groups))
    return [post(call, chat, {**content, "media_group_id": group}).body for content in contents]


def _photo(call: Call, item: Any) -> Json:
    if not isinstance(item, dict) or item.get("type") != "photo":
        raise bad_request("this sandbox takes albums of photos only")
    files, bot = call.world.files, call.bot.id
    file = files.by_id(str(item.get("media", "")), bot)
    if file is None or file.kind != "photo":
        raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
    content: Json = {"photo": files.photo_sizes(file, bot)}
    return {**content, "caption": str(item["caption"])} if item.get("caption") else content
