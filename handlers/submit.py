"""Send: a draft becomes a ticket, once, with its card, its promises and its receipt."""

from __future__ import annotations

from handlers import (
    appointments,
    buttons,
    cards,
    consents,
    drafts,
    events,
    library,
    mind,
    news,
    nudges,
    reasons,
    safe_contact,
)
from handlers.call_time import call_time
from handlers.commands import Button, Buttons
from handlers.desk import Talk
from handlers.forms import answers, engine
from handlers.forms.form import Form
from handlers.retention import class_of
from handlers.screens import hide_row
from storage.model import Draft, Ticket
from storage.tickets import NewTicket

_AGREED = "yes"
"""The option that gives the permission which a step asks for (R6)."""
_PREFIXES = {"dispute": "D", "help": "H", "welfare": "W"}


def send(talk: Talk, draft: Draft, form: Form, progress: engine.Progress) -> Ticket:
    """Make the draft a ticket. In one unit of work with it: answers, card, nudges, and the note that it was sent.

    A form that does not ask for the community goes to the office of the person's last one, or to the first.
    """
    desk, community = talk.desk, _choice(progress.answers.get(engine.community_step(form)))
    ticket = desk.records.tickets.open(_new_ticket(talk, form, progress, community), talk.actor, desk.now)
    _store_answers(talk, ticket, form, progress)
    desk.records.drafts.note_sent(draft.id, ticket.id, desk.now)
    drafts.end(talk, draft.id)
    if form.review and not ticket.is_by_helper:  # where somebody else is says nothing of where the person lives
        _remember(talk, community)
    if form.is_restricted:
        safe_contact.keep_rules(talk, form, progress.answers)
    cards.draw_card(ticket, desk)
    nudges.plan_unclaimed(ticket, desk)
    if ticket.is_urgent or ticket.is_restricted:
        nudges.alert(ticket, desk)
    return ticket


def _new_ticket(talk: Talk, form: Form, progress: engine.Progress, community: str) -> NewTicket:
    return NewTicket(
        prefix=_PREFIXES[form.kind],
        kind=form.kind,
        form=form.id,
        form_version=form.version,
        category=_choice(progress.answers.get(engine.category_step(form))) or form.id,
        office=talk.desk.settings.office_of(community or talk.person.community or "").id,
        community=community,
        resident_id=talk.person.id,
        is_urgent=engine.is_urgent(form, progress),
        is_restricted=form.is_restricted,
        is_by_helper=bool(progress.agreed),
    )


def _store_answers(talk: Talk, ticket: Ticket, form: Form, progress: engine.Progress) -> None:
    """Store what was answered, and what was agreed to with it."""
    desk = talk.desk
    for step in engine.reached(form, progress.answers):
        answer = progress.answers.get(step.id)
        if answer is not None and not isinstance(answer, answers.Skipped):
            desk.records.tickets.put_answer(ticket.id, step.id, answers.encode(answer), class_of(form, step))
        if step.consent and answer == answers.Choice(_AGREED):
            purpose = f"helper_{step.consent}" if ticket.is_by_helper else step.consent
            consents.give(talk, purpose, f"{form.id}-{form.version}")
    if ticket.is_by_helper:
        desk.records.audit.write(desk.now, talk.actor, "helper", ticket.id, code=progress.agreed)


def _choice(answer: answers.Answer | None) -> str:
    return answer.choice if isinstance(answer, answers.Choice) else ""


def _remember(talk: Talk, community: str) -> None:
    """Keep where the person lives for the next time, to save a tap."""
    if talk.desk.settings.community(community) is not None:
        talk.desk.records.people.set_community(talk.person.id, community)


def show_receipt(talk: Talk, ticket: Ticket) -> None:
    """Show the receipt in place of the last screen, which is about this ticket from now on."""
    talk.show(*receipt(talk, ticket))
    if isinstance(talk.event, events.ButtonPressed):
        talk.desk.records.messages.set_ticket(talk.chat.id, talk.event.message, ticket.id)


