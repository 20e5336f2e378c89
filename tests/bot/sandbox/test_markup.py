from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox import entities, markup
from bot.sandbox.entities import Text
from bot.sandbox.errors import Refused

WELL_FORMED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffd"), max_size=30)
PIECES = st.sampled_from(
    [
        "<b>", "</b>", "<i>", "</i>", "<a href=\"x.example\">", "</a>", "<code class='language-py'>", "</code>",
        "<pre>", "</pre>", "<span class=tg-spoiler>", "</span>", "<", ">", "&lt;", "&#128512;", "&#xD800;", "&", "=",
        '"', "'", "/", "😀", "é", "x", " ", "\0", "blockquote", "<blockquote expandable>", "</blockquote>", "</",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join) | WELL_FORMED)
def test_any_text_gives_entities_that_slice_it_or_a_worded_refusal(text: str) -> None:
    marked, error = _parsed(text)
    if error:
        assert error.startswith("Bad Request: can't parse entities: ")
    length = len(marked.text.encode("utf-16-le")) // 2
    for one in marked.entities:
        assert one["offset"] >= 0
        assert one["length"] > 0
        assert one["offset"] + one["length"] <= length
        assert "\ufffd" not in entities.cut(marked.text, one["offset"], one["length"])


def _parsed(text: str) -> tuple[Text, str]:
    try:
        return entities.finish(markup.parse(entities.clean(text))), ""
    except Refused as refusal:
        return Text(""), refusal.description


@settings(max_examples=100, deadline=None)
@given(WELL_FORMED, WELL_FORMED.filter(str.strip), WELL_FORMED)
def test_an_escaped_text_comes_back_and_its_bold_part_is_found(before: str, bold: str, after: str) -> None:
    before, bold, after = (part.replace("\0", "") for part in (before, bold, after))
    escaped = [html.escape(part, quote=False) for part in (before, bold, after)]
    marked = markup.parse(f"{escaped[0]}<b>{escaped[1]}</b>{escaped[2]}")
    assert marked.text == before + bold + after
    spans = [one for one in marked.entities if one["type"] == "bold"]
    assert [entities.cut(marked.text, one["offset"], one["length"]) for one in spans] == ([bold] if bold else [])


def _types(text: str) -> list[dict[str, Any]]:
    return markup.parse(text).entities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<strong>x</strong>", {"type": "bold"}),
        ("<em>x</em>", {"type": "italic"}),
        ("<INS>x</ins>", {"type": "underline"}),
        ("<del>x</del>", {"type": "strikethrough"}),
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler"}),
        ("<tg-spoiler>x</>", {"type": "spoiler"}),
        ("<code>x</code>", {"type": "code"}),
        ("<pre><code class='language-py'>x</code></pre>", {"type": "pre", "language": "py"}),
        ("<blockquote expandable>x</blockquote>", {"type": "expandable_blockquote"}),
        ("<a href='https://a.example/?b=1&amp;c'>x</a>", {"type": "text_link", "url": "https://a.example/?b=1&c"}),
        ('<tg-emoji emoji-id="5">x</tg-emoji>', {"type": "custom_emoji", "custom_emoji_id": "5"}),
    ],
)
def test_every_tag_has_its_entity(text: str, expected: dict[str, Any]) -> None:
    assert [{**one, "offset": 0} for one in _types(text)] == [{**expected, "offset": 0, "length": 1}]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&#60;&#x3c;&#128512;", "<<😀"),
        ("&nbsp;&copy &x; &", "&nbsp;&copy &x; &"),
        ("&#0;&#99999999999;", "&#0;&#99999999999;"),
        ("&ltx &lt", "&ltx <"),
        ("<b></b>", ""),
        ("<a>x</a>", "x"),
    ],
)
def test_references_are_decoded_or_stay(text: str, plain: str) -> None:
    assert markup.parse(text) == Text(plain, [])


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
        ("&#xD800;", "Text contains invalid Unicode characters after decoding HTML entities"),
    ],
)
def test_rarer_errors(text: str, error: str) -> None:
    with pytest.raises(Refused) as caught:
        markup.parse(text)
    assert caught.value.description == f"Bad Request: can't parse entities: {error}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start now", [("bot_command", "/start")]),
        ("see /queue@some_bot", [("bot_command", "/queue@some_bot")]),
        ("and/or a/b 1/2", []),
        ("write to a@b.example", [("email", "a@b.example")]),
        ("go to https://a.example/b?c=1, now", [("url", "https://a.example/b?c=1")]),
        ("ask @somebody", [("mention", "@somebody")]),
        ("the #garden1 #12", [("hashtag", "#garden1")]),
        ("😀 /go", [("bot_command", "/go")]),
    ],
)
def test_entities_found_in_plain_text(text: str, found: list[tuple[str, str]]) -> None:
    marked = entities.from_person(text)
    shown = [(one["type"], entities.cut(marked.text, one["offset"], one["length"])) for one in marked.entities]
    assert shown == found


def test_nothing_is_found_inside_code() -> None:
    assert [one["type"] for one in entities.finish(markup.parse("<code>/start</code> /help")).entities] == [
        "code",
        "bot_command",
    ]


def test_control_characters_and_overrides_are_cleaned() -> None:
    assert entities.clean("a\x00b\rc\u202ed\ne") == "a bcd\ne"
