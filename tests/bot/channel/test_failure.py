"""What the server says, in our words."""

from __future__ import annotations

import pytest

from bot.channel import Fatal, GiveUp, Moved, TelegramChannel, TryLater
from bot.channel.failure import Failure
from handlers.commands import Post
from tests.bot.channel.scripted import Answer, Scripted, bad, good, shown

KICKED = "Forbidden: bot was kicked from the supergroup chat"
HTML = b"<html><body>Sorry</body></html>"


async def failure_of(channel: TelegramChannel) -> Failure:
    with pytest.raises(Failure) as caught:
        await channel.perform("7", Post(text="x"))
    return caught.value


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (bad(403, "Forbidden: bot was blocked by the user"), "blocked"),
        (bad(403, "Forbidden: bot can't initiate conversation with a user"), "never_started"),
        (bad(403, "Forbidden: user is deactivated"), "chat_gone"),
        (bad(403, KICKED), "chat_gone"),
        (bad(403, "Forbidden: bot is not a member of the group chat"), "chat_gone"),
        (bad(403, "Forbidden: the group chat was deleted"), "chat_gone"),
        (bad(403, "Forbidden: the bot can't send messages to the bot"), "refused"),
        (bad(400, "Bad Request: chat not found"), "chat_gone"),
        (bad(400, "Bad Request: not enough rights to send text messages to the chat"), "no_rights"),
        (bad(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), "no_rights"),
        (bad(400, "Bad Request: TOPIC_CLOSED"), "no_rights"),
        (bad(400, "Bad Request: message is too long"), "too_long"),
        (bad(400, "Bad Request: BUTTON_DATA_INVALID"), "refused"),
        (bad(404, "Not Found: method not found"), "not_supported"),
    ],
)
async def test_some_failures_are_for_good(
    channel: TelegramChannel, server: Scripted, answer: Answer, reason: str
) -> None:
    server.say(answer)
    failure = await failure_of(channel)
    assert isinstance(failure, GiveUp)
    assert failure.reason == reason


@pytest.mark.parametrize(
    ("answer", "after", "reason"),
    [
        (bad(429, "Too Many Requests: retry after 35", retry_after=35), 35.0, "flood"),
        (bad(500, "Internal Server Error: restart"), None, "network"),
        (Answer(HTML, 502), None, "network"),
        (bad(400, "Logged out"), None, "logged_out"),
        (Answer(b"", is_dropped=True), None, "network"),
        (Answer(b'{"ok":true,"resul'), None, "garbled"),
        (Answer(b'{"ok":false,"description":"under 200"}'), None, "garbled"),
        (good(["not a message"]), None, "garbled"),
    ],
)
async def test_some_failures_may_pass(
    channel: TelegramChannel, server: Scripted, answer: Answer, after: float | None, reason: str
) -> None:
    server.say(answer)
    failure = await failure_of(channel)
    assert isinstance(failure, TryLater)
    assert (failure.after, failure.reason) == (after, reason)
    server.say(shown(3))
    assert (await channel.perform("7", Post(text="x"))).message == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409])
async def test_page_of_some_proxy_is_not_telegrams_word(
    channel: TelegramChannel, server: Scripted, status: int
) -> None:
    server.say(Answer(HTML, status))
    failure = await failure_of(channel)
    assert isinstance(failure, TryLater)
    assert failure.reason == "network"


async def test_group_that_moved_gives_its_new_address(channel: TelegramChannel, server: Scripted) -> None:
    server.say(bad(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100500))
    failure = await failure_of(channel)
    assert isinstance(failure, Moved)
    assert failure.address == "-100500"


@pytest.mark.parametrize("answer", [bad(401, "Unauthorized"), bad(404, "Not Found")], ids=["401", "404"])
async def test_refused_token_is_fatal_for_fetching_and_start_but_no_message_is_given_up(
    channel: TelegramChannel, server: Scripted, answer: Answer
) -> None:
    server.say(answer)
    with pytest.raises(Fatal, match="token_env"):
        await channel.fetch(0, 0)
    with pytest.raises(Fatal, match="token_env"):
        await channel.start()
    failure = await failure_of(channel)
    assert isinstance(failure, TryLater)
    assert failure.reason == "token_refused"


async def test_what_the_server_says_does_not_travel_with_the_failure(
    channel: TelegramChannel, server: Scripted
) -> None:
    """Its texts may quote ours, so neither the failure nor what led to it holds them."""
    server.say(bad(400, "Bad Request: canary-words are too long"))
    failure = await failure_of(channel)
    assert failure.__context__ is None
    assert "canary-words" not in repr(failure)


async def test_address_that_is_no_number_is_given_up_without_a_call(channel: TelegramChannel, server: Scripted) -> None:
    with pytest.raises(GiveUp) as caught:
        await channel.perform("@somebody", Post(text="x"))
    assert caught.value.reason == "chat_gone"
    assert server.asked == []
