"""Filling a form, one question a screen: each tap or message stores where the person is, then shows the next."""

from __future__ import annotations

from handlers import first_words, library, notices, screens, submit
from handlers.buttons import Press
from handlers.desk import Talk
from handlers.drafts import Filling, open_filling
from handlers.first_screen import first_screen
from handlers.forms import answers, engine
from handlers.forms.answers import Refused
from storage.model import Ticket


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


def go_on(talk: Talk) -> bool:
    """Show the form that was interrupted at its open question; return False where none waits."""
    filling = open_filling(talk)
    if filling is None or filling.draft.is_cancelled:
        return False
    _show(filling, is_new=True, hint=talk.words("draft.back_to", form=talk.desk.name(filling.form.title, talk.words)))
    return True


def put_keys_away(talk: Talk) -> None:
    """Something else begins: the keys of the question that is open go."""
    if filling := open_filling(talk):
        _take_keys_away(filling)


def resume(talk: Talk, press: Press) -> None:
    """Go on with the draft of the button, or else with the one the person is at."""
    talk.answer()
    go_on_with(talk, press.id)


def go_on_with(talk: Talk, draft_id: str) -> None:
    """Show the open question of that draft, or of the one the person is at, or the doors."""
    if filling := open_filling(talk, draft_id):
        filling.keep(filling.progress)
    if not show_open_step(talk):
        talk.show(*first_screen(talk))


def restart(talk: Talk, press: Press) -> None:
    """Put away what was begun, and show the doors."""
    if filling := pressed(talk, press):
        talk.answer()
        _take_keys_away(filling)
        filling.end()
        talk.show(*first_screen(talk))


def pressed(talk: Talk, press: Press) -> Filling | None:
    """Return the filling a button belongs to, which is from now on where the person is.

    A button that no longer fits gets its draft's open step again, or that of another one, never silence.
    """
    sent = _sent_by(talk, press)
    filling = None if sent else open_filling(talk, press.id)
    if filling is not None and not filling.is_first:
        put_keys_away(talk)
        filling.keep(filling.progress)
    if filling is not None and filling.progress.version == press.version:
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
    if filling := pressed(talk, press):
        talk.answer()
        take(filling, answers.Choice(press.value))


def tick(talk: Talk, press: Press) -> None:
    if filling := pressed(talk, press):
        talk.answer()
        take(filling, engine.Toggle(press.value))


def finish_ticking(talk: Talk, press: Press) -> None:
    if filling := pressed(talk, press):
        talk.answer()
        take(filling, engine.Done())


def turn_page(talk: Talk, press: Press) -> None:
    if filling := pressed(talk, press):
        talk.answer()
        filling.keep(engine.turn_page(filling.form, filling.progress))
        _show(filling)


def go_back(talk: Talk, press: Press) -> None:
    """Undo the last step; from the first question, back to the doors."""
    filling = pressed(talk, press)
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
    filling.end()
    if ticket_id is not None:
        talk.show(*submit.left_extra(talk, talk.desk.records.tickets.get(ticket_id), filling.progress.step))
    if not go_on(talk) and ticket_id is None:
        talk.show(*first_screen(talk))


def skip(talk: Talk, press: Press) -> None:
    if filling := pressed(talk, press):
        talk.answer()
        take(filling, answers.Skipped())


def cancel(talk: Talk, press: Press) -> None:
    """Leave the form; the draft is kept for a day, in case it was a slip."""
    if filling := pressed(talk, press):
        talk.answer()
        _take_keys_away(filling)
        if filling.draft.ticket_id is not None:
            _leave(filling)
            return
        talk.show(*screens.cancelled(talk, filling.draft, filling.form))
        filling.cancel()
        go_on(talk)


def cancel_by_word(talk: Talk, argument: str = "") -> str | None:
    filling = open_filling(talk)
    if filling is None:
        first_words.drop(talk)
        talk.say(*first_screen(talk))
        return None
    _take_keys_away(filling)
    if filling.draft.ticket_id is not None:
        _leave(filling)
        return None
    talk.say(*screens.cancelled(talk, filling.draft, filling.form))
    filling.cancel()
    go_on(talk)
    return None


def list_changes(talk: Talk, press: Press) -> None:
    if filling := pressed(talk, press):
        talk.answer()
        talk.show(*screens.changes(talk, filling.draft, filling.form, filling.progress))


def change(talk: Talk, press: Press) -> None:
    if filling := pressed(talk, press):
        talk.answer()
        changed = engine.change(filling.form, filling.progress, press.value)
        filling.keep(changed)
        _show(filling)


def send(talk: Talk, press: Press) -> None:
    """Make the draft a ticket, once: a second Send is told the number of the first."""
    filling = pressed(talk, press)
    if filling is None:
        return
    talk.answer()
    if not engine.is_complete(filling.form, filling.progress):
        _show(filling)
        return
    _send(filling)


def _send(filling: Filling) -> None:
    talk = filling.talk
    ticket = submit.send(talk, filling.draft, filling.form, filling.progress)
    submit.show_receipt(talk, ticket)
    go_on(talk)


def take(filling: Filling, given: engine.Input) -> None:
    """Give the answer to the engine, store where that leads, and show it."""
    taken = _taken(filling, given)
    if isinstance(taken, Refused):
        miss(filling, taken)
        return
    _take_keys_away(filling, "draft.noted")
    said = _said_after(filling, taken)
    filling.keep(taken)
    if filling.draft.ticket_id is not None and engine.is_complete(filling.form, taken):
        submit.add(filling.talk, filling.draft, filling.form, taken)
        go_on(filling.talk)
        return
    if onward := engine.leading_to(filling.form, taken):
        filling.end()
        filling.talk.show(*notices.notice(filling.talk, Press("door", value=onward)))
        return
    if ending := engine.ending(filling.form, taken):
        filling.end()
        filling.talk.show(*screens.ending(filling.talk, ending, filling.form))
        go_on(filling.talk)
        return
    if filling.form.is_sent_at_once and engine.is_complete(filling.form, taken):
        _send(filling)
        return
    _show(filling, hint=said)


def _said_after(filling: Filling, taken: engine.Progress) -> str:
    """Return what the answer makes the desk say at once: a number to phone, a card."""
    asked = (filling.talk, filling.form, filling.progress, taken)
    return "\n\n".join(said for said in (screens.said_after(*asked), library.told_after(*asked)) if said)


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
    if missed.misses >= screens.MANY_MISSES and not filling.form.is_restricted:
        place = talk.desk.settings.station.desk
        hint = f"{hint}\n{talk.words('refused.human', phone=place.phone, hours=place.hours)}"
    _show(filling, is_new=True, hint=hint)
