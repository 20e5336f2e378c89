"""Every text a person sees stands in a catalogue or a pack, in each language, and is used; Python holds none."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

from bot import config
from bot.app import load_front
from handlers import twins
from handlers.cards import RELEASE_REASONS
from handlers.forms.answers import Reason
from handlers.forms.names import label_problems, missing_languages
from handlers.forms.pack import load_pack
from handlers.texts import Texts
from storage.model import TicketStatus
from tests.source import ROOT, Module, modules

LOCALES = ("en", "zh-Hans")
FAMILIES: dict[str, frozenset[str]] = {
    "button.": frozenset({"back", "cancel", "skip"}),  # the keys above the keyboard, when somebody types them
    "card.bare.": frozenset({"done", "withdrawn"}),
    "card.head.": frozenset({"new", "urgent", "claimed", "done", "withdrawn"}),
    "command.": frozenset({"start", "danger", "my", "language", "help", "hide", "mydata", "forget", "queue", "mine"}),
    "consent.effect.": frozenset({"notice", "form", "agency", "answer"}),
    "followup.": frozenset({"solved", "not_yet", "worse"}),
    "clock.": frozenset({"waiting", "released", "claimed", "reopened", "in_progress", "finished"}),
    "control.": frozenset({"told_solved", "told_not_yet"}),
    "form.": frozenset(
        {"choose_any", "words_hint", "text_hint", "spot_hint", "spot_spoken_hint", "photo_hint", "phone_hint"}
    ),
    "helper.": frozenset({"beside", "by_phone", "no"}),
    "kind.": frozenset({"dispute", "help", "welfare"}),
    "plain.": frozenset(str(status) for status in TicketStatus),
    "refused.": frozenset(str(reason) for reason in Reason),
    "release.": frozenset(RELEASE_REASONS),
    "role.": frozenset({"admin", "chief"}),
    "status.": frozenset(str(status) for status in TicketStatus),
    "twin.": frozenset(twins.NAMES),
}
"""What comes behind the beginnings of keys that are put together in code."""
LABELS = re.compile(
    r"button\..*|menu\.(?!more_head).*|card\.(claim|open_private)|control\.(details|touch|write|release|told_.*|disagree.*)"
    r"|release\..*|helper\.(for_other|for_me|beside|by_phone|no)|(library|week)\.open|library\.more|booking\.(choose|change|cancel|where)|matters\.write"
    r"|followup\.(solved|not_yet|worse)|safe\.(yes|later|show|details)|language\.name|community\.not_sure|officer\.desk_for_me"
)
MADE_UP_PEOPLE = {"bot/demo.py"}  # its residents and officers have names
_NUMBER = re.compile(r"(?<!\d)(?:110|119|120|12\d{3})(?!\d)")
_PHONE = re.compile(r"\+\d{7,}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")
_CHINESE = re.compile("[\u3400-\u9fff]")
_MADE_UP_PHONE = "+1555"  # numbers that belong to nobody


class Call(NamedTuple):
    """A place where a key is looked up: the key and the names of the values put in."""

    where: str
    key: str
    values: frozenset[str]
    is_open: bool
    """More values may come in a dictionary."""


def catalogue(locale: str) -> dict[str, str]:
    with open(ROOT / "handlers" / "locales" / f"{locale}.po", "rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


ENGLISH = catalogue("en")
OURS = [module for module in modules("handlers", "bot") if not module.name.startswith("bot/sandbox/")]


# The catalogues.


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_is_empty(locale: str) -> None:
    assert [key for key, text in catalogue(locale).items() if not text.strip()] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_the_same_keys_with_the_same_placeholders(locale: str) -> None:
    found = {key: placeholders(text) for key, text in catalogue(locale).items()}
    assert found == {key: placeholders(text) for key, text in ENGLISH.items()}


@pytest.mark.parametrize("locale", LOCALES)
def test_no_key_stands_twice(locale: str) -> None:
    text = (ROOT / "handlers" / "locales" / f"{locale}.po").read_text(encoding="utf-8")
    keys = re.findall(r'^msgid "(.+)"$', text, flags=re.MULTILINE)
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("locale", LOCALES)
def test_texts_hold_only_the_small_markup(locale: str) -> None:
    tags = {key: re.findall(r"<[^>]*>?|&(?!lt;|gt;|amp;)", text) for key, text in catalogue(locale).items()}
    allowed = {"<b>", "</b>", "<i>", "</i>", "<code>", "</code>"}
    assert {key: found for key, found in tags.items() if set(found) - allowed} == {}


def test_labels_fit_on_a_button() -> None:
    texts = {locale: catalogue(locale) for locale in LOCALES}
    labels = [key for key in ENGLISH if LABELS.fullmatch(key)]
    names = {key: {locale: texts[locale][key] for locale in LOCALES} for key in labels}
    assert [problem for key in labels for problem in label_problems(names[key], key)] == []


def test_a_label_that_is_too_long_is_found() -> None:
    assert list(label_problems({"en": "x" * 22, "zh-Hans": "字" * 10}, "button.x")) == []
    assert len(list(label_problems({"en": "x" * 23, "zh-Hans": "字" * 11}, "button.x"))) == 2


# What the code asks for.


def test_every_key_that_code_names_is_there() -> None:
    assert {call.key: call.where for call in calls() if call.key not in ENGLISH} == {}
    assert {key: where for key, where in named_keys().items() if key not in ENGLISH} == {}


def test_every_beginning_of_a_key_is_listed_above() -> None:
    assert set(beginnings()) == set(FAMILIES)


def test_every_key_that_code_puts_together_is_there() -> None:
    assert {key for start, ends in FAMILIES.items() for key in (start + end for end in ends)} <= set(ENGLISH)


def test_no_key_is_left_that_nobody_uses() -> None:
    together = {start + end for start, ends in FAMILIES.items() for end in ends}
    assert set(ENGLISH) - together - {call.key for call in calls()} - set(named_keys()) == set()


def test_every_text_gets_the_values_it_needs_and_no_others() -> None:
    wrong = {
        f"{call.where}: {call.key}": (sorted(call.values), sorted(placeholders(ENGLISH[call.key])))
        for call in calls()
        if call.key in ENGLISH and not call.is_open and call.values != placeholders(ENGLISH[call.key])
    }
    assert wrong == {}


# What Python must not hold.


def test_no_python_holds_a_text_in_chinese() -> None:
    found = {f"{module.name}:{line}": text for module, line, text in strings() if _CHINESE.search(text)}
    assert {where for where in found if where.partition(":")[0] not in MADE_UP_PEOPLE} == set()


def test_no_python_holds_a_number_to_phone() -> None:
    """Numbers to phone stand in packs, a station's own in its file."""
    found = {f"{module.name}:{line}": text for module, line, text in strings() if holds_number(text)}
    assert {where: text for where, text in found.items() if _MADE_UP_PHONE not in text} == {}


