"""Danger now: what to phone, by kind of danger, and the ways on. Nothing here reads or writes a record.

The screens are made from pack, settings and words alone: they are there when nothing can be stored, and what is tapped
on them is stored nowhere. Their buttons carry the language they are written in, since nobody can be looked up then.
"""

from __future__ import annotations

from handlers import buttons
from handlers.buttons import Press
from handlers.commands import Button, Buttons
from handlers.desk import Talk
from handlers.first_screen import call_button, danger_button, is_open
from handlers.forms.pack import DangerOption, Pack
from handlers.settings import Settings
from handlers.texts import Texts, Words

Shown = tuple[str, Buttons]


def press_danger(talk: Talk, press: Press) -> None:
    talk.answer()
    show_danger(talk)


def show_danger(talk: Talk, argument: str = "") -> str | None:
    """Show what to phone, by kind of danger; nothing of it is stored."""
    talk.show(*_question(talk.desk.pack, talk.words))
    return None


def press_danger_is(talk: Talk, press: Press) -> None:
    """Show the numbers for this danger in plain text, and the ways on."""
    talk.answer()
    talk.show(*_screen_of(press, talk.desk.pack, talk.desk.settings, talk.words))


def without_records(data: str, pack: Pack, settings: Settings, texts: Texts) -> Shown:
    """Return what is said while nothing can be stored, to whoever pressed `data`; it is empty where words came in.

    Pressed on a danger it is that screen; otherwise the numbers, that nothing was received, and the way to the dangers,
    in every language of the station.
    """
    press = buttons.read(data)
    if press is not None and press.action in ("danger", "danger_is"):
        return _screen_of(press, pack, settings, texts.words(press.id))
    every = [texts.words(locale) for locale in settings.station.locales]
    said = [_nothing_received(pack, settings, words) for words in every]
    return "\n\n".join(said), Buttons(tuple((danger_button(words),) for words in every))


def _nothing_received(pack: Pack, settings: Settings, words: Words) -> str:
    return words("error.full", phone=settings.station.desk.phone, emergency=pack.emergency_line(words.locale))


def _screen_of(press: Press, pack: Pack, settings: Settings, words: Words) -> Shown:
    """Return the screen of one danger, or the question which it is."""
    option = next((option for option in pack.danger.options if option.id == press.value), None)
    return _question(pack, words) if option is None else _answer(option, pack, settings, words)


def _question(pack: Pack, words: Words) -> Shown:
    rows: list[tuple[Button, ...]] = [
        (_button(pack.said(option.label, words.locale), "danger_is", words, option.id),)
        for option in pack.danger.options
    ]
    rows.append((buttons.button(words("button.back"), "menu"),))
    return pack.danger.question(words.locale), Buttons(tuple(rows))


def _answer(option: DangerOption, pack: Pack, settings: Settings, words: Words) -> Shown:
    """Return what to phone, and what can be done beside it or afterwards."""
    rows: list[tuple[Button, ...]] = []
    if is_open(pack.forms[option.leads_to].switch, settings):
        rows.append((buttons.button(words("menu.tell_desk"), "door", value=option.leads_to, is_urgent=True),))
    if call := call_button(pack, settings, words, is_urgent=True):
        rows.append((call,))
    rows.append((buttons.button(words("menu.phone"), "phone"),))
    rows.append((_button(words("button.back"), "danger", words),))
    return pack.said(option.says, words.locale), Buttons(tuple(rows))


def _button(label: str, action: str, words: Words, value: str = "") -> Button:
    return buttons.button(label, action, id=words.locale, value=value, is_urgent=True)
