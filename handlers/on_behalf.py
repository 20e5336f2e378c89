"""Filing for somebody else, who agrees: asked at the review, told to whoever claims, undone where they did not agree.

Whoever helps hears that it was received and that it is finished, and nothing of what comes between.
"""

from __future__ import annotations

from handlers import cards, consents, events, intake, screens
from handlers.buttons import Press
from handlers.commands import Erase
from handlers.desk import Desk, Talk
from handlers.drafts import Filling
from handlers.first_screen import numbers_card
from handlers.forms import engine
from handlers.membership import actor_of
from handlers.news import tell_resident
from storage.model import Person, Ticket, TicketStatus

_MYSELF, _NO = "self", "no"
_AT_ONCE = 100
"""So many messages can be deleted in one call."""


def ask(talk: Talk, press: Press) -> None:
    """Ask whether the person it is about agrees; pressed by somebody who files for themselves after all, undo that."""
    filling = _at_review(talk, press)
    if filling is None:
        return
    if press.value == _MYSELF:
        _file(filling, "")
    else:
        talk.show(*screens.for_whom(talk, filling.draft, filling.progress))


def decide(talk: Talk, press: Press) -> None:
    """Take the answer: with a yes the matter is filed for the other person, without one nothing is kept of it."""
    filling = _at_review(talk, press)
    if filling is None:
        return
    if press.value == _NO:
        filling.end()
        talk.show(f"{talk.words('helper.stopped')}\n\n{numbers_card(talk)}", screens.menu_button(talk.words))
        intake.go_on(talk)
    elif press.value in engine.AGREED:
        consents.give(talk, consents.HELPER, talk.desk.pack.notice.version)
        _file(filling, press.value)
    else:
        intake.show_open_step(talk, is_new=False)


def _at_review(talk: Talk, press: Press) -> Filling | None:
    """Return the filling of the press where it is at its review; anywhere else show where it is."""
    filling = intake.pressed(talk, press)
    if filling is None:
        return None
    talk.answer()
    if screens.can_be_for_other(talk, filling.form) and engine.is_complete(filling.form, filling.progress):
        return filling
    intake.show_open_step(talk, is_new=False)
    return None


def _file(filling: Filling, agreed: str) -> None:
    filling.keep(engine.file_for(filling.progress, agreed))
    intake.show_open_step(filling.talk, is_new=False)


def ask_officer(event: events.ButtonPressed, press: Press, ticket: Ticket, person: Person, desk: Desk) -> None:
    """Before all of it is deleted, ask the claimer once more."""
    cards.draw_control(ticket, person, desk, view="disagree" if ticket.is_by_helper else "")
    desk.answer(event)


def delete(event: events.ButtonPressed, press: Press, ticket: Ticket, person: Person, desk: Desk) -> None:
    """The person did not agree: nothing that was said about them stays; the helper is told what is always told."""
    words = desk.words_for(person)
    if not ticket.is_by_helper:
        desk.answer(event, words("press.nothing"), is_alert=True)
        return
    gone = desk.records.tickets.move(ticket, TicketStatus.WITHDRAWN, actor_of(person), desk.now, code="disagrees")
    desk.records.tickets.forget(ticket.id)
    gone = desk.records.tickets.get(ticket.id)
    desk.records.due.skip_all(ticket.id, "withdrawn")
    _erase_details(gone, desk)
    cards.draw_card(gone, desk)
    cards.draw_control(gone, person, desk)
    tell_resident(gone, desk)
    desk.answer(event, words("control.deleted", number=gone.number))


def _erase_details(ticket: Ticket, desk: Desk) -> None:
    """Take what officers were shown out of their chats, all but the messages that show how the ticket stands."""
    shown: dict[str, list[int]] = {}
    for chat_id, message in desk.records.messages.of_ticket(ticket.id):
        shown.setdefault(chat_id, []).append(message)
    for chat_id, messages in shown.items():
        chat = desk.records.chats.get(chat_id)
        if chat.person_id not in (None, ticket.resident_id):
            live = _live_messages(ticket, desk.records.people.get(chat.person_id), desk)
            gone = tuple(each for each in messages if each not in live)
            desk.post(chat, Erase(messages=gone[-_AT_ONCE:]), ticket=ticket)


def _live_messages(ticket: Ticket, officer: Person, desk: Desk) -> set[int | None]:
    slots = (cards.control_slot(ticket, officer.id), cards.alert_slot(ticket, officer))
    return {desk.records.chats.live_message(slot) for slot in slots}
