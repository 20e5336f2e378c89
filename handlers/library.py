"""Rights and advice: dated cards that anybody can read, without a ticket and without consent."""

from __future__ import annotations

from collections.abc import Iterable

from handlers import buttons, screens
from handlers.buttons import Press
from handlers.commands import Button, Buttons
from handlers.desk import Talk
from handlers.first_screen import first_screen
from handlers.forms import card as cards
from handlers.forms import engine
from handlers.forms.answers import Answer
from handlers.forms.form import MOST_OPTIONS, Form
from handlers.forms.path import chosen_options

_PAGE = MOST_OPTIONS - 1
_MOST_OFFERED = 3
"""More than these on one receipt are not read; the list has them all."""
BELOW = "below"
"""The card comes below the message whose button was pressed, since that one is to stay: a receipt."""
Rows = list[tuple[Button, ...]]


def list_button(talk: Talk) -> Rows:
    """Return the row that opens the list, nothing where the station has no card in it."""
    if not cards.listed(talk.desk.pack.cards):
        return []
    return [(buttons.button(talk.words("library.open"), "library"),)]


def press_list(talk: Talk, press: Press) -> None:
    """List the cards on rights and advice, a button each."""
    talk.answer()
    if list_button(talk):
        talk.show(*_list(talk, press.version))
    else:
        talk.show(*first_screen(talk))


def press_card(talk: Talk, press: Press) -> None:
    """Show one card, with where it is from and when that was checked."""
    if press.value not in talk.desk.pack.cards:
        talk.answer(talk.words("press.nothing"))
        talk.say(*first_screen(talk))
        return
    talk.answer()
    page = _page_of(talk, press.value)
    back = Buttons(((buttons.button(talk.words("library.more"), "library", version=page),),))
    (talk.say if press.id == BELOW else talk.show)(told(talk, press.value), back)


def _list(talk: Talk, page: int) -> tuple[str, Buttons]:
    names = cards.listed(talk.desk.pack.cards)
    pages = [names] if len(names) <= MOST_OPTIONS else [names[at : at + _PAGE] for at in range(0, len(names), _PAGE)]
    rows = _rows(talk, pages[page % len(pages)])
    if len(pages) > 1:
        rows.append((buttons.button(talk.words("button.more"), "library", version=(page + 1) % len(pages)),))
    rows.append((buttons.button(talk.words("button.back"), "more"),))
    return talk.words("library.head"), Buttons(tuple(rows))


def _page_of(talk: Talk, name: str) -> int:
    names = cards.listed(talk.desk.pack.cards)
    return names.index(name) // _PAGE if name in names and len(names) > MOST_OPTIONS else 0


def _rows(talk: Talk, names: Iterable[str], where: str = "") -> Rows:
    known = talk.desk.pack.cards
    return [
        (buttons.button(talk.desk.name(known[name].title, talk.words), "read_card", id=where, value=name),)
        for name in names
        if name in known
    ]


def told(talk: Talk, name: str) -> str:
    """Return a card as it is read: title, text and numbers, then where it is from and when that was checked."""
    words, card = talk.words, talk.desk.pack.cards[name]
    title = talk.desk.name(card.title, words)
    text = screens.of_station(talk.desk.pack.card(name), talk)
    checked = words.day(card.checked_on)
    source = words("library.source", source=card.source_in(words.locale), day=checked)
    return f"{words('library.title', title=title)}\n{text}\n{source}"


def told_after(talk: Talk, form: Form, before: engine.Progress, after: engine.Progress) -> str:
    """Return the card that the answer just given shows at once; empty where there is none."""
    asked = engine.open_step(form, before)
    chosen = chosen_options(asked, after.answers.get(asked.id)) if asked is not None else ()
    return "\n\n".join(told(talk, each.shows) for each in chosen if each.shows in talk.desk.pack.cards)


def offered_rows(talk: Talk, form: Form, answers: dict[str, Answer]) -> Rows:
    """Return a button for each card that fits the answers; it opens below."""
    return _rows(talk, cards.offered(form, answers), BELOW)[:_MOST_OFFERED]
