"""The parts of an update that we read. What is not named here may be anything: new fields and kinds do no harm.

Field names are those of the Bot API, https://core.telegram.org/bots/api#update
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Id = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
Seconds = Annotated[int, Meta(ge=0, le=2**31)]


class User(msgspec.Struct, frozen=True):
    id: Id
    is_bot: bool = False
    first_name: str = ""
    last_name: str = ""


class Chat(msgspec.Struct, frozen=True):
    id: Id
    type: Literal["private", "group", "supergroup", "channel"]
    username: str = ""
    title: str = ""


class Replied(msgspec.Struct, frozen=True):
    """The message that is answered; in a topic every message answers the one that opened it."""

    message_id: Id
    forum_topic_created: Any = None


class PhotoSize(msgspec.Struct, frozen=True):
    file_id: str
    width: int = 0
    height: int = 0


class Voice(msgspec.Struct, frozen=True):
    file_id: str
    duration: Seconds = 0


class Location(msgspec.Struct, frozen=True):
    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]
    live_period: Seconds | None = None


class Contact(msgspec.Struct, frozen=True):
    phone_number: str
    user_id: Id | None = None


class Message(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    message_id: Id
    chat: Chat
    sender: User | None = None
    sender_chat: Chat | None = None
    reply_to_message: Replied | None = None
    media_group_id: str = ""
    text: str | None = None
    caption: str = ""
    photo: tuple[PhotoSize, ...] = ()
    voice: Voice | None = None
    location: Location | None = None
    contact: Contact | None = None
    migrate_to_chat_id: Id | None = None
    migrate_from_chat_id: Id | None = None
    business_connection_id: str = ""
    guest_query_id: str = ""


class Pressed(msgspec.Struct, frozen=True):
    """The message that carried the button; of one too old only the number and the chat are known."""

    message_id: Id
    chat: Chat
    business_connection_id: str = ""


class CallbackQuery(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """`message` is absent for a button under an inline message."""

    id: str
    sender: User
    message: Pressed | None = None
    data: str = ""


class Member(msgspec.Struct, frozen=True):
    user: User
    status: str
    is_member: bool = False


class ChatMemberUpdated(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    chat: Chat
    sender: User
    new_chat_member: Member
