"""The doors of the first screen: what is told before a form, and its beginning."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import consents, first_words, links, notices, screens
from handlers.buttons import Press
from handlers.desk import Talk
from handlers.drafts import begin, find_begun
from handlers.first_screen import first_screen, numbers_card
from handlers.forms import engine
from handlers.forms.answers import Answer, Photo
from handlers.forms.form import Form
from handlers.intake import go_on_with, offer_draft, put_keys_away, show_open_step


def open_door(talk: Talk, press: Press) -> None:
    """Begin the form behind a door, or show its notice first."""
    talk.answer()
    go_in(talk, press)


def go_in(talk: Talk, press: Press) -> None:
    """Begin a form; where it needs the notice and the person has not agreed to this text of it, show that first."""
    form = links.form_of(press.value, talk.desk)
    if form is None:
        talk.show(*first_screen(talk))
    elif not form.interrupts and offer_draft(talk):
        return
    elif form.notice == "card" or (form.notice == "consent" and not consents.has_agreed(talk)):
        talk.show(*notices.notice(talk, press))
    else:
        _begin_by(talk, press, form)


def agree(talk: Talk, press: Press) -> None:
    """Note that the notice was read and agreed to, and begin its form; pressed again, the form stays as it is."""
    talk.answer()
    form = links.form_of(press.value, talk.desk)
    if form is not None and form.notice == "card":
        consents.give(talk, form.id, f"{form.id}-{form.version}")
    else:
        consents.give(talk, consents.NOTICE, talk.desk.pack.notice.version)
    begin_agreed(talk, press)


def begin_agreed(talk: Talk, press: Press) -> None:
    """Begin the form whose notice was agreed to just now; one that was begun already stays as it is."""
    form = links.form_of(press.value, talk.desk)
    if form is None:
        talk.show(*first_screen(talk))
    elif begun := find_begun(talk, form):
        go_on_with(talk, begun.id)
    else:
        _begin_by(talk, press, form)


def read_notice(talk: Talk, press: Press) -> None:
    talk.answer()
    if links.form_of(press.value, talk.desk) is None:
        talk.show(*first_screen(talk))
    else:
        talk.show(*notices.notice(talk, press, is_long=True))


def refuse_notice(talk: Talk, press: Press) -> None:
    """Nothing is stored; the numbers and the way to the counter are there all the same."""
    talk.answer()
    first_words.drop(talk)
    text = f"{talk.words('notice.refused')}\n\n{numbers_card(talk)}"
    talk.show(text, screens.menu_button(talk.words))


def begin_with_photo(talk: Talk, photo: Photo) -> bool:
    """Begin the form of things that are broken with this photo as its answer; return False where none takes one.

    A form that needs the notice first is not begun: nothing is kept before it is read (R6).
    """
    for door in talk.desk.pack.doors:
        form = links.form_of(door.form, talk.desk)
        step = engine.photo_step(form) if form is not None and form.notice == "line" else ""
        if form is not None and step:
            _begin(talk, form, {step: photo}, hint=talk.words("first.photo"))
            return True
    return False


def _begin_by(talk: Talk, press: Press, form: Form) -> None:
    """Begin with what the door, or the poster that led here, knows already; it may have something to say at once."""
    known = links.preset(press, form, talk.desk)
    _begin(talk, form, known, hint=screens.said_of(talk, form, known))


def _begin(talk: Talk, form: Form, known: Mapping[str, Answer] | None = None, *, hint: str = "") -> None:
    # A form without a review has no place to change what was known: somebody unwell lies where they lie.
    preset = engine.preset_community(form, talk.person.community) if form.review else {}
    spoken = first_words.waiting_for(talk, form)
    progress = engine.start(form, {**preset, **spoken, **(known or {})})
    if spoken and spoken.items() <= progress.answers.items():
        first_words.drop(talk)
        hint = "\n".join(filter(None, [hint, talk.words("first.voice_goes")]))
    put_keys_away(talk)
    begin(talk, progress)
    show_open_step(talk, is_new=False, hint=hint)
