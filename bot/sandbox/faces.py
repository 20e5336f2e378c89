"""People and groups as the control API shows them."""

from __future__ import annotations

from bot.sandbox.chat import Chat, Json
from bot.sandbox.person import Person
from bot.sandbox.world import World


def face_of_person(world: World, person: Person) -> Json:
    """Return who it is, and how things stand with the first bot."""
    chat = world.first_bot.private_chat(person)
    return {
        "id": person.id,
        "first_name": person.first_name,
        "username": person.username,
        "language_code": person.language_code,
        "started": chat.is_opened,
        "blocked": chat.is_blocked,
        "deleted": person.is_deactivated,
    }


def face_of_group(chat: Chat) -> Json:
    """Return the group with everybody who is or was in it."""
    members = [{"user_id": number, "status": status} for number, status in chat.members.items()]
    face: Json = {"id": chat.id, "type": chat.type, "title": chat.title, "members": members}
    return {**face, "migrated_to": chat.migrated_to} if chat.migrated_to is not None else face
