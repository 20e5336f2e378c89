"""The house rules that a machine can hold."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import aiosqlite
import pytest

from tests.source import PACKAGES, ROOT, Module, modules

LONGEST_FUNCTION = 40
LONGEST_FILE = 300
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}
CHANCE = {"random", "secrets", "uuid"}
MAY = {
    "bot/clock.py": "the one clock: everybody else is given it",
    "bot/sandbox/clock.py": "the sandbox's own clock: it imports none of ours",
    "bot/backoff.py": "jitter between tries",
    "bot/invite.py": "the token of an invite",
    "storage/ids.py": "where ids come from",
}
"""Files that may ask the system for the time or for chance, and why."""


def test_imports_go_one_way() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    told = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout


def test_the_call_that_runs_a_unit_on_the_writers_thread_is_there() -> None:
    call = aiosqlite.Connection._execute
    assert inspect.iscoroutinefunction(call)
    assert [parameter.kind.name for parameter in inspect.signature(call).parameters.values()] == [
        "POSITIONAL_OR_KEYWORD",
        "POSITIONAL_OR_KEYWORD",
        "VAR_POSITIONAL",
        "VAR_KEYWORD",
    ]


def test_its_package_is_pinned_to_the_version_that_was_tried() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"aiosqlite=={version('aiosqlite')}" in project["dependencies"]


def test_time_and_chance_come_from_one_place() -> None:
    found = {module.name: list(uses_of_time_or_chance(module)) for module in modules(*PACKAGES)}
    assert {name: uses for name, uses in found.items() if uses and name not in MAY} == {}
    assert {name for name in MAY if not found[name]} == set(), "these exceptions are not needed any more"


def test_time_and_chance_are_seen_however_they_are_imported(tmp_path: Path) -> None:
    file = tmp_path / "sample.py"
    file.write_text(
        "import time as t\nfrom datetime import datetime\nfrom uuid import uuid4\nt.time()\ndatetime.now()\n"
    )
    assert [what for _, what in uses_of_time_or_chance(Module(file))] == ["uuid", "time.time", "datetime.now"]


def test_files_stay_short() -> None:
    lengths = {module.name: len(module.text.splitlines()) for module in modules(*PACKAGES)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_stay_short() -> None:
    lengths = dict(length for module in modules(*PACKAGES) for length in function_lengths(module))
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_is_a_drawer_for_everything(package: str) -> None:
    names = {module.path.stem for module in modules(package)}
    assert names.isdisjoint({"util", "utils", "helper", "helpers", "misc", "common", "telegram"})


def function_lengths(module: Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module.name}: {node.name}", (node.end_lineno or 0) - node.lineno + 1


def uses_of_time_or_chance(module: Module) -> Iterator[tuple[int, str]]:
    """Yield (line, what) of every call of a clock and every import of chance."""
    names = dict(_imported(module.tree))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            asked = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            yield from ((node.lineno, name) for name in asked if name in CHANCE)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            called = f"{names.get(node.value.id, node.value.id)}.{node.attr}"
            short = ".".join(called.split(".")[-2:])
            if short in CLOCKS:
                yield node.lineno, short
        elif isinstance(node, ast.Name) and names.get(node.id) in CLOCKS:
            yield node.lineno, names[node.id]


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield (name here, full name) of what a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname or alias.name, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)
