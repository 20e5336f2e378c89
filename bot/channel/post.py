"""Post: show a text, in place where it stands already."""

from __future__ import annotations

import msgspec
from telegram import Bot, LinkPreviewOptions
from telegram.error import BadRequest

from bot.channel.failure import says
from bot.channel.markup import buttons, shown
from bot.channel.words import Words, fitted, with_fallback
from handlers import commands

LONGEST_TEXT = 4096
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NOT_MODIFIED = "message is not modified"
_CANNOT_EDIT = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "message_id_invalid",
)


class Sent(msgspec.Struct, frozen=True):
    """What a command did: the message it made (`is_new`) or edited, and what the channel answered to a question.

    `more` are the messages that it made beside that one, as for an album.
    """

    message: int | None = None
    result: dict[str, str] = msgspec.field(default_factory=dict)
    is_new: bool = False
    more: tuple[int, ...] = ()


async def post_text(bot: Bot, chat: int, post: commands.Post, known: int | None) -> Sent:
    """Edit the known message; send a new one where there is none or where keys are shown, which no edit can.

    What is only a change is dropped where its message is gone.
    """
    words = fitted(post.text, LONGEST_TEXT)
    if known is None or isinstance(post.markup, commands.Keys | commands.NoKeys):
        return await _send(bot, chat, post, words)
    try:
        await with_fallback(words, lambda words: _edit(bot, chat, known, post, words))
    except BadRequest as error:
        if says(error, *_CANNOT_EDIT):
            if post.is_change:
                return Sent()
            return await _send(bot, chat, post, words)
        if not says(error, _NOT_MODIFIED):
            raise
    return Sent(known)


async def _edit(bot: Bot, chat: int, message: int, post: commands.Post, words: Words) -> int:
    await bot.edit_message_text(
        words.text,
        chat_id=chat,
        message_id=message,
        parse_mode=words.mode,
        reply_markup=buttons(post.markup),
        link_preview_options=_NO_PREVIEW,
    )
    return message


async def _send(bot: Bot, chat: int, post: commands.Post, words: Words) -> Sent:
    async def send(words: Words) -> int:
        message = await bot.send_message(
            chat,
            words.text,
            parse_mode=words.mode,
            reply_markup=shown(post.markup),
            link_preview_options=_NO_PREVIEW,
            protect_content=post.is_protected or None,
            disable_notification=post.is_silent or None,
        )
        return message.message_id

    return Sent(await with_fallback(words, send), is_new=True)
