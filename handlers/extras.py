"""Extras: what may still be added to a matter that was sent, from its receipt."""

from __future__ import annotations

from handlers import consents
from handlers.buttons import Press
from handlers.desk import Talk
from handlers.drafts import begin
from handlers.forms import engine
from handlers.intake import put_keys_away, show_open_step


def add_extra(talk: Talk, press: Press) -> None:
    """From the receipt: add one thing to the ticket that was sent."""
    ticket = talk.desk.records.tickets.find(press.id)
    if ticket is None or ticket.resident_id != talk.person.id or not ticket.is_open:
        talk.answer(talk.words("press.nothing"))
        return
    form = talk.desk.pack.forms[ticket.form]
    if press.value not in {extra.id for extra in form.extras}:
        talk.answer(talk.words("press.nothing"))
        return
    talk.answer()
    if not consents.may_add(talk, form):
        consents.refuse_more(talk)
        return
    put_keys_away(talk)
    begin(talk, engine.add(form, press.value), ticket.id)
    show_open_step(talk, is_new=True)
