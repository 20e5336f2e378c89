"""Send: a draft becomes a ticket, once, with its card, its promises and its receipt."""

from __future__ import annotations

from handlers import buttons, cards, consents, drafts, matters, nudges
from handlers.commands import Button, Buttons
from handlers.desk import Talk
from handlers.forms import answers, engine
from handlers.forms.form import Form
from handlers.retention import class_of
from storage.model import Draft, Ticket
from storage.tickets import NewTicket

_AGREED = "yes"
"""The option that gives the permission which a step asks for (R6)."""
_PREFIXES = {"dispute": "D", "help": "H", "welfare": "W"}


def send(talk: Talk, draft: Draft, form: Form, progress: engine.Progress) -> Ticket:
    """Make the draft a ticket. In one unit of work with it: answers, card, nudges, and the note that it was sent."""
    desk = talk.desk
    community = _choice(progress.answers.get(engine.community_step(form)))
    new = NewTicket(
        prefix=_PREFIXES[form.kind],
        kind=form.kind,
        form=form.id,
        form_version=form.version,
        category=_choice(progress.answers.get(engine.category_step(form))) or form.id,
        office=desk.settings.office_of(community).id,
        community=community,
        resident_id=talk.person.id,
        is_urgent=engine.is_urgent(form, progress),
    )
    ticket = desk.records.tickets.open(new, talk.actor, desk.now)
    for step in engine.reached(form, progress.answers):
        answer = progress.answers.get(step.id)
        if answer is not None and not isinstance(answer, answers.Skipped):
            desk.records.tickets.put_answer(ticket.id, step.id, answers.encode(answer), class_of(form, step))
        if step.consent and answer == answers.Choice(_AGREED):
            consents.give(talk, step.consent, f"{form.id}-{form.version}")
    desk.records.drafts.note_sent(draft.id, ticket.id, desk.now)
    drafts.drop(talk)
    if form.review:  # where somebody unwell lies says nothing of where the person lives
        _remember(talk, community)
    cards.draw_card(ticket, desk)
    nudges.plan_unclaimed(ticket, desk)
    if ticket.is_urgent:
        nudges.alert_on_duty(ticket, desk)
    return ticket


def _choice(answer: answers.Answer | None) -> str:
    return answer.choice if isinstance(answer, answers.Choice) else ""


def _remember(talk: Talk, community: str) -> None:
    """Keep where the person lives for the next time, to save a tap."""
    if talk.desk.settings.community(community) is not None:
        talk.desk.records.people.set_community(talk.person.id, community)


def receipt(talk: Talk, ticket: Ticket) -> tuple[str, Buttons]:
    """Return the number, what happens next and when, how to withdraw, and what may be added."""
    words, form = talk.words, talk.desk.pack.forms[ticket.form]
    parts = [words("receipt.text", number=ticket.number), f"{words('receipt.next')} {_when(talk, ticket)}"]
    given = talk.desk.records.tickets.answers_of(ticket.id)
    extras = [extra for extra in form.extras if extra.id not in given]
    parts.append(words("receipt.withdraw"))
    if extras:
        parts.append(words("receipt.extras"))
    rows: list[tuple[Button, ...]] = [
        (buttons.button(talk.desk.name(extra.button, words), "extra", id=ticket.id, value=extra.id),)
        for extra in extras
    ]
    rows.append((buttons.button(words("menu.mine"), "mine", value=matters.BELOW),))
    return "\n\n".join(parts), Buttons(tuple(rows))


def _when(talk: Talk, ticket: Ticket) -> str:
    desk, words = talk.desk, talk.words
    calendar, hours = desk.settings.calendar, desk.settings.hours_of(ticket.office)
    phone = desk.settings.station.desk.phone
    if ticket.is_urgent:
        return words("receipt.urgent", emergency=desk.pack.emergency_line(words.locale))
    if calendar.is_working(desk.now, hours):
        return words("receipt.on_duty", phone=phone)
    return words("receipt.off_duty", time=desk.when(calendar.next_working(desk.now, hours), words), phone=phone)


def add(talk: Talk, draft: Draft, form: Form, progress: engine.Progress) -> None:
    """Add what was answered to the ticket that was sent, and show its receipt again."""
    desk = talk.desk
    ticket = desk.records.tickets.get(draft.ticket_id or "")
    extras = {extra.id: extra for extra in form.extras}
    for step_id, answer in progress.answers.items():
        if step_id in extras and not isinstance(answer, answers.Skipped):
            keep = class_of(form, extras[step_id])
            desk.records.tickets.put_answer(ticket.id, step_id, answers.encode(answer), keep)
    drafts.drop(talk)
    if any(extras[step_id].card for step_id in progress.answers if step_id in extras):
        cards.draw_card(ticket, desk)
    text, markup = receipt(talk, ticket)
    talk.show(f"{talk.words('extra.saved', number=ticket.number)}\n\n{text}", markup)
