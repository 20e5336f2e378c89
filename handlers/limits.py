"""The limit on one person: a flood is slowed, with one word about it; the way out of danger is never closed."""

from __future__ import annotations

from datetime import timedelta

from handlers import buttons, events, heard, intake, links, twins
from handlers.buttons import Press
from handlers.commands import Buttons
from handlers.desk import Desk, Talk
from handlers.first_screen import first_screen
from handlers.forms import engine
from handlers.screens import menu_button
from handlers.twins import Meant
from storage.model import DueRow, Ticket

_WINDOW = timedelta(minutes=1)


def holds(talk: Talk, event: events.Spoken | events.ButtonPressed) -> bool:
    """Return whether this came too fast and is not taken. The first is told so, and is told when to go on.

    What has to do with danger is always taken, however much came before it.
    """
    desk, most = talk.desk, talk.desk.settings.limits.person_per_minute
    if not most:
        return False
    number, ends_at = desk.records.turns.count(talk.chat.id, desk.now, _WINDOW, _weight(talk, event))
    if number <= most or is_about_danger(talk, event):
        return False
    talk.answer(talk.words("limit.toast"))
    if desk.records.turns.note_told(talk.chat.id):
        _say_slow_down(talk)
        desk.records.due.promise("go_on", ends_at, person_id=talk.person.id, again=True)
    return True


def _weight(talk: Talk, event: events.FromPerson) -> int:
    """Photos sent together count as one; a live position that moves counts for nothing, it is never answered."""
    if isinstance(event, events.PhotoSent) and event.album:
        return int(talk.desk.records.messages.count(talk.chat.id, f"album:{event.album}") == 1)
    return int(not isinstance(event, events.MessageEdited) or bool(event.text))


def _say_slow_down(talk: Talk) -> None:
    words = talk.words
    danger = buttons.button(words("menu.danger"), "danger", is_urgent=True)
    emergency = talk.desk.pack.emergency_line(words.locale)
    talk.say(words("limit.slow", emergency=emergency), Buttons(((danger,),)))


def is_about_danger(talk: Talk, event: events.FromPerson) -> bool:
    """Return whether it is the danger button, its word, or anything on the way to or in an urgent form."""
    return _is_in_urgent_form(talk) or _leads_to_danger(talk, event)


def _is_in_urgent_form(talk: Talk) -> bool:
    drafts = talk.desk.records.drafts.of_person(talk.person.id)
    form = talk.desk.pack.forms.get(drafts[0].form) if drafts else None
    if form is None:
        return False
    return form.is_urgent or engine.is_urgent(form, engine.decode(drafts[0].progress))


def _leads_to_danger(talk: Talk, event: events.FromPerson) -> bool:
    match event:
        case events.ButtonPressed():
            return event.data.startswith(buttons.URGENT) or _opens_urgent_form(talk, buttons.read(event.data))
        case events.CommandSent(name="start"):
            return _opens_urgent_form(talk, links.read(event.argument, talk.desk))
        case events.CommandSent():
            return event.name == "danger"
        case events.TextSent():
            return _means_danger(talk, event.text)
        case _:
            return False


def _means_danger(talk: Talk, text: str) -> bool:
    """Return whether these are the words of the danger button, of its twins, or of an urgent form's door."""
    if twins.find(text, talk.desk) == Meant("danger"):
        return True
    pressed = heard.match_buttons(text, first_screen(talk)[1])
    return pressed is not None and (pressed.action == "danger" or _opens_urgent_form(talk, pressed))


def _opens_urgent_form(talk: Talk, press: Press | None) -> bool:
    """Return whether the press leads to an urgent form, through the choice of a language as well."""
    if press is None or press.action not in ("door", "lang"):
        return False
    form = links.form_of(press.value.rpartition(".")[2], talk.desk)
    return form is not None and form.is_urgent


def go_on(row: DueRow, ticket: Ticket | None, desk: Desk) -> str | None:
    """The minute is over: say so, and show the open question again, since what came in it was not taken."""
    person = desk.records.people.get(row.person_id or "")
    chat = desk.records.chats.of_person(person.id)
    if chat is None or person.unreachable_at is not None:
        return "unreachable"
    about = events.FromPerson(who=events.Who(person.address), where=events.Where(chat.address))
    talk = Talk(desk, about, person, chat, desk.words_for(person))
    if not intake.show_open_step(talk, hint=talk.words("limit.go_on")):
        talk.say(talk.words("limit.go_on"), menu_button(talk.words))
    return None