def receipt(talk: Talk, ticket: Ticket) -> tuple[str, Buttons]:
    """Return the number, what happens next and when, how to withdraw, and what may be added."""
    if ticket.is_restricted:
        return _plain_receipt(talk, ticket)
    words, form = talk.words, talk.desk.pack.forms[ticket.form]
    follows = words("helper.next" if ticket.is_by_helper else "receipt.next")
    promise = call_time(talk, ticket, form) or f"{follows} {_when(talk, ticket)}"
    parts = [words("receipt.text", number=ticket.number), promise]
    given = talk.desk.records.tickets.answers_of(ticket.id)
    extras = [extra for extra in form.extras if extra.id not in given and extra.ask_at != "after"]
    if comes := appointments.line(ticket, talk):
        parts.append(comes)
    parts.append(" ".join(part for part in (words("receipt.withdraw"), mind.hint(ticket, talk)) if part))
    if extras:
        parts.append(words("receipt.extras"))
    rows: list[tuple[Button, ...]] = appointments.rows(ticket, talk, appointments.BELOW)
    rows += [
        (buttons.button(talk.desk.name(extra.button, words), "extra", id=ticket.id, value=extra.id),)
        for extra in extras
    ]
    rows += library.offered_rows(talk, form, {step: answers.decode(raw) for step, raw in given.items()})
    rows.append((buttons.button(words("menu.mine"), "mine", value=news.BELOW),))
    return "\n\n".join(parts), Buttons(tuple(rows))


def _plain_receipt(talk: Talk, ticket: Ticket) -> tuple[str, Buttons]:
    """Return the one message that stays: it says nothing of what it is about, and can be removed with all above it."""
    word = talk.words("safe.pause_word").partition("|")[0]
    text = talk.words("safe.receipt", number=ticket.number, word=word)
    return text, Buttons((hide_row(talk.words),))


def _when(talk: Talk, ticket: Ticket) -> str:
    desk, words = talk.desk, talk.words
    calendar, hours = desk.settings.calendar, desk.settings.hours_of(ticket.office)
    phone = desk.settings.station.desk.phone
    if ticket.is_urgent:
        return words("receipt.urgent", emergency=desk.pack.emergency_line(words.locale))
    if calendar.is_working(desk.now, hours):
        return words("receipt.on_duty", phone=phone)
    return words("receipt.off_duty", time=desk.when(calendar.next_working(desk.now, hours), words), phone=phone)


def left_extra(talk: Talk, ticket: Ticket, extra_id: str) -> tuple[str, Buttons]:
    """Return the screen that an extra was offered on: the receipt, or what follows "not solved"."""
    extra = talk.desk.pack.forms[ticket.form].step(extra_id)
    is_after = extra is not None and extra.ask_at == "after"
    return reasons.way_on(talk, ticket) if is_after else receipt(talk, ticket)


def add(talk: Talk, draft: Draft, form: Form, progress: engine.Progress) -> None:
    """Add what was answered to the ticket that was sent, and show its receipt again."""
    desk = talk.desk
    ticket = desk.records.tickets.get(draft.ticket_id or "")
    extras = {extra.id: extra for extra in form.extras}
    for step_id, answer in progress.answers.items():
        if step_id in extras and not isinstance(answer, answers.Skipped):
            keep = class_of(form, extras[step_id])
            desk.records.tickets.put_answer(ticket.id, step_id, answers.encode(answer), keep)
    drafts.end(talk, draft.id)
    if any(extras[step_id].card for step_id in progress.answers if step_id in extras):
        cards.draw_card(ticket, desk)
    if any(extras[step_id].ask_at == "after" for step_id in progress.answers if step_id in extras):
        reasons.pass_on_words(talk, ticket)
        return
    text, markup = receipt(talk, ticket)
    talk.show(f"{talk.words('extra.saved', number=ticket.number)}\n\n{text}", markup)
