"""What people do about the bot as a whole, and about their account."""

from __future__ import annotations

from bot.sandbox.acts.doing import Act
from bot.sandbox.chat import Json
from bot.sandbox.groups import status_face


def block(act: Act) -> Json:
    """Block the bot: it is told so, and its calls are refused."""
    return _set_blocked(act, is_blocked=True)


def unblock(act: Act) -> Json:
    """Let the bot write again: it is told so."""
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


def delete_account(act: Act) -> Json:
    """Delete the account for good: no bot is told, calls are refused, the person does nothing any more."""
    act.person.is_deactivated = True
    act.world.bus.publish({"type": "user", "user": act.person.face})
    return {"update_id": None}
