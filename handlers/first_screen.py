"""The first screen: the numbers to phone in an emergency, every door of the desk, and the way to a human."""

from __future__ import annotations

from handlers import buttons
from handlers.commands import Button, Buttons
from handlers.desk import Desk, Talk
from handlers.forms.pack import Pack
from handlers.settings import Settings
from handlers.texts import Words

CALL_BACK = "callback"
"""The form of a pack by which somebody asks to be phoned."""


def first_screen(talk: Talk, community: str = "") -> tuple[str, Buttons]:
    """Return the numbers to phone in an emergency, and every door of the desk; a poster's community goes along."""
    desk, words = talk.desk, talk.words
    lines = [desk.pack.first_screen(words.locale)]
    lines += [line for line in (off_duty_line(talk, community), desk_line(desk, words)) if line]
    return "\n\n".join(lines), Buttons(_first_rows(talk, community))


def _first_rows(talk: Talk, community: str) -> tuple[tuple[Button, ...], ...]:
    desk, words = talk.desk, talk.words
    rows = [(danger_button(words),)]
    rows += [
        (buttons.button(desk.name(door.label, words), "door", id=community, value=door.form),)
        for door in desk.pack.doors
        if is_open(desk.pack.forms[door.form].switch, desk.settings)
    ]
    more = (
        call_button(desk.pack, desk.settings, words) or buttons.button(words("menu.phone"), "phone"),
        buttons.button(words("menu.mine"), "mine"),
        buttons.button(words("menu.more"), "more"),
    )
    return (*rows, more)


def danger_button(words: Words) -> Button:
    """Return the button of danger; it carries its language, for the day on which nobody can be looked up."""
    return buttons.button(words("menu.danger"), "danger", id=words.locale, is_urgent=True)


def call_button(pack: Pack, settings: Settings, words: Words, *, is_urgent: bool = False) -> Button | None:
    """Return [Call me], where the pack has that form and the station has switched it on."""
    form = pack.forms.get(CALL_BACK)
    if form is None or not is_open(form.switch, settings):
        return None
    return buttons.button(words("menu.call_me"), "door", value=CALL_BACK, is_urgent=is_urgent)


def is_open(kind: str, settings: Settings) -> bool:
    """Return whether the station has switched this kind of form on."""
    return bool(getattr(settings.station.features, kind))


def desk_line(desk: Desk, words: Words) -> str:
    place = desk.settings.station.desk
    return words("desk.line", name=desk.name(desk.settings.station.name, words), phone=place.phone, hours=place.hours)


def off_duty_line(talk: Talk, community: str = "") -> str:
    """Return when somebody looks, while nobody is on duty; nothing otherwise."""
    desk = talk.desk
    office = desk.settings.office_of(community or talk.person.community or "")
    hours, calendar = desk.settings.hours_of(office.id), desk.settings.calendar
    if calendar.is_working(desk.now, hours):
        return ""
    return talk.words("desk.off_duty", time=desk.when(calendar.next_working(desk.now, hours), talk.words))


def numbers_card(talk: Talk) -> str:
    """Return every number the pack and the station know, in plain text, and the desk's own."""
    return f"{talk.desk.pack.numbers_card(talk.words.locale)}\n\n{desk_line(talk.desk, talk.words)}"
