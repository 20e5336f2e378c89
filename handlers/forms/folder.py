"""The folders of a pack: which files it has, and which of them stand over those of the pack it extends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from handlers.forms.form import PackWrong
from handlers.forms.loading import read_toml

MAIN, NUMBERS = "pack.toml", "numbers.toml"
FIRST, DANGER, NOTICE, REASONS, CHILD = "first.toml", "danger.toml", "notice.toml", "reasons.toml", "child.toml"
_SHIPPED = Path(__file__).parent.parent / "packs"
_PLACES = re.compile(r"(pack|numbers|first|danger|notice|reasons|child|links)\.toml|(forms|cards)/[a-z0-9_]+\.toml")


def pack_files(name: str | Path) -> dict[str, Path]:
    """Return the pack's files by their place in it, where a file replaces that of the pack it extends."""
    files: dict[str, Path] = {}
    for folder in _lineage(_folder(str(name))):
        found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.toml")}
        if unknown := sorted(place for place in found if not _PLACES.fullmatch(place)):
            raise PackWrong(
                [f"{folder.name}/{unknown[0]} is read by nothing; packs have forms/*.toml and cards/*.toml"]
            )
        files.update(found)
    if missing := [place for place in (NUMBERS, FIRST, DANGER, NOTICE, REASONS, CHILD) if place not in files]:
        raise PackWrong([f"{name}: {missing[0]} is missing; add it, or extend a pack that has it"])
    return files


def _folder(name: str) -> Path:
    for folder in (_SHIPPED / name, Path(name)):
        if (folder / MAIN).is_file():
            return folder
    shipped = ", ".join(sorted(path.parent.name for path in _SHIPPED.glob(f"*/{MAIN}")))
    raise PackWrong([f"[station] pack {name!r} is neither a shipped pack ({shipped}) nor a folder with {MAIN} in it"])


def _lineage(folder: Path, younger: tuple[Path, ...] = ()) -> list[Path]:
    """Return the folder and what it extends, the eldest first."""
    if folder in younger:
        raise PackWrong([f"{folder.name}/{MAIN}: extends itself; name another pack or take the line out"])
    parent = str(read_toml(folder / MAIN).get("extends", ""))
    elders = _lineage(_folder(parent), (*younger, folder)) if parent else []
    return [*elders, folder]


def files_in(files: Mapping[str, Path], folder: str) -> list[Path]:
    """Return those of the pack's files that are in one of its folders, as `forms/`."""
    return [path for place, path in sorted(files.items()) if place.startswith(folder)]
