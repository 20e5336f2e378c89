"""The shipped packs, loaded once, and a way to write a form for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from handlers.forms.form import Form
from handlers.forms.loading import load_form
from handlers.forms.pack import Pack, load_pack

LOCALES = ("zh-Hans", "en")


@pytest.fixture(scope="session")
def cn() -> Pack:
    return load_pack("cn", LOCALES)


@pytest.fixture(scope="session")
def generic() -> Pack:
    return load_pack("generic", LOCALES)


@pytest.fixture
def write_form(tmp_path: Path) -> Callable[..., Form]:
    """Load a form whose one choice step is described by the test; `more` is TOML that follows it."""

    def write(step: str = "", options: str = "", more: str = "", head: str = "") -> Form:
        path = tmp_path / "lamp.toml"
        path.write_text(
            FORM.format(step=step, options=options or OPTIONS, more=more, head=head or HEAD), encoding="utf-8"
        )
        return load_form(path)

    return write


HEAD = 'id = "lamp"\nversion = 1\nkind = "help"\nnotice = "line"\ntitle = { en = "A lamp", zh-Hans = "路灯" }'
OPTIONS = """
[[steps.options]]
id = "dark"
label = { en = "Dark", zh-Hans = "不亮" }
"""
FORM = """
{head}
[[steps]]
id = "what"
type = "choice"
ask = {{ en = "What is wrong?", zh-Hans = "怎么了?" }}
summary = {{ en = "What", zh-Hans = "什么" }}
{step}
{options}
[[steps]]
id = "where"
type = "community"
ask = {{ en = "Where?", zh-Hans = "在哪里?" }}
summary = {{ en = "Where", zh-Hans = "地点" }}
{more}
[[outcomes]]
id = "done"
label = {{ en = "Done", zh-Hans = "好了" }}
"""
