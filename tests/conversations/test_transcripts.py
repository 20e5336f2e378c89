"""Every transcript in this folder is played; what people see must be what stands in it, word by word.

`R: words` or `R: [button]` is what a person does (R a resident, O1 … officers, `O1@G` in the group); `[button] again`
is one that was there once, `⌨[key]` one above the keyboard. `clock +31m` lets time pass, `clock 23:00` until then.
Officers join and leave, somebody `opens the chief's invite`, a person blocks the desk, `lets the desk in again` or
`deletes the account`, `the desk restarts`. Lines that begin with →, ✎, ! and · are what they see; they are compared.
`# set NAME=value` sets something of the station, `# speaks zh-Hans, ug (preview), en` its languages, `# trained O1 O2`
names who handles restricted matters. From right to left ‹ › stand for an isolate, ⇤ for a mark.
With --write-transcripts they are written anew, to be read before they are committed.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from handlers import events
from storage.invariants import find_violations
from storage.model import Role
from tests.shown import visible
from tests.stage import Stage, minutes

FOLDER = Path(__file__).parent
_SPEAKS, _PREVIEW = "# speaks ", " (preview)"
_ACTION = re.compile(
    r"(?P<who>[A-Z]\d?)(?:@(?P<where>G))?: (?P<what>.+)|clock (?P<time>\S+)|(?P<join>O\d) joins(?P<name>.*)"
    r"|(?P<leaves>O\d) leaves|(?P<invited>O\d) opens the (?P<role>\w+)'s invite(?P<as>.*)"
    r"|(?P<blocks>[A-Z]\d?) blocks the desk|(?P<unblocks>[A-Z]\d?) lets the desk in again"
    r"|(?P<deletes>[A-Z]\d?) deletes the account|(?P<restart>the desk restarts)"
)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
def test_the_conversation_is_as_it_stands_in(
    file: Path, tmp_path: Path, key: str, request: pytest.FixtureRequest
) -> None:
    written = file.read_text(encoding="utf-8").rstrip("\n").split("\n")
    played = play(written, tmp_path / "desk.db", key)
    if request.config.getoption("--write-transcripts"):
        file.write_text("\n".join(played) + "\n", encoding="utf-8")
    assert played == file.read_text(encoding="utf-8").rstrip("\n").split("\n")


def play(lines: list[str], path: Path, key: str) -> list[str]:
    """Return the transcript as it is now: the same actions, what people really see."""
    settings = dict(line.removeprefix("# set ").split("=", 1) for line in lines if line.startswith("# set "))
    spoken = [each for line in lines if line.startswith(_SPEAKS) for each in line.removeprefix(_SPEAKS).split(", ")]
    locales = tuple(each.removesuffix(_PREVIEW) for each in spoken)
    previews = tuple(each.removesuffix(_PREVIEW) for each in spoken if each.endswith(_PREVIEW))
    trained = tuple(name for line in lines if line.startswith("# trained ") for name in line.split()[2:])
    stage = Stage(path, key, environment=settings, locales=locales, previews=previews, trained=trained)
    played: list[str] = []
    for line, following in zip(lines, [*lines[1:], "#"], strict=True):
        action = _ACTION.fullmatch(line)
        if action or line.startswith("#") or (not line and _is_ours(following)):
            played.append(line)
        if action is None:
            continue
        stage.heard.clear()
        act(stage, action)
        played += map(visible, stage.heard)
    assert list(find_violations(stage.records)) == []
    stage.close()
    return played


def _is_ours(line: str) -> bool:
    """Return whether the line was written by hand: an action or a remark. A gap before one is kept."""
    return line.startswith("#") or _ACTION.fullmatch(line) is not None


def act(stage: Stage, action: re.Match[str]) -> None:
    if action["time"]:
        pass_time(stage, action["time"])
    elif action["join"]:
        stage.names[action["join"]] = action["name"].removeprefix(" as ") or action["join"]
        stage.join(action["join"])
    elif action["leaves"]:
        stage.join(action["leaves"], is_member=False)
    elif action["invited"]:
        stage.names[action["invited"]] = action["as"].removeprefix(" as ") or action["invited"]
        stage.invite(action["invited"], Role(action["role"]))
    elif action["blocks"]:
        stage.block(action["blocks"])
    elif action["unblocks"]:
        stage.block(action["unblocks"], is_blocked=False)
    elif action["deletes"]:
        stage.delete_account(action["deletes"])
    elif action["restart"]:
        stage.restart()
    else:
        do(stage, action["who"], action["where"] or "", action["what"])


def pass_time(stage: Stage, text: str) -> None:
    if text.startswith("+"):
        stage.wait(stage.clock.at + minutes(text))
        return
    hour, minute = map(int, text.split(":"))
    local = stage.front.settings.calendar.local(stage.clock.at)
    until = local.replace(hour=hour, minute=minute)
    stage.wait(until if until > local else until + timedelta(days=1))


def do(stage: Stage, who: str, where: str, what: str) -> None:
    stage.names.setdefault(who, who)
    if pressed := re.fullmatch(r"\[(.+)\]", what):
        stage.press(who, pressed[1], where=where)
    elif pressed := re.fullmatch(r"\[(.+)\] again", what):
        stage.press_again(who, pressed[1], where=where)
    elif pressed := re.fullmatch(r"⌨\[(.+)\]", what):
        stage.press_key(who, pressed[1])
    elif given := re.fullmatch(r"\((.+)\)", what):
        give(stage, who, given[1].split())
    else:
        stage.say(who, what, where=where)


def give(stage: Stage, who: str, words: list[str]) -> None:
    match words:
        case ["voice", seconds, "s"]:
            stage.send(who, events.VoiceSent, file="voice-file", seconds=int(seconds))
        case ["photo"]:
            stage.send(who, events.PhotoSent, file="photo-file")
        case ["photo", "of", "album", album]:
            stage.send(who, events.PhotoSent, file="photo-file", album=album)
        case ["location"]:
            stage.send(who, events.LocationSent, latitude=1.5, longitude=2.5)
        case ["live", "location"]:
            stage.send(who, events.LocationSent, latitude=1.5, longitude=2.5, is_live=True)
        case ["contact", *phone]:
            stage.send(who, events.ContactSent, phone=" ".join(phone), is_own=False)
        case ["edits", *text]:
            stage.edit(who, " ".join(text))
        case [kind]:
            stage.send(who, events.OtherSent, kind=kind)
        case _:
            raise AssertionError(f"nobody can do {words}")
