"""Whatever a resident and two officers do, in whatever order: nobody is lost, and nothing private gets out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import events
from handlers.commands import Buttons, Keys
from handlers.forms.form import Step
from storage.invariants import find_violations
from tests.handlers.conftest import ENGLISH
from tests.handlers.scenes import progress
from tests.stage import GROUP, Stage

STEPS = 60
CANARY = "CANARY"
WORDS = (f"{CANARY} at midnight", "", "Back", "Send", "Continue", "<b>x</b>", "0", "+12025550101", "😀" * 600)
COMMANDS = (
    "/start",
    "/start officer",
    "/my",
    "/menu",
    "/help",
    "/language",
    "/cancel",
    "/queue",
    "/mine",
    "/find x",
    "/mydata",
    "/forget",
)
TYPED = ("words", "text", "spot", "phone", "media")
GOOD = dict.fromkeys(TYPED, f"{CANARY} at midnight") | {"phone": "+1 202 555 0101"}
LEADS_AWAY = (
    "Back",
    "Cancel",
    "First screen",
    "Start over",
    "Danger now",
    "Phone the desk",
    "More",
    "Read more",
    "No",
    "Remove these messages",
)
THINGS: tuple[tuple[Callable[..., events.AnyEvent], dict[str, object]], ...] = (
    (events.PhotoSent, {"file": f"{CANARY}-photo"}),
    (events.PhotoSent, {"file": f"{CANARY}-photo", "album": "one"}),
    (events.VoiceSent, {"file": f"{CANARY}-voice", "seconds": 9}),
    (events.VoiceSent, {"file": f"{CANARY}-voice", "seconds": 900}),
    (events.LocationSent, {"latitude": 1.5, "longitude": 2.5}),
    (events.LocationSent, {"latitude": 1.5, "longitude": 2.5, "is_live": True}),
    (events.ContactSent, {"phone": "+12025550101", "is_own": True}),
    (events.ContactSent, {"phone": "+12025550101", "is_own": False}),
    (events.OtherSent, {"kind": "sticker"}),
    (events.OtherSent, {"kind": "document"}),
    (events.MessageEdited, {"text": CANARY}),
    (events.MessageEdited, {}),
)


class Play:
    """Chooses what happens next by chance, mostly what a person would do: press a button that is there."""

    def __init__(self, stage: Stage, chance: Random) -> None:
        self.stage = stage
        self.chance = chance

    def step(self) -> None:
        name = self.chance.choice(("R", "R", "R", "O1", "O2"))
        roll = self.chance.random()
        if roll < 0.60:
            self.go_on(name)
        elif roll < 0.67:
            self.press(name)
        elif roll < 0.74:
            self.press_old(name)
        elif roll < 0.80:
            self.speak(name)
        elif roll < 0.88:
            self.stage.say(name, self.chance.choice(COMMANDS))
        elif roll < 0.94:
            kind, fields = self.chance.choice(THINGS)
            self.stage.send(name, kind, **fields)
        else:
            self.happen(name)

    def go_on(self, name: str) -> None:
        """Do what a person would who wants to get on: answer the question, else press what leads forward."""
        step = self.open_step(name)
        if step is not None and step.type in TYPED:
            self.stage.say(name, GOOD[step.type] if not step.card else "the east gate")
            return
        where = "G" if name != "R" and self.chance.random() < 0.5 else ""
        forward = [label for label in self.newest(where or name) if label not in LEADS_AWAY]
        if forward:
            self.stage.press(name, self.chance.choice(forward), where=where)
        else:
            self.stage.say(name, "/start")

    def newest(self, name: str) -> list[str]:
        """Return the labels of the newest message that has any button to press."""
        for shown in reversed(list(self.stage.shown(name))):
            if labels := [button.label.lstrip("☑☐ ") for button in shown.buttons if button.data]:
                return labels
        return []

    def press(self, name: str) -> None:
        where = "G" if name != "R" and self.chance.random() < 0.5 else ""
        shown = [button.label for each in self.stage.shown(where or name) for button in each.buttons if button.data]
        if shown:
            self.stage.press(name, self.chance.choice(shown).lstrip("☑☐ "), where=where)

    def open_step(self, name: str) -> Step | None:
        at = progress(self.stage, name)
        return self.stage.front.pack.forms[at.form].step(at.step) if at is not None else None

    def speak(self, name: str) -> None:
        """Say something; where the answer may stand on the card, a public spot, nothing that must not."""
        step = self.open_step(name)
        self.stage.say(name, "the east gate" if step is not None and step.card else self.chance.choice(WORDS))

    def press_old(self, name: str) -> None:
        """Press a button of any chat, as a second device or a forged press would."""
        drawn = [(address, *each) for address, known in sorted(self.stage.drawn.items()) for each in known]
        if drawn:
            address, number, button = self.chance.choice(drawn)
            self.stage.press_data(name, button.data, where="G" if address == GROUP else "", message=number)

    def happen(self, name: str) -> None:
        match self.chance.randrange(4):
            case 0:
                self.stage.wait(self.stage.clock.at + timedelta(hours=self.chance.choice((1, 10, 30, 200))))
            case 1:
                self.stage.restart()
            case 2 if name != "R":
                self.stage.join(name, is_member=self.chance.random() < 0.7)
            case _:
                self.stage.block(name, is_blocked=self.chance.random() < 0.5)


def assert_way_out(stage: Stage, name: str) -> None:
    """What a resident sees last has a button, a key, or the question that words answer."""
    stage.block(name, is_blocked=False)
    stage.say(name, "hm")
    markup = stage.last(name).markup
    assert isinstance(markup, Buttons | Keys)
    assert markup.rows


@pytest.mark.parametrize("trained", [(), ("O1", "O2")], ids=["", "with the safety branch"])
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False))
def test_any_conversation_leaves_good_records_and_a_way_on(
    trained: tuple[str, ...], chance: Random, tmp_path_factory: pytest.TempPathFactory, key: str
) -> None:
    environment = {**ENGLISH, "PAVILION__STATION__FEATURES__SAFETY": str(bool(trained)).lower()}
    stage = Stage(tmp_path_factory.mktemp("play") / "desk.db", key, environment=environment, trained=trained)
    for name in ("O1", "O2"):
        stage.join(name)
    play = Play(stage, chance)
    for _ in range(STEPS):
        play.step()
    assert list(find_violations(stage.records)) == []
    assert CANARY not in "\n".join(stage.screens("G"))
    assert_way_out(stage, "R")
    stage.close()
