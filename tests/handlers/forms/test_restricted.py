"""A restricted form settles how its writer is reached, shows nothing to a group, and is there only where wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.forms import engine
from handlers.forms.answers import Choice
from handlers.forms.form import FormWrong, PackWrong
from handlers.forms.loading import load_form
from handlers.forms.pack import Pack, load_pack
from tests.handlers.forms.test_packs import LOCALES, PACKS, write_pack
from tests.handlers.forms.walking import walk

SAFETY = (PACKS / "generic" / "forms" / "safety.toml").read_text(encoding="utf-8")
DISPUTE = (PACKS / "generic" / "forms" / "dispute.toml").read_text(encoding="utf-8")
ON = frozenset({"safety"})

__all__ = ["write_pack"]


@pytest.fixture(scope="module", params=["cn", "generic"])
def switched_on(request: pytest.FixtureRequest) -> Pack:
    return load_pack(request.param, LOCALES, features=ON)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('notice = "card"', 'notice = "line"', "is_restricted and notice 'card' go together"),
        ("is_restricted = true", "", "is_restricted needs the questions with contact"),
        ('contact = "call"', "", "contact 'call' is asked by no step"),
        ('id = "unsafe"', 'id = "no_idea"', "contact 'messages' needs the options ['hours', 'safe', 'unsafe']"),
        ('contact = "messages"', 'contact = "messages"\noptional = true', "is asked of everybody, with one answer"),
        ('type = "choices"\ncontact', 'type = "choice"\ncontact', "contact 'hours' needs type 'choices'"),
        ('when = { step = "messages", is = ["hours"] }', "", "is asked only when messages are safe at some hours"),
        ('hours = "06:00-09:00"', "", "option early: hours belong to the options of contact 'hours'"),
        ('"06:00-09:00"', '"early"', "option early: hours: 'early' is no span of hours"),
        ('"06:00-09:00"', '"06:00-06:00"', "option early: hours '06:00-06:00' is no time at all"),
        ('contact = "call"', 'contact = "call"\ncard = "fact"', "a group sees nothing of a restricted form"),
        ('ends = "later"', 'ends = "later"\nleads_to = "safety"', "ends and leads_to cannot both be"),
        ('needs = "safety"', 'needs = "secrecy"', "needs: Invalid enum value 'secrecy'"),
    ],
)
def test_what_would_put_its_writer_at_risk_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "safety.toml"
    path.write_text(SAFETY, encoding="utf-8")
    assert load_form(path).is_restricted
    assert old in SAFETY
    path.write_text(SAFETY.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FormWrong) as caught:
        load_form(path)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "forms/dispute.toml",
            DISPUTE.replace('leads_to = "safety"', 'leads_to = "moon"'),
            "leads_to: 'moon' is no form",
        ),
        (
            "forms/safety.toml",
            SAFETY.replace('card = "safety"', 'card = "poem"'),
            "card 'poem' is no card of this pack",
        ),
        (
            "forms/safety.toml",
            SAFETY.replace('needs = "safety"', ""),
            "features.safety is true, but no form of the pack needs it; set it to false",
        ),
    ],
)
def test_what_leads_nowhere_is_refused(write_pack: Path, file: str, text: str, said: str) -> None:
    assert load_pack(write_pack, LOCALES, features=ON).open_form("safety")
    (write_pack / "forms").mkdir()
    (write_pack / file).write_text(text, encoding="utf-8")
    with pytest.raises(PackWrong) as caught:
        load_pack(write_pack, LOCALES, features=ON)
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["cn", "generic"])
def test_without_the_feature_the_family_ends_in_numbers_and_the_form_is_closed(name: str) -> None:
    pack = load_pack(name, LOCALES)
    assert engine.ending(pack.forms["dispute"], walk(pack.forms["dispute"], Choice("family"))) == "family_numbers"
    assert pack.forms["dispute"].step("hurt") is None
    assert pack.open_form("safety") is None


def test_with_it_the_family_is_asked_one_question_more(switched_on: Pack) -> None:
    form = switched_on.forms["dispute"]
    assert walk(form, Choice("family")).step == "hurt"
    assert walk(form, Choice("noise")).step == "community"
    assert walk(form, Choice("family"), Choice("no")).step == "community"
    assert switched_on.open_form("safety") is not None


def test_a_yes_leads_to_the_other_form_and_carries_nothing(switched_on: Pack) -> None:
    form = switched_on.forms["dispute"]
    led = walk(form, Choice("family"), Choice("yes"))
    assert engine.leading_to(form, led) == "safety"
    assert engine.ending(form, led) is None
    assert engine.open_step(form, led) is None
    assert not engine.is_complete(form, led)
    assert engine.leading_to(form, walk(form, Choice("family"), Choice("no"))) is None


def test_rather_not_said_ends_in_plain_numbers_with_a_quiet_way_on(switched_on: Pack) -> None:
    form = switched_on.forms["dispute"]
    assert engine.ending(form, walk(form, Choice("family"), Choice("not_said"))) == "plain_numbers"
    card = switched_on.cards["plain_numbers"]
    assert (card.leads_to, card.way_on["en"]) == ("safety", "Other ways")


def test_every_step_of_the_branch_can_be_hidden(switched_on: Pack) -> None:
    hurt = switched_on.forms["dispute"].step("hurt")
    assert hurt is not None
    assert hurt.can_hide
    assert all(step.can_hide and step.keep == "sensitive" for step in switched_on.forms["safety"].steps)


def test_the_notice_says_before_a_word_is_written_what_must_be_reported(switched_on: Pack) -> None:
    text = switched_on.cards["safety"].text
    assert "If a child, or a person who cannot decide alone, is harmed" in text["en"]
    assert "孩子或没有能力做主的人受到伤害" in text["zh-Hans"]
