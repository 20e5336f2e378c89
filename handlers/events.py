"""What came in, in our words.

An event names chats and people by their *address*: the identifier the channel knows them by, as text.
Handlers never learn which channel it was. Every event is a msgspec struct, so that one can be kept (sealed)
beside a question to the channel and handled again when the answer comes.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Event(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Something happened outside."""


class Who(msgspec.Struct, frozen=True):
    """The account an event comes from. `is_anonymous` means that a group or a channel speaks, not a person."""

    address: str
    name: str = ""
    is_anonymous: bool = False


class Where(msgspec.Struct, frozen=True):
    """The chat an event comes from. `is_public` means that strangers can find and join it."""

    address: str
    kind: Literal["private", "group", "channel"] = "private"
    is_public: bool = False


class FromPerson(Event, frozen=True, kw_only=True):
    """An event that somebody caused in a chat."""

    who: Who
    where: Where


class Spoken(FromPerson, frozen=True, kw_only=True):
    """A message. `reply_to` is the message it answers, if any."""

    message: int
    reply_to: int | None = None


class CommandSent(Spoken, frozen=True, kw_only=True):
    """`/name argument`, with the name in lower case and without the bot's own name."""

    name: str
    argument: str = ""


class TextSent(Spoken, frozen=True, kw_only=True):
    text: str


class PhotoSent(Spoken, frozen=True, kw_only=True):
    """One photo; `album` is the same for all photos that were sent together."""

    file: str
    album: str = ""
    caption: str = ""


class VoiceSent(Spoken, frozen=True, kw_only=True):
    file: str
    seconds: int


class LocationSent(Spoken, frozen=True, kw_only=True):
    """A point in degrees; `is_live` means that it would keep moving."""

    latitude: float
    longitude: float
    is_live: bool = False


class ContactSent(Spoken, frozen=True, kw_only=True):
    """A phone number; `is_own` means that the channel vouches for it being the sender's."""

    phone: str
    is_own: bool


class OtherSent(Spoken, frozen=True, kw_only=True):
    """A kind of message the desk does not take: sticker, document, video …"""

    kind: str


class MessageEdited(Spoken, frozen=True, kw_only=True):
    """Somebody changed words already sent; `text` is empty where it was no text."""

    text: str = ""


class ButtonPressed(FromPerson, frozen=True, kw_only=True):
    """A press. `press` is what an answer needs; `message` carried the button; `is_spent`: the press was answered."""

    press: str
    data: str
    message: int
    is_spent: bool = False


class MemberChanged(FromPerson, frozen=True, kw_only=True):
    """`who` is now, or is no longer, a member of the chat `where`."""

    is_member: bool
    role: str = ""


class BotBlocked(FromPerson, frozen=True, kw_only=True):
    """A person shut the desk out of their private chat, or, with `is_blocked` false, let it in again."""

    is_blocked: bool


class BotMoved(FromPerson, frozen=True, kw_only=True):
    """The bot itself was added to a group (`is_member`) or taken out of it; `who` did it."""

    is_member: bool


class ChatMoved(Event, frozen=True, kw_only=True):
    """A group goes on under another address."""

    old: str
    new: str


class Ignored(Event, frozen=True, kw_only=True):
    """An update that means nothing to the desk, with the reason in one word."""

    reason: str


class Due(Event, frozen=True, kw_only=True):
    """The time of a row in the table of due things has come."""

    due: str


class CallAnswered(Event, frozen=True, kw_only=True):
    """What the channel answered to a question about a chat; `about` is the event that made us ask."""

    command: str
    chat: str
    about: bytes
    result: dict[str, str]
    failed: str = ""


class DeliveryFailed(Event, frozen=True, kw_only=True):
    """A message could not be delivered for good: `reason` is a word of `GiveUp`."""

    chat: str
    reason: str
    ticket: str = ""
    command: str = ""


class CopyShown(Event, frozen=True, kw_only=True):
    """A message was shown twice, since a receipt was lost: `message` is not the live one of `slot`."""

    chat: str
    slot: str
    message: int
    ticket: str = ""


class InviteMade(Event, frozen=True, kw_only=True):
    """Somebody at the machine made a one-time link for a role; `token_hash` is all we keep of it."""

    role: str
    token_hash: str
    expires_at: int


AnyEvent = (
    CommandSent
    | TextSent
    | PhotoSent
    | VoiceSent
    | LocationSent
    | ContactSent
    | OtherSent
    | MessageEdited
    | ButtonPressed
    | MemberChanged
    | BotBlocked
    | BotMoved
    | ChatMoved
    | Ignored
    | Due
    | CallAnswered
    | DeliveryFailed
    | CopyShown
    | InviteMade
)

_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


def encode(event: Event) -> bytes:
    """Return the event as JSON, readable by `decode`."""
    return msgspec.json.encode(event)


def decode(raw: bytes) -> AnyEvent:
    """Return the event that `encode` wrote; raises msgspec.ValidationError for anything else."""
    return _decoder.decode(raw)
