"""Command -> calls of the Bot API. Errors are the library's here; `outgoing` puts them in our words."""

from __future__ import annotations

from typing import cast

from telegram import Bot, ChatMember, ChatMemberRestricted
from telegram.error import BadRequest, Forbidden, InvalidToken

from bot.channel.failure import GiveUp, says
from bot.channel.files import send_album, send_document, send_file, send_place
from bot.channel.menu import offer_commands
from bot.channel.post import Sent, post_text
from handlers import commands

_NO_SUCH_MEMBER = ("member not found", "user not found", "participant_id_invalid", "invalid user_id")
_GONE_ALREADY = ("chat not found", "not a member", "was kicked", "was deleted")
_CANNOT_DELETE = ("can't be deleted", "to delete not found", "message_id_invalid")


async def perform(bot: Bot, chat: int, command: commands.AnyCommand, message: int | None) -> Sent:
    """Carry the command out; `message` is the one to edit, if it is known."""
    match command:
        case commands.Post():
            return await post_text(bot, chat, command, command.message if message is None else message)
        case commands.SendFile():
            return await send_file(bot, chat, command)
        case commands.SendAlbum():
            return await send_album(bot, chat, command)
        case commands.SendDocument():
            return await send_document(bot, chat, command)
        case commands.SendPlace():
            return await send_place(bot, chat, command)
        case commands.Erase():
            return await _erase(bot, chat, command.messages)
        case commands.LookUpMember():
            return await _look_up(bot, chat, command.who)
        case commands.LeaveChat():
            return await _leave(bot, chat)
        case commands.OfferCommands():
            return await _offer(bot, chat, command)


async def _erase(bot: Bot, chat: int, messages: tuple[int, ...]) -> Sent:
    """Delete what can be deleted; what is too old or gone already is left."""
    if not messages:
        return Sent()
    try:
        await bot.delete_messages(chat, messages)
    except (BadRequest, InvalidToken) as error:
        if not says(error, *_CANNOT_DELETE, "method not found"):
            raise
        for message in messages:
            await _erase_one(bot, chat, message)
    return Sent()


async def _erase_one(bot: Bot, chat: int, message: int) -> None:
    try:
        await bot.delete_message(chat, message)
    except BadRequest as error:
        if not says(error, *_CANNOT_DELETE):
            raise


async def _look_up(bot: Bot, chat: int, who: str) -> Sent:
    try:
        member = await bot.get_chat_member(chat, number_of(who))
    except BadRequest as error:
        if not says(error, *_NO_SUCH_MEMBER):
            raise
        return Sent(result={"is_member": "no", "name": "", "status": "unknown"})
    is_member = "yes" if _is_in(member) else "no"
    return Sent(result={"is_member": is_member, "name": member.user.full_name, "status": str(member.status)})


def _is_in(member: ChatMember) -> bool:
    if member.status == ChatMember.RESTRICTED:
        return cast(ChatMemberRestricted, member).is_member
    return member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


async def _leave(bot: Bot, chat: int) -> Sent:
    try:
        await bot.leave_chat(chat)
    except (BadRequest, Forbidden) as error:
        if not says(error, *_GONE_ALREADY):
            raise
    return Sent()


async def _offer(bot: Bot, chat: int, command: commands.OfferCommands) -> Sent:
    await offer_commands(bot, chat, command.commands)
    return Sent()


def number_of(address: str) -> int:
    """Return Telegram's number for the address; raises GiveUp for what cannot be one."""
    try:
        return int(address)
    except ValueError:
        raise GiveUp("chat_gone") from None
