"""What people send: words, pictures, voices, places, numbers, files."""

from __future__ import annotations

import re

from bot.sandbox import entities
from bot.sandbox.account import Account
from bot.sandbox.acts.account import unblock
from bot.sandbox.acts.doing import Act, say
from bot.sandbox.chat import Json
from bot.sandbox.errors import BadControl
from bot.sandbox.files import Files
from bot.sandbox.wish import Wish

LARGEST_ALBUM = 10
_MADE_UP_PHONE = "+15550100"
_MADE_UP_PLACE = (31.2304, 121.4737)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


def text(act: Act) -> Json:
    """Write.

    `text`
    """
    words = entities.from_person(act.wish.text("text"))
    if not words.text:
        raise BadControl("text: is empty; a client sends no empty message")
    content: Json = {"text": words.text}
    return say(act, {**content, "entities": words.entities} if words.entities else content)


def start(act: Act) -> Json:
    """Press Start, or open a link `?start=payload`; a blocked bot is unblocked first. In a group it names the bot.

    `payload`: what the link carries, 1-64 of A-Z a-z 0-9 _ -
    """
    payload = act.wish.text("payload", "")
    if not _PAYLOAD.fullmatch(payload):
        raise BadControl(f"payload: {payload!r} fits no link; use 1-64 of A-Z a-z 0-9 _ -")
    if act.chat.is_private and act.chat.is_blocked:
        unblock(act)
    command = "/start" if act.chat.is_private else f"/start@{act.bot.username}"
    mark = {"type": "bot_command", "offset": 0, "length": len(command)}
    return say(act, {"text": f"{command} {payload}".strip(), "entities": [mark]})


def photo(act: Act) -> Json:
    """Send a picture, a made-up one unless its bytes are given.

    `data` (base64), `width`, `height`, `caption`, `album` (the `media_group_id`, to send one picture of an album)
    """
    content = _captioned(_picture(act.world.files, act.world.first_bot, act.wish), act.wish)
    return say(act, {**content, "media_group_id": str(act.wish.values["album"])} if act.wish.has("album") else content)


def album(act: Act) -> Json:
    """Send several pictures, or several documents, together: one update each, with one `media_group_id`.

    `count` (2-10 made-up ones) or `items` (each as for photo or document); `kind` (photo or document); `caption` (of
    the first)
    """
    items = [Wish(one) for one in act.wish.items("items")] or [Wish({}) for _ in range(act.wish.number("count", 3))]
    if not 2 <= len(items) <= LARGEST_ALBUM:
        raise BadControl(f"items: an album holds 2-{LARGEST_ALBUM}, not {len(items)}; send a photo or several albums")
    draw = _picture if act.wish.choice("kind", ("photo", "document"), "photo") == "photo" else _paper
    if act.wish.has("caption"):
        items[0].values["caption"] = act.wish.text("caption")
    contents = [_captioned(draw(act.world.files, act.world.first_bot, one), one) for one in items]
    group = {"media_group_id": act.world.next_album()}
    made = [say(act, {**content, **group}) for content in contents]
    return {
        **group,
        "message_ids": [one["message_id"] for one in made],
        "update_ids": [one["update_id"] for one in made],
    }


def voice(act: Act) -> Json:
    """Send a voice note, a made-up hum unless its bytes are given.

    `seconds`, `data` (base64), `caption`
    """
    seconds = act.wish.number("seconds", 3)
    file = act.world.files.add("voice", act.wish.content("data"), seconds=seconds)
    face = file.face(act.world.first_bot.id)
    return say(act, _captioned({"voice": {"duration": seconds, "mime_type": "audio/ogg", **face}}, act.wish))


def document(act: Act) -> Json:
    """Send a file.

    `file_name`, `data` (base64), `caption`
    """
    return say(act, _captioned(_paper(act.world.files, act.world.first_bot, act.wish), act.wish))


def sticker(act: Act) -> Json:
    """Send a sticker.

    `emoji`
    """
    face = act.world.files.add("sticker").face(act.world.first_bot.id)
    kind = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return say(act, {"sticker": {**kind, "emoji": act.wish.text("emoji", "👍"), **face}})


def location(act: Act) -> Json:
    """Send a place, or with `live_period` a position that is followed.

    `latitude`, `longitude`, `live_period` (seconds)
    """
    return say(act, {"location": _place(act.wish)})


def contact(act: Act) -> Json:
    """Send a phone number: the person's own, or somebody's from the address book.

    `phone`, `own` (true), `first_name` (of somebody else)
    """
    return say(act, {"contact": _card(act, is_own=act.wish.flag("own", True))})


def key(act: Act) -> Json:
    """Tap a key of the keyboard that is shown; it sends its label, the phone number or the place, as it asks for.

    `label`; `phone`, `latitude`, `longitude`
    """
    shown, label = act.chat.last_keyboard(), act.wish.text("label")
    keys = [key for row in (shown.keyboard or {})["keyboard"] for key in row] if shown else []
    tapped = next((one for one in keys if one["text"] == label), None)
    if shown is None or tapped is None:
        raise BadControl(f"label: no key {label!r} is shown; the keys are {[one['text'] for one in keys]}")
    if tapped.get("request_contact"):
        return say(act, {"contact": _card(act, is_own=True)}, shown)
    if tapped.get("request_location"):
        return say(act, {"location": _place(act.wish)}, shown)
    return say(act, {"text": label})


def _picture(files: Files, bot: Account, wish: Wish) -> Json:
    size = {"width": wish.number("width", 0), "height": wish.number("height", 0)}
    return {"photo": files.photo_sizes(files.add("photo", wish.content("data"), **size), bot.id)}


def _paper(files: Files, bot: Account, wish: Wish) -> Json:
    file = files.add("document", wish.content("data"), name=wish.text("file_name", "file.txt"))
    return {"document": {"file_name": file.name, "mime_type": file.media_type, **file.face(bot.id)}}


def _captioned(content: Json, wish: Wish) -> Json:
    words = entities.from_person(wish.text("caption", ""))
    if words.text:
        content["caption"] = words.text
    return {**content, "caption_entities": words.entities} if words.entities else content


def _place(wish: Wish) -> Json:
    latitude, longitude = _MADE_UP_PLACE
    place: Json = {"latitude": wish.decimal("latitude", latitude), "longitude": wish.decimal("longitude", longitude)}
    return {**place, "live_period": wish.number("live_period")} if wish.has("live_period") else place


def _card(act: Act, *, is_own: bool) -> Json:
    name = act.person.first_name if is_own else act.wish.text("first_name", "Somebody")
    card: Json = {"phone_number": act.wish.text("phone", _MADE_UP_PHONE), "first_name": name}
    return {**card, "user_id": act.person.id} if is_own else card
