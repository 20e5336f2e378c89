"""The one file a station writes: each mistake is told by key, value and remedy, and none of them starts the desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import config
from bot.config import SECRETS, Config, ConfigWrong
from storage.seal import new_key
from tests.bot.room import EXAMPLE

WRITTEN = EXAMPLE.read_text(encoding="utf-8")
TOKEN = "123456:made-up"

MISTAKES = {
    "desk phone empty": ('phone = "0000-0000000"', 'phone = " "', "[station] desk.phone is empty; add a number"),
    "desk phone missing": ('phone = "0000-0000000", ', "", "station.desk: Object missing required field `phone`"),
    "unknown zone": ('"Asia/Shanghai"', '"Asia/Atlantis"', "timezone 'Asia/Atlantis' is unknown; write it like Asia/"),
    "no locale": ('locales = ["zh-Hans", "en"]', "locales = []", "[station] locales is empty; name at least one"),
    "preview not offered": (
        "preview_locales = []",
        'preview_locales = ["ug"]',
        "names 'ug', which is not in locales; add",
    ),
    "preview first": (
        "preview_locales = []",
        'preview_locales = ["zh-Hans"]',
        "'zh-Hans', the first of locales; put a com",
    ),
    "nobody trained": (
        "safety = false",
        "safety = true",
        "[officers] trained names 0, but features.safety needs 2 peo",
    ),
    "too few trained": (
        "handlers_min = 2",
        "handlers_min = 1",
        "restricted_handlers_min is 1; it cannot be lower than",
    ),
    "unknown office": ('office = "o1"', 'office = "o9"', "[[communities]] c01: office 'o9' is unknown; name one of o1"),
    "community twice": ('id = "c02"', 'id = "c01"', "[[communities]] id 'c01' stands twice; give each its own"),
    "community with a blank": ('id = "c02"', 'id = "c 02"', "id 'c 02' does not fit into a link; use 1 to 24 of A-Z"),
    "venue id too long": (
        'id = "pavilion"',
        'id = "the-pavilion"',
        "[[venues]] the-pavilion: id 'the-pavilion' does not",
    ),
    "venue twice": ('id = "pavilion"', 'id = "counter"', "[[venues]] id 'counter' stands twice; give each its own"),
    "venue nowhere": ("pin = [0.0, 0.0]", "pin = [99.0, 0.0]", "pavilion: pin [99.0, 0.0] is no place on earth; write"),
    "venue of nobody": (
        'communities = ["c01"]',
        'communities = ["c9"]',
        "communities: 'c9' is unknown; name some of c01",
    ),
    "times of no length": (
        "minutes = 60",
        "minutes = 0",
        "[[venues]] pavilion: slots.minutes is 0; a time lasts 10 to",
    ),
    "times at night": (
        '"10:00-12:00"',
        '"22:00-02:00"',
        "slots.mon_fri: '22:00-02:00' ends before it begins; give the",
    ),
    "times unread": ('"10:00-12:00"', '"ten"', "[[venues]] pavilion: slots.mon_fri: 'ten' is no span of hours; write"),
    "service nowhere": (
        'venue = "counter"',
        'venue = "roof"',
        "[[services]] legal: venue 'roof' is unknown; name one of",
    ),
    "service never": (
        'weekdays = ["wed"]',
        "weekdays = []",
        "[[services]] legal: is on no day; give weekdays or dates",
    ),
    "service unread": ("dates = []", 'dates = ["soon"]', "[[services]] legal: dates: 'soon' is no date; write it like"),
    "unknown weekday": ('["wed"]', '["someday"]', "services[0].weekdays[0]: Invalid enum value 'someday'; see docs"),
    "wrong hours": ('"08:30-20:30"', '"morning"', "o1: hours: 'morning' is no span of hours; write it like 08:30-"),
    "wrong quiet hours": ('"22:30-08:30"', '"25:00-08:30"', "residents: '25:00-08:30' cannot be: hour must be in"),
    "wrong holiday": ("2026-10-01..2026-10-08", "2026-13-01", "[quiet_hours] holidays: "),
    "wrong nudge": ('nudge = "5m"', 'nudge = "soon"', "[timers.urgent] claim.nudge: 'soon' is no duration; write it"),
    "wrong promise": (
        'first_contact = "15m"',
        'first_contact = "now"',
        "[timers.urgent] work.first_contact: 'now' is no",
    ),
    "wrong window": ('reopen_window = "30d"', 'reopen_window = "30"', "[timers.dispute] reopen_window: '30' is no dur"),
    "wrong draft": ('draft = "24h"', 'draft = "a day"', "[retention] draft: 'a day' is no duration; write it like"),
    "small limit": ("person_per_minute = 30", "person_per_minute = 3", "person_per_minute is 3; a form alone takes"),
    "unknown key": (
        "pacing = true",
        "pacing = true\nspeed = 3",
        "telegram: Object contains unknown field `speed`; see",
    ),
    "wrong type": ("pacing = true", 'pacing = "perhaps"', "telegram.pacing: "),
    "unknown mode": ('mode = "polling"', 'mode = "webhook"', "telegram.mode: Invalid enum value 'webhook'; see docs/"),
    "wrong address": ('org/bot"', 'org"', "base_url is 'https://api.telegram.org'; it must end in /bot, like http://"),
    "other database": ('"sqlite:///pavilion.db"', '"mysql://desk"', "url is 'mysql://desk'; write it like sqlite:///"),
    "no TOML": ("[telegram]", "[telegram", "station.toml: "),
    "token in the file": ("mode =", f'token = "{TOKEN}"\nmode =', "[telegram] token stands in the file, where others"),
}


def _load(folder: Path, text: str = WRITTEN, **environment: str) -> Config:
    path = folder / "station.toml"
    path.write_text(text, encoding="utf-8")
    return config.load(path, environment)


@pytest.mark.parametrize(("right", "wrong", "told"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_named_with_file_key_value_and_remedy(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert right in WRITTEN
    with pytest.raises(ConfigWrong) as raised:
        _load(tmp_path, WRITTEN.replace(right, wrong, 1))
    [problem] = raised.value.problems
    assert problem.startswith("station.toml: ")
    assert told in problem
    assert TOKEN not in problem


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = WRITTEN.replace('"Asia/Shanghai"', '"Nowhere"').replace('office = "o1"', 'office = "o9"')
    with pytest.raises(ConfigWrong) as raised:
        _load(tmp_path, text)
    assert len(raised.value.problems) == 1 + 3


def test_the_example_is_right_as_it_stands(tmp_path: Path) -> None:
    loaded = _load(tmp_path)
    assert loaded.telegram.pacing
    assert loaded.database == tmp_path / "pavilion.db"


def test_a_file_that_is_not_there_is_named_with_the_way_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigWrong, match=r"none\.toml is not there; copy config\.example\.toml and adapt it"):
        config.load(tmp_path / "none.toml", {})


# The environment.


def test_a_scalar_is_overridden_by_the_environment(tmp_path: Path) -> None:
    loaded = _load(
        tmp_path,
        PAVILION__TELEGRAM__PACING="false",
        PAVILION__STATION__DESK__PHONE="0000-1111111",
        PAVILION__TIMERS__URGENT__CLAIM__NUDGE="7m",
        PAVILION__STATION__NAME__EN="Hillside desk",
        PAVILION__STORAGE__URL="sqlite:////elsewhere/other.db",
    )
    assert not loaded.telegram.pacing
    assert loaded.settings.station.desk.phone == "0000-1111111"
    assert loaded.settings.timers.urgent.claim.nudge == "7m"
    assert loaded.settings.station.name["en"] == "Hillside desk"
    assert loaded.database == Path("/elsewhere/other.db")


@pytest.mark.parametrize(
    "name",
    [
        "PAVILION__TELEGRAM__SPEED",
        "PAVILION__TELEGRAM__TOKEN",
        "PAVILION__STATION__LOCALES",
        "PAVILION__STATION__DESK",
        "PAVILION__OFFICES__O1__HOURS",
        "PAVILION__NOTHING",
    ],
)
def test_what_the_environment_cannot_set_is_an_error_that_names_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigWrong, match=name) as raised:
        _load(tmp_path, **{name: TOKEN})
    assert TOKEN not in str(raised.value)


def test_a_wrong_value_from_the_environment_is_checked_like_one_from_the_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigWrong, match="'soon' is no duration"):
        _load(tmp_path, PAVILION__RETENTION__DRAFT="soon")


def test_other_variables_are_none_of_ours(tmp_path: Path) -> None:
    assert _load(tmp_path, HOME="/", PAVILION_TOKEN=TOKEN).token == TOKEN


# Secrets.


def test_secrets_come_from_the_environment_before_the_file(tmp_path: Path) -> None:
    key = new_key()
    _write_secrets(tmp_path, f'# ours\nPAVILION_TOKEN="of the file"\nPAVILION_KEY={key}\n', mode=0o600)
    loaded = _load(tmp_path, PAVILION_TOKEN=TOKEN)
    assert (loaded.token, loaded.key) == (TOKEN, key)
    assert _load(tmp_path).token == "of the file"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_secrets_that_others_can_read_are_refused_with_the_command_that_helps(tmp_path: Path, mode: int) -> None:
    _write_secrets(tmp_path, "PAVILION_TOKEN=x\n", mode)
    with pytest.raises(ConfigWrong, match=r"secrets\.env can be read by others on this machine; run: chmod 600"):
        _load(tmp_path)


def test_a_secret_that_is_missing_or_empty_is_asked_for_by_its_variable(tmp_path: Path) -> None:
    loaded = _load(tmp_path, PAVILION_KEY=" ")
    with pytest.raises(ConfigWrong, match=r"\[telegram\] token_env names PAVILION_TOKEN, which is not set; put the"):
        _ = loaded.token
    with pytest.raises(ConfigWrong, match=r"\[storage\] key_env names PAVILION_KEY, which is not set; put a key made"):
        _ = loaded.key


def test_the_variables_may_have_other_names(tmp_path: Path) -> None:
    text = WRITTEN.replace('"PAVILION_TOKEN"', '"DESK_TOKEN"')
    assert _load(tmp_path, text, DESK_TOKEN=TOKEN).token == TOKEN


def _write_secrets(folder: Path, text: str, mode: int) -> None:
    path = folder / SECRETS
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
