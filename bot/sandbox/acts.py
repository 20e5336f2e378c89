"""What people do: write, send things, edit, press, block."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox import entities
from bot.sandbox.account import Account
from bot.sandbox.chat import Chat, Json, Stored
from bot.sandbox.errors import BadControl
from bot.sandbox.groups import status_face
from bot.sandbox.person import ANONYMOUS_ADMIN, Person
from bot.sandbox.posting import deliver, note, quoted, show_edit, shown_to, store
from bot.sandbox.wish import Wish
from bot.sandbox.world import World

_MADE_UP_PHONE = "+15550100"
_MADE_UP_PLACE = (31.2304, 121.4737)


@dataclass(slots=True, frozen=True)
class Act:
    """One act of one person in one chat; `bot` is whose private chat it is, or who is meant in a group."""

    world: World
    person: Person
    bot: Account
    chat: Chat
    wish: Wish


def act(world: World, values: Any) -> Json:
    """Do what the person wants; return the ids it made. Raises BadControl if it cannot be done."""
    wish = Wish(values)
    perform = ACTS.get(wish.text("do"))
    if perform is None:
        raise BadControl(f"do: {wish.text('do')!r} is unknown; use one of {', '.join(ACTS)}")
    person, bot = world.person(wish.number("user")), world.bot(wish.optional("bot"))
    return perform(Act(world, person, bot, _chat(world, wish, person, bot), wish))


def _chat(world: World, wish: Wish, person: Person, bot: Account) -> Chat:
    number = wish.number("chat", person.id)
    if number < 0:
        return world.group(number)
    if number not in (person.id, bot.id):
        raise BadControl(f"chat: {number} is another person's; leave it out for the private chat with the bot")
    return bot.private_chat(person)


def _text(act: Act) -> Json:
    words = entities.from_person(act.wish.text("text"))
    if not words.text:
        raise BadControl("text: is empty; a client sends no empty message")
    content: Json = {"text": words.text}
    return _say(act, {**content, "entities": words.entities} if words.entities else content)


def _start(act: Act) -> Json:
    if act.chat.is_blocked:
        _unblock(act)
    payload = act.wish.text("payload", "")
    words = entities.from_person(f"/start {payload}")
    return _say(act, {"text": words.text, "entities": words.entities})


def _photo(act: Act) -> Json:
    file = act.world.files.add("photo", act.wish.content("data"))
    content: Json = {"photo": act.world.files.photo_sizes(file, act.world.first_bot.id)}
    if act.wish.has("album"):
        content["media_group_id"] = str(act.wish.values["album"])
    if caption := act.wish.text("caption", ""):
        content["caption"] = caption
    return _say(act, content)


def _voice(act: Act) -> Json:
    seconds = act.wish.number("seconds", 3)
    file = act.world.files.add("voice", act.wish.content("data"), seconds=seconds)
    face = file.face(act.world.first_bot.id)
    return _say(act, {"voice": {"duration": seconds, "mime_type": "audio/ogg", **face}})


def _document(act: Act) -> Json:
    file = act.world.files.add("document", act.wish.content("data"), name=act.wish.text("file_name", "file.txt"))
    face = file.face(act.world.first_bot.id)
    return _say(act, {"document": {"file_name": file.name, "mime_type": file.media_type, **face}})


def _sticker(act: Act) -> Json:
    face = act.world.files.add("sticker").face(act.world.first_bot.id)
    kind = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return _say(act, {"sticker": {**kind, "emoji": act.wish.text("emoji", "👍"), **face}})


def _location(act: Act) -> Json:
    return _say(act, {"location": _place(act.wish)})


def _place(wish: Wish) -> Json:
    latitude, longitude = _MADE_UP_PLACE
    place: Json = {"latitude": wish.decimal("latitude", latitude), "longitude": wish.decimal("longitude", longitude)}
    return {**place, "live_period": wish.number("live_period")} if wish.has("live_period") else place


def _contact(act: Act) -> Json:
    return _say(act, {"contact": _card(act, is_own=act.wish.flag("own", True))})


def _card(act: Act, *, is_own: bool) -> Json:
    name = act.person.first_name if is_own else act.wish.text("first_name", "Somebody")
    card: Json = {"phone_number": act.wish.text("phone", _MADE_UP_PHONE), "first_name": name}
    return {**card, "user_id": act.person.id} if is_own else card


def _key(act: Act) -> Json:
    shown, label = act.chat.last_keyboard(), act.wish.text("label")
    keys = [key for row in (shown.keyboard or {})["keyboard"] for key in row] if shown else []
    key = next((one for one in keys if one["text"] == label), None)
    if shown is None or key is None:
        raise BadControl(f"label: no key {label!r} is shown; the keys are {[one['text'] for one in keys]}")
    if key.get("request_contact"):
        return _say(act, {"contact": _card(act, is_own=True)}, shown)
    if key.get("request_location"):
        return _say(act, {"location": _place(act.wish)}, shown)
    return _say(act, {"text": label})


def _say(act: Act, content: Json, reply_to: Stored | None = None) -> Json:
    """Put the person's message into the chat and tell the bots."""
    _open(act)
    now = int(act.world.clock.now())
    is_anonymous = act.wish.flag("anonymous")
    body: Json = {"message_id": next(act.chat.sequence), "from": act.person.face, "chat": act.chat.face, "date": now}
    if is_anonymous:
        body.update({"from": ANONYMOUS_ADMIN, "sender_chat": act.chat.face})
    target = reply_to or _reply_target(act)
    if target is not None:
        body["reply_to_message"] = quoted(target)
    body.update(content)
    stored = Stored(body, act.person.id)
    update_id = deliver(act.world, act.chat, act.bot, stored, "message", act.wish.number("copies", 1))
    store(act.world, act.chat, stored, kind="received", by=act.person.id, update_id=update_id)
    return {"message_id": body["message_id"], "update_id": update_id}


