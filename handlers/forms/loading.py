"""Loading: forms and other parts of a pack, read from TOML and checked. What is wrong is said with file and place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from handlers.forms import checks, names
from handlers.forms.form import Form, FormWrong, PackWrong, Part
from handlers.forms.names import Wording

P = TypeVar("P", bound=Part)


def load_form(
    path: Path, wording: Wording | None = None, region: str = "", features: frozenset[str] = frozenset()
) -> Form:
    """Return the form in a TOML file as a station with these features has it.

    Raises FormWrong naming file, step and reason, also for what the station does not have.
    """
    form = read_part(path, Form, wording or Wording(), FormWrong)
    if problems := [f"{path.name}: {problem}" for problem in checks.find_problems(form, path.stem)]:
        raise FormWrong(problems)
    return msgspec.structs.replace(form.fitted(features), region=region)


def read_part(
    path: Path,
    kind: type[P],
    wording: Wording,
    wrong: type[PackWrong] = PackWrong,
    essential: tuple[str, ...] = names.REQUIRED,
) -> P:
    """Return a TOML file as a Part with its texts finished. `essential` are the locales that no text may lack."""
    raw = read_toml(path, wrong)
    finished = wording.finish(raw)
    problems = [*names.missing_languages(raw, essential), *names.find_problems(finished)]
    if problems:
        raise wrong([f"{path.name}: {problem}" for problem in problems])
    try:
        return msgspec.convert(finished, kind)
    except msgspec.ValidationError as error:
        raise wrong([f"{path.name}: {_place(str(error), raw)}"]) from error


def read_toml(path: Path, wrong: type[PackWrong] = PackWrong) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise wrong([f"{path.name}: {error}"]) from error


def _place(said: str, raw: dict[str, Any]) -> str:
    """Return msgspec's words with the step's name in front, where it speaks of `$.steps[2]`."""
    text, _, place = said.rstrip("`").partition(" - at `$.")
    if found := re.fullmatch(r"(steps|extras)\[(\d+)\](.*)", place):
        step = raw[found[1]][int(found[2])]
        name = step.get("id", found[2]) if isinstance(step, dict) else found[2]
        return f"step {name}{found[3]}: {text}; correct it"
    return f"{place or 'the file'}: {text}; correct it"
