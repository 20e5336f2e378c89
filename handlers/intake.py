"""Filling a form, one question a screen: each tap or message stores where the person is, then shows the next."""

from __future__ import annotations

from handlers import consents, screens, submit
from handlers.buttons import Press
from handlers.desk import Talk
from handlers.drafts import Filling, drop, keep, open_filling
from handlers.first_screen import first_screen
from handlers.forms import answers, engine
from handlers.forms.answers import Refused
from storage.model import Ticket

_MISSES = 2
"""So many answers that are not understood, and the way to a human is shown."""


def offer_draft(talk: Talk) -> bool:
    """Ask whether to go on where the person was; return False where there is no draft."""
    filling = open_filling(talk)
    if filling is None:
        return False
    talk.say(*screens.resume(filling.talk, filling.draft, filling.form, filling.progress))
    return True


def show_open_step(talk: Talk, *, is_new: bool = True, hint: str = "") -> bool:
    """Show the question, the review or the extra that is open; return False where there is none."""
    filling = open_filling(talk)
    if filling is None:
        return False
    _show(filling, is_new=is_new, hint=hint)
    return True


def _show(filling: Filling, *, is_new: bool = False, hint: str = "") -> None:
    text, markup = screens.step(filling.talk, filling.draft, filling.form, filling.progress)
    text = f"{hint}\n\n{text}" if hint else text
    if is_new or screens.has_keys(markup):
        filling.talk.say(text, markup)
    else:
        filling.talk.show(text, markup)


def resume(talk: Talk, press: Press) -> None:
    talk.answer()
    if not show_open_step(talk):
        talk.show(*first_screen(talk))


def restart(talk: Talk, press: Press) -> None:
    talk.answer()
    if filling := open_filling(talk):
        _take_keys_away(filling)
    drop(talk)
    talk.show(*first_screen(talk))


def _pressed(talk: Talk, press: Press) -> Filling | None:
    """Return the filling a button belongs to; one that no longer fits gets the open step again, never silence."""
    sent = _sent_by(talk, press)
    filling = None if sent else open_filling(talk)
    if filling is not None and filling.draft.id == press.id and filling.progress.version == press.version:
        return filling
    if sent is not None:
        talk.answer(talk.words("draft.sent_already", number=sent.number))
    else:
        talk.answer(talk.words("press.stale"))
    if not show_open_step(talk) and sent is None:
        talk.say(*first_screen(talk))
    return None


def _sent_by(talk: Talk, press: Press) -> Ticket | None:
    """Return the ticket that the press's draft became, where it is the person's own."""
    ticket_id = talk.desk.records.drafts.ticket_of_sent(press.id)
    ticket = talk.desk.records.tickets.find(ticket_id) if ticket_id else None
    return ticket if ticket is not None and ticket.resident_id == talk.person.id else None


def pick(talk: Talk, press: Press) -> None:
    if filling := _pressed(talk, press):
        talk.answer()
        take(filling, answers.Choice(press.value))


def tick(talk: Talk, press: Press) -> None:
    if filling := _pressed(talk, press):
        talk.answer()
        take(filling, engine.Toggle(press.value))


def finish_ticking(talk: Talk, press: Press) -> None:
    if filling := _pressed(talk, press):
        talk.answer()
        take(filling, engine.Done())


def turn_page(talk: Talk, press: Press) -> None:
    if filling := _pressed(talk, press):
        talk.answer()
        filling.keep(engine.turn_page(filling.form, filling.progress))
        _show(filling)


def go_back(talk: Talk, press: Press) -> None:
    """Undo the last step; from the first question, back to the doors."""
    filling = _pressed(talk, press)
    if filling is None:
        return
    talk.answer()
    _take_keys_away(filling)
    before = engine.back(filling.form, filling.progress)
    if before is None:
        _leave(filling)
        return
    filling.keep(before)
    _show(filling)


def _leave(filling: Filling) -> None:
    """Nothing was answered yet, or an extra is not wanted after all: the draft goes."""
    talk, ticket_id = filling.talk, filling.draft.ticket_id
    drop(talk)
    if ticket_id is None:
        talk.show(*first_screen(talk))
    else:
        talk.show(*submit.receipt(talk, talk.desk.records.tickets.get(ticket_id)))


