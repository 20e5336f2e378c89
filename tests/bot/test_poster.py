"""A poster: the code of one link, and in each language what it is for, how to phone, and what to do in an emergency."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import segno

from bot import cli, config, poster
from bot.app import Front, load_front
from bot.sandbox import Sandbox, serve
from bot.sheet import Passage, SheetFull, draw, em, wrap
from storage.seal import new_key
from tests.stage import EXAMPLE, Stage

FRONT: Front = load_front(config.load(EXAMPLE, {}).settings)
TOKEN = "1000000:token-of-the-sandbox"
BOT = "riverside_desk_bot"
SVG = "{http://www.w3.org/2000/svg}"
WIDE, HIGH, MARGIN = 210.0, 297.0, 15.0
LONG = Passage(
    locale="en",
    name='The Front Desk of the Riverside and Upper Riverside Communities <&> "Pavilion"',
    place="Community of the Former Locomotive and Carriage Works",
    sentence="Does someone need care? Phone the ambulance first, then tell the desk what you have seen.",
    scan="Scan with your phone; it opens in Telegram.",
    reach="Phone the desk: 0000-0000000, 09:30-19:00. Or come by: the garden pavilion behind block 14, east side",
    emergency="In an emergency, phone first: 110 police · 119 fire · 120 ambulance.",
)
UYGHUR = Passage(
    locale="ug",
    name="مەھەللە مۇلازىمەت سۇپىسى",
    place="",
    sentence="بۇ يەردە چىراغ بۇزۇلدىمۇ؟ بىزگە دەڭ.",
    scan="تېلېفونىڭىز بىلەن سىكانىرلاڭ، Telegram دا ئېچىلىدۇ.",
    reach="تېلېفون: \u20680000-0000000\u2069",
    emergency="جىددىي ئەھۋالدا: 110 ساقچى · 119 ئوت ئۆچۈرۈش · 120 جىددىي قۇتقۇزۇش.",
)


def said(page: str) -> str:
    """Return all that the page says, in one line."""
    return " ".join(text.text or "" for text in texts(page)).replace("\u00a0", " ")


def texts(page: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(page).iter(f"{SVG}text"))


def code(page: str) -> tuple[tuple[bool, ...], ...]:
    """Return the code's dark and light squares, read from the strokes that draw it."""
    drawn = next(part for part in ElementTree.fromstring(page) if part.tag == f"{SVG}svg")
    side = int(drawn.attrib["viewBox"].split()[-1])
    dark: set[tuple[int, int]] = set()
    x, y = 0, -1
    for act, right, down in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", drawn[0].attrib["d"]):
        if act == "h":
            dark |= {(x + step, y) for step in range(int(right))}
        x, y = (int(right), int(float(down))) if act == "M" else (x + int(right), y + int(float(down or 0)))
    return tuple(tuple((column, row) in dark for column in range(side)) for row in range(side))


# What it says.


def test_the_code_is_that_of_the_link() -> None:
    page = poster.page(FRONT, "c02-light", ["zh-Hans", "en"], BOT)
    expected = segno.make(f"https://t.me/{BOT}?start=c02-light", error="m", micro=False)
    assert code(page) == tuple(tuple(bool(dark) for dark in row) for row in expected.matrix_iter(border=4))
    assert code(page) != code(poster.page(FRONT, "c01-light", ["zh-Hans", "en"], BOT))


@pytest.mark.parametrize("purpose", ["", *FRONT.pack.links])
def test_every_poster_says_in_each_language_whose_it_is_and_how_to_phone(purpose: str) -> None:
    page = said(poster.page(FRONT, purpose and f"c02-{purpose}", ["zh-Hans", "en"], BOT))
    link = FRONT.pack.links.get(purpose)
    for locale, name, place in (("zh-Hans", "河畔服务台", "二社区"), ("en", "Riverside desk", "Community 2")):
        plain = page if locale == "en" else page.replace(" ", "")
        wanted = [name, FRONT.pack.emergency_line(locale), *([link.label[locale], place] if link else [])]
        assert [text for text in wanted if text.replace(" ", "" if locale != "en" else " ") not in plain] == []
    assert page.count("0000-0000000") == 2
    assert page.count("09:30-19:00") == 2


def test_only_the_chosen_languages_stand_on_it_in_their_order() -> None:
    english = said(poster.page(FRONT, "light", ["en"], BOT))
    assert re.search("[\u4e00-\u9fff]", english) is None
    both = said(poster.page(FRONT, "light", ["en", "zh-Hans"], BOT))
    assert both.index("Riverside desk") < both.index("河畔服务台")


def test_a_scanned_code_opens_the_form_it_promises(tmp_path: Path, key: str) -> None:
    payload = poster.url(BOT, "c02-light").partition("?start=")[2]
    stage = Stage(tmp_path / "desk.db", key)
    stage.say("R", f"/start {payload}")
    stage.press("R", "English")
    assert "Where exactly?" in stage.last("R").text
    stage.close()


# How it looks.


