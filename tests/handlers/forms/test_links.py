"""Links of a pack: a wrong one is refused when the pack is loaded, with its name and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.forms.pack import PackWrong, load_pack

LOCALES = ("en", "zh-Hans")
LABEL = 'label = { en = "Tell us.", zh-Hans = "告诉我们。" }'


def a_pack(folder: Path, *links: str) -> Path:
    (folder / "pack.toml").write_text('id = "own"\nextends = "cn"\n', encoding="utf-8")
    tables = "\n".join(f"[[links]]\n{LABEL}\n{link}\n" for link in links)
    (folder / "links.toml").write_text(tables, encoding="utf-8")
    return folder


def test_a_stations_own_links_replace_the_shipped_ones(tmp_path: Path) -> None:
    pack = load_pack(a_pack(tmp_path, 'id = "gate"\nform = "thing"\nanswers = { what = "fence" }'), LOCALES)
    assert {name: (link.form, dict(link.answers)) for name, link in pack.links.items()} == {
        "gate": ("thing", {"what": "fence"})
    }


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ('id = "Gate"\nform = "thing"', "id does not fit"),
        ('id = "gate"\nform = "nothing"', "no form of this pack"),
        ('id = "thing"\nform = "dispute"', "name of a form"),
        ('id = "thing"\nform = "thing"\nanswers = { what = "light" }', "name of a form"),
        ('id = "gate"\nform = "thing"\nanswers = { colour = "red" }', "colour: thing has no question of that name"),
        ('id = "gate"\nform = "thing"\nanswers = { spot = "here" }', "no question of that name with one answer"),
        ('id = "gate"\nform = "thing"\nanswers = { what = "moon" }', "'moon' is no option; name one of fence"),
        ('id = "home"\nform = "dispute"\nanswers = { what = "family" }', "'family' ends the form"),
        ('id = "sick"\nform = "care"\nanswers = { state = "wakes" }', "care has no review"),
        ('id = "ill"\nform = "welfare"\nanswers = { illness_ok = "yes" }', "only the person may answer this"),
        ('id = "ill"\nform = "welfare"\nanswers = { registration = "city" }', "only the person may answer this"),
        ('id = "gate"\nform = "thing"\ncolour = "red"', "unknown field `colour`"),
    ],
)
def test_a_wrong_link_is_named(tmp_path: Path, link: str, told: str) -> None:
    with pytest.raises(PackWrong, match=told):
        load_pack(a_pack(tmp_path, link), LOCALES)


def test_a_link_that_stands_twice_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackWrong, match="'gate' stands 2 times"):
        load_pack(a_pack(tmp_path, *['id = "gate"\nform = "thing"'] * 2), LOCALES)
