"""Message -> Event."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from bot.channel.letters import mended
from bot.channel.shapes import Location, Message, Replied
from bot.channel.who import is_bot, where_of, who_of
from handlers import events

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,32}))?(?:\s+(.*))?", re.DOTALL)

# What a person can send and the desk does not take. An animation carries a document too, so the order matters.
_OTHER_KINDS = (
    "animation", "audio", "checklist", "dice", "document", "game", "invoice", "paid_media", "poll", "sticker",
    "story", "successful_payment", "video", "video_note",
)  # fmt: skip

# Messages that Telegram writes itself, about a chat.
_SERVICE = frozenset({
    "boost_added", "channel_chat_created", "chat_background_set", "chat_owner_changed", "chat_owner_left",
    "chat_shared", "connected_website", "delete_chat_photo", "direct_message_price_changed", "forum_topic_closed",
    "forum_topic_created", "forum_topic_edited", "forum_topic_reopened", "general_forum_topic_hidden",
    "general_forum_topic_unhidden", "gift", "giveaway", "giveaway_completed", "giveaway_created", "giveaway_winners",
    "group_chat_created", "left_chat_member", "managed_bot_created", "message_auto_delete_timer_changed",
    "migrate_from_chat_id", "new_chat_member", "new_chat_members", "new_chat_participant", "new_chat_photo",
    "new_chat_title", "paid_message_price_changed", "passport_data", "pinned_message", "proximity_alert_triggered",
    "refunded_payment", "supergroup_chat_created", "unique_gift", "users_shared", "video_chat_ended",
    "video_chat_participants_invited", "video_chat_scheduled", "video_chat_started", "web_app_data",
    "write_access_allowed",
})  # fmt: skip


def sent(raw: Any, username: str) -> events.AnyEvent:
    """Return what a message says; raises msgspec.ValidationError where it is not as the Bot API says."""
    message = msgspec.convert(raw, Message)
    if message.migrate_to_chat_id is not None:
        return events.ChatMoved(old=str(message.chat.id), new=str(message.migrate_to_chat_id))
    if reason := _deaf_to(message):
        return events.Ignored(reason=reason)
    if message.text is not None:
        return _text(message, message.text, username)
    return _content(message) or _rest(message, raw)


def edited(raw: Any) -> events.AnyEvent:
    """Return that a message says something else now; a live position that moves is an edit, too."""
    message = msgspec.convert(raw, Message)
    if reason := _deaf_to(message):
        return events.Ignored(reason=reason)
    text = message.caption if message.text is None else message.text
    return events.MessageEdited(**_spoken(message), text=mended(text))


def _deaf_to(message: Message) -> str:
    """Return why the message is none of the desk's business, or "" if it is."""
    if message.chat.type == "channel":
        return "channel"
    if message.business_connection_id:
        return "business"
    if message.guest_query_id:
        return "guest"
    if message.migrate_from_chat_id is not None:
        return "migrated"
    if message.sender is None and message.sender_chat is None:
        return "no_sender"
    return "from_bot" if is_bot(message.sender) else ""


def _text(message: Message, text: str, username: str) -> events.AnyEvent:
    match = _COMMAND.fullmatch(text)
    if match is None:
        return events.TextSent(**_spoken(message), text=mended(text))
    name, addressed, argument = match.groups(default="")
    if addressed and username and addressed.lower() != username.lower():
        return events.Ignored(reason="other_bot")
    return events.CommandSent(**_spoken(message), name=name.lower(), argument=mended(argument.strip()))


def _content(message: Message) -> events.AnyEvent | None:
    """Return the photo, voice, place or phone number that was sent, or None."""
    common = _spoken(message)
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        album, caption = mended(message.media_group_id), mended(message.caption)
        return events.PhotoSent(**common, file=mended(largest.file_id), album=album, caption=caption)
    if message.voice is not None:
        return events.VoiceSent(**common, file=mended(message.voice.file_id), seconds=message.voice.duration)
    if message.location is not None:
        return _place(message.location, common)
    if message.contact is not None:
        is_own = message.sender is not None and message.contact.user_id == message.sender.id
        is_own = is_own and not common["who"].is_anonymous
        return events.ContactSent(**common, phone=mended(message.contact.phone_number), is_own=is_own)
    return None


def _place(location: Location, common: dict[str, Any]) -> events.LocationSent:
    if math.isnan(location.latitude) or math.isnan(location.longitude):
        raise msgspec.ValidationError("Expected a number - at `$.location`")
    is_live = location.live_period is not None
    return events.LocationSent(**common, latitude=location.latitude, longitude=location.longitude, is_live=is_live)


def _rest(message: Message, raw: Mapping[str, Any]) -> events.AnyEvent:
    """Return OtherSent for what a person sent, even of a kind unknown to us, so that they are never met by silence."""
    kind = next((kind for kind in _OTHER_KINDS if kind in raw), "")
    if not kind and not _SERVICE.isdisjoint(raw):
        return events.Ignored(reason="service")
    return events.OtherSent(**_spoken(message), kind=kind or "unknown")


def _spoken(message: Message) -> dict[str, Any]:
    return {
        "who": _speaker(message),
        "where": where_of(message.chat),
        "message": message.message_id,
        "reply_to": _answered(message.reply_to_message),
    }


def _answered(replied: Replied | None) -> int | None:
    return None if replied is None or replied.forum_topic_created is not None else replied.message_id


def _speaker(message: Message) -> events.Who:
    """Return who speaks; `sender_chat` means a group or a channel, whatever `from` says."""
    if message.sender_chat is not None:
        chat = message.sender_chat
        return events.Who(address=str(chat.id), name=mended(chat.title), is_anonymous=True)
    if message.sender is None:
        raise msgspec.ValidationError("Object missing required field `from` - at `$.from`")
    return who_of(message.sender)
