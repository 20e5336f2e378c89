"""Filling a form, one question a screen: each tap or message stores where the person is, then shows the next."""

from __future__ import annotations

from handlers import events, heard, screens, submit
from handlers.buttons import Press
from handlers.desk import Talk
from handlers.drafts import Filling, drop, keep, open_filling
from handlers.first_screen import first_screen, is_open, numbers_card
from handlers.forms import answers, engine
from handlers.forms.answers import Refused
from handlers.forms.form import Form
from storage.model import Ticket

NOTICE = "notice"
"""The purpose under which somebody agrees that staff read what they write."""
_MISSES = 2
"""So many answers that are not understood, and the way to a human is shown."""


# Doors and the notice.


def open_door(talk: Talk, press: Press) -> None:
    """Begin a form; where it needs the notice and the person has not agreed to this text of it, show that first."""
    talk.answer()
    form = _open_form(talk, press.value)
    if form is None:
        talk.show(*first_screen(talk))
    elif form.notice == "consent" and not _has_agreed(talk):
        talk.show(*screens.notice(talk, form))
    else:
        _begin(talk, form)


def _open_form(talk: Talk, name: str) -> Form | None:
    form = talk.desk.pack.forms.get(name)
    return form if form is not None and is_open(form.kind, talk.desk.settings) else None


def _has_agreed(talk: Talk) -> bool:
    return talk.desk.records.people.has_consent(talk.person.id, NOTICE, talk.desk.pack.notice.version)


def agree(talk: Talk, press: Press) -> None:
    talk.answer()
    talk.desk.records.people.give_consent(talk.person.id, NOTICE, talk.desk.pack.notice.version, talk.desk.now)
    form = _open_form(talk, press.value)
    if form is None:
        talk.show(*first_screen(talk))
    else:
        _begin(talk, form)


def read_notice(talk: Talk, press: Press) -> None:
    talk.answer()
    form = _open_form(talk, press.value)
    if form is not None:
        talk.show(*screens.notice(talk, form, is_long=True))


def refuse_notice(talk: Talk, press: Press) -> None:
    """Nothing is stored; the numbers and the way to the counter are there all the same."""
    talk.answer()
    text = f"{talk.words('notice.refused')}\n\n{numbers_card(talk)}"
    talk.show(text, screens.menu_button(talk.words))


def _begin(talk: Talk, form: Form) -> None:
    # A form without a review has no place to change what was known: somebody unwell lies where they lie.
    preset = engine.preset_community(form, talk.person.community) if form.review else {}
    draft_id = talk.desk.records.ids.name()
    keep(talk, draft_id, engine.start(form, preset))
    show_open_step(talk, is_new=False)


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


# Answers by button.


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
        _take(filling, answers.Choice(press.value))


def tick(talk: Talk, press: Press) -> None:
    if filling := _pressed(talk, press):
        talk.answer()
        _take(filling, engine.Toggle(press.value))


def finish_ticking(talk: Talk, press: Press) -> None:
    if filling := _pressed(talk, press):
        talk.answer()
        _take(filling, engine.Done())


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
        _take(filling, answers.Skipped())


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


# Answers in words, pictures, voice.


def take_message(talk: Talk, event: events.Spoken) -> Press | str | None:
    """Take a message as the answer to the open question; where it does not fit, say why and ask again.

    With no form open, return the press that the words stand for, where they match the first screen.
    """
    if isinstance(event, events.MessageEdited):
        return _note_edit(talk, event)
    filling = open_filling(talk)
    if filling is None:
        return _take_without_form(talk, event)
    if (album := getattr(event, "album", "")) and _is_rest_of_album(talk, album):
        return "rest_of_album"
    given = heard.hear(talk, filling.draft, filling.form, filling.progress, event)
    if isinstance(given, Press):
        _BY_WORD[given.action](talk, given)
    elif isinstance(given, Refused):
        _miss(filling, given)
    else:
        _take(filling, given)
    return None


def _is_rest_of_album(talk: Talk, album: str) -> bool:
    """Photos sent together are several messages: the first is the answer, the second is told so, the rest is quiet."""
    count = talk.desk.records.messages.count(talk.chat.id, f"album:{album}")
    if count == 2:
        talk.say(talk.words("refused.one_photo"))
    return count > 1


_BY_WORD = {
    "pick": pick,
    "tick": tick,
    "done": finish_ticking,
    "page": turn_page,
    "back": go_back,
    "skip": skip,
    "cancel": cancel,
    "changes": list_changes,
    "send": send,
}


def _note_edit(talk: Talk, event: events.MessageEdited) -> str:
    """Words already sent were changed: they are not taken back into the form silently.

    An edit without words is a live position that moves, every few seconds: it was refused when it was sent.
    """
    if event.text and open_filling(talk) is not None:
        talk.say(talk.words("edit.not_taken"))
        show_open_step(talk)
    return "edited"


def _take_without_form(talk: Talk, event: events.Spoken) -> Press | str | None:
    """No form is open: words may match a door; anything else is met with the doors and the way to a human."""
    text, markup = first_screen(talk)
    if isinstance(event, events.TextSent) and (press := heard.match_buttons(event.text, markup)):
        return press
    phone = talk.desk.settings.station.desk.phone
    talk.say(f"{talk.words('first.not_understood', phone=phone)}\n\n{text}", markup)
    return None


def _take(filling: Filling, given: engine.Input) -> None:
    """Give the answer to the engine, store where that leads, and show it."""
    taken = _taken(filling, given)
    if isinstance(taken, Refused):
        _miss(filling, taken)
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
    if asked is not None and asked.type == "community":
        known = {each.id for each in filling.talk.desk.settings.communities} | {engine.NOT_SURE}
        if not (isinstance(given, answers.Choice) and given.choice in known):
            return Refused(answers.Reason.NOT_AN_OPTION)
    return engine.take(filling.form, filling.progress, given)


def _miss(filling: Filling, refused: Refused) -> None:
    """Say kindly what did not fit and ask again; after two misses show the way to a human as well."""
    talk = filling.talk
    missed = engine.note_miss(filling.progress)
    filling.keep(missed)
    hint: str = talk.words(f"refused.{refused.reason}", **refused.limits)
    if missed.misses >= _MISSES:
        place = talk.desk.settings.station.desk
        hint = f"{hint}\n{talk.words('refused.human', phone=place.phone, hours=place.hours)}"
    _show(filling, is_new=True, hint=hint)
