"""The library's request object on aiohttp."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
import traceback
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut

from bot.channel.request import AiohttpRequest, SlowDown
from tests.bot.channel.scripted import ME, TOKEN, Answer, Scripted, bad, good, shown

CONNECTIONS = 4


@pytest.fixture
async def bot(server: Scripted) -> AsyncIterator[Bot]:
    request = AiohttpRequest(connections=CONNECTIONS)
    async with request:
        yield Bot(TOKEN, base_url=server.base_url, request=request, get_updates_request=request)


async def test_call_sends_json_and_gets_its_result(bot: Bot, server: Scripted) -> None:
    server.say(good(ME))
    assert (await bot.get_me()).id == 42
    server.say(shown(5))
    assert (await bot.send_message(7, "你好", parse_mode="HTML")).message_id == 5
    assert server.asked[-1].parameters == {"chat_id": 7, "text": "你好", "parse_mode": "HTML"}


async def test_file_goes_as_multipart(bot: Bot, server: Scripted) -> None:
    server.say(shown(5))
    await bot.send_document(7, b"%PDF", filename="poster.pdf", caption="海报")
    asked = server.asked[-1]
    assert asked.files == {"document": b"%PDF"}
    assert asked.parameters["caption"] == "海报"
    assert asked.parameters["chat_id"] == "7"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (bad(400, "Bad Request: chat not found"), BadRequest),
        (bad(400, "Bad Request: upgraded", migrate_to_chat_id=-1005), ChatMigrated),
        (bad(401, "Unauthorized"), InvalidToken),
        (bad(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (bad(429, "Too Many Requests: retry after 3", retry_after=3), SlowDown),
        (bad(500, "Internal Server Error: restart"), NetworkError),
        (Answer(b"<html>Bad Gateway</html>", 502), NetworkError),
        (Answer(b'{"ok":true,"resu'), TelegramError),
        (Answer(b"[1]"), TelegramError),
        (Answer(b"[" * 100_000), TelegramError),
        (Answer(b"", is_dropped=True), NetworkError),
    ],
    ids=["400", "migrated", "401", "403", "429", "500", "html", "cut", "list", "deep", "dropped"],
)
async def test_errors_are_the_librarys(bot: Bot, server: Scripted, answer: Answer, error: type[TelegramError]) -> None:
    server.say(answer)
    with pytest.raises(error):
        await bot.get_me()
    server.say(good(ME))
    assert (await bot.get_me()).id == 42


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (bad(429, "Too Many Requests", retry_after=35), 35),
        (Answer(b"<html>slow down</html>", 429, {"Retry-After": "12"}), 12),
        (Answer(b"<html>slow down</html>", 429, {"Retry-After": "soon"}), 1),
        (Answer(b"", 429), 1),
    ],
)
async def test_pause_asked_for_is_read_from_body_or_header(
    bot: Bot, server: Scripted, answer: Answer, seconds: float
) -> None:
    server.say(answer)
    with pytest.raises(SlowDown) as caught:
        await bot.get_me()
    assert caught.value.seconds == seconds


async def test_silent_server_is_waited_for_only_so_long(bot: Bot, server: Scripted) -> None:
    server.say(Answer(b"", pause=5))
    began = time.monotonic()
    with pytest.raises(TimedOut):
        await bot.get_me(read_timeout=0.1)
    assert time.monotonic() - began < 2


async def test_server_that_answers_in_time_is_heard(bot: Bot, server: Scripted) -> None:
    server.say(Answer(good(ME).body, pause=0.1))
    assert (await bot.get_me(read_timeout=2)).id == 42


async def test_dripping_answer_ends_too() -> None:
    """A byte now and then keeps a connection alive; the whole call has an end all the same."""

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        try:
            for _ in range(100):
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.05)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    limited = AiohttpRequest(read_timeout=0.2, write_timeout=0.1, connect_timeout=0.1, pool_timeout=0.1)
    async with server, limited as request:
        began = time.monotonic()
        with pytest.raises(TimedOut):
            await request.post(url)
        assert 0.3 < time.monotonic() - began < 2


async def test_more_calls_than_connections_wait_their_turn(bot: Bot, server: Scripted) -> None:
    server.say(Answer(good(ME).body, pause=0.02))
    found = await asyncio.gather(*(bot.get_me() for _ in range(20)))
    assert [me.id for me in found] == [42] * 20
    assert server.most_at_once == CONNECTIONS


async def test_call_before_the_start_is_refused_and_after_it_works(server: Scripted) -> None:
    request = AiohttpRequest()
    bot = Bot(TOKEN, base_url=server.base_url, request=request, get_updates_request=request)
    server.say(good(ME))
    with pytest.raises(NetworkError, match="not started"):
        await bot.get_me()
    async with request:
        await request.initialize()
        assert (await bot.get_me()).id == 42
    await request.shutdown()


async def _failure_of(base_url: str) -> TelegramError:
    request = AiohttpRequest(read_timeout=0.1, write_timeout=0.1, connect_timeout=0.05, pool_timeout=0.1)
    async with request:
        bot = Bot(TOKEN, base_url=base_url, request=request, get_updates_request=request)
        try:
            await bot.get_me()
        except TelegramError as error:
            return error
    raise AssertionError("the call went well")


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:9/bot", "http://[/bot", "bot"])
async def test_failure_never_holds_the_token(base_url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("telegram").setLevel(logging.WARNING)
    failure = await _failure_of(base_url)
    assert "canary-token" not in "".join(traceback.format_exception(failure))
    assert "canary-token" not in caplog.text
    chain: list[BaseException | None] = [failure, failure.__cause__, failure.__context__]
    assert not any("canary-token" in repr(link) for link in chain)


async def test_time_out_never_holds_the_token(server: Scripted) -> None:
    server.say(Answer(b"", pause=5))
    failure = await _failure_of(server.base_url)
    assert isinstance(failure, TimedOut)
    assert failure.__context__ is None


async def test_server_that_does_not_pick_up_is_a_time_out_without_the_token() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        with closing(socket.create_connection(deaf.getsockname())):  # fills the only place in the queue
            failure = await _failure_of(f"http://127.0.0.1:{deaf.getsockname()[1]}/bot")
    assert isinstance(failure, TimedOut)
    assert failure.__context__ is None


async def test_answer_that_cannot_be_read_is_not_logged(
    bot: Bot, server: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    server.say(Answer(b'{"ok":true,"result":[{"text":"canary-words'))
    with pytest.raises(TelegramError) as caught:
        await bot.get_me()
    assert "canary-words" not in caplog.text
    assert "canary-words" not in str(caught.value)