def skip(talk: Talk, press: Press) -> None:
    if filling := _pressed(talk, press):
        talk.answer()
        take(filling, answers.Skipped())


def cancel(talk: Talk, press: Press) -> None:
    """Leave the form; the draft is kept for a day, in case it was a slip."""
    if filling := _pressed(talk, press):
        talk.answer()
        _take_keys_away(filling)
        if filling.draft.ticket_id is not None:
            _leave(filling)
            return
        talk.show(*screens.cancelled(talk, filling.draft))


def cancel_by_word(talk: Talk, argument: str = "") -> str | None:
    filling = open_filling(talk)
    if filling is None:
        talk.say(*first_screen(talk))
        return None
    _take_keys_away(filling)
    if filling.draft.ticket_id is not None:
        _leave(filling)
    else:
        talk.say(*screens.cancelled(talk, filling.draft))
    return None


def list_changes(talk: Talk, press: Press) -> None:
    if filling := _pressed(talk, press):
        talk.answer()
        talk.show(*screens.changes(talk, filling.draft, filling.form, filling.progress))


def change(talk: Talk, press: Press) -> None:
    if filling := _pressed(talk, press):
        talk.answer()
        changed = engine.change(filling.form, filling.progress, press.value)
        filling.keep(changed)
        _show(filling)


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
    keep(talk, talk.desk.records.ids.name(), engine.add(form, press.value), ticket.id)
    show_open_step(talk, is_new=True)


def send(talk: Talk, press: Press) -> None:
    """Make the draft a ticket, once: a second Send is told the number of the first."""
    filling = _pressed(talk, press)
    if filling is None:
        return
    talk.answer()
    if not engine.is_complete(filling.form, filling.progress):
        _show(filling)
        return
    ticket = submit.send(talk, filling.draft, filling.form, filling.progress)
    talk.show(*submit.receipt(talk, ticket))


def take(filling: Filling, given: engine.Input) -> None:
    """Give the answer to the engine, store where that leads, and show it."""
    taken = _taken(filling, given)
    if isinstance(taken, Refused):
        miss(filling, taken)
        return
    _take_keys_away(filling, "draft.noted")
    said = screens.said_after(filling.talk, filling.form, filling.progress, taken)
    filling.keep(taken)
    if filling.draft.ticket_id is not None and engine.is_complete(filling.form, taken):
        submit.add(filling.talk, filling.draft, filling.form, taken)
        return
    if ending := engine.ending(filling.form, taken):
        drop(filling.talk)
        filling.talk.show(*screens.ending(filling.talk, ending))
        return
    _show(filling, hint=said)


def _take_keys_away(filling: Filling, key: str = "draft.keys_away") -> None:
    """The open question put keys above the keyboard: they go with it, however it is left."""
    if screens.asks_with_keys(filling.form, filling.progress):
        filling.talk.say(*screens.keys_away(filling.talk.words, key))


def _taken(filling: Filling, given: engine.Input) -> engine.Progress | Refused:
    """Return where the answer leads; a community must be one of the station's."""
    asked = engine.open_step(filling.form, filling.progress)
    if asked is not None and asked.type == "community" and isinstance(given, answers.Choice):
        known = {each.id for each in filling.talk.desk.settings.communities} | {engine.NOT_SURE}
        if given.choice not in known:
            return Refused(answers.Reason.NOT_AN_OPTION)
    return engine.take(filling.form, filling.progress, given)


def miss(filling: Filling, refused: Refused) -> None:
    """Say kindly what did not fit and ask again; after two misses show the way to a human as well."""
    talk = filling.talk
    missed = engine.note_miss(filling.progress)
    filling.keep(missed)
    hint: str = talk.words(f"refused.{refused.reason}", **refused.limits)
    if missed.misses >= _MISSES:
        place = talk.desk.settings.station.desk
        hint = f"{hint}\n{talk.words('refused.human', phone=place.phone, hours=place.hours)}"
    _show(filling, is_new=True, hint=hint)
