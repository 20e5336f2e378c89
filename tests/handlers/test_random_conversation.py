"""Whatever a resident and two officers do, in whatever order: nobody is lost, and nothing private gets out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from handlers import events
from handlers.commands import Buttons, Keys
from handlers.consents import NOTICE
from handlers.forms import answers
from handlers.forms.form import Step
from storage.invariants import find_violations
from tests.handlers.conftest import ENGLISH
from tests.handlers.scenes import progress
from tests.stage import GROUP, Stage

PLAYS, STEPS, LOOK_EVERY = 40, 250, 50
"""10,000 steps in all; a play that fails is repeated by its number."""
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
    "/hide",
    "/danger",
    "/start c02-light",
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
        match self.chance.randrange(5):
            case 0:
                self.stage.wait(self.stage.clock.at + timedelta(hours=self.chance.choice((1, 10, 30, 200))))
            case 1:
                self.stage.restart()
            case 2 if name != "R":
                self.stage.join(name, is_member=self.chance.random() < 0.7)
            case 3 if name in self.stage.written:
                self.stage.edit(name, f"{CANARY} after all")
            case _:
                self.stage.block(name, is_blocked=self.chance.random() < 0.5)


def assert_way_out(stage: Stage, name: str) -> None:
    """What a resident sees last has a button, a key, or the question that words answer."""
    stage.block(name, is_blocked=False)
    stage.say(name, "hm")
    markup = stage.last(name).markup
    assert isinstance(markup, Buttons | Keys)
    assert markup.rows


def assert_agreed(stage: Stage) -> None:
    """No form with a notice holds a word, and no answer that needs a permission stands, without its consent (R6)."""
    forms, connection = stage.front.pack.forms, stage.records.connection
    agreed = {(row[0], row[1]) for row in connection.execute("select person_id, purpose from consents")}
    begun = connection.execute("select person_id, form from drafts where form <> ''").fetchall()
    kept = connection.execute(
        "select distinct t.resident_id, t.form from tickets t join answers a on a.ticket_id = t.id"
    ).fetchall()
    for person_id, name in [*begun, *kept]:
        needed = {"consent": NOTICE, "card": name}.get(forms[name].notice)
        assert needed is None or (person_id, needed) in agreed, f"{name} without {needed}"
    sensitive = connection.execute(
        "select t.resident_id, t.form, t.is_by_helper, a.step from answers a join tickets t on t.id = a.ticket_id"
    ).fetchall()
    for person_id, name, is_by_helper, step_id in sensitive:
        step = forms[name].step(step_id)
        if step is not None and step.consent:
            purpose = f"helper_{step.consent}" if is_by_helper else step.consent
            answer = answers.decode(stage.records.tickets.answers_of(ticket_of(stage, person_id, step_id))[step_id])
            assert answer != answers.Choice("yes") or (person_id, purpose) in agreed, f"{step_id} without {purpose}"


def ticket_of(stage: Stage, person_id: str, step_id: str) -> str:
    """Return the person's newest ticket that has an answer to this question."""
    own = stage.records.tickets.of_resident(person_id)
    return next(ticket.id for ticket in own if step_id in stage.records.tickets.answers_of(ticket.id))


def play(stage: Stage, chance: Random, steps: int) -> None:
    """Let anything happen so many times; now and then look whether all is well."""
    for name in ("O1", "O2"):
        stage.join(name)
    played = Play(stage, chance)
    for count in range(1, steps + 1):
        played.step()
        if count % LOOK_EVERY == 0:
            assert list(find_violations(stage.records)) == []
            assert CANARY not in "\n".join(stage.screens("G"))
            assert_agreed(stage)
            assert_way_out(stage, "R")


def station(number: int) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the settings and the trained people of the play with this number: both packs, with safety and without."""
    trained = ("O1", "O2") if number % 2 else ()
    pack = {"PAVILION__STATION__PACK": "generic"} if number % 4 >= 2 else {}
    return {**ENGLISH, **pack, "PAVILION__STATION__FEATURES__SAFETY": str(bool(trained)).lower()}, trained


@pytest.mark.slow
@pytest.mark.parametrize("number", range(PLAYS))
def test_any_conversation_leaves_good_records_every_consent_and_a_way_on(number: int, tmp_path: Path, key: str) -> None:
    environment, trained = station(number)
    stage = Stage(tmp_path / "desk.db", key, environment=environment, trained=trained)
    play(stage, Random(number), STEPS)
    stage.close()


@pytest.mark.proof
def test_many_more_conversations_do(tmp_path: Path, key: str) -> None:
    for number in range(PLAYS, 10 * PLAYS):
        environment, trained = station(number)
        folder = tmp_path / str(number)
        folder.mkdir()
        stage = Stage(folder / "desk.db", key, environment=environment, trained=trained)
        play(stage, Random(number), STEPS)
        stage.close()
