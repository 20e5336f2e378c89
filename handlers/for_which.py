"""Words that may be for a matter, or for the question of a form: the desk keeps them and asks which."""

from __future__ import annotations

from datetime import timedelta

from handlers import buttons, doors, events, intake
from handlers.buttons import Press
from handlers.commands import Button, Buttons
from handlers.desk import Talk
from handlers.drafts import open_filling
from handlers.first_screen import first_screen
from handlers.forms import answers
from handlers.forms.answers import Photo, Refused
from handlers.matters import about
from handlers.replies import carry_all, is_still_officer, may_write, said, side_of, store
from handlers.texts import Markup
from storage.model import Reply, Side, Ticket

_WORDS_WAIT = timedelta(minutes=15)
_MOST_OFFERED = 5


def is_unclear(talk: Talk) -> bool:
    """Return whether a form is open and yet the last thing shown was about a matter."""
    return talk.desk.records.messages.newest_said(talk.chat.id) is not None and bool(_writable(talk))


def offer(talk: Talk, event: events.Spoken) -> bool:
    """Keep the words and ask what they are for; return False where there is no matter they could be for."""
    given = said(event, None, talk.desk)
    if isinstance(given, Refused) or not _writable(talk):
        return False
    for each in given:
        store(talk, event, each, None)
    listed = Markup("\n".join(f"{ticket.number} · {about(ticket, talk)}" for ticket in _writable(talk)))
    talk.say(talk.words("reply.for_which", matters=listed), choices(talk))
    return True


def join(talk: Talk, event: events.PhotoSent) -> str:
    """Keep a further photo of an album whose first one waits; return "" where none does."""
    given = said(event, None, talk.desk)
    if isinstance(given, Refused) or all(reply.kind != "photo" for reply in _waiting(talk)):
        return ""
    for each in given:
        store(talk, event, each, None)
    return "joined_album"


def _writable(talk: Talk) -> list[Ticket]:
    """Return the open matters the person could write about: their own, and those they hold."""
    tickets = talk.desk.records.tickets
    own = [ticket for ticket in tickets.of_resident(talk.person.id) if ticket.is_open]
    return [*own, *(ticket for ticket in tickets.held_by(talk.person.id) if ticket.is_open)][:_MOST_OFFERED]


def choices(talk: Talk) -> Buttons:
    """Return what the words may be for: the open question, a matter, or none of them."""
    rows: list[tuple[Button, ...]] = []
    if open_filling(talk) is not None:
        rows.append((buttons.button(talk.words("reply.is_answer"), "reply_form"),))
    rows += [(_choice(talk, ticket),) for ticket in _writable(talk)]
    rows.append((buttons.button(talk.words("reply.for_none"), "reply_none"),))
    return Buttons(tuple(rows))


def open_question(talk: Talk) -> list[Buttons]:
    """Return the choices, where they may be on the screen."""
    return [choices(talk)] if _waiting(talk) else []


def _choice(talk: Talk, ticket: Ticket) -> Button:
    key = "reply.to_officer" if side_of(talk, ticket) is Side.RESIDENT else "reply.to_resident"
    return buttons.button(talk.words(key, number=ticket.number), "reply_to", id=ticket.id)


def _waiting(talk: Talk) -> list[Reply]:
    since = talk.desk.now - _WORDS_WAIT
    return talk.desk.records.replies.waiting(talk.person.id, since)


def press_to(talk: Talk, press: Press) -> None:
    """The words that waited are for this matter."""
    desk, ticket = talk.desk, talk.desk.records.tickets.find(press.id)
    waiting = _waiting(talk)
    if ticket is None or not may_write(talk, ticket) or not waiting:
        talk.answer(talk.words("press.nothing"), is_alert=True)
        return
    if side_of(talk, ticket) is Side.OFFICER and not is_still_officer(talk, ticket):
        return
    talk.answer()
    sent = [desk.records.replies.assign(reply.id, ticket.id, side_of(talk, ticket)) for reply in waiting]
    desk.records.replies.take_pen(talk.person.id, ticket.id, desk.now)
    carry_all(talk, ticket, [reply for reply in sent if reply is not None])


def press_form(talk: Talk, press: Press) -> None:
    """The words that waited answer the open question."""
    waiting, filling = _drop_waiting(talk), open_filling(talk)
    talk.answer()
    if filling is None or not waiting:
        talk.show(*first_screen(talk))
        return
    intake.take(filling, _content(waiting[-1]))


def press_none(talk: Talk, press: Press) -> None:
    """The words are for no matter: a photo begins a new one, words are not kept and the doors are shown."""
    dropped = _drop_waiting(talk)
    talk.answer()
    photos = [said for said in map(_content, dropped) if isinstance(said, Photo)]
    if photos and doors.begin_with_photo(talk, photos[0]):
        return
    text, markup = first_screen(talk)
    talk.show(f"{talk.words('reply.not_kept')}\n\n{text}", markup)


def _drop_waiting(talk: Talk) -> list[Reply]:
    waiting = _waiting(talk)
    for reply in waiting:
        talk.desk.records.replies.drop(reply.id)
    return waiting


def _content(reply: Reply) -> answers.Answer:
    return answers.decode(reply.content)
