"""Cards: something to read, dated, with where it is from; which belong to what somebody chose, and which are old."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from handlers.forms.form import Form, Option, Part, Step
from handlers.forms.names import Names, label_problems, question_problems, said
from handlers.forms.path import Answers, chosen_options, reached

if TYPE_CHECKING:
    from handlers.forms.pack import Pack

_MOST_LINES = 4
_OLD = timedelta(days=365)


class Card(Part, frozen=True, kw_only=True):
    """Something to read, dated, with the numbers that belong to it. `{desk_phone}` is the station's own.

    `rank` is its place in the list of rights and advice; without one it is not listed, only shown where a form says so.
    `leads_to` is a form of the pack that it opens, by a button that says `way_on`.
    """

    title: Names
    text: Names
    source: Names | str
    checked_on: date
    applies_to: str
    numbers: tuple[str, ...] = ()
    rank: int = 0
    leads_to: str = ""
    way_on: Names = msgspec.field(default_factory=dict)

    def source_in(self, locale: str) -> str:
        return self.source if isinstance(self.source, str) else said(self.source, locale)


def listed(cards: Mapping[str, Card]) -> list[str]:
    """Return the names of the cards that anybody can open, in the order of the list."""
    return sorted((name for name, card in cards.items() if card.rank), key=lambda name: (cards[name].rank, name))


def offered(form: Form, answers: Answers) -> list[str]:
    """Return the names of the cards that fit these answers, those of the first questions first."""
    steps = reached(form, answers)
    chosen = [name for step in steps for option in chosen_options(step, answers.get(step.id)) for name in option.cards]
    return list(dict.fromkeys([*chosen, *form.cards]))


def without(cards: Mapping[str, Card], off: Iterable[str]) -> dict[str, Card]:
    """Return the cards without those that the station has switched off."""
    return {name: card for name, card in cards.items() if name not in set(off)}


def find_old(cards: Mapping[str, Card], today: date) -> list[str]:
    """Return the names of the cards that nobody has checked for a year."""
    return sorted(name for name, card in cards.items() if today - card.checked_on > _OLD)


def find_problems(pack: Pack) -> Iterator[str]:
    """Yield what is wrong with the pack's cards, and every form that names one which is not there."""
    for name, card in pack.cards.items():
        unknown = [number for number in card.numbers if number not in pack.numbers]
        yield from (f"{name}.toml: numbers: {number!r} is unknown; add it to numbers.toml" for number in unknown)
        yield from label_problems(card.title, f"{name}.toml: title")
        if card.rank:
            yield from _length_problems(card, f"{name}.toml: text")
    for form in pack.forms.values():
        yield from (
            f"{form.id}.toml: {where} {name!r}, which is no card"
            for where, name in _named(form)
            if name not in pack.cards
        )


def find_wrongly_off(pack: Pack, off: Iterable[str]) -> Iterator[str]:
    """Yield what cannot be switched off: what is no card, and what stands instead of a ticket."""
    needed = {option.ends for form in pack.forms.values() for _, option in _options(form)}
    for name in off:
        if name not in pack.cards:
            yield f"[station] cards_off: {name!r} is no card; name one of {', '.join(sorted(pack.cards))}"
        elif name in needed:
            yield f"[station] cards_off: {name!r} stands instead of a ticket; replace it in a pack of your own"


def _length_problems(card: Card, where: str) -> Iterator[str]:
    for locale, text in card.text.items():
        lines = text.splitlines()
        if len(lines) > _MOST_LINES:
            yield f"{where}: {locale} has {len(lines)} lines, a card at most {_MOST_LINES}; shorten it"
        for line in lines:
            yield from question_problems({locale: line}, where)


def _named(form: Form) -> Iterator[tuple[str, str]]:
    """Yield (how it says it, name) of every card that a form names."""
    yield from (("cards:", name) for name in form.cards)
    for step, option in _options(form):
        where = f"step {step.id}: option {option.id}"
        yield from ((f"{where} ends in", name) for name in [option.ends] if name)
        yield from ((f"{where} shows", name) for name in [option.shows] if name)
        yield from ((f"{where}: cards:", name) for name in option.cards)


def _options(form: Form) -> Iterator[tuple[Step, Option]]:
    return ((step, option) for step in (*form.steps, *form.extras) for option in step.options)
