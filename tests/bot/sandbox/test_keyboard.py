from __future__ import annotations

from typing import Any

import pytest

from .desk import Desk

BAD = "400 Bad Request: "


def _inline(*buttons: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def _data(size: int) -> dict[str, Any]:
    return {"text": "A", "callback_data": "é" * (size // 2)}


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        (
            {"inline_keyboard": [{"text": "A"}]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"keyboard": ["A"]}, 'field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays'),
        (
            _inline({"text": "A"}),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"keyboard": [[5]]}, "can't parse keyboard button: KeyboardButton must be a String or an Object"),
        (_inline(_data(66)), "BUTTON_DATA_INVALID"),
        (_inline({"text": "A", "callback_data": ""}), "BUTTON_DATA_INVALID"),
        (
            _inline({"text": "A", "url": "localhost"}),
            "inline keyboard button URL 'localhost' is invalid: Wrong HTTP URL",
        ),
        ({"inline_keyboard": [[_data(64)] * 8] * 30}, "reply markup is too long"),
    ],
)
async def test_keyboards_that_are_refused(desk: Desk, markup: Any, text: str) -> None:
    assert await desk.refusal("sendMessage", chat_id=desk.ana, text="x", reply_markup=markup) == BAD + text


async def test_the_longest_data_passes(desk: Desk) -> None:
    sent = await desk.send(reply_markup=_inline(_data(64)))
    assert len(sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"].encode()) == 64


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("request_contact", "phone number can be requested in private chats only"),
        ("request_location", "location can be requested in private chats only"),
        ("request_poll", "poll can be requested in private chats only"),
        ("web_app", "web App buttons can be used in private chats only"),
    ],
)
async def test_keys_that_ask_for_something_are_private(desk: Desk, key: str, text: str) -> None:
    markup = {"keyboard": [[{"text": "A", key: True}]]}
    assert await desk.refusal("sendMessage", chat_id=desk.group, text="x", reply_markup=markup) == BAD + text
    assert await desk.send(reply_markup=markup)


async def test_empty_buttons_are_dropped_and_an_empty_keyboard_is_none(desk: Desk) -> None:
    sent = await desk.send(
        reply_markup=_inline({"text": " ", "callback_data": "a"}, {"text": "B", "callback_data": "b"})
    )
    assert sent["reply_markup"] == _inline({"text": "B", "callback_data": "b"})
    assert "reply_markup" not in await desk.send(reply_markup=_inline({"text": "", "callback_data": "a"}))
    assert "reply_markup" not in await desk.send(reply_markup={"inline_keyboard": []})


async def test_too_many_buttons_are_cut_off(desk: Desk) -> None:
    row = [{"text": "A", "callback_data": "a"}] * 13
    sent = await desk.send(reply_markup={"inline_keyboard": [row] * 30})
    rows = sent["reply_markup"]["inline_keyboard"]
    assert (len(rows[0]), sum(map(len, rows))) == (12, 300)


async def test_url_comes_before_data(desk: Desk) -> None:
    sent = await desk.send(reply_markup=_inline({"text": "A", "callback_data": "a", "url": "https://a.example/"}))
    assert sent["reply_markup"] == _inline({"text": "A", "url": "https://a.example/"})
