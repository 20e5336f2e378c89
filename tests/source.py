"""The project's own files, as the tests of texts, docs and house rules read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "storage")
_NOT_OURS = ("build",)


@dataclass(frozen=True)
class Module:
    """One Python file; `name` is its path from the root."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def strings(self) -> Iterator[tuple[int, str]]:
        """Yield (line, text) of every string that is not a docstring."""
        said = {id(node.value) for node in ast.walk(self.tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                yield node.lineno, node.value


def modules(*packages: str) -> list[Module]:
    return [Module(path) for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


def kept_files() -> list[Path]:
    """Return every text file that belongs to the project: nothing hidden (but .ci), nothing built."""
    return [path for path in sorted(ROOT.rglob("*")) if path.is_file() and _is_kept(path)]


def pages() -> list[Path]:
    return [path for path in kept_files() if path.suffix == ".md"]


def _is_kept(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    hidden = any(part.startswith(".") and part not in (".ci", ".gitignore") for part in parts)
    built = parts[0] in _NOT_OURS or any(part == "__pycache__" or part.endswith(".egg-info") for part in parts)
    return not hidden and not built and path.suffix not in (".png", ".db", ".log")
