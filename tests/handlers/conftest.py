"""A stage on which residents and officers speak English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage import Stage

ENGLISH = {"PAVILION__OFFICERS__LOCALE": "en"}
LANGUAGES = ("zh-Hans", "ug", "en")


@pytest.fixture
def stage(tmp_path: Path, key: str) -> Iterator[Stage]:
    stage = Stage(tmp_path / "desk.db", key, environment=dict(ENGLISH))
    yield stage
    stage.close()


@pytest.fixture
def wide(tmp_path: Path, key: str) -> Iterator[Stage]:
    """The same at a station that offers Uyghur, as a preview, beside its two complete languages."""
    stage = Stage(tmp_path / "wide.db", key, environment=ENGLISH, locales=LANGUAGES, previews=("ug",))
    yield stage
    stage.close()