def test_no_handler_counts_with_what_looks_like_one() -> None:
    found = [(module.name, node.lineno) for module in modules("handlers", "storage") for node in short_codes(module)]
    assert found == []


@pytest.mark.parametrize("text", ["Phone 110.", "电话12345", "119", "+4915112345678", "010-12345678", "13800138000"])
def test_a_number_to_phone_is_found(text: str) -> None:
    assert holds_number(text)


@pytest.mark.parametrize("text", ["1100", "at most 4096", "D-0120x", "0000-0000000", "2026-10-01"])
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_number(text)


def holds_number(text: str) -> bool:
    return bool(_NUMBER.search(text) or _PHONE.search(text)) and "0000-000000" not in text


def short_codes(module: Module) -> Iterator[ast.Constant]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and type(node.value) is int and _NUMBER.fullmatch(str(node.value)):
            yield node


# Configuration and packs.


def test_the_example_loads_with_all_its_texts() -> None:
    loaded = config.load(ROOT / "config.example.toml", {})
    front = load_front(loaded.settings)
    assert front.texts.words("zh-Hans")("button.send") != front.texts.words("en")("button.send")


@pytest.mark.parametrize("name", ["cn", "generic"])
def test_both_packs_load(name: str) -> None:
    assert {"dispute", "help", "welfare"} == {form.kind for form in load_pack(name, LOCALES).forms.values()}


def test_a_pack_that_is_not_there_does_not() -> None:
    with pytest.raises(Exception, match="nowhere"):
        load_pack("nowhere", LOCALES)


def test_a_language_nobody_translated_falls_back_to_the_default() -> None:
    assert Texts(LOCALES).words("fr")("button.send") == ENGLISH["button.send"]


def test_a_missing_language_of_a_pack_is_named() -> None:
    assert len(list(missing_languages({"ask": {"en": "What?"}}))) == 1


# How they are found.


def strings() -> Iterator[tuple[Module, int, str]]:
    for module in modules("bot", "handlers", "storage"):
        yield from ((module, line, text) for line, text in module.strings())


def calls() -> list[Call]:
    return [call for module in OURS for call in _calls_in(module)]


def _calls_in(module: Module) -> Iterator[Call]:
    """Yield every `words("key", name=value)`, however the words are reached."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _is_words(node.func) and node.args:
            names = [keyword.arg for keyword in node.keywords]
            values, where = frozenset(name for name in names if name), f"{module.name}:{node.lineno}"
            yield from (Call(where, key, values, None in names) for key in _constants(node.args[0]))


def _is_words(called: ast.expr) -> bool:
    """Return whether this is a locale's words: `words`, `talk.words`, `desk.group_words`, `desk.words_for(person)`."""
    if isinstance(called, ast.Call):
        return isinstance(called.func, ast.Attribute) and called.func.attr in ("words", "words_for")
    name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    return name in ("words", "group_words")


def _constants(key: ast.expr) -> list[str]:
    """Return the keys that an argument names: one, or either of two."""
    if isinstance(key, ast.IfExp):
        return _constants(key.body) + _constants(key.orelse)
    is_key = isinstance(key, ast.Constant) and isinstance(key.value, str) and "." in key.value
    return [str(key.value)] if is_key and isinstance(key, ast.Constant) else []


def named_keys() -> dict[str, str]:
    """Return every string that looks like a key of ours, handed on as it is, and where it stands."""
    heads = "|".join(sorted({key.partition(".")[0] for key in ENGLISH}))
    shape = re.compile(rf"(?:{heads})(?:\.[a-z_]+)+")
    return {
        text: f"{module.name}:{line}"
        for module in OURS
        if module.name.startswith("handlers/") and not module.name.startswith("handlers/forms/")
        for line, text in module.strings()
        if shape.fullmatch(text) and not text.endswith((".toml", ".po", "_"))
    }


def beginnings() -> dict[str, str]:
    """Return the beginnings of keys that are put together, and where."""
    return {start: f"{module.name}:{line}" for module in OURS for line, start in _beginnings_in(module)}


def _beginnings_in(module: Module) -> Iterator[tuple[int, str]]:
    heads = {key.partition(".")[0] for key in ENGLISH}
    for node in ast.walk(module.tree):
        start = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            start = node.left
        if isinstance(start, ast.Constant) and isinstance(start.value, str):
            head, dot, rest = start.value.partition(".")
            if dot and head in heads and re.fullmatch(r"[a-z_.]*", rest):
                yield start.lineno, start.value
