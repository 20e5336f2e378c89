"""A pack: the forms, numbers, cards and legal words of a place. One pack may extend another, file by file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from handlers.forms import names
from handlers.forms.child import Child, child_problems
from handlers.forms.form import Form, PackWrong, Part
from handlers.forms.loading import load_form, read_part, read_toml
from handlers.forms.names import Names, Wording, label_problems, question_problems, said

__all__ = ["Card", "Danger", "Door", "Notice", "Number", "Pack", "PackWrong", "load_pack"]

_SHIPPED = Path(__file__).parent.parent / "packs"
_MAIN, _NUMBERS = "pack.toml", "numbers.toml"
_FIRST, _DANGER, _NOTICE, _CHILD = "first.toml", "danger.toml", "notice.toml", "child.toml"
_PLACES = re.compile(r"(pack|numbers|first|danger|notice|child)\.toml|(forms|cards)/[a-z0-9_]+\.toml")
_NUMBER = re.compile(r"[0-9+*# ()-]{2,24}")


class Number(Part, frozen=True, kw_only=True):
    """A number to phone: what it is for, and the words that stand in texts where the number is not known."""

    label: Names
    words: Names
    number: str = ""
    is_emergency: bool = False


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
    leads_to: str = ""


class Danger(Part, frozen=True, kw_only=True):
    """The file danger.toml."""

    ask: Names
    options: tuple[DangerOption, ...]

    def question(self, locale: str) -> str:
        return said(self.ask, locale)


class Notice(Part, frozen=True, kw_only=True):
    """The file notice.toml: what people are told before they write; `{body}` is who reads it.

    A new `version` is asked about again. `basis`: people agree to it, or are only told. `line` stands above Send where
    no notice comes before the form.
    """

    version: str
    basis: Literal["consent", "notice"]
    text: Names
    more: Names
    line: Names


class Card(Part, frozen=True, kw_only=True):
    """Something to read, dated, with the numbers that belong to it. `{desk_phone}` is the station's own."""

    title: Names
    text: Names
    source: str
    checked_on: date
    applies_to: str
    numbers: tuple[str, ...] = ()


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
    child: Child
    forms: Mapping[str, Form]
    cards: Mapping[str, Card]

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
        listed = " · ".join(f"{each.number} {said(each.label, locale)}" for each in known)
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
        known = [self.numbers[name] for name in wanted if self.numbers[name].number]
        return [f"{each.number} {said(each.label, locale)}" for each in known]


def load_pack(name: str | Path, locales: Sequence[str], numbers: Mapping[str, str] | None = None) -> Pack:
    """Return a shipped pack by name, or one from a folder; the station's `numbers` go over its own.

    Raises PackWrong with a line for each thing wrong: file, place, reason and remedy.
    """
    files = _files(name)
    station = tuple(dict.fromkeys([*locales, *names.REQUIRED]))
    main = read_part(files[_MAIN], Main, Wording(locales=station))
    plain = read_part(files[_NUMBERS], Numbers, Wording(locales=station))
    known = _with_own(plain.numbers, numbers or {})
    wording = Wording(
        locales=station,
        numbers={key: each.number for key, each in known.items() if each.number},
        number_words={key: each.words for key, each in known.items()},
    )
    pack = Pack(
        id=main.id,
        region=plain.region,
        numbers=known,
        first=read_part(files[_FIRST], First, wording, essential=station),
        danger=read_part(files[_DANGER], Danger, wording, essential=station),
        notice=read_part(files[_NOTICE], Notice, wording, essential=station),
        child=read_part(files[_CHILD], Child, wording),
        forms=_load_forms(files, wording, plain.region),
        cards={path.stem: read_part(path, Card, wording) for path in _in(files, "cards/")},
    )
    if problems := list(_pack_problems(pack)):
        raise PackWrong(problems)
    return pack


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


def _load_forms(files: Mapping[str, Path], wording: Wording, region: str) -> dict[str, Form]:
    """Return the forms by name; raises PackWrong with what is wrong in all of them."""
    forms: dict[str, Form] = {}
    problems: list[str] = []
    for path in _in(files, "forms/"):
        try:
            forms[path.stem] = load_form(path, wording, region)
        except PackWrong as error:
            problems += error.problems
    if problems:
        raise PackWrong(problems)
    return forms


def _in(files: Mapping[str, Path], folder: str) -> list[Path]:
    return [path for place, path in sorted(files.items()) if place.startswith(folder)]


def _files(name: str | Path) -> dict[str, Path]:
    """Return the pack's files by their place in it, where a file replaces that of the pack it extends."""
    files: dict[str, Path] = {}
    for folder in _lineage(_folder(str(name))):
        found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.toml")}
        if unknown := sorted(place for place in found if not _PLACES.fullmatch(place)):
            raise PackWrong(
                [f"{folder.name}/{unknown[0]} is read by nothing; packs have forms/*.toml and cards/*.toml"]
            )
        files.update(found)
    if missing := [place for place in (_NUMBERS, _FIRST, _DANGER, _NOTICE, _CHILD) if place not in files]:
        raise PackWrong([f"{name}: {missing[0]} is missing; add it, or extend a pack that has it"])
    return files


def _folder(name: str) -> Path:
    for folder in (_SHIPPED / name, Path(name)):
        if (folder / _MAIN).is_file():
            return folder
    shipped = ", ".join(sorted(path.parent.name for path in _SHIPPED.glob(f"*/{_MAIN}")))
    raise PackWrong([f"[station] pack {name!r} is neither a shipped pack ({shipped}) nor a folder with {_MAIN} in it"])


def _lineage(folder: Path, younger: tuple[Path, ...] = ()) -> list[Path]:
    """Return the folder and what it extends, the eldest first."""
    if folder in younger:
        raise PackWrong([f"{folder.name}/{_MAIN}: extends itself; name another pack or take the line out"])
    parent = str(read_toml(folder / _MAIN).get("extends", ""))
    elders = _lineage(_folder(parent), (*younger, folder)) if parent else []
    return [*elders, folder]


def _pack_problems(pack: Pack) -> Iterator[str]:
    """Yield doors, dangers and options that lead nowhere, and labels too long for a button."""
    yield from question_problems(pack.first.ask, f"{_FIRST}: ask")
    yield from question_problems(pack.danger.ask, f"{_DANGER}: ask")
    for door in pack.doors:
        yield from label_problems(door.label, f"{_FIRST}: door {door.form}: label")
        yield from _missing_form(pack, door.form, f"{_FIRST}: door")
    for option in pack.danger.options:
        yield from label_problems(option.label, f"{_DANGER}: option {option.id}: label")
        if option.leads_to:
            yield from _missing_form(pack, option.leads_to, f"{_DANGER}: option {option.id}: leads_to")
    for name, card in pack.cards.items():
        unknown = [number for number in card.numbers if number not in pack.numbers]
        yield from (f"{name}.toml: numbers: {number!r} is unknown; add it to {_NUMBERS}" for number in unknown)
    yield from child_problems(pack.child, pack.forms, pack.numbers, _CHILD)
    for form in pack.forms.values():
        yield from _missing_endings(pack, form)


def _missing_form(pack: Pack, form: str, where: str) -> Iterator[str]:
    if form not in pack.forms:
        yield f"{where}: {form!r} is no form of this pack; name one of {', '.join(sorted(pack.forms))}"


def _missing_endings(pack: Pack, form: Form) -> Iterator[str]:
    for step in form.steps:
        for option in step.options:
            if option.ends and option.ends not in pack.cards:
                yield f"{form.id}.toml: step {step.id}: option {option.id} ends in {option.ends!r}, which is no card"
