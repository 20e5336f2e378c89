"""`pavilion poster`: a printable page with the code that opens the desk or one form of it, and how to phone instead."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.app import Front, load_front
from bot.config import Config, ConfigWrong
from bot.invite import bot_name
from bot.sheet import Passage, SheetFull, draw, is_right_to_left
from handlers import links
from handlers.buttons import Press
from handlers.forms.words import clean
from handlers.settings import Names, local_name
from handlers.texts import Words

_ISOLATED = "\u2068{}\u2069"
"""Keeps a number in its order inside a text that runs from right to left."""


async def write(config: Config, payloads: Sequence[str], locales: Sequence[str], bot: str, out: Path) -> list[Path]:
    """Write one page a link and return their files; raises ConfigWrong with everything that is wrong.

    Without a link the page opens the first screen. With several, the link's name is added to the file's.
    """
    front = load_front(config.settings)
    locales = locales or front.settings.station.locales
    if problems := [*_link_problems(payloads, front), *_locale_problems(locales, front), *_file_problems(out)]:
        raise ConfigWrong(problems)
    name = bot or await _name(config)
    files = {payload: out.with_stem(f"{out.stem}-{payload}") if len(payloads) > 1 else out for payload in payloads}
    for payload, file in (files or {"": out}).items():
        file.write_text(page(front, payload, locales, name), encoding="utf-8")
    return list(files.values()) or [out]


def page(front: Front, payload: str, locales: Sequence[str], bot: str) -> str:
    """Return the page for a link that leads somewhere, or for none."""
    link = links.read(payload, front) or Press("menu")
    try:
        return draw([_passage(front, link, locale) for locale in locales], url(bot, payload))
    except SheetFull:
        raise ConfigWrong(["--locales: so many languages leave no room for the code; give fewer"]) from None


def url(bot: str, payload: str) -> str:
    return f"https://t.me/{bot}?start={payload}" if payload else f"https://t.me/{bot}"


def _passage(front: Front, link: Press, locale: str) -> Passage:
    words, station = front.texts.words(locale), front.settings.station
    community, purpose = front.settings.community(link.id), front.pack.links.get(link.value)
    return Passage(
        locale=locale,
        name=_named(station.name, locale, front),
        place=_named(community.name, locale, front) if community else "",
        sentence=front.pack.said(purpose.label, locale) if purpose else _plain(words("poster.sentence")),
        scan=_plain(words("poster.scan")),
        reach=_reach(front, words),
        emergency=front.pack.emergency_line(locale),
    )


def _named(names: Names, locale: str, front: Front) -> str:
    return clean(local_name(names, locale, front.settings.default_locale))


def _plain(text: str) -> str:
    """Return words from a catalogue as they are printed, where nothing is markup."""
    return html.unescape(text)


def _reach(front: Front, words: Words) -> str:
    """Return the desk's phone and hours, and where it is; numbers keep their order in any direction of reading."""
    desk = front.settings.station.desk
    text: str = words("desk.phone_us", phone=_ISOLATED.format(desk.phone), hours=_ISOLATED.format(desk.hours))
    if desk.address:
        text = f"{text} {words('desk.come_by', address=desk.address)}"
    return _plain(text) if is_right_to_left(text) else clean(_plain(text))


def _link_problems(payloads: Sequence[str], front: Front) -> Iterator[str]:
    places = ", ".join(each.id for each in front.settings.communities)
    purposes = ", ".join(name for name in front.pack.links if links.form_of(name, front))
    for payload in payloads:
        if links.read(payload, front) is None:
            yield (
                f"--link {payload!r} leads nowhere; name a community ({places}), a purpose that is switched on "
                f"({purposes}), or both, like {front.settings.communities[0].id}-{next(iter(front.pack.links), '…')}"
            )


def _locale_problems(locales: Sequence[str], front: Front) -> Iterator[str]:
    known = front.settings.station.locales
    for locale in locales:
        if locale not in known:
            yield f"--locales {locale!r} is none of [station] locales; name some of {', '.join(known)}"


def _file_problems(out: Path) -> Iterator[str]:
    if out.suffix != ".svg":
        yield f"--out {out.name}: only .svg is written; open it in a browser to print it, or to save it as PDF"
    if not out.parent.is_dir():
        yield f"--out {out}: there is no folder {out.parent}; make it, or name another one"


async def _name(config: Config) -> str:
    """Return the bot's name as its server tells it."""
    if config.secrets.get(config.telegram.token_env) and (name := await bot_name(config)):
        return name
    raise ConfigWrong(["the bot's name is not known, since its server did not tell it; give it: --bot NAME"])
