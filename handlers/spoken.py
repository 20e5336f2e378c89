"""What a person writes, says or sends in private: the answer to the open question, or the words of a button."""

from __future__ import annotations

from handlers import (
    albums,
    doors,
    events,
    first_words,
    for_which,
    heard,
    hide,
    intake,
    on_behalf,
    replies,
    safe_contact,
    twins,
)
from handlers.buttons import Press
from handlers.commands import Buttons
from handlers.desk import Talk
from handlers.drafts import Filling, open_filling
from handlers.first_screen import first_screen
from handlers.forms import engine
from handlers.forms.answers import Photo, Refused, Text
from handlers.news import question_buttons
from handlers.resident import languages
from handlers.twins import Meant
from storage.model import Ticket, TicketStatus


def take_message(talk: Talk, event: events.Spoken) -> Press | Meant | str | None:
    """Take a message as the answer to the open question; where it does not fit, say why and ask again.

    With no form open, return the press that the words stand for, where they match the first screen. Where they are no
    answer but the twin of a command, return that.
    """
    if isinstance(event, events.MessageEdited):
        return _note_edit(talk, event)
    if replies.take(talk, event):
        return None
    if isinstance(event, events.PhotoSent) and albums.is_rest(talk, event):
        return for_which.join(talk, event) or albums.take_rest(talk, event)
    filling = open_filling(talk)
    if filling is None:
        return _take_without_form(talk, event)
    given = heard.hear(talk, filling.draft, filling.form, filling.progress, event)
    if meant := _meant_instead(filling, given):
        return meant
    if not isinstance(given, Press) and for_which.is_unclear(talk) and for_which.offer(talk, event):
        return None
    if isinstance(given, Press):
        _BY_WORD[given.action](talk, given)
    elif isinstance(given, Refused):
        intake.miss(filling, given)
    else:
        intake.take(filling, given)
    return None


def _meant_instead(filling: Filling, given: Press | engine.Input | Refused) -> Meant | None:
    """Return the command whose twin was typed where words are no answer: 帮助 is help, unless it is what happened."""
    if not isinstance(given, Text) or not isinstance(engine.take(filling.form, filling.progress, given), Refused):
        return None
    return twins.find(given.text, filling.talk.desk)


_BY_WORD = {
    "pick": intake.pick,
    "tick": intake.tick,
    "done": intake.finish_ticking,
    "page": intake.turn_page,
    "back": intake.go_back,
    "skip": intake.skip,
    "cancel": intake.cancel,
    "door": doors.open_door,
    "changes": intake.list_changes,
    "send": intake.send,
    "hide": hide.press_hide,
    "for_whom": on_behalf.ask,
}


def _note_edit(talk: Talk, event: events.MessageEdited) -> str:
    """Words already sent were changed: they are not taken back into the form silently.

    An edit without words is a live position that moves, every few seconds: it was refused when it was sent.
    """
    if replies.note_edit(talk, event):
        return "edited"
    if event.text and open_filling(talk) is not None:
        talk.say(talk.words("edit.not_taken"))
        intake.show_open_step(talk)
    return "edited"


def _take_without_form(talk: Talk, event: events.Spoken) -> Press | Meant | str | None:
    """No form is open: words may match a door or a command, and a photo opens the form that takes one.

    Anything else is met with the doors, and with the way to a human.
    """
    text, markup = first_screen(talk)
    if isinstance(event, events.TextSent):
        for offered in (markup, *_open_questions(talk)):
            if press := heard.match_buttons(event.text, offered):
                return press
        if meant := twins.find(event.text, talk.desk):
            return meant
    if for_which.offer(talk, event):
        return None
    if isinstance(event, events.PhotoSent) and doors.begin_with_photo(talk, Photo(event.file, album=event.album)):
        return None
    talk.say(f"{_first_hint(talk, event)}\n\n{text}", markup)
    return None


def _first_hint(talk: Talk, event: events.Spoken) -> str:
    """Return why the doors are shown: a voice note waits for its question, and what is not kept has a reason."""
    if isinstance(event, events.VoiceSent) and talk.desk.settings.station.features.voice:
        return first_words.keep(talk, event)
    if reason := heard.why_not(event):
        return talk.words(f"refused.{reason}")
    return talk.words("first.not_understood", phone=talk.desk.settings.station.desk.phone)


def _open_questions(talk: Talk) -> list[Buttons]:
    """Return the buttons that may be on the screen without a form: the languages, and one matter's last question."""
    asked = [ticket for ticket in talk.desk.records.tickets.of_resident(talk.person.id) if _is_asked(ticket)]
    questions = [question_buttons(ticket, talk.words) for ticket in asked] if len(asked) == 1 else []
    knock = [safe_contact.knock_buttons(talk.words)] if safe_contact.is_asked(talk) else []
    return [languages(talk)[1], *knock, *questions, *for_which.open_question(talk)]


def _is_asked(ticket: Ticket) -> bool:
    return ticket.status is TicketStatus.RESOLVED and not ticket.is_by_helper
