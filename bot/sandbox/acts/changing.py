"""What people do to what they have said: change it, take it away."""

from __future__ import annotations

from bot.sandbox import entities
from bot.sandbox.acts.doing import Act
from bot.sandbox.chat import Json
from bot.sandbox.errors import BadControl
from bot.sandbox.posting import deliver, note, show_deleted, show_edit

EDITABLE_FOR = 48 * 3600
"""Seconds, sandbox clock: how long clients let people change a message."""
_CAPTIONED = frozenset({"photo", "voice", "document"})


def edit(act: Act) -> Json:
    """Change the words of a message of one's own, or its caption, within 48 hours; the same words change nothing.

    `message_id`, `text` (empty takes a caption away)
    """
    stored = act.own_message()
    field, marks = ("text", "entities") if "text" in stored.body else ("caption", "caption_entities")
    words = entities.from_person(act.wish.text("text"))
    _check(act, stored.body, field, words.text)
    if words.text == stored.body.get(field, ""):
        return {"message_id": stored.body["message_id"], "update_id": None}
    body = {name: value for name, value in stored.body.items() if name not in (field, marks)}
    body["edit_date"] = int(act.world.clock.now())
    new = {field: words.text, marks: words.entities}
    stored.body = {**body, **{name: value for name, value in new.items() if value}}
    update_id = deliver(act.world, act.chat, act.bot, stored, "edited_message", act.wish.number("copies", 1))
    note(act.world, "edited", act.chat, stored, by=act.person.id, update_id=update_id)
    show_edit(act.world, act.chat, stored)
    return {"message_id": body["message_id"], "update_id": update_id}


def _check(act: Act, body: Json, field: str, words: str) -> None:
    if field == "text" and not words:
        raise BadControl("text: is empty; a client changes no message into an empty one")
    if field == "caption" and not _CAPTIONED & body.keys():
        raise BadControl(f"message_id: {body['message_id']} has neither words nor a caption to change")
    if act.world.clock.now() - body["date"] > EDITABLE_FOR:
        raise BadControl(f"message_id: {body['message_id']} is over 48 hours old; clients change it no more")


def delete(act: Act) -> Json:
    """Take messages away on both sides; bots are not told of it. In a group: only one's own.

    `message_ids`
    """
    found = [act.message(number) for number in act.wish.items("message_ids")]
    if not act.chat.is_private and any(one.sender != act.person.id for one in found):
        raise BadControl("message_ids: in a group people take away their own messages only")
    for stored in found:
        stored.is_deleted = True
        note(act.world, "deleted", act.chat, stored, by=act.person.id)
    show_deleted(act.world, act.chat, [stored.body["message_id"] for stored in found])
    return {"message_ids": [stored.body["message_id"] for stored in found]}
