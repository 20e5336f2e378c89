"""The one file a station writes, read and checked. An error names file, key, value and remedy."""

from __future__ import annotations

import re
import stat
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from bot import places
from handlers import retention, settings
from handlers.hours import Duration, Span
from handlers.settings import Settings

PREFIX = "PAVILION__"
SECRETS = "secrets.env"
_PLACE = " - at `$"
_FEWEST_TURNS = 10
_COMMUNITY = re.compile(r"[A-Za-z0-9_-]{1,24}")
_FEWEST_TRAINED = 2


class ConfigWrong(Exception):
    """The configuration cannot be used; `problems` are sentences for the person who wrote it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Telegram(settings.Section, frozen=True, kw_only=True):
    """How the bot reaches Telegram. The token itself stands in the environment, never in the file."""

    token_env: str = "PAVILION_TOKEN"  # the name of a variable, no secret
    base_url: str = "https://api.telegram.org/bot"
    mode: Literal["polling"] = "polling"
    pacing: bool = True


class Storage(settings.Section, frozen=True, kw_only=True):
    url: str = "sqlite:///pavilion.db"
    key_env: str = "PAVILION_KEY"


class _File(Settings, frozen=True, kw_only=True):
    telegram: Telegram = Telegram()
    storage: Storage = Storage()


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """A checked configuration. `secrets` holds the environment and the file beside the config."""

    path: Path
    settings: Settings
    telegram: Telegram
    storage: Storage
    secrets: Mapping[str, str]

    @property
    def token(self) -> str:
        return self._secret(self.telegram.token_env, "[telegram] token_env", "the bot's token from @BotFather")

    @property
    def key(self) -> str:
        return self._secret(self.storage.key_env, "[storage] key_env", "a key made by `pavilion key`")

    @property
    def database(self) -> Path:
        """Return the path of the database; a relative one counts from the folder of the config."""
        return self.path.parent / self.storage.url.removeprefix("sqlite:///")

    def _secret(self, name: str, setting: str, what: str) -> str:
        value = self.secrets.get(name, "").strip()
        if not value:
            raise ConfigWrong([f"{setting} names {name}, which is not set; put {what} into it or into {SECRETS}"])
        return value


def load(path: Path, environment: Mapping[str, str]) -> Config:
    """Read, override from the environment and check the file; raises ConfigWrong with everything that is wrong."""
    raw = _read(path)
    _refuse_token(path, raw)
    _override(raw, environment)
    try:
        file = msgspec.convert(raw, _File, strict=False)
    except msgspec.ValidationError as error:
        raise ConfigWrong([f"{path.name}: {_said(error)}"]) from error
    problems = [f"{path.name}: {problem}" for problem in find_problems(file)]
    if problems:
        raise ConfigWrong(problems)
    secrets = {**_read_secrets(path.parent / SECRETS), **environment}
    return Config(path=path, settings=file, telegram=file.telegram, storage=file.storage, secrets=secrets)


def find_problems(file: _File) -> Iterator[str]:
    """Yield a sentence for everything that fits together badly."""
    yield from _station_problems(file.station)
    yield from _trained_problems(file)
    yield from _place_problems(file)
    yield from _time_problems(file)
    if file.limits.person_per_minute != 0 and file.limits.person_per_minute < _FEWEST_TURNS:
        remedy = f"a form alone takes that many; give {_FEWEST_TURNS} or more, or 0 for no limit"
        yield f"[limits] person_per_minute is {file.limits.person_per_minute}; {remedy}"
    yield from places.find_problems(file)
    if not file.storage.url.startswith("sqlite:///"):
        yield f"[storage] url is {file.storage.url!r}; write it like sqlite:///pavilion.db"
    if not file.telegram.base_url.endswith("/bot"):
        yield f"[telegram] base_url is {file.telegram.base_url!r}; it must end in /bot, like http://127.0.0.1:8081/bot"


def _station_problems(station: settings.Station) -> Iterator[str]:
    if not station.desk.phone.strip():
        yield "[station] desk.phone is empty; add a number residents can call"
    if not station.locales:
        yield "[station] locales is empty; name at least one, the first is the default"
    yield from _preview_problems(station)
    for table, names in (("name", station.name), ("body", station.body)):
        if not any(names.values()):
            yield f"[station] {table} is empty in every locale; give it at least in {station.locales[0]}"
    try:
        ZoneInfo(station.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        yield f"[station] timezone {station.timezone!r} is unknown; write it like Asia/Shanghai"


def _preview_problems(station: settings.Station) -> Iterator[str]:
    for locale in station.preview_locales:
        if locale not in station.locales:
            yield f"[station] preview_locales names {locale!r}, which is not in locales; add it there or take it out"
        elif locale == station.locales[0]:
            yield f"[station] preview_locales names {locale!r}, the first of locales; put a complete one before it"


def _trained_problems(file: _File) -> Iterator[str]:
    """Whoever is in danger must find more than one person who was trained for it."""
    least, named = file.officers.rules.restricted_handlers_min, len(set(file.officers.trained))
    if least < _FEWEST_TRAINED:
        yield f"[officers] rules.restricted_handlers_min is {least}; it cannot be lower than {_FEWEST_TRAINED}"
    if file.station.features.safety and named < max(least, _FEWEST_TRAINED):
        yield (
            f"[officers] trained names {named}, but features.safety needs {max(least, _FEWEST_TRAINED)} people;"
            " add their numeric ids, or set features.safety to false"
        )


def _place_problems(file: _File) -> Iterator[str]:
    offices = Counter(office.id for office in file.offices)
    chats = Counter(office.chat_id for office in file.offices if office.chat_id is not None)
    if not offices:
        yield "[[offices]] is empty; add one with an id, a name and hours"
    if not file.communities:
        yield "[[communities]] is empty; add one with an id, a name and its office"
    yield from (f"[[offices]] id {name!r} stands twice; give each office its own" for name in _twice(offices))
    yield from (f"[[offices]] chat_id {chat} stands twice; give each office its own group" for chat in _twice(chats))
    ids = Counter(community.id for community in file.communities)
    yield from (f"[[communities]] id {name!r} stands twice; give each its own" for name in _twice(ids))
    for community in file.communities:
        if not _COMMUNITY.fullmatch(community.id):
            yield f"[[communities]] id {community.id!r} does not fit into a link; use 1 to 24 of A-Z, a-z, 0-9, _ and -"
        if community.office not in offices:
            known = ", ".join(sorted(offices))
            yield f"[[communities]] {community.id}: office {community.office!r} is unknown; name one of {known}"


def _twice(counted: Counter[Any]) -> list[Any]:
    return [name for name, count in counted.items() if count > 1]


def _time_problems(file: _File) -> Iterator[str]:
    for office in file.offices:
        yield from _unparsed(f"[[offices]] {office.id}: hours", office.hours, Span)
    yield from _unparsed("[quiet_hours] residents", file.quiet_hours.residents, Span)
    yield from _unparsed("[quiet_hours] officers", file.quiet_hours.officers, Span)
    yield from _unparsed("[retention] draft", file.retention.draft, Duration)
    yield from retention.find_problems(file.retention)
    for kind in ("dispute", "help", "welfare", "urgent"):
        timers: settings.KindTimers = getattr(file.timers, kind)
        for name, text in _durations(timers):
            yield from _unparsed(f"[timers.{kind}] {name}", text, Duration)
    try:
        settings.parse_holidays(file.quiet_hours.holidays)
    except ValueError as error:
        yield f"[quiet_hours] holidays: {error}"


def _durations(timers: settings.KindTimers) -> Iterator[tuple[str, str]]:
    yield "claim.nudge", timers.claim.nudge
    yield "claim.escalate", timers.claim.escalate
    yield "followup.ask", timers.followup.ask
    yield "followup.silence", timers.followup.silence
    yield "followup.close", timers.followup.close
    yield "work.first_contact", timers.work.first_contact
    yield "work.progress", timers.work.progress
    yield "reopen_window", timers.reopen_window


def _unparsed(where: str, text: str, kind: type[Span] | type[Duration]) -> Iterator[str]:
    try:
        kind.parse(text)
    except ValueError as error:
        value = "" if repr(text) in str(error) else f"{text!r} cannot be: "
        yield f"{where}: {value}{error}"


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigWrong([f"{path} is not there; copy config.example.toml and adapt it"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigWrong([f"{path.name}: {error}"]) from error


def _refuse_token(path: Path, raw: dict[str, Any]) -> None:
    if "token" in raw.get("telegram", {}):
        remedy = "take it out, make a new one with @BotFather, and put that into the variable that token_env names"
        raise ConfigWrong([f"{path.name}: [telegram] token stands in the file, where others can read it; {remedy}"])


def _override(raw: dict[str, Any], environment: Mapping[str, str]) -> None:
    """Put `PAVILION__SECTION__KEY` over the file's scalars; what names no table or a list is an error."""
    for name, value in environment.items():
        if not name.startswith(PREFIX):
            continue
        *tables, key = name.removeprefix(PREFIX).lower().split("__")
        target = raw
        for table in tables:
            target = target.setdefault(table, {})
            if not isinstance(target, dict):
                raise ConfigWrong([f"{name}: {table} is a list or a value, set it in the file"])
        if not tables or isinstance(target.get(key), dict | list) or not _is_known(tables, key):
            raise ConfigWrong([f"{name} is no setting that can be given this way; see docs/reference/settings.md"])
        target[key] = value


def _is_known(tables: list[str], key: str) -> bool:
    """Return whether the path of tables leads to a scalar of that name."""
    kind: Any = _File
    for step in [*tables, key]:
        fields = {f.name: f.type for f in msgspec.structs.fields(kind)} if _is_struct(kind) else {}
        if step not in fields:
            return bool(kind == settings.Names)
        kind = fields[step]
    return not _is_struct(kind)


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _said(error: msgspec.ValidationError) -> str:
    """Return msgspec's words with the key's path in front, as the file writes it."""
    text, _, place = str(error).partition(_PLACE)
    path = place.rstrip("`").strip(".")
    return f"{path or 'the file'}: {text}; see docs/reference/settings.md"


def _read_secrets(path: Path) -> dict[str, str]:
    """Read `NAME=value` lines; refuse a file that others on the machine can read."""
    if not path.exists():
        return {}
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigWrong([f"{path.name} can be read by others on this machine; run: chmod 600 {path.name}"])
    pairs = (line.partition("=") for line in path.read_text(encoding="utf-8").splitlines() if "=" in line)
    return {name.strip(): value.strip().strip('"') for name, _, value in pairs if not name.strip().startswith("#")}