def _open(act: Act) -> None:
    """Make sure that the person can write here; the first message opens a private chat."""
    chat = act.chat
    if chat.migrated_to is not None:
        raise BadControl(f"chat: {chat.id} has become {chat.migrated_to}; write there")
    if chat.is_private:
        if chat.is_blocked:
            raise BadControl(f"user: {act.person.id} has blocked the bot; do unblock or start first")
        chat.is_opened = True
    elif not chat.is_present(act.person.id):
        raise BadControl(f"user: {act.person.id} is not in {chat.id}; add them with POST /sandbox/groups/ID/members")


def _reply_target(act: Act) -> Stored | None:
    number = act.wish.optional("reply_to")
    return None if number is None else _message(act, number)


def _message(act: Act, number: int) -> Stored:
    stored = act.chat.find(number)
    if stored is None:
        raise BadControl(f"message {number}: is not in chat {act.chat.id}, or was deleted", 404)
    return stored


def _edit(act: Act) -> Json:
    stored = _message(act, act.wish.number("message_id"))
    field = "text" if "text" in stored.body else "caption"
    if stored.sender != act.person.id or stored.is_service:
        raise BadControl(f"message_id: {stored.body['message_id']} is not {act.person.id}'s own message")
    words = entities.from_person(act.wish.text("text"))
    marks = "entities" if field == "text" else "caption_entities"
    body = {name: value for name, value in stored.body.items() if name != marks}
    body |= {"edit_date": int(act.world.clock.now()), field: words.text}
    stored.body = {**body, marks: words.entities} if words.entities else body
    copies = act.wish.number("copies", 1)
    update_id = deliver(act.world, act.chat, act.bot, stored, "edited_message", copies)
    note(act.world, "edited", act.chat, stored, by=act.person.id, update_id=update_id)
    show_edit(act.world, act.chat, stored)
    return {"message_id": body["message_id"], "update_id": update_id}


