"""setMessageReaction: an emoji under a message, a mark that needs no words."""

from __future__ import annotations

from typing import Any

from bot.sandbox.access import chat_to_read
from bot.sandbox.call import Call
from bot.sandbox.errors import Refused, bad_request
from bot.sandbox.params import UNPARSABLE
from bot.sandbox.posting import show_edit

_FREE = """
    ❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯
    🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄
    ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
EMOJI = frozenset(_FREE.split())
"""Those that everybody may use, from the documentation of ReactionTypeEmoji; others need a chat that allows them."""
_VARIATION = "\N{VARIATION SELECTOR-16}"


def set_message_reaction(call: Call) -> bool:
    """Set or take away the bot's reaction; a bot has one a message."""
    wanted = _wanted(call)
    chat = chat_to_read(call)
    stored = chat.find(call.params.integer("message_id"))
    if stored is None:
        raise bad_request("message to react not found")
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not EMOJI.issuperset(wanted):
        raise bad_request("REACTION_INVALID")
    stored.reactions.pop(call.bot.id, None)
    stored.reactions.update(dict.fromkeys([call.bot.id] * len(wanted), "".join(wanted)))
    show_edit(call.world, chat, stored)
    return True


def _wanted(call: Call) -> list[str]:
    given = call.params.parsed("reaction")
    if given is UNPARSABLE:
        raise bad_request("can't parse reaction types JSON object")
    if given is not None and not isinstance(given, list):
        raise bad_request("expected an Array of ReactionType")
    return [_emoji(one) for one in given or []]


def _emoji(value: Any) -> str:
    if not isinstance(value, dict):
        raise _unreadable("expected an Object")
    if "type" not in value:
        raise _unreadable('Can\'t find field "type"')
    if value["type"] not in ("emoji", "custom_emoji"):
        raise _unreadable("invalid reaction type specified")
    name = "emoji" if value["type"] == "emoji" else "custom_emoji_id"
    if name not in value:
        raise _unreadable(f'Can\'t find field "{name}"')
    return str(value[name]).replace(_VARIATION, "")


def _unreadable(text: str) -> Refused:
    return bad_request(f"can't parse ReactionType: {text}")
