"""Danger: its numbers are there with the database away, every screen leads on, and what is tapped is not kept."""

from __future__ import annotations

import msgspec
import pytest

from bot import config
from handlers import buttons, danger
from handlers.commands import Buttons
from handlers.forms.pack import Pack, load_pack
from handlers.settings import Settings
from handlers.texts import Texts
from tests.handlers.scenes import act, arrive, written
from tests.stage import EXAMPLE, Stage

LOCALES = ("zh-Hans", "en")
TEXTS = Texts(LOCALES)
SETTINGS: Settings = config.load(EXAMPLE, {}).settings


@pytest.fixture(params=["cn", "generic"])
def pack(request: pytest.FixtureRequest) -> Pack:
    return load_pack(request.param, LOCALES)


def without_records(data: str, pack: Pack) -> tuple[str, Buttons]:
    return danger.without_records(data, pack, SETTINGS, TEXTS)


def labels(shown: Buttons) -> list[str]:
    return [button.label for row in shown.rows for button in row]


def follow(shown: Buttons, label: str, pack: Pack) -> tuple[str, Buttons]:
    [button] = [button for row in shown.rows for button in row if button.label == label]
    return without_records(button.data, pack)


def test_with_nothing_stored_the_numbers_are_said_in_every_language(pack: Pack) -> None:
    text, shown = without_records("", pack)
    assert all(pack.emergency_line(locale) in text for locale in LOCALES)
    assert labels(shown) == ["现在有危险", "Danger now"]


@pytest.mark.parametrize("data", ["", "garbage", "1:door::0:dispute", "!1:door::0:care", "1:claim:x:0:"])
def test_with_nothing_stored_every_other_press_gets_the_numbers_and_the_way_to_the_dangers(
    pack: Pack, data: str
) -> None:
    assert without_records(data, pack) == without_records("", pack)


def test_with_nothing_stored_one_taps_through_to_every_danger_and_back(pack: Pack) -> None:
    _, shown = without_records("", pack)
    asked, dangers = follow(shown, "Danger now", pack)
    assert asked == "What is the danger?"
    for option in pack.danger.options:
        said, ways = follow(dangers, option.label["en"], pack)
        assert said == option.says["en"]
        assert follow(ways, "Back", pack) == (asked, dangers)


def test_every_danger_ends_in_the_desk_its_phone_and_back(pack: Pack) -> None:
    for option in pack.danger.options:
        _, shown = without_records(f"!1:danger_is:en:0:{option.id}", pack)
        assert labels(shown) == ["Called, tell the desk", "Call me", "Phone the desk", "Back"]


def test_call_me_is_offered_where_the_pack_has_that_form(pack: Pack) -> None:
    unable = msgspec.structs.replace(
        pack, forms={name: form for name, form in pack.forms.items() if name != "callback"}
    )
    _, shown = without_records("!1:danger_is:en:0:fire", unable)
    assert labels(shown) == ["Called, tell the desk", "Phone the desk", "Back"]
    _, shown = without_records("!1:danger_is:en:0:fire", pack)
    [press] = [buttons.read(b.data) for row in shown.rows for b in row if b.label == "Call me"]
    assert press == buttons.Press("door", value="callback")


def test_what_is_tapped_in_danger_is_stored_nowhere(stage: Stage) -> None:
    arrive(stage, "R")
    before = everything(stage)
    for option in stage.front.pack.danger.options:
        act(stage, "R", "[Danger now]", f"[{option.label['en']}]", "[Back]", "[Back]")
    assert everything(stage) == before
    act(stage, "R", "[Danger now]", "[Fire, trapped]", "[Called, tell the desk]")
    assert everything(stage) != before


def everything(stage: Stage) -> dict[str, list[tuple[object, ...]]]:
    """Return what the tables hold, but for queues and message ids; of what was said no words are left."""
    left = stage.records.connection.execute("select count(*) from outbox where payload is not null").fetchone()[0]
    people = stage.records.connection.execute("select * from people").fetchall()
    return {**written(stage), "people": [tuple(each) for each in people], "words": [(left,)]}