def _press(act: Act) -> Json:
    number = act.wish.number("message_id")
    stored = act.chat.messages.get(number)
    if stored is None:
        raise BadControl(f"message_id: {number} was never in chat {act.chat.id}", 404)
    data = act.wish.text("data") if act.wish.has("data") else _button(act.wish, stored)
    world, bot = act.world, act.world.bots_by_id.get(stored.sender, act.bot)
    press = world.presses.add(bot.id, act.person.id, act.chat.id, data)
    now = world.clock.now()
    query = {
        "id": press.id,
        "from": act.person.face,
        "message": _pressed(world, bot, act.chat, stored, number),
        "chat_instance": str(7_000_000_000_000_000 + abs(act.chat.id)),
        "data": data,
    }
    update_id = bot.queue.push("callback_query", query, now, act.wish.number("copies", 1))
    facts = {"chat_id": act.chat.id, "message_id": number, "query_id": press.id, "update_id": update_id}
    world.ledger.write("pressed", now, by=act.person.id, data=data, **facts)
    world.bus.publish({"type": "press", "user_id": act.person.id, **facts})
    return {"query_id": press.id, "update_id": update_id}


def _pressed(world: World, bot: Account, chat: Chat, stored: Stored, number: int) -> Json:
    """Return the message of a press; one that is deleted but still on the screen is inaccessible to the bot."""
    if stored.is_deleted:
        return {"message_id": number, "chat": chat.face, "date": 0}
    return shown_to(world, bot, stored)


def _button(wish: Wish, stored: Stored) -> str:
    rows = stored.body.get("reply_markup", {}).get("inline_keyboard", [])
    button = _by_label(rows, wish.text("button")) if wish.has("button") else _by_place(rows, wish)
    if button is None or "callback_data" not in button:
        labels = [[one["text"] for one in row] for row in rows]
        raise BadControl(f"button: nothing to press there; the buttons are {labels}")
    return str(button["callback_data"])


def _by_label(rows: list[list[Json]], label: str) -> Json | None:
    return next((one for row in rows for one in row if one["text"] == label), None)


def _by_place(rows: list[list[Json]], wish: Wish) -> Json | None:
    row, column = wish.number("row", 0), wish.number("column", 0)
    return rows[row][column] if 0 <= row < len(rows) and 0 <= column < len(rows[row]) else None


def _block(act: Act) -> Json:
    return _set_blocked(act, is_blocked=True)


def _unblock(act: Act) -> Json:
    return _set_blocked(act, is_blocked=False)


def _set_blocked(act: Act, *, is_blocked: bool) -> Json:
    chat, now = act.bot.private_chat(act.person), int(act.world.clock.now())
    if chat.is_blocked == is_blocked:
        return {"update_id": None}
    chat.is_blocked = is_blocked
    old, new = ("member", "kicked") if is_blocked else ("kicked", "member")
    change = {
        "chat": chat.face,
        "from": act.person.face,
        "date": now,
        "old_chat_member": status_face(act.bot.face, old),
        "new_chat_member": status_face(act.bot.face, new),
    }
    update_id = act.bot.queue.push("my_chat_member", change, now, act.wish.number("copies", 1))
    act.world.bus.publish({"type": "member", "chat_id": chat.id, "user_id": act.bot.id, "status": new})
    return {"update_id": update_id}


def _delete_account(act: Act) -> Json:
    act.person.is_deactivated = True
    return {"update_id": None}


ACTS: Mapping[str, Callable[[Act], Json]] = {
    "text": _text,
    "start": _start,
    "photo": _photo,
    "voice": _voice,
    "location": _location,
    "contact": _contact,
    "document": _document,
    "sticker": _sticker,
    "key": _key,
    "edit": _edit,
    "press": _press,
    "block": _block,
    "unblock": _unblock,
    "delete_account": _delete_account,
}
