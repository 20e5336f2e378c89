"""The first screen and what needs no form: language, numbers, the desk's phone."""

from __future__ import annotations

from handlers import buttons, doors, intake, invites, library, links, lists, membership, menus, week
from handlers.buttons import Press
from handlers.commands import Button, Buttons
from handlers.desk import Desk, Talk
from handlers.first_screen import desk_line, first_screen, numbers_card
from handlers.screens import way_to_a_human


def start(talk: Talk, payload: str) -> str | None:
    """Meet somebody: by an invite, by a poster, as an officer, in the middle of a form, or at the first screen."""
    if payload.startswith(invites.PREFIX):
        return invites.accept(talk, payload)
    link = links.read(payload, talk.desk)
    if link is None and _meets_officer(talk, payload):
        return None
    if talk.person.locale is None and len(talk.desk.settings.station.locales) > 1:
        talk.say(*languages(talk, link))
    elif link is not None and link.value:
        doors.go_in(talk, link)
    elif not intake.offer_draft(talk):
        talk.say(*first_screen(talk, link.id if link else ""))
    return None


def _meets_officer(talk: Talk, payload: str) -> bool:
    """Greet an officer; somebody who says to be one by the link is looked up in the offices' groups first."""
    desk = talk.desk
    if desk.records.people.offices_of(talk.person.id) or membership.is_trained(talk.person, desk):
        lists.greet(talk.event, talk.person, talk.chat, desk)
        return True
    return payload == links.OFFICER and membership.look_up_offices(talk.event, talk.person, desk)


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


def languages(talk: Talk, link: Press | None = None) -> tuple[str, Buttons]:
    """Return the question in every language at once, since none is chosen yet; its buttons carry a poster's link."""
    texts, station = talk.desk.texts, talk.desk.settings.station
    asked = dict.fromkeys(texts.words(locale)("language.choose") for locale in station.locales)
    rows = tuple((_language_button(locale, talk.desk, link or Press("menu")),) for locale in station.locales)
    return "\n".join([*asked, *_preview_notes(talk.desk)]), Buttons(rows)


def _label(locale: str, desk: Desk) -> str:
    """Return what a language calls itself, a preview with its mark."""
    words = desk.texts.words(locale)
    is_preview = locale in desk.settings.station.preview_locales
    return words("language.preview", name=words.own_name) if is_preview else words.own_name


def _preview_notes(desk: Desk) -> list[str]:
    """Return what the mark means, in each language that is none, below an empty line; nothing where it is not shown."""
    station = desk.settings.station
    complete = [locale for locale in station.locales if locale not in station.preview_locales]
    notes = [desk.texts.words(locale)("language.preview_note") for locale in complete]
    return ["", *notes] if station.preview_locales else []


def _language_button(locale: str, desk: Desk, link: Press) -> Button:
    value = f"{locale}.{link.value}" if link.value else locale
    return buttons.button(_label(locale, desk), "lang", id=link.id, value=value)


def choose_language(talk: Talk, press: Press) -> None:
    """Speak this language from now on, and go on where the person was, or where the poster led."""
    desk = talk.desk
    locale, _, purpose = press.value.partition(".")
    if locale not in desk.settings.station.locales:
        talk.answer(talk.words("press.nothing"))
        talk.say(*languages(talk))
        return
    desk.records.people.set_locale(talk.person.id, locale)
    chosen = Talk(desk, talk.event, desk.records.people.get(talk.person.id), talk.chat, desk.texts.words(locale))
    chosen.answer()
    if desk.is_staff(chosen.person):
        menus.offer_own(chosen.person, desk)
    if purpose:
        doors.go_in(chosen, Press("door", press.id, value=purpose))
    elif not intake.show_open_step(chosen):
        chosen.show(*first_screen(chosen, press.id))


def press_more(talk: Talk, press: Press) -> None:
    words = talk.words
    talk.answer()
    rows = [(buttons.button(words("menu.numbers"), "numbers"),), *library.list_button(talk)]
    rows += week.open_button(talk)
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
