"""The page of settings: names, kinds and defaults from the sections, meanings from the example's comments."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bot import config
from bot.reference.page import begin, table

EXAMPLE = Path(__file__).parent.parent.parent / "config.example.toml"
SAID = {
    "station.name": "what the desk is called",
    "station.timezone": "the zone of every time that is shown, as the tz database names it",
    "station.desk.phone": "the number of the desk: the way to a human, shown on many screens",
    "station.desk.hours": "when the desk can be phoned, shown as it is written here",
    "station.desk.address": "where the desk is, shown with its phone",
    "station.complaints.phone": "the complaint line, shown to who says that a matter is not solved; empty: none",
    "station.features.dispute": "the door for trouble with somebody",
    "station.features.help": "the doors for what is broken, who needs care, and errands",
    "station.features.welfare": "the door for who finds it hard to get by",
    "offices.id": "its name in `[[communities]]` and in the records; do not change it",
    "offices.name": "as people read it",
    "communities.id": "its name in the records; do not change it",
    "communities.name": "as people read it, on a button",
    "communities.office": "the `id` of the office it belongs to",
    "venues.id": "its name in the records, 1 to 12 of a-z, 0-9 and _; do not change it",
    "venues.name": "as people read it",
    "venues.slots.mon_fri": "when people can come from Monday to Friday; empty: not then. Holidays are left out",
    "venues.slots.sat_sun": "the same for Saturday and Sunday",
    "venues.slots.minutes": "how long each time lasts; the next begins when it ends",
    "services.id": "its name in the file",
    "services.name": "as people read it",
    "services.what": "one short line about it",
    "services.hours": "from when to when on such a day",
    "timers.*.claim.nudge": "nobody has claimed it: tell the group",
    "timers.*.claim.escalate": "still nobody: tell the chief",
    "timers.*.work.first_contact": "from the claim to the first word to the resident; that time is shown to them",
    "timers.*.work.progress": "from there to the next word; so long after asking how it stands, they may ask again",
    "timers.*.followup.ask": "from resolved to the one question whether it is solved; `0m` asks with the news",
    "timers.*.followup.silence": "from that question to the end of waiting for an answer",
    "timers.*.followup.close": "from there to closed",
    "timers.*.reopen_window": "from resolved: for how long a finished matter can be opened again",
    "quiet_hours.residents": "when residents get no news and no questions",
    "quiet_hours.officers": "when officers get no reminders",
    "quiet_hours.holidays": "days on which nobody is on duty, each a date or `first..last`",
    "officers.rules.restricted_handlers_min": "so many trained people at least, 2 or more, for `features.safety`",
    "retention.text.free_text_and_voice": "answers, words, voice notes and photos, from the end of the matter",
    "retention.text.callback_phone": "a phone number, from the end of the matter",
    "retention.text.withdrawn": "everything of a matter that was taken back, from then",
    "retention.text.care_place": "where somebody unwell was, from the end of the matter",
    "retention.welfare_sensitive.at_most": "illness, registration and what else a form marks as sensitive",
    "retention.legal.basis": "the law that makes the station keep something longer, as residents read it",
    "retention.legal.freeze.dispute": "how long a law keeps a dispute, unseen by officers, from its end; `0d`: none",
    "retention.legal.freeze.help": "the same of a request for help",
    "retention.legal.freeze.welfare": "the same of a welfare matter",
    "telegram.base_url": "the Bot API server; it must end in `/bot`",
    "telegram.mode": "how updates come: they are asked for",
    "storage.url": "the database; a relative path counts from the folder of the file",
}
"""What a setting means where the comment beside it does not say, or says it of several; `*` is any kind of matter."""

_TEXT = """
One file holds everything a station sets; `config.example.toml` is a complete one. A key that is not listed here is an
error, and so is a value that does not fit: `pavilion check --config FILE` names file, key, value and remedy.
Beside this page: [commands and buttons](commands.md), [what is kept](data.md), [failpoints](failpoints.md).

- **Overrides.** A variable of the last column wins over the file. What has none can only stand in the file.
- **Secrets** never stand in the file. `token_env` and `key_env` name the variables that hold them. They come from the
  environment, or from `secrets.env` beside the file: lines `NAME=value`, mode 0600. The environment wins.
- **Names and labels** are tables with one text a locale, like `{ en = "…", zh-Hans = "…" }`. A missing one
  falls back to the first of `locales`.
