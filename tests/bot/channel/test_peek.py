"""A cheap look at an update."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channel import Peek, peek
from tests.bot.channel.updates import GROUP, PERSON, PRIVATE, edited, member, message, own_member, press

ASKED_IN_PRIVATE = {"message_id": 50, "date": 0, "chat": PRIVATE}


@pytest.mark.parametrize("update", [message(text="x"), edited(text="x"), own_member("kicked", PRIVATE)])
def test_private_chat_is_a_lane_and_can_be_told_things(update: dict[str, Any]) -> None:
    assert peek(update) == Peek(lane="1001", private_chat="1001")


@pytest.mark.parametrize("update", [message(text="x", chat=GROUP), member("left")])
def test_group_is_a_lane_and_cannot(update: dict[str, Any]) -> None:
    assert peek(update) == Peek(lane="-100500")


def test_press_in_a_group_has_a_lane_for_each_person() -> None:
    assert peek(press()) == Peek(lane="-100500/1001", press="4382")


def test_press_in_private_keeps_order_with_the_messages_there() -> None:
    assert peek(press(message=ASKED_IN_PRIVATE)) == Peek(lane="1001", press="4382", private_chat="1001")


def test_press_without_a_message_keeps_the_persons_order() -> None:
    assert peek(press(message=None)) == Peek(lane="1001", press="4382")


def test_danger_button_is_urgent() -> None:
    assert peek(press("!1|danger")).is_urgent


@pytest.mark.parametrize("data", ["1|danger!", "", None])
def test_other_button_is_not(data: str | None) -> None:
    assert not peek(press(data)).is_urgent


@pytest.mark.parametrize("text", ["!help", "!"])
def test_text_is_never_urgent(text: str) -> None:
    assert not peek(message(text=text)).is_urgent


@pytest.mark.parametrize("update", [{}, None, 5, [], {"message": 3}, {"message": {"chat": {"id": "1"}}}])
def test_where_nothing_is_known_the_lane_is_the_common_one(update: Any) -> None:
    assert peek(update) == Peek(lane="?")


@pytest.mark.parametrize(
    "number", [True, 2**63, 10**5000, "7", 1.5], ids=["true", "65 bits", "5001 digits", "text", "half"]
)
def test_odd_ids_are_no_addresses(number: Any) -> None:
    assert peek(message(text="x", chat={**PRIVATE, "id": number})).lane == "?"
    assert peek(press(sender={**PERSON, "id": number})).lane == "-100500"


@pytest.mark.parametrize("press_id", ["\ud800", "é", "1" * 65, 5, None])
def test_press_that_cannot_be_answered_is_not_expected(press_id: Any) -> None:
    assert peek(press(id=press_id)).press == ""
