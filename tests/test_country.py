"""No number to phone, scheme or law of any country stands outside the packs and the config."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from handlers.forms.pack import load_pack
from tests.source import ROOT, modules

LOCALES = ("en", "zh-Hans")
CN, GENERIC = (load_pack(name, LOCALES) for name in ("cn", "generic"))
_PHONE = re.compile(r"\+\d{7,}|(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_LAW = re.compile(
    r"\b[Aa]rt(?:icle|\.) ?\d|§ ?\d|《[^》]*》|第[\d一二三四五六七八九十百]+条"
    r"|低保|特困|救助办法|人民调解|公安|派出所|民政|户口|残联|城管|仲裁|依法|身份证"
    r"|People's Mediation|Legal Aid Law|Interim Measures|civil affairs|PIPL|Anti-Domestic",
)
_MADE_UP = ("0000-0000000", "+1555")
"""Numbers that belong to nobody."""
_NOT_OURS = ("bot/sandbox/",)
"""A server that imports none of ours, with its own words for developers."""


def of_cn_alone() -> set[str]:
    """Return the names of what only one country has: titles of its cards, and its numbers."""
    titles = {title for name in CN.cards.keys() - GENERIC.cards.keys() for title in CN.cards[name].title.values()}
    everywhere = {title for card in GENERIC.cards.values() for title in card.title.values()}
    return {title for title in titles - everywhere if not title.isascii() or " " in title}


SCHEMES = re.compile("|".join(re.escape(name) for name in sorted(of_cn_alone())))
NUMBERS = re.compile(rf"(?<!\d)(?:{'|'.join(each.number for each in CN.numbers.values())})(?!\d)")


def foreign(text: str) -> list[str]:
    """Return what in the text belongs into a pack or a config."""
    for made_up in _MADE_UP:
        text = text.replace(made_up, "")
    return [match[0] for pattern in (NUMBERS, _PHONE, _LAW, SCHEMES) for match in pattern.finditer(text)]


def catalogue_texts() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "handlers" / "locales").glob("*.po")):
        with open(file, "rb") as source:
            yield from ((f"{file.name}: {each.id}", str(each.string)) for each in read_po(source) if each.id)


def python_texts() -> Iterator[tuple[str, str]]:
    """Yield every string but docstrings: those may name the law that a rule comes from."""
    for module in modules("bot", "handlers", "storage"):
        if not module.name.startswith(_NOT_OURS):
            yield from ((f"{module.name}:{line}", text) for line, text in module.strings())


def test_no_catalogue_holds_what_belongs_into_a_pack() -> None:
    assert {where: found for where, text in catalogue_texts() if (found := foreign(text))} == {}


def test_no_python_holds_what_belongs_into_a_pack() -> None:
    assert {where: found for where, text in python_texts() if (found := foreign(text))} == {}


def test_the_generic_pack_holds_nothing_of_one_country() -> None:
    files = sorted((ROOT / "handlers" / "packs" / "generic").rglob("*.toml"))
    assert len(files) > 10
    assert {file.name: found for file in files if (found := foreign(file.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize(
    "text",
    [
        "Phone 110.",
        "请打12348",
        "call +4915112345678",
        "010-12345678",
        "see art. 33",
        "《人民调解法》",
        "第二十八条",
        "可以申请低保",
        "Ask for temporary relief: Temporary relief",
        "最低生活保障",
        "the civil affairs office",
    ],
)
def test_a_number_a_scheme_and_a_law_are_found(text: str) -> None:
    assert foreign(text)


@pytest.mark.parametrize("text", ["Phone the desk: 0000-0000000.", "at most 4096", "part 3", "D-0110", "Legal advice"])
def test_what_any_country_has_is_left_alone(text: str) -> None:
    assert not foreign(text)


def test_the_net_is_made_from_the_packs() -> None:
    assert {"最低生活保障", "Minimum allowance", "临时救助"} <= of_cn_alone()
    assert all(each.number and NUMBERS.search(each.number) for each in CN.numbers.values())
