"""Words about a matter go to its other side, and never where somebody did not mean them to go."""

from __future__ import annotations

from datetime import timedelta

from handlers import buttons, events, intake, twins
from handlers.buttons import Press
from handlers.cards import officer_name
from handlers.carrying import Carried, carry, show_changed, waits_until
from handlers.commands import Buttons
from handlers.desk import Desk, Talk
from handlers.first_contact import get_going
from handlers.forms import answers
from handlers.forms.answers import Reason, Refused
from handlers.forms.form import Limits, Step
from handlers.membership import is_officer, may_see_restricted
from handlers.own_ticket import own_ticket
from handlers.progress_clock import ANSWERED
from handlers.screens import menu_button
from handlers.texts import Markup, Words
from storage.model import Person, Reply, Side, Ticket

_PEN_LASTS = timedelta(minutes=10)
_SAID = Step(id="reply", type="media", ask={}, summary={}, limits=Limits(most=1000))
_WITHOUT_PHOTO = Step(id="reply", type="words", ask={}, summary={}, limits=Limits(most=1000))
KEEPS_PEN = frozenset({"reply", "write"})
"""Presses after which somebody still writes about the same matter."""


def take(talk: Talk, event: events.Spoken) -> bool:
    """Carry words that are meant for a matter; return False where they are for none."""
    ticket = _meant(talk, event)
    if ticket is None:
        return False
    if not may_write(talk, ticket):
        talk.say(talk.words("reply.over", number=ticket.number), menu_button(talk.words))
        return True
    if side_of(talk, ticket) is Side.OFFICER and not is_still_officer(talk, ticket):
        return True
    _say(talk, ticket, event)
    return True


def _meant(talk: Talk, event: events.Spoken) -> Ticket | None:
    """Return the matter of the message that was answered, else the one the person is writing to."""
    records = talk.desk.records
    answered = records.messages.ticket_of(talk.chat.id, event.reply_to) if event.reply_to else None
    penned = records.replies.pen(talk.person.id, talk.desk.now - _PEN_LASTS)
    if answered is None and isinstance(event, events.TextSent) and twins.find(event.text, talk.desk):
        return None
    ticket = records.tickets.find(answered or penned or "")
    return ticket if ticket is not None and _is_concerned(talk, ticket) else None


def _is_concerned(talk: Talk, ticket: Ticket) -> bool:
    return talk.person.id in (ticket.resident_id, ticket.assignee_id)


def may_write(talk: Talk, ticket: Ticket) -> bool:
    return ticket.is_open and _is_concerned(talk, ticket)


def side_of(talk: Talk, ticket: Ticket) -> Side:
    return Side.RESIDENT if ticket.resident_id == talk.person.id else Side.OFFICER


def is_still_officer(talk: Talk, ticket: Ticket) -> bool:
    """Return whether the claimer is still in the office's group; while the channel is asked, the words come again."""
    if ticket.is_restricted:
        return may_see_restricted(ticket, talk.person, talk.desk)
    group = talk.desk.group_of(ticket.office)
    may = is_officer(talk.person, group, talk.event, talk.desk) if group else False
    if may is False:
        talk.say(talk.words("press.not_officer"))
    return bool(may)


def _say(talk: Talk, ticket: Ticket, event: events.Spoken) -> None:
    given = said(event, ticket, talk.desk)
    if isinstance(given, Refused):
        talk.say(talk.words(f"refused.{given.reason}", **given.limits))
        return
    stored = [store(talk, event, each, ticket) for each in given]
    talk.desk.records.replies.take_pen(talk.person.id, ticket.id, talk.desk.now)
    carry_all(talk, ticket, [reply for reply in stored if reply is not None], is_quiet=is_rest_of_album(talk, event))


def said(event: events.Spoken, ticket: Ticket | None, desk: Desk) -> list[answers.Answer] | Refused:
    """Return what was said as it is kept; a photo and its words are two. Where somebody lies, nobody takes photos."""
    no_photo = ticket is not None and desk.pack.forms[ticket.form].notice == "none"
    accepted = [answers.accept(_WITHOUT_PHOTO if no_photo else _SAID, each) for each in _raw(event)]
    if not desk.settings.station.features.voice and isinstance(event, events.VoiceSent):
        return Refused(Reason.NO_VOICE_HERE)
    refused = [each for each in accepted if isinstance(each, Refused)]
    kept = [each for each in accepted if not isinstance(each, Refused)]
    return refused[0] if refused else kept or Refused(Reason.NO_FILE)


def _raw(event: events.Spoken) -> list[answers.Answer]:
    match event:
        case events.TextSent():
            return [answers.Text(event.text)]
        case events.VoiceSent():
            return [answers.Voice(event.file, event.seconds)]
        case events.PhotoSent():
            return [answers.Photo(event.file), *([answers.Text(event.caption)] if event.caption.strip() else [])]
        case events.LocationSent():
            return [answers.Place(event.latitude, event.longitude)]
        case events.ContactSent():
            return [answers.Phone(event.phone)]
        case _:
            return []


