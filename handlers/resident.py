"""The first screen and what needs no form: language, danger, numbers, the desk's phone."""

from __future__ import annotations

from handlers import buttons, intake, invites, lists, membership
from handlers.buttons import Press
from handlers.commands import Button, Buttons
from handlers.desk import Talk
from handlers.first_screen import desk_line, first_screen, is_open, numbers_card
from handlers.screens import way_to_a_human

OFFICER_LINK = "officer"


def start(talk: Talk, payload: str) -> str | None:
    """Meet somebody: by an invite, as an officer, in the middle of a form, or at the first screen."""
    if payload.startswith(invites.PREFIX):
        return invites.accept(talk, payload)
    if _meets_officer(talk, payload):
        return None
    if talk.person.locale is None and len(talk.desk.settings.station.locales) > 1:
        return ask_language(talk)
    if not intake.offer_draft(talk):
        talk.say(*first_screen(talk))
    return None


def _meets_officer(talk: Talk, payload: str) -> bool:
    """Greet an officer; somebody who says to be one by the link is looked up in the offices' groups first."""
    desk = talk.desk
    if desk.records.people.offices_of(talk.person.id):
        lists.greet(talk.event, talk.person, talk.chat, desk)
        return True
    return payload == OFFICER_LINK and membership.look_up_offices(talk.event, talk.person, desk)


def show_menu(talk: Talk, argument: str = "") -> str | None:
    talk.say(*first_screen(talk))
    return None


def press_menu(talk: Talk, press: Press) -> None:
    talk.answer()
    talk.show(*first_screen(talk))


def show_help(talk: Talk, argument: str = "") -> str | None:
    """Say what the desk can do, and how to reach a human."""
    desk, words = talk.desk, talk.words
    back = Buttons(((buttons.button(words("button.menu"), "menu"),),))
    talk.say(words("help.text", line=desk_line(desk, words)), back)
    return None


def unknown_command(talk: Talk, argument: str = "") -> str | None:
    """There is no such command: show where the person is instead of leaving them there."""
    show_where_we_are(talk)
    return "unknown_command"


def show_where_we_are(talk: Talk) -> None:
    """Show the open step again, or the first screen where there is none."""
    if not intake.show_open_step(talk):
        talk.say(*first_screen(talk))


def ask_language(talk: Talk, argument: str = "") -> str | None:
    talk.say(*languages(talk))
    return None


def press_language(talk: Talk, press: Press) -> None:
    talk.answer()
    talk.show(*languages(talk))


def languages(talk: Talk) -> tuple[str, Buttons]:
    """Return the question in every language at once, since none is chosen yet."""
    texts, locales = talk.desk.texts, talk.desk.settings.station.locales
    asked = "\n".join(texts.words(locale)("language.choose") for locale in locales)
    rows = tuple((buttons.button(texts.words(locale)("language.name"), "lang", value=locale),) for locale in locales)
    return asked, Buttons(rows)


def choose_language(talk: Talk, press: Press) -> None:
    desk = talk.desk
    if press.value not in desk.settings.station.locales:
        talk.answer(talk.words("press.nothing"))
        talk.say(*languages(talk))
        return
    desk.records.people.set_locale(talk.person.id, press.value)
    chosen = Talk(desk, talk.event, desk.records.people.get(talk.person.id), talk.chat, desk.texts.words(press.value))
    chosen.answer()
    if not intake.show_open_step(chosen):
        chosen.show(*first_screen(chosen))


def press_danger(talk: Talk, press: Press) -> None:
    talk.answer()
    show_danger(talk)


def show_danger(talk: Talk, argument: str = "") -> str | None:
    """Show what to phone, by kind of danger; nothing of it is stored."""
    desk, words = talk.desk, talk.words
    rows: list[tuple[Button, ...]] = [
        (buttons.button(desk.name(option.label, words), "danger_is", value=option.id, is_urgent=True),)
        for option in desk.pack.danger.options
    ]
    rows.append((buttons.button(words("button.back"), "menu"),))
    talk.show(desk.pack.danger.question(words.locale), Buttons(tuple(rows)))
    return None


def press_danger_is(talk: Talk, press: Press) -> None:
    """Show the number for this danger in plain text, and the way on."""
    desk, words = talk.desk, talk.words
    talk.answer()
    option = next((option for option in desk.pack.danger.options if option.id == press.value), None)
    if option is None:
        talk.show(*first_screen(talk))
        return
    rows: list[tuple[Button, ...]] = []
    if option.leads_to and is_open(desk.pack.forms[option.leads_to].kind, desk.settings):
        rows.append((buttons.button(words("menu.tell_desk"), "door", value=option.leads_to, is_urgent=True),))
    rows.append((buttons.button(words("menu.phone"), "phone"),))
    rows.append((buttons.button(words("button.back"), "danger", is_urgent=True),))
    talk.show(desk.pack.said(option.says, words.locale), Buttons(tuple(rows)))


def press_more(talk: Talk, press: Press) -> None:
    words = talk.words
    talk.answer()
    rows = [(buttons.button(words("menu.numbers"), "numbers"),)]
    if len(talk.desk.settings.station.locales) > 1:
        rows.append((buttons.button(words("menu.language"), "language"),))
    rows.append((buttons.button(words("menu.mydata"), "mydata"),))
    rows.append((buttons.button(words("menu.hide"), "hide"),))
    rows.append((buttons.button(words("button.back"), "menu"),))
    talk.show(words("menu.more_head"), Buttons(tuple(rows)))


def press_numbers(talk: Talk, press: Press) -> None:
    talk.answer()
    talk.show(numbers_card(talk), Buttons(((buttons.button(talk.words("button.menu"), "menu"),),)))


def press_phone(talk: Talk, press: Press) -> None:
    """Show the way to a human."""
    talk.answer()
    talk.show(way_to_a_human(talk), Buttons(((buttons.button(talk.words("button.menu"), "menu"),),)))
