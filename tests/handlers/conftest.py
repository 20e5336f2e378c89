"""A stage on which residents and officers speak English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage import Stage

ENGLISH = {"PAVILION__OFFICERS__LOCALE": "en"}


@pytest.fixture
def stage(tmp_path: Path, key: str) -> Iterator[Stage]:
    stage = Stage(tmp_path / "desk.db", key, environment=dict(ENGLISH))
    yield stage
    stage.close()
