"""Who is in a group: joining, leaving, rights, and a basic group that becomes a supergroup."""

from __future__ import annotations

from bot.sandbox.account import Account
from bot.sandbox.chat import ADMINISTRATORS, PRESENT, Chat, Json, Stored
from bot.sandbox.errors import BadControl
from bot.sandbox.posting import deliver, store
from bot.sandbox.world import World

STATUSES = ("member", "administrator", "creator", "restricted", "left", "kicked")
_RIGHTS: Json = {
    "can_be_edited": False, "is_anonymous": False, "can_manage_chat": True, "can_delete_messages": True,
    "can_manage_video_chats": True, "can_restrict_members": True, "can_promote_members": False, "can_change_info": True,
    "can_invite_users": True, "can_post_stories": True, "can_edit_stories": True, "can_delete_stories": True,
    "can_pin_messages": True, "can_manage_topics": True,
}  # fmt: skip
_RESTRICTIONS: Json = {
    "is_member": True, "can_send_messages": False, "can_send_audios": False, "can_send_documents": False,
    "can_send_photos": False, "can_send_videos": False, "can_send_video_notes": False, "can_send_voice_notes": False,
    "can_send_polls": False, "can_send_other_messages": False, "can_add_web_page_previews": False,
    "can_change_info": False, "can_invite_users": False, "can_pin_messages": False, "can_manage_topics": False,
    "can_edit_tag": False, "can_react_to_messages": False, "until_date": 0,
}  # fmt: skip
_EXTRA: dict[str, Json] = {
    "administrator": _RIGHTS,
    "creator": {"is_anonymous": False},
    "restricted": _RESTRICTIONS,
    "kicked": {"until_date": 0},
}


def member_face(world: World, chat: Chat, account: int) -> Json:
    """Return the ChatMember object."""
    return status_face(world.account_face(account), chat.status(account))


def status_face(user: Json, status: str) -> Json:
    """Return the ChatMember object of a user with this status."""
    return {"user": user, "status": status, **_EXTRA.get(status, {})}


def set_status(world: World, chat: Chat, account: int, status: str, by: Json, *, is_told: bool = True) -> int | None:
    """Change somebody's status in a group and tell the bots that may know; return the update's id, if one was made.

    `is_told` puts a service message about joining or leaving into the group.
    """
    old, new = chat.status(account), status_face(world.account_face(account), status)
    if old == status:
        return None
    now = int(world.clock.now())
    change: Json = {
        "chat": chat.face,
        "from": by,
        "date": now,
        "old_chat_member": member_face(world, chat, account),
        "new_chat_member": new,
    }
    listeners = _listeners(world, chat, account)
    chat.members[account] = status
    kind = "my_chat_member" if account in world.bots_by_id else "chat_member"
    made = [bot.queue.push(kind, change, now) for bot in listeners]
    world.bus.publish({"type": "member", "chat_id": chat.id, "user_id": account, "status": status})
    if is_told:
        _announce(world, chat, account, old, status, by)
    return next((number for number in made if number is not None), None)


def _listeners(world: World, chat: Chat, account: int) -> list[Account]:
    if account in world.bots_by_id:
        return [world.bots_by_id[account]]
    return [bot for bot in world.bots.values() if chat.is_administrator(bot.id)]


def _announce(world: World, chat: Chat, account: int, old: str, status: str, by: Json) -> None:
    face = world.account_face(account)
    if old not in PRESENT and status in PRESENT:
        service(world, chat, by, {"new_chat_participant": face, "new_chat_member": face, "new_chat_members": [face]})
    elif old in PRESENT and status not in PRESENT:
        service(world, chat, by, {"left_chat_participant": face, "left_chat_member": face})


def service(world: World, chat: Chat, by: Json, content: Json) -> Stored:
    """Put a service message into the group; every bot in it gets it."""
    body = {"message_id": next(chat.sequence), "from": by, "chat": chat.face, "date": int(world.clock.now()), **content}
    stored = Stored(body, int(by["id"]), is_service=True)
    update_id = deliver(world, chat, world.first_bot, stored, "message")
    store(world, chat, stored, kind="received", by=int(by["id"]), update_id=update_id)
    return stored


def leave(world: World, chat: Chat, bot: Account) -> None:
    """Take the bot out of the group at its own wish."""
    set_status(world, chat, bot.id, "left", bot.face)
    world.ledger.write("left", world.clock.now(), chat_id=chat.id, message_id=None, by="bot", bot=bot.id)


def actor(world: World, chat: Chat, fallback: int) -> Json:
    """Return who does things to the group: its creator, an administrator, or the one concerned."""
    people = (one for one, status in chat.members.items() if status in ADMINISTRATORS and one in world.people)
    return world.account_face(next(people, fallback))


def migrate(world: World, chat: Chat) -> Chat:
    """Return the supergroup that the basic group has become; messages there count from 1."""
    if chat.type != "group" or chat.migrated_to is not None:
        raise BadControl(f"chat: {chat.id} is no basic group, or has become a supergroup already")
    new = world.add_group(chat.title, "supergroup", None)
    new.members.update(chat.members)
    by = actor(world, chat, next(iter(chat.members), world.first_bot.id))
    service(world, chat, by, {"migrate_to_chat_id": new.id})
    chat.migrated_to = new.id
    service(world, new, by, {"migrate_from_chat_id": chat.id})
    return new
