"""One act, and how what a person says gets into a chat."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.account import Account
from bot.sandbox.chat import Chat, Json, Stored
from bot.sandbox.errors import BadControl
from bot.sandbox.person import ANONYMOUS_ADMIN, Person
from bot.sandbox.posting import deliver, quoted, store
from bot.sandbox.wish import Wish
from bot.sandbox.world import World


@dataclass(slots=True, frozen=True)
class Act:
    """One act of one person in one chat; `bot` is whose private chat it is, or who is meant in a group."""

    world: World
    person: Person
    bot: Account
    chat: Chat
    wish: Wish

    def message(self, number: int) -> Stored:
        """Return the chat's message; raises BadControl where there is none."""
        stored = self.chat.find(number)
        if stored is None:
            raise BadControl(f"message {number}: is not in chat {self.chat.id}, or was deleted", 404)
        return stored

    def own_message(self) -> Stored:
        """Return the message that is asked for; raises BadControl if somebody else wrote it."""
        stored = self.message(self.wish.number("message_id"))
        if stored.sender != self.person.id or stored.is_service:
            raise BadControl(f"message_id: {stored.body['message_id']} is not {self.person.id}'s own message")
        return stored


def say(act: Act, content: Json, reply_to: Stored | None = None) -> Json:
    """Put the person's message into the chat and tell the bots."""
    _open(act)
    now = int(act.world.clock.now())
    body: Json = {"message_id": next(act.chat.sequence), "from": act.person.face, "chat": act.chat.face, "date": now}
    if act.wish.flag("anonymous"):
        body.update({"from": ANONYMOUS_ADMIN, "sender_chat": act.chat.face})
    target = reply_to or _reply_target(act)
    if target is not None:
        body["reply_to_message"] = quoted(target)
    body.update(content)
    stored = Stored(body, act.person.id, is_read=False if act.chat.is_private else None)
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
    return None if number is None else act.message(number)
