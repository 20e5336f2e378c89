"""Why a matter is not solved: asked with buttons from the pack, told to whoever has it, and never to the group."""

from __future__ import annotations

from handlers import buttons, complaints, lists, news, status
from handlers.buttons import Press
from handlers.commands import Button, Buttons
from handlers.desk import Desk, Talk
from handlers.forms import answers
from handlers.forms.form import Option
from handlers.history import since_reopened
from handlers.texts import Words
from storage.model import Priority, Ticket

_GIVEN = "reason"
"""The audit action of a reason; its code is the option's id, for the statistics."""


def question(talk: Talk, ticket: Ticket, code: str) -> tuple[str, Buttons]:
    """Return what a resident is told whose matter is open again, with the question why and the ways to go further."""
    desk, words = talk.desk, talk.words
    reason = desk.pack.reasons.reason
    rows: list[tuple[Button, ...]] = [
        (buttons.button(desk.name(option.label, words), "why", id=ticket.id, value=option.id),)
        for option in reason.options
    ]
    rows.append(complaints.choices(ticket, words))
    return f"{_opened(ticket, code, desk, words)}\n\n{desk.name(reason.ask, words)}", Buttons(tuple(rows))


def _opened(ticket: Ticket, code: str, desk: Desk, words: Words) -> str:
    if code == "worse":
        return words("followup.told_worse", number=ticket.number, phone=desk.settings.station.desk.phone)
    if ticket.assignee_id is None:
        return words("followup.told_queue", number=ticket.number)
    return words("followup.told_not_yet", number=ticket.number, name=news.holder(ticket, desk, words))


def take_reason(talk: Talk, press: Press) -> None:
    """Keep the reason and tell it to whoever has the matter; given twice, or too late, it changes nothing."""
    desk, words = talk.desk, talk.words
    ticket = desk.records.tickets.find(press.id)
    option = desk.pack.reasons.reason.option(press.value)
    if ticket is None or ticket.resident_id != talk.person.id or option is None:
        talk.answer(words("press.nothing"), is_alert=True)
        return
    if not _is_wanted(ticket, desk):
        talk.answer(words("followup.answered"))
        return
    talk.answer()
    desk.records.audit.write(desk.now, talk.actor, _GIVEN, ticket.id, code=option.id)
    step = desk.pack.reasons.reason
    desk.records.tickets.put_answer(ticket.id, step.id, answers.encode(answers.Choice(option.id)), step.keep)
    _tell_handler(ticket, option, desk)
    _show_way_on(talk, ticket)


def _is_wanted(ticket: Ticket, desk: Desk) -> bool:
    """Return whether the matter was opened again and nobody has said why yet."""
    lines = since_reopened(desk.records.audit.of_ticket(ticket.id))
    return ticket.is_open and lines is not None and all(line.action != _GIVEN for line in lines)


def _tell_handler(ticket: Ticket, option: Option, desk: Desk) -> None:
    if ticket.assignee_id is None:
        return
    officer = desk.records.people.get(ticket.assignee_id)
    words = desk.words_for(officer)
    text = words("control.reason", number=ticket.number, reason=desk.name(option.label, words))
    desk.tell(officer, text, ticket=ticket)


def _show_way_on(talk: Talk, ticket: Ticket) -> None:
    """Say who reads it and how the matter stands; the question becomes the status message again."""
    text, markup = way_on(talk, ticket)
    if status.give_back(talk, ticket):
        status.change(ticket, talk.desk, _with_status(text, ticket, talk), markup)
    else:
        talk.show(text, markup)


def _with_status(text: str, ticket: Ticket, talk: Talk) -> str:
    return f"{text}\n\n{news.told(ticket, talk.desk, talk.words)}"


def way_on(talk: Talk, ticket: Ticket) -> tuple[str, Buttons]:
    """Return what can be done after the reason: add words, ask for another officer, complain."""
    desk, words = talk.desk, talk.words
    extra = desk.pack.reasons.words
    rows: list[tuple[Button, ...]] = []
    if desk.pack.forms[ticket.form].step(extra.id) is not None:
        rows.append((buttons.button(desk.name(extra.button, words), "extra", id=ticket.id, value=extra.id),))
    rows.append(complaints.choices(ticket, words))
    rows.extend(news.choices(ticket, desk, words).rows)
    return words("followup.noted", name=news.holder(ticket, desk, words)), Buttons(tuple(rows))


def pass_on_words(talk: Talk, ticket: Ticket) -> None:
    """Words were added: whoever has the matter finds them in its details; the status message comes below them."""
    desk = talk.desk
    if ticket.assignee_id is not None:
        officer = desk.records.people.get(ticket.assignee_id)
        desk.tell(officer, desk.words_for(officer)("control.words", number=ticket.number), ticket=ticket)
        lists.show_again(ticket, officer, desk)
    text, markup = way_on(talk, ticket)
    status.say_anew(ticket, desk, _with_status(text, ticket, talk), markup, priority=Priority.ANSWER)
