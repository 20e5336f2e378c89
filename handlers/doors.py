"""The doors of the first screen: what is told before a form, and its beginning."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import consents, screens
from handlers.buttons import Press
from handlers.desk import Talk
from handlers.drafts import keep
from handlers.first_screen import first_screen, is_open, numbers_card
from handlers.forms import engine
from handlers.forms.answers import Answer, Photo
from handlers.forms.form import Form
from handlers.intake import offer_draft, show_open_step


def open_door(talk: Talk, press: Press) -> None:
    """Begin a form; where it needs the notice and the person has not agreed to this text of it, show that first."""
    talk.answer()
    form = _open_form(talk, press.value)
    if form is None:
        talk.show(*first_screen(talk))
    elif not form.is_urgent and offer_draft(talk):
        return
    elif form.notice == "consent" and not consents.has_agreed(talk):
        talk.show(*screens.notice(talk, form))
    else:
        _begin(talk, form)


def _open_form(talk: Talk, name: str) -> Form | None:
    form = talk.desk.pack.forms.get(name)
    return form if form is not None and is_open(form.kind, talk.desk.settings) else None


def agree(talk: Talk, press: Press) -> None:
    talk.answer()
    consents.give(talk, consents.NOTICE, talk.desk.pack.notice.version)
    begin_agreed(talk, press.value)


def begin_agreed(talk: Talk, name: str) -> None:
    """Begin the form whose notice was agreed to just now."""
    form = _open_form(talk, name)
    if form is None:
        talk.show(*first_screen(talk))
    else:
        _begin(talk, form)


def read_notice(talk: Talk, press: Press) -> None:
    talk.answer()
    form = _open_form(talk, press.value)
    if form is None:
        talk.show(*first_screen(talk))
    else:
        talk.show(*screens.notice(talk, form, is_long=True))


def refuse_notice(talk: Talk, press: Press) -> None:
    """Nothing is stored; the numbers and the way to the counter are there all the same."""
    talk.answer()
    text = f"{talk.words('notice.refused')}\n\n{numbers_card(talk)}"
    talk.show(text, screens.menu_button(talk.words))


def begin_with_photo(talk: Talk, photo: str) -> bool:
    """Begin the form of things that are broken with this photo as its answer; return False where none takes one.

    A form that needs the notice first is not begun: nothing is kept before it is read (R6).
    """
    for door in talk.desk.pack.doors:
        form = _open_form(talk, door.form)
        step = engine.photo_step(form) if form is not None and form.notice == "line" else ""
        if form is not None and step:
            _begin(talk, form, {step: Photo(photo)}, hint=talk.words("first.photo"))
            return True
    return False


def _begin(talk: Talk, form: Form, known: Mapping[str, Answer] | None = None, *, hint: str = "") -> None:
    # A form without a review has no place to change what was known: somebody unwell lies where they lie.
    preset = engine.preset_community(form, talk.person.community) if form.review else {}
    draft_id = talk.desk.records.ids.name()
    keep(talk, draft_id, engine.start(form, {**preset, **(known or {})}))
    show_open_step(talk, is_new=False, hint=hint)
