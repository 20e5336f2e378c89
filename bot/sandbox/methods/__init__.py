"""The methods of the Bot API that the sandbox knows, readable as a contents page."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.call import Method
from bot.sandbox.methods import (
    albums,
    carrying,
    chats,
    deleting,
    editing,
    getting,
    polling,
    profile,
    queries,
    sending,
    webhooks,
)

METHODS: Mapping[str, Method] = {
    "getMe": profile.get_me,
    "getUpdates": polling.get_updates,
    "setWebhook": webhooks.set_webhook,
    "deleteWebhook": webhooks.delete_webhook,
    "getWebhookInfo": webhooks.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendVoice": sending.send_voice,
    "sendDocument": sending.send_document,
    "sendMediaGroup": albums.send_media_group,
    "sendLocation": sending.send_location,
    "sendChatAction": sending.send_chat_action,
    "copyMessage": carrying.copy_message,
    "forwardMessage": carrying.forward_message,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": deleting.delete_message,
    "deleteMessages": deleting.delete_messages,
    "answerCallbackQuery": queries.answer_callback_query,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "leaveChat": chats.leave_chat,
    "setMessageReaction": chats.set_message_reaction,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "getFile": getting.get_file,
}

LIMITED = frozenset(
    {
        "sendMessage", "sendPhoto", "sendVoice", "sendDocument", "sendMediaGroup", "sendLocation", "copyMessage",
        "forwardMessage",
        "editMessageText", "editMessageCaption", "editMessageReplyMarkup",
    }
)  # fmt: skip
"""What flood control counts: posts and edits."""
