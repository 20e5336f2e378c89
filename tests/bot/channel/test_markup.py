"""The small markup in Telegram's terms, and without it."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel.markup import buttons, plain, shown
from handlers.commands import Button, Buttons, Key, Keys, NoKeys

CLAIM = Buttons(rows=((Button("Claim", "1|c|x"),), (Button("Map", url="https://example.org"),)))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<b>D-0421</b> <i>new</i> <code>x</code>", "D-0421 new x"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&lt;b&gt;", "<b>"),
        ("&amp;lt;", "&lt;"),
        ("<3 and <b", "<3 and <b"),
    ],
)
def test_plain_text_is_what_a_reader_sees(text: str, seen: str) -> None:
    assert plain(text) == seen


@given(st.text())
def test_what_a_person_wrote_comes_back_whole(words: str) -> None:
    assert plain(f"<b>{html.escape(words, quote=False)}</b>") == words


def test_buttons_press_or_open() -> None:
    found = shown(CLAIM)
    assert found is not None
    assert found.to_dict() == {
        "inline_keyboard": [
            [{"text": "Claim", "callback_data": "1|c|x"}],
            [{"text": "Map", "url": "https://example.org"}],
        ]
    }


@pytest.mark.parametrize("markup", [None, NoKeys(), Keys(rows=((Key("No"),),))])
def test_nothing_but_buttons_can_stand_under_an_edit(markup: Keys | NoKeys | None) -> None:
    assert buttons(markup) is None
    assert buttons(CLAIM) is not None


def test_no_markup_is_none() -> None:
    assert shown(None) is None