def store(talk: Talk, event: events.Spoken, said: answers.Answer, ticket: Ticket | None) -> Reply | None:
    return talk.desk.records.replies.add(
        author_id=talk.person.id,
        side=side_of(talk, ticket) if ticket else Side.RESIDENT,
        kind=type(said).__name__.lower(),
        content=answers.encode(said),
        chat_id=talk.chat.id,
        message=event.message,
        now=talk.desk.now,
        ticket_id=ticket.id if ticket else None,
    )


def carry_all(talk: Talk, ticket: Ticket, sent: list[Reply], *, is_quiet: bool = False) -> None:
    """Carry what was said and tell its author, once, what became of it."""
    desk = talk.desk
    became = [carry(reply, ticket, desk) for reply in sent]
    if not became:
        return
    from_officer = side_of(talk, ticket) is Side.OFFICER
    desk.records.audit.write(desk.now, talk.actor, ANSWERED if from_officer else "reply", ticket.id)
    if from_officer:
        get_going(ticket, talk.person, desk)
    if not is_quiet:
        talk.say(_receipt(talk, ticket, became[-1]), _done_button(talk.words))


def _receipt(talk: Talk, ticket: Ticket, became: Carried) -> Markup:
    words, number = talk.words, ticket.number
    if side_of(talk, ticket) is Side.RESIDENT:
        if became is Carried.SHOWN:
            return words("reply.sent_to", name=officer_name(ticket.assignee_id or "", talk.desk), number=number)
        return words("reply.added", number=number)
    if became is Carried.WAITS:
        return words("reply.waits", number=number, time=talk.desk.when(waits_until(ticket, talk.desk), words))
    if became is Carried.KEPT:
        return words("control.resident_away", number=number)
    return words("reply.held" if became is Carried.HELD else "reply.sent", number=number)


def _done_button(words: Words) -> Buttons:
    return Buttons(((buttons.button(words("button.reply_done"), "reply_done"),),))


def is_rest_of_album(talk: Talk, event: events.Spoken) -> bool:
    album = event.album if isinstance(event, events.PhotoSent) else ""
    return bool(album) and talk.desk.records.messages.count(talk.chat.id, f"album:{album}") > 1


def press_reply(talk: Talk, press: Press) -> None:
    """The resident wants to write about this matter: what they send next goes there."""
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    talk.answer()
    if not ticket.is_open:
        talk.say(talk.words("reply.over", number=ticket.number), menu_button(talk.words))
        return
    talk.desk.records.replies.take_pen(talk.person.id, ticket.id, talk.desk.now)
    talk.say(_prompt(talk, ticket), _done_button(talk.words), ticket=ticket)


def _prompt(talk: Talk, ticket: Ticket) -> Markup:
    if ticket.assignee_id is None:
        return talk.words("reply.write", number=ticket.number)
    return talk.words("reply.write_to", number=ticket.number, name=officer_name(ticket.assignee_id, talk.desk))


def press_done(talk: Talk, press: Press) -> None:
    """Nothing more on this matter for now: the pen is down by the press itself."""
    talk.answer()
    if not intake.show_open_step(talk):
        talk.say(talk.words("reply.done"), menu_button(talk.words))


def press_write(event: events.ButtonPressed, press: Press, ticket: Ticket, person: Person, desk: Desk) -> None:
    """The claimer wants to write to the resident: what they send next goes there."""
    words = desk.words_for(person)
    desk.records.replies.take_pen(person.id, ticket.id, desk.now)
    desk.tell(person, words("reply.write_to_resident", number=ticket.number), _done_button(words), ticket=ticket)
    desk.answer(event)


def put_pen_down(talk: Talk) -> None:
    """The person does something else now."""
    talk.desk.records.replies.put_pen_down(talk.person.id)


def note_edit(talk: Talk, event: events.MessageEdited) -> bool:
    """Keep the new words beside the old, and show the other side; return False where the message was no reply.

    An edit never opens a matter again and never sends words elsewhere.
    """
    desk = talk.desk
    reply = desk.records.replies.find_said(talk.chat.id, event.message)
    if reply is None:
        return False
    text = answers.accept(_SAID, answers.Text(event.text))
    if isinstance(text, Refused) or answers.encode(text) == reply.content:
        return True
    changed = desk.records.replies.change(reply, answers.encode(text), desk.now)
    ticket = desk.records.tickets.find(reply.ticket_id or "")
    if ticket is not None and ticket.is_open and _is_concerned(talk, ticket):
        show_changed(changed, ticket, desk)
    return True