- **Durations** are a number and a unit: `m` minutes, `h` hours, `d` days, `wd` working days. Those under `claim` count
  only while somebody is on duty, unless the matter is urgent. All others run on the clock.
- **Hours** are `HH:MM-HH:MM` in the station's zone, over midnight too: `22:30-08:30`.
"""
_HEAD = ("Setting", "Kind", "Default", "Meaning", "Overridden by")
_KINDS: dict[Any, str] = {bool: "true or false", int: "number", str: "text", tuple: "list", dict: "table"}


@dataclass(frozen=True)
class Setting:
    """One setting, in words; `path` is the tables that lead to it and its name."""

    path: str
    kind: str
    default: str
    meaning: str
    is_repeated: bool

    @property
    def table(self) -> str:
        return ".".join(self.path.split(".")[: 2 if self.path.startswith("timers.") else 1])

    @property
    def variable(self) -> str:
        """Return the variable that overrides it, or nothing where only the file can say it."""
        is_scalar = not self.is_repeated and self.kind not in ("list", "table")
        return f"`{config.PREFIX}{self.path.replace('.', '__').upper()}`" if is_scalar else ""

    def cells(self) -> tuple[str, str, str, str, str]:
        return f"`{self.path.removeprefix(self.table + '.')}`", self.kind, self.default, self.meaning, self.variable


def settings_page() -> str:
    tables: dict[str, list[Setting]] = {}
    for setting in find_settings():
        tables.setdefault(setting.table, []).append(setting)
    return "\n".join([begin("Settings", _TEXT), *(_section(name, rows) for name, rows in tables.items())])


def _section(name: str, rows: list[Setting]) -> str:
    title = f"[[{name}]]" if rows[0].is_repeated else f"[{name}]"
    return f"## `{title}`\n\n{table(_HEAD, [row.cells() for row in rows])}"


def find_settings() -> list[Setting]:
    """Return every setting there is, in the order of the code."""
    comments = read_comments(EXAMPLE.read_text(encoding="utf-8"))
    return [
        Setting(path, _kind(kind), _shown(default), meaning_of(path, comments), is_repeated)
        for path, kind, default, is_repeated in _leaves(config._File, None, "", False)
    ]


def _leaves(section: Any, defaults: Any, prefix: str, is_repeated: bool) -> Iterator[tuple[str, Any, Any, bool]]:
    """Yield (path, type, default, whether it stands in a [[…]]) of everything below a section.

    `defaults` is the section as it is when the file leaves it out, or None where the file must have it.
    """
    for field in msgspec.structs.fields(section):
        path = f"{prefix}{field.name}"
        default = _default(field) if defaults is None else getattr(defaults, field.name)
        within = (typing.get_args(field.type) or (None,))[0]
        if config._is_struct(field.type):
            known = None if default is msgspec.NODEFAULT else default
            yield from _leaves(field.type, known, f"{path}.", is_repeated)
        elif config._is_struct(within):
            yield from _leaves(within, None, f"{path}.", True)
        else:
            yield path, field.type, default, is_repeated


def _default(field: msgspec.structs.FieldInfo) -> Any:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()


def _kind(kind: Any) -> str:
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is typing.Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if isinstance(kind, types.UnionType):
        return " or ".join(_kind(each) for each in arguments if each is not type(None))
    return _KINDS[typing.get_origin(kind) or kind]


def _shown(default: Any) -> str:
    if default is msgspec.NODEFAULT:
        return "must be given"
    return f"`{msgspec.json.encode(default).decode()}`" if default or default is False else "empty"


def meaning_of(path: str, comments: Mapping[str, str]) -> str:
    """Return what is said here of the setting, else the comment beside it; empty where nobody says anything."""
    general = re.sub(r"^timers\.\w+\.", "timers.*.", path)
    return SAID.get(general) or comments.get(path, "")


def read_comments(text: str) -> dict[str, str]:
    """Return the comment beside each key and each head of a file in the example's layout, by the path of the key."""
    section, found = "", {}
    for line in text.splitlines():
        if head := re.match(r"\[+([\w.]+)\]+(?:\s+# (.*))?", line):
            section = head[1]
            found[section] = head[2] or ""
        elif key := re.match(r"(\w+) = .*?\s# (.*)$", line):
            found[f"{section}.{key[1]}"] = key[2]
    return found
