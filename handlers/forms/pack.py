"""A pack: the forms, numbers, cards and legal words of a place. One pack may extend another, file by file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from handlers.direction import is_right_to_left, isolated
from handlers.forms import card as cards
from handlers.forms import links, names
from handlers.forms.card import Card
from handlers.forms.child import Child, child_problems
from handlers.forms.folder import CHILD, DANGER, FIRST, MAIN, NOTICE, NUMBERS, REASONS, files_in, pack_files
from handlers.forms.form import Form, PackWrong, Part
from handlers.forms.links import Link, Links
from handlers.forms.loading import load_form, read_part
from handlers.forms.names import Names, Wording, label_problems, question_problems, said
from handlers.forms.reasons import Reasons
from handlers.forms.ways import missing_form, way_problems

__all__ = ["Card", "Danger", "Door", "Notice", "Number", "Pack", "PackWrong", "load_pack"]

_NUMBER = re.compile(r"[0-9+*# ()-]{2,24}")


class Number(Part, frozen=True, kw_only=True):
    """A number to phone: what it is for, and the words that stand in texts where the number is not known."""

    label: Names
    words: Names
    number: str = ""
    is_emergency: bool = False

    def line(self, locale: str) -> str:
        """Return the number and what it is for; from right to left the words come first, to begin on the right."""
        label = said(self.label, locale)
        return f"{label} {isolated(self.number)}" if is_right_to_left(locale) else f"{self.number} {label}"


class Door(Part, frozen=True, kw_only=True):
    """A way from the first screen into a form."""

    form: str
    label: Names


class First(Part, frozen=True, kw_only=True):
    """The file first.toml: the emergency line with its numbers, or without any, and the doors."""

    emergency: Names
    no_emergency: Names
    ask: Names
    doors: tuple[Door, ...]


class DangerOption(Part, frozen=True, kw_only=True):
    """One kind of danger. `says`: what to phone. `leads_to`: the form for somebody who has called and tells us too."""

    id: str
    label: Names
    says: Names
    leads_to: str


class Danger(Part, frozen=True, kw_only=True):
    """The file danger.toml."""

    ask: Names
    options: tuple[DangerOption, ...]

    def question(self, locale: str) -> str:
        return said(self.ask, locale)


class Notice(Part, frozen=True, kw_only=True):
    """The file notice.toml: what people are told before they write; `{body}` is who reads it.

    A new `version` is asked about again. `basis`: people agree to it, or are only told. `line` stands above Send where
    no notice comes before the form, `helper` below the question whether somebody who is filed for agrees.
    """

    version: str
    basis: Literal["consent", "notice"]
    text: Names
    more: Names
    line: Names
    helper: Names = msgspec.field(default_factory=dict)

    def whole(self, previews: Sequence[str], default: str) -> Notice:
        """Return the notice with the whole text below that of a preview, which may say less than people must know."""
        full = self.text[default]
        below = {name: f"{self.text[name]}\n\n{full}" for name in previews if self.text[name] != full}
        return msgspec.structs.replace(self, text={**self.text, **below})


class Numbers(Part, frozen=True, kw_only=True):
    """The file numbers.toml. `region` is how phone numbers without a country code are read ("CN")."""

    numbers: dict[str, Number]
    region: str = ""


class Main(Part, frozen=True, kw_only=True):
    """The file pack.toml."""

    id: str
    extends: str = ""


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A loaded pack: every text is there in every locale of the station, with the numbers in it."""

    id: str
    region: str
    numbers: Mapping[str, Number]
    first: First
    danger: Danger
    notice: Notice
    reasons: Reasons
    child: Child
    forms: Mapping[str, Form]
    cards: Mapping[str, Card]
    links: Mapping[str, Link] = {}
    features: frozenset[str] = frozenset()

    def open_form(self, name: str) -> Form | None:
        """Return the form where there is one and the station has what it needs."""
        form = self.forms.get(name)
        return form if form is not None and form.needs in ("", *self.features) else None

    @property
    def doors(self) -> tuple[Door, ...]:
        return self.first.doors

    def said(self, texts: Names, locale: str, **values: str) -> str:
        """Return the text in this locale, else in English, with values put in for `{name}` (escaped by the caller)."""
        return said(texts, locale, **values)

    def emergency_line(self, locale: str) -> str:
        """Return the emergency numbers in one line, or the advice to phone them where the pack knows none."""
        known = [number for number in self.numbers.values() if number.is_emergency and number.number]
        if not known:
            return said(self.first.no_emergency, locale)
        listed = " · ".join(each.line(locale) for each in known)
        return said(self.first.emergency, locale, numbers=listed)

    def first_screen(self, locale: str) -> str:
        return f"{self.emergency_line(locale)}\n{said(self.first.ask, locale)}"

    def numbers_card(self, locale: str) -> str:
        """Return every number, a line each; the advice to phone where none is known."""
        return "\n".join(self._lines(tuple(self.numbers), locale)) or said(self.first.no_emergency, locale)

    def child_numbers(self, locale: str) -> str:
        """Return the numbers that a child sees first, a line each; the advice to phone where none is known."""
        return "\n".join(self._lines(self.child.numbers, locale)) or said(self.first.no_emergency, locale)

    def card(self, name: str) -> Names:
        """Return a card's text with its numbers below it, in every locale; `{desk_phone}` and the like stay open."""
        card = self.cards[name]
        return {locale: "\n".join([text, *self._lines(card.numbers, locale)]) for locale, text in card.text.items()}

    def _lines(self, wanted: tuple[str, ...], locale: str) -> list[str]:
        return [self.numbers[name].line(locale) for name in wanted if self.numbers[name].number]


