"""What makes an album: reading the parts of sendMediaGroup, and what may stand together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.chat import Json
from bot.sandbox.errors import Refused, bad_request
from bot.sandbox.methods import media
from bot.sandbox.methods.wording import read_caption, worded
from bot.sandbox.params import UNPARSABLE, Params

LARGEST = 10
_KINDS = frozenset({"photo", "document"})
_ELSEWHERE = frozenset({"video", "audio", "live_photo"})
_ALONE = frozenset({"animation"})


def read(call: Call) -> list[Json]:
    """Return the content of each message; raises Refused for the first part that cannot be read."""
    if not call.params.text("media"):
        raise bad_request('parameter "media" is required')
    wanted = call.params.parsed("media")
    if wanted is UNPARSABLE:
        raise bad_request("can't parse media JSON object")
    if wanted is not None and not isinstance(wanted, list):
        raise bad_request("expected an Array of InputMedia")
    # All captions are read before any file, as by the real server.
    parts = [_part(call, one) for one in wanted or []]
    return [{**media.read(part, kind, part.params.text("media")), **caption} for part, kind, caption in parts]


def _part(call: Call, value: Any) -> tuple[Call, str, Json]:
    if not isinstance(value, dict):
        raise _unreadable("expected an Object")
    part = replace(call, params=Params(value, call.params.files))
    caption = worded(read_caption(part), "caption_")
    return part, _kind(part), caption


def _kind(part: Call) -> str:
    kind, name = part.params.text("type"), part.params.text("media")
    if "type" not in part.params.values:
        raise _unreadable('Can\'t find field "type"')
    if kind in _ALONE:
        raise _unreadable(f'type "{kind}" can\'t be used in sendMediaGroup')
    if kind in _ELSEWHERE:
        raise bad_request("this sandbox takes albums of photos or documents")
    if kind not in _KINDS:
        raise _unreadable(f'type "{kind}" is unsupported')
    if not name or (name.startswith("attach://") and name.removeprefix("attach://") not in part.params.files):
        raise _unreadable("media not found")
    return kind


def _unreadable(text: str) -> Refused:
    return bad_request(f"can't parse InputMedia: {text}")


def check(contents: list[Json]) -> None:
    """Raise Refused if these cannot stand together."""
    if not contents:
        raise bad_request("there are no messages to send")
    if len(contents) > LARGEST:
        raise bad_request("too many messages to send as an album")
    if any("document" in one for one in contents) and any("photo" in one for one in contents):
        raise bad_request("document can't be mixed with other media types")
