"""Methods that look at chats and members, react to messages, or leave."""

from __future__ import annotations

from bot.sandbox.access import chat_to_read, named_chat
from bot.sandbox.call import Call
from bot.sandbox.chat import ADMINISTRATORS, Chat, Json
from bot.sandbox.errors import bad_request, forbidden
from bot.sandbox.groups import leave, member_face


def get_chat(call: Call) -> Json:
    chat = chat_to_read(call)
    return {**chat.face, "accent_color_id": abs(chat.id) % 7, "max_reaction_count": 11}


def get_chat_member(call: Call) -> Json:
    chat = chat_to_read(call)
    user = call.params.integer("user_id")
    if not user:
        raise bad_request("invalid user_id specified")
    if user not in call.world.people and user not in call.world.bots_by_id:
        raise bad_request("PARTICIPANT_ID_INVALID" if chat.type == "supergroup" else "user not found")
    if chat.is_private:
        return {"user": call.world.account_face(user), "status": "member" if user in _both(call, chat) else "left"}
    if chat.type == "group" and user not in chat.members:
        raise bad_request("member not found")
    return member_face(call.world, chat, user)


def _both(call: Call, chat: Chat) -> tuple[int, int]:
    return chat.id, call.bot.id


def get_chat_administrators(call: Call) -> list[Json]:
    chat = chat_to_read(call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    ids = [one for one, status in chat.members.items() if status in ADMINISTRATORS]
    return [member_face(call.world, chat, one) for one in ids if one == call.bot.id or one in call.world.people]


def leave_chat(call: Call) -> bool:
    chat = named_chat(call, "chat_id")
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    if not chat.is_present(call.bot.id):
        kind = "supergroup" if chat.type == "supergroup" else "group"
        raise forbidden(f"bot is not a member of the {kind} chat")
    leave(call.world, chat, call.bot)
    return True
