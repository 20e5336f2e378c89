"""`pavilion check`: everything that could stop the desk, found before a resident finds it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot import app
from bot.channel import ChatLook, Fatal, TelegramChannel
from bot.channel.failure import Failure
from bot.config import Config, ConfigWrong
from handlers.forms import card
from handlers.forms.form import FormWrong
from handlers.forms.pack import PackWrong
from handlers.settings import Office
from handlers.texts import TextMissing
from storage.seal import KeyUnusable, Seal


def find_old_cards(config: Config, today: date) -> list[str]:
    """Return a sentence for every card that nobody has checked for a year; the desk runs all the same."""
    pack = app.load_front(config.settings).pack
    shown = {name: pack.cards[name].checked_on for name in card.find_old(pack.cards, today)}
    return [
        f"card {name}: checked_on is {day}, more than a year ago; read its source again, "
        f"and give the new date in a file cards/{name}.toml of your own pack"
        for name, day in shown.items()
    ]


async def find_problems(config: Config) -> list[str]:
    """Return a sentence with its remedy for everything that is missing, an empty list where all is well."""
    problems = [*_texts(config), *_secrets(config), *_pacing(config)]
    if config.secrets.get(config.telegram.token_env):
        problems += await _telegram(config)
    return problems


def _texts(config: Config) -> list[str]:
    try:
        app.load_front(config.settings)
    except (FormWrong, PackWrong, TextMissing, FileNotFoundError) as error:
        return [str(error)]
    return []


def _secrets(config: Config) -> list[str]:
    problems = []
    for look in (lambda: config.token, lambda: Seal(config.key)):
        try:
            look()
        except (ConfigWrong, KeyUnusable) as error:
            problems.append(str(error))
    return problems


def _pacing(config: Config) -> list[str]:
    if config.telegram.pacing:
        return []
    return ["[telegram] pacing is false: Telegram will refuse messages; set it to true outside of benchmarks"]


async def _telegram(config: Config) -> list[str]:
    channel = TelegramChannel(config.token, config.telegram.base_url)
    try:
        await channel.start()
        found = [problem for office in config.settings.offices for problem in await _group(channel, office)]
    except Fatal as error:
        return [str(error)]
    except Failure as error:
        return [
            f"[telegram] base_url: the server cannot be reached ({error.reason}); look at the network and try again"
        ]
    finally:
        await channel.stop()
    return found


async def _group(channel: TelegramChannel, office: Office) -> list[str]:
    """Return what is wrong with an office's group: not there, public, or the bot no admin of it."""
    if office.chat_id is None:
        return [f"[[offices]] {office.id}: chat_id is missing; add the id of its officers' group"]
    where = f"[[offices]] {office.id}: chat_id {office.chat_id}"
    try:
        chat = await channel.look_at_chat(str(office.chat_id))
    except Failure as error:
        return [f"{where} cannot be read ({error.reason}); add the bot to the group as an admin"]
    return [f"{where} {problem}" for problem in _rights(chat)]


def _rights(chat: ChatLook) -> Iterator[str]:
    if not chat.is_group:
        yield "is no group; give the id of the officers' group"
    if chat.is_public:
        yield "is a public group that strangers can join; take its username away"
    if not chat.is_admin:
        yield "has the bot as an ordinary member; make it an admin, so that it hears who joins and leaves"
