"""How many taps and typed answers the shortest way takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from handlers.forms import engine
from handlers.forms.answers import Answer, Choice, Photo, Text
from handlers.forms.engine import Done, Input, Toggle
from handlers.forms.pack import Pack

WORDS = Text("三号楼二单元")
TAPS = (Choice, Toggle, Done)
NEWCOMER = 1  # the language, once
DOOR, SEND = 1, 1


def count(pack: Pack, name: str, inputs: list[Input], preset: Mapping[str, Answer] | None = None) -> Counter[str]:
    """Fill the form with these inputs; return what they cost. The form must then be ready to send."""
    form = pack.forms[name]
    progress = engine.start(form, preset)
    cost = Counter({"taps": DOOR + SEND})
    for given in inputs:
        taken = engine.take(form, progress, given)
        assert isinstance(taken, engine.Progress), (progress.step, given)
        progress = taken
        cost["taps" if isinstance(given, TAPS) else "photos" if isinstance(given, Photo) else "typed"] += 1
    assert engine.is_complete(form, progress)
    return cost


def notice_taps(pack: Pack, name: str) -> int:
    return int(pack.forms[name].notice == "consent")


@pytest.mark.parametrize("pack_name", ["cn", "generic"])
@pytest.mark.parametrize(
    ("name", "inputs", "taps", "typed", "photos"),
    [
        ("thing", [Choice("light"), Choice("c02"), WORDS, Photo("file")], 6, 1, 1),
        ("dispute", [Choice("noise"), Choice("c02"), WORDS, WORDS, Choice("face")], 8, 2, 0),
        ("care", [Choice("wakes"), Choice("c02"), WORDS], 5, 1, 0),
    ],
)
def test_a_newcomer_needs_no_more_than(
    request: pytest.FixtureRequest, pack_name: str, name: str, inputs: list[Input], taps: int, typed: int, photos: int
) -> None:
    pack: Pack = request.getfixturevalue(pack_name)
    cost = count(pack, name, inputs)
    assert NEWCOMER + notice_taps(pack, name) + cost["taps"] <= taps
    assert (cost["typed"], cost["photos"]) == (typed, photos)


def test_a_noise_dispute_of_somebody_who_comes_back_takes_six_taps_and_two_typed(cn: Pack) -> None:
    preset = engine.preset_community(cn.forms["dispute"], "c02")
    cost = count(cn, "dispute", [Choice("noise"), WORDS, WORDS, Choice("face")], preset)
    assert cost["taps"] <= 6
    assert cost["typed"] == 2


def test_welfare_takes_ten_taps_and_seven_when_urgent(cn: Pack) -> None:
    first = NEWCOMER + notice_taps(cn, "welfare")
    slow: list[Input] = [Choice("days"), Toggle("income"), Done(), Choice("c02"), Choice("here"), Choice("chat"), WORDS]
    assert first + count(cn, "welfare", slow)["taps"] == 10
    urgent: list[Input] = [Choice("today"), Choice("c02"), Choice("chat"), WORDS]
    assert first + count(cn, "welfare", urgent)["taps"] == 7
