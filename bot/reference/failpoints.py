"""The page of failpoints: their names and the comments beside them."""

from __future__ import annotations

import re
from pathlib import Path

from bot.reference.page import begin, table
from storage import failpoints

_POINT = re.compile(r'^\s+"([\w.]+)",\s+# (.*)$', flags=re.MULTILINE)
_TEXT = f"""
Named points on the path of an update where the process can be killed on purpose. With `PAVILION_FAILPOINT=name:n` in
the environment of `pavilion run` it ends the n-th time it passes the point, as `kill -9` would end it, with exit code
{failpoints.KILLED}. Without `:n` it is the first time. The crash suite tries every one of them.
"""


def failpoints_page() -> str:
    return begin("Failpoints", _TEXT) + "\n" + table(("Name", "Where the process is then"), _rows())


def _rows() -> list[tuple[str, str]]:
    """Return names and meanings in the order of the code."""
    said = _POINT.findall(Path(failpoints.__file__).read_text(encoding="utf-8"))
    return [(f"`{name}`", meaning) for name, meaning in said if name in failpoints.POINTS]
