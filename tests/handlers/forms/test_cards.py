"""Cards: dated, short, never a promise. A station replaces, adds or switches them off; a form names what is there."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from handlers.forms.answers import Answer, Choice, Choices
from handlers.forms.card import find_old, listed, offered
from handlers.forms.pack import Pack, PackWrong, load_pack

LOCALES = ("en", "zh-Hans")
OWN = """
rank = 5
title = { en = "Our own card", zh-Hans = "自己的卡" }
text = { en = "One line.", zh-Hans = "一行。" }
source = "ours"
checked_on = 2026-04-01
applies_to = "here"
"""
PROMISES = re.compile(r"you qualify|you are entitled|you will get|您符合|您可以领|一定能", re.IGNORECASE)


def station(folder: Path, **cards: str) -> Path:
    (folder / "cards").mkdir()
    (folder / "pack.toml").write_text('id = "ours"\nextends = "cn"\n', encoding="utf-8")
    for name, text in cards.items():
        (folder / "cards" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_cn_has_a_card_for_each_line_of_the_reference_table(cn: Pack) -> None:
    assert set(listed(cn.cards)) == {
        "mediation",
        "police_mediation",
        "family_rights",
        "legal_advice",
        "welfare_ask",
        "relief",
        "allowance",
        "allowance_away",
        "allowance_time",
        "hardship",
        "disability",
        "fixed_costs",
        "city_line",
        "crisis_line",
        "sms",
    }


def test_generic_has_the_ones_that_hold_everywhere(generic: Pack) -> None:
    assert listed(generic.cards) == ["mediation", "family_rights", "legal_advice", "welfare_ask"]


@pytest.mark.parametrize("name", ["cn", "generic"])
def test_no_card_promises_anything(name: str) -> None:
    texts = [text for card in load_pack(name, LOCALES).cards.values() for text in card.text.values()]
    assert [text for text in texts if PROMISES.search(text)] == []


def test_a_promise_is_found() -> None:
    assert PROMISES.search("Good news: you qualify.")
    assert PROMISES.search("您符合条件")


def test_what_fits_the_answers_comes_in_the_order_of_the_questions_each_once(cn: Pack) -> None:
    form = cn.forms["welfare"]
    answers: dict[str, Answer] = {
        "urgent": Choice("days"),
        "hard": Choices(("income", "sudden", "unsure")),
        "community": Choice("c01"),
        "registration": Choice("outside"),
    }
    assert offered(form, answers) == ["allowance", "relief", "allowance_away"]
    assert offered(form, {"urgent": Choice("today")}) == ["relief"]


def test_a_card_of_a_form_is_offered_whatever_was_answered(generic: Pack) -> None:
    assert offered(generic.forms["welfare"], {}) == ["welfare_ask"]


def test_a_station_replaces_one_card_and_adds_another(tmp_path: Path) -> None:
    pack = load_pack(station(tmp_path, mediation=OWN.replace("Our own card", "Tea and talk"), tea=OWN), LOCALES)
    assert pack.cards["mediation"].title["en"] == "Tea and talk"
    assert listed(pack.cards)[:2] == ["mediation", "tea"]
    assert pack.cards["allowance"].rank


def test_a_card_that_is_switched_off_is_nowhere(cn: Pack) -> None:
    pack = load_pack("cn", LOCALES, cards_off=("relief", "mediation"))
    assert set(cn.cards) - set(pack.cards) == {"relief", "mediation"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tea", "[station] cards_off: 'tea' is no card; name one of allowance"),
        ("family_numbers", "[station] cards_off: 'family_numbers' stands instead of a ticket"),
    ],
)
def test_what_cannot_be_switched_off_is_named(name: str, said: str) -> None:
    with pytest.raises(PackWrong) as raised:
        load_pack("cn", LOCALES, cards_off=(name,))
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('en = "One line."', 'en = "1\\n2\\n3\\n4\\n5"', "tea.toml: text: en has 5 lines, a card at most 4"),
        ('zh-Hans = "一行。"', f'zh-Hans = "{"字" * 41}"', "tea.toml: text: zh-Hans"),
        ("Our own card", "A title that no button holds", "tea.toml: title: en"),
        ('applies_to = "here"', 'applies_to = "here"\nnumbers = ["vet"]', "tea.toml: numbers: 'vet' is unknown"),
        ("checked_on = 2026-04-01", "", "tea.toml: the file: Object missing required field `checked_on"),
    ],
)
def test_a_wrong_card_is_refused_with_file_and_reason(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in OWN
    with pytest.raises(PackWrong) as raised:
        load_pack(station(tmp_path, tea=OWN.replace(old, new)), LOCALES)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'shows = "mediation"',
            'shows = "poem"',
            "dispute.toml: step talk: option not_now shows 'poem', which is no card",
        ),
        (
            'cards = ["mediation"]',
            'cards = ["poem"]',
            "dispute.toml: step talk: option face: cards: 'poem', which is no",
        ),
        ('kind = "dispute"', 'kind = "dispute"\ncards = ["poem"]', "dispute.toml: cards: 'poem', which is no card"),
        ('type = "words"', 'type = "words"\nchange = { en = "x", zh-Hans = "x" }', "step story: change is for a plain"),
        (
            'card = "category"',
            'card = "category"\nchange = { en = "x", zh-Hans = "x" }',
            "change stands at what and talk",
        ),
    ],
)
def test_a_form_that_names_a_card_which_is_not_there_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = station(tmp_path)
    (folder / "forms").mkdir()
    shipped = Path(__file__).parents[3] / "handlers" / "packs" / "generic" / "forms" / "dispute.toml"
    text = shipped.read_text(encoding="utf-8")
    assert old in text
    (folder / "forms" / "dispute.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackWrong) as raised:
        load_pack(folder, LOCALES)
    assert said in str(raised.value)


def test_a_card_is_old_after_a_year_and_not_before(cn: Pack) -> None:
    checked = date(2026, 5, 1)
    assert find_old(cn.cards, checked + timedelta(days=365)) == []
    assert find_old(cn.cards, checked + timedelta(days=366)) == sorted(cn.cards)
