"""Files that the channel holds already, files that the desk made, and places."""

from __future__ import annotations

from typing import Any

from telegram import Bot, Document, InputFile, InputMediaPhoto, PhotoSize, Voice
from telegram.error import BadRequest, InvalidToken

from bot.channel.failure import says
from bot.channel.markup import shown
from bot.channel.post import Sent
from bot.channel.words import Words, fitted, with_fallback
from handlers import commands

LONGEST_CAPTION = 1024


async def send_file(bot: Bot, chat: int, file: commands.SendFile) -> Sent:
    """Show the file again; its caption is cut where it is too long."""

    async def send(words: Words) -> int:
        return await _send(bot, chat, file, words)

    return Sent(await with_fallback(fitted(file.caption, LONGEST_CAPTION), send), is_new=True)


async def _send(bot: Bot, chat: int, file: commands.SendFile, words: Words) -> int:
    shared: dict[str, Any] = {
        "caption": words.text or None,
        "parse_mode": words.mode,
        "reply_markup": shown(file.markup),
        "protect_content": file.is_protected or None,
    }
    # An object of the library, not a bare string: one that happens to name a local file would be uploaded.
    match file.kind:
        case "photo":
            message = await bot.send_photo(chat, _photo(file.file), **shared)
        case "voice":
            message = await bot.send_voice(chat, Voice(file.file, "", 0), **shared)
        case "document":
            message = await bot.send_document(chat, Document(file.file, ""), **shared)
    return message.message_id


async def send_album(bot: Bot, chat: int, album: commands.SendAlbum) -> Sent:
    """Show the photos together; one by one where the server does not know albums."""
    words = fitted(album.caption, LONGEST_CAPTION)
    media = [InputMediaPhoto(_photo(file)) for file in album.files]
    shared: dict[str, Any] = {"caption": words.text or None, "parse_mode": words.mode}
    shared["protect_content"] = album.is_protected or None
    try:
        messages = await bot.send_media_group(chat, media, **shared)
    except (BadRequest, InvalidToken) as error:
        if not says(error, "method not found"):
            raise
        messages = tuple([await bot.send_photo(chat, _photo(file), **shared) for file in album.files])
    first, *others = [message.message_id for message in messages]
    return Sent(first, is_new=True, more=tuple(others))


def _photo(file: str) -> PhotoSize:
    return PhotoSize(file, "", 0, 0)


async def send_document(bot: Bot, chat: int, document: commands.SendDocument) -> Sent:
    """Send the file from memory, under its own name."""

    async def send(words: Words) -> int:
        message = await bot.send_document(
            chat,
            InputFile(document.content, document.name),
            caption=words.text or None,
            parse_mode=words.mode,
            protect_content=document.is_protected or None,
        )
        return message.message_id

    return Sent(await with_fallback(fitted(document.caption, LONGEST_CAPTION), send), is_new=True)


async def send_place(bot: Bot, chat: int, place: commands.SendPlace) -> Sent:
    message = await bot.send_location(chat, place.latitude, place.longitude, protect_content=place.is_protected or None)
    return Sent(message.message_id, is_new=True)
