"""The notice: who reads what is written, said before the first word of it."""

from __future__ import annotations

from handlers import buttons
from handlers.buttons import Press
from handlers.commands import Buttons
from handlers.desk import Talk
from handlers.forms.form import Form
from handlers.forms.names import said
from handlers.screens import Rows, hide_row, of_station


def notice(talk: Talk, door: Press, *, is_long: bool = False) -> tuple[str, Buttons]:
    """Return who reads what is written, before the first word of it; its buttons lead on to where the door leads.

    A form may have a card of its own that says more than that.
    """
    form = talk.desk.pack.open_form(door.value)
    if form is not None and form.notice == "card":
        return _opening(talk, form)
    words, told = talk.words, talk.desk.pack.notice
    text = of_station(told.text, talk)
    if is_long:
        text = f"{text}\n\n{of_station(told.more, talk)}"
    rows: Rows = [(buttons.button(words("button.agree"), "agree", id=door.id, value=door.value),)]
    if not is_long:
        rows.append((buttons.button(words("button.read_more"), "notice_more", id=door.id, value=door.value),))
    rows.append((buttons.button(words("button.refuse"), "refuse"),))
    rows.append((buttons.button(said(talk.desk.pack.child.label, words.locale), "child", value=door.value),))
    return text, Buttons(tuple(rows))


def _opening(talk: Talk, form: Form) -> tuple[str, Buttons]:
    """Return the form's card with its numbers and its date, to be agreed to."""
    words, card = talk.words, talk.desk.pack.cards[form.notice_card]
    text = of_station(talk.desk.pack.card(form.notice_card), talk)
    rows: Rows = [
        (buttons.button(words("button.agree"), "agree", value=form.id),),
        hide_row(words),
        (buttons.button(words("button.refuse"), "refuse"),),
    ]
    return f"{text}\n\n<i>{words('safe.as_of', date=card.checked_on.isoformat())}</i>", Buttons(tuple(rows))