@pytest.mark.parametrize("passages", [[LONG], [UYGHUR], [LONG, UYGHUR, LONG]], ids=["long", "ug", "three"])
def test_no_line_leaves_the_page_or_runs_into_the_code(passages: list[Passage]) -> None:
    page = draw(passages, f"https://t.me/{'r' * 32}?start={'c' * 24}-light")
    drawn = next(part for part in ElementTree.fromstring(page) if part.tag == f"{SVG}svg")
    top = float(drawn.attrib["y"])
    bottom = top + float(drawn.attrib["height"])
    for line in texts(page):
        size, base = float(line.attrib["font-size"]), float(line.attrib["y"])
        assert em(line.text or "") * size <= WIDE - 2 * MARGIN
        assert MARGIN < base - size < base < HIGH - MARGIN
        assert base < top or base - size > bottom - 1
    assert bottom - top >= 70


def test_what_runs_from_right_to_left_says_so_and_nothing_else_does() -> None:
    lines = texts(draw([UYGHUR, LONG], "https://t.me/x"))
    assert {line.attrib.get("direction") for line in lines if "ug" in line.attrib.values()} == {"rtl"}
    assert {line.attrib.get("direction") for line in lines if "ug" not in line.attrib.values()} == {None}


def test_names_with_markup_in_them_stand_there_as_they_are() -> None:
    assert '<&> "Pavilion"' in said(draw([LONG], "https://t.me/x"))


def test_lines_break_between_words_and_never_before_a_comma() -> None:
    assert wrap("one two three four", 6) == ["one two", "three four"]
    assert wrap("有人要照看,先打电话。", 5.5) == ["有人要照看,", "先打电话。"]
    assert all(
        not line.startswith((",", "。")) for width in range(3, 12) for line in wrap("有人要照看,先打电话。", width)
    )


def test_a_word_that_is_too_wide_makes_the_text_smaller() -> None:
    [head] = [
        line
        for line in texts(draw([replace(LONG, place="", name="W" * 60)], "https://t.me/x"))
        if "WW" in str(line.text)
    ]
    assert float(head.attrib["font-size"]) < 4


def test_too_many_languages_are_refused_before_the_code_gets_too_small() -> None:
    with pytest.raises(SheetFull):
        draw([LONG] * 9, "https://t.me/x")


# The command.


def run(folder: Path, *arguments: str) -> int:
    return cli.main(["poster", "--config", str(EXAMPLE), "--out", str(folder / "poster.svg"), *arguments])


def test_one_link_is_one_file_and_several_are_named_by_their_links(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--bot", f"@{BOT}", "--link", "c02-light", "--locales", "en") == 0
    assert run(tmp_path, "--bot", BOT, "--link", "c02", "care") == 0
    assert run(tmp_path, "--bot", BOT) == 0
    assert {file.name for file in tmp_path.iterdir()} == {"poster.svg", "poster-c02.svg", "poster-care.svg"}
    assert str(tmp_path / "poster-care.svg") in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--link", "c99-light"], "--link 'c99-light' leads nowhere; name a community (c01, c02, south)"),
        (["--link", "c02-lamp"], "(light, broken, quarrel, care, errand, visit, talk, welfare), or both"),
        (["--locales", "fr"], "--locales 'fr' is none of [station] locales; name some of zh-Hans, en"),
        (["--out", "poster.pdf"], "only .svg is written; open it in a browser"),
        (["--out", "nowhere/poster.svg"], "there is no folder nowhere"),
    ],
)
def test_what_cannot_be_printed_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert run(tmp_path, "--bot", BOT, *arguments) == cli.WRONG
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_purpose_that_is_switched_off_cannot_be_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAVILION__STATION__FEATURES__WELFARE", "false")
    assert run(tmp_path, "--bot", BOT, "--link", "welfare") == cli.WRONG
    assert "visit, talk), or both" in capsys.readouterr().err


async def test_the_bots_name_comes_from_its_server(tmp_path: Path) -> None:
    server = await serve(Sandbox({TOKEN: BOT}), "127.0.0.1", 0)
    environment = {"PAVILION_TOKEN": TOKEN, "PAVILION__TELEGRAM__BASE_URL": f"http://127.0.0.1:{server.port}/bot"}
    try:
        [file] = await poster.write(config.load(EXAMPLE, environment), ["light"], [], "", tmp_path / "poster.svg")
    finally:
        await server.stop()
    assert f"t.me/{BOT}?start=light" in said(file.read_text(encoding="utf-8"))


def test_without_a_name_and_without_a_server_the_remedy_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PAVILION_TOKEN", raising=False)
    assert run(tmp_path) == cli.WRONG
    assert "give it: --bot NAME" in capsys.readouterr().err
    monkeypatch.setenv("PAVILION_TOKEN", "1:none")
    monkeypatch.setenv("PAVILION_KEY", new_key())
    monkeypatch.setenv("PAVILION__TELEGRAM__BASE_URL", "http://127.0.0.1:9/bot")
    assert run(tmp_path) == cli.WRONG
    assert "give it: --bot NAME" in capsys.readouterr().err
