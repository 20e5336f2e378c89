"""A change of mind: one answer of a sent matter, as the wish to talk, that people may give anew while it is open."""

from __future__ import annotations

from handlers import buttons, cards
from handlers.buttons import Press
from handlers.commands import Button, Buttons
from handlers.desk import Desk, Talk
from handlers.forms import answers
from handlers.forms.answers import Answer, Choice
from handlers.forms.form import Option, Step
from handlers.own_ticket import own_ticket
from handlers.screens import of_station
from storage.model import Ticket

Rows = list[tuple[Button, ...]]


def rows(ticket: Ticket, talk: Talk) -> Rows:
    """Return the row that lets people change their answer, where the form has one that may change."""
    step = _changeable(ticket, talk.desk)
    if step is None:
        return []
    return [(buttons.button(talk.desk.name(step.change, talk.words), "mind", id=ticket.id),)]


def hint(ticket: Ticket, talk: Talk) -> str:
    """Return where the answer can be changed, for the receipt; empty where none can."""
    step = _changeable(ticket, talk.desk)
    return talk.words("mind.hint", button=talk.desk.name(step.change, talk.words)) if step is not None else ""


def ask(talk: Talk, press: Press) -> None:
    """Ask the question again, with what was answered last."""
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    talk.answer()
    step = _changeable(ticket, talk.desk)
    if step is None:
        _show_over(ticket, talk)
        return
    now = talk.words("mind.now", answer=_label(step, _given(ticket, step, talk.desk), talk))
    options: Rows = [
        (buttons.button(talk.desk.name(option.label, talk.words), "mind_is", id=ticket.id, value=option.id),)
        for option in step.options
    ]
    talk.show(f"{of_station(step.ask, talk)}\n{now}", Buttons((*options, _back(ticket, talk))))


def change(talk: Talk, press: Press) -> None:
    """Keep the new answer; the card says it, and whoever handles the matter is told. The same again changes nothing."""
    ticket = own_ticket(talk, press)
    if ticket is None:
        return
    talk.answer()
    step = _changeable(ticket, talk.desk)
    option = step.option(press.value) if step is not None else None
    if step is None or option is None:
        _show_over(ticket, talk)
        return
    if _given(ticket, step, talk.desk) != Choice(option.id):
        _keep(ticket, step, option, talk.desk)
    label = talk.desk.name(option.label, talk.words)
    talk.show(talk.words("mind.noted", number=ticket.number, answer=label), Buttons((_back(ticket, talk),)))


def _keep(ticket: Ticket, step: Step, option: Option, desk: Desk) -> None:
    desk.records.tickets.put_answer(ticket.id, step.id, answers.encode(Choice(option.id)), step.keep)
    cards.draw_card(desk.records.tickets.get(ticket.id), desk)
    if ticket.assignee_id is not None:
        officer = desk.records.people.get(ticket.assignee_id)
        words = desk.words_for(officer)
        said = desk.name(option.card or option.label, words)
        desk.tell(officer, words("control.new_mind", number=ticket.number, answer=said), ticket=ticket)


def _changeable(ticket: Ticket, desk: Desk) -> Step | None:
    if not ticket.is_open:
        return None
    return next((step for step in desk.pack.forms[ticket.form].steps if step.change), None)


def _given(ticket: Ticket, step: Step, desk: Desk) -> Answer | None:
    raw = desk.records.tickets.answers_of(ticket.id).get(step.id)
    return answers.decode(raw) if raw is not None else None


def _label(step: Step, given: Answer | None, talk: Talk) -> str:
    option = step.option(given.choice) if isinstance(given, Choice) else None
    return talk.desk.name(option.label, talk.words) if option is not None else talk.words("answer.skipped")


def _show_over(ticket: Ticket, talk: Talk) -> None:
    talk.show(talk.words("press.over", number=ticket.number), Buttons((_back(ticket, talk),)))


def _back(ticket: Ticket, talk: Talk) -> tuple[Button, ...]:
    return (buttons.button(talk.words("button.back"), "matter", id=ticket.id),)