def load_pack(
    name: str | Path,
    locales: Sequence[str],
    numbers: Mapping[str, str] | None = None,
    previews: Sequence[str] = (),
    *,
    cards_off: Sequence[str] = (),
    features: frozenset[str] = frozenset(),
) -> Pack:
    """Return a shipped pack by name, or one from a folder; the station's `numbers` go over its own.

    `previews` are those of the locales that may fall back to the first, but for the emergency line. The cards of
    `cards_off` are left out, wherever a form names them; of the forms those are kept that the station's `features` are
    there for. Raises PackWrong with a line for each thing wrong: file, place, reason and remedy.
    """
    files, station = pack_files(name), tuple(dict.fromkeys([*locales, *names.REQUIRED]))
    plain = read_part(files[NUMBERS], Numbers, Wording(locales=station))
    known = _with_own(plain.numbers, numbers or {})
    wording = _wording(station, known)
    printed = _read_links(files, wording)
    pack = _read_pack(files, wording, previews, plain.region, known, features)
    problems = [*_pack_problems(pack), *links.find_problems(printed, pack.forms)]
    problems += [*_preview_problems(pack, previews, station[0]), *cards.find_wrongly_off(pack, cards_off)]
    if problems:
        raise PackWrong(problems)
    shown = cards.without(pack.cards, cards_off)
    return msgspec.structs.replace(pack, cards=shown, links={link.id: link for link in printed})


def _read_pack(
    files: Mapping[str, Path],
    wording: Wording,
    previews: Sequence[str],
    region: str,
    known: Mapping[str, Number],
    features: frozenset[str],
) -> Pack:
    """Return what the files say, with the numbers in it."""
    essential = tuple(locale for locale in wording.locales if locale not in previews)
    reasons = read_part(files[REASONS], Reasons, wording)
    forms = _load_forms(files, wording, region, features)
    return Pack(
        id=read_part(files[MAIN], Main, Wording(locales=wording.locales)).id,
        region=region,
        numbers=known,
        first=read_part(files[FIRST], First, wording, essential=essential),
        danger=read_part(files[DANGER], Danger, wording, essential=essential),
        notice=read_part(files[NOTICE], Notice, wording, essential=essential).whole(previews, wording.locales[0]),
        reasons=reasons,
        child=read_part(files[CHILD], Child, wording),
        forms={name: reasons.added_to(form) for name, form in forms.items()},
        cards={path.stem: read_part(path, Card, wording) for path in files_in(files, "cards/")},
        features=features,
    )


def _read_links(files: Mapping[str, Path], wording: Wording) -> tuple[Link, ...]:
    """Return what posters are for; a pack need not have any."""
    return read_part(files[links.FILE], Links, wording).links if links.FILE in files else ()


def _wording(station: tuple[str, ...], known: Mapping[str, Number]) -> Wording:
    """Return what the texts of the pack are read with: the station's languages, and the numbers that stand in them."""
    return Wording(
        locales=station,
        numbers={key: each.number for key, each in known.items() if each.number},
        number_words={key: each.words for key, each in known.items()},
    )


def _with_own(numbers: Mapping[str, Number], own: Mapping[str, str]) -> dict[str, Number]:
    """Return the pack's numbers with those of the station over them."""
    known = dict(numbers)
    for key, number in own.items():
        if key not in known:
            raise PackWrong([f"[station.numbers] {key} is unknown; name one of {', '.join(sorted(known))}"])
        known[key] = msgspec.structs.replace(known[key], number=number)
    for key, each in known.items():
        if each.number and not _NUMBER.fullmatch(each.number):
            raise PackWrong([f"numbers: {key} {each.number!r} is no phone number; write digits, as people dial them"])
    return known


def _load_forms(files: Mapping[str, Path], wording: Wording, region: str, features: frozenset[str]) -> dict[str, Form]:
    """Return the forms by name; raises PackWrong with what is wrong in all of them."""
    forms: dict[str, Form] = {}
    problems: list[str] = []
    for path in files_in(files, "forms/"):
        try:
            forms[path.stem] = load_form(path, wording, region, features)
        except PackWrong as error:
            problems += error.problems
    if problems:
        raise PackWrong(problems)
    return forms


def _pack_problems(pack: Pack) -> Iterator[str]:
    """Yield doors, dangers and options that lead nowhere, and labels too long for a button."""
    yield from question_problems(pack.first.ask, f"{FIRST}: ask")
    yield from question_problems(pack.danger.ask, f"{DANGER}: ask")
    for door in pack.doors:
        yield from label_problems(door.label, f"{FIRST}: door {door.form}: label")
        yield from missing_form(pack, door.form, f"{FIRST}: door")
    for option in pack.danger.options:
        yield from label_problems(option.label, f"{DANGER}: option {option.id}: label")
        yield from missing_form(pack, option.leads_to, f"{DANGER}: option {option.id}: leads_to")
    yield from cards.find_problems(pack)
    yield from way_problems(pack)
    yield from pack.reasons.problems(REASONS)
    yield from child_problems(pack.child, pack.forms, pack.numbers, CHILD)


def _preview_problems(pack: Pack, previews: Sequence[str], default: str) -> Iterator[str]:
    for locale in previews:
        if pack.emergency_line(locale) == pack.emergency_line(default):
            yield f"{FIRST}: emergency: {locale} is missing; a preview needs at least that text, so add it"
