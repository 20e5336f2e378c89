"""How many messages come after the receipt: real ones, counted as the resident's phone counts them, edits left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage.model import TicketStatus
from tests.handlers.conftest import ENGLISH
from tests.handlers.scenes import LAMP, NOISE, act, arrive, hire, send, tickets
from tests.stage import Stage

LAMP_MOST, DISPUTE_MOST = 3, 5
WELFARE = ("[Hard to get by]", "[Agree]", "[Today]", "[Community 1]", "[In this chat]", "Aunt A.")


@pytest.fixture(params=["cn", "generic"])
def station(request: pytest.FixtureRequest, tmp_path: Path, key: str) -> Iterator[Stage]:
    """A station on each pack, with an officer at work and a resident at the doors."""
    stage = Stage(tmp_path / "desk.db", key, environment={**ENGLISH, "PAVILION__STATION__PACK": request.param})
    for name in ("O1", "O2"):
        hire(stage, name)
    arrive(stage, "R")
    yield stage
    stage.close()


def received(stage: Stage) -> int:
    """Return how many new messages the resident got since the stage last forgot what was heard."""
    return sum(line.startswith("→R ") and not line.startswith("→R ✎") for line in stage.heard)


def begin(stage: Stage, acts: tuple[str, ...]) -> None:
    send(stage, "R", acts)
    stage.heard.clear()


def work_off(stage: Stage, outcome: str) -> None:
    """Let an officer claim it, look, get in touch and resolve it."""
    stage.press("O1", "Claim", where="G")
    stage.clock.move(hours=1)
    stage.press("O1", "Open the details")
    stage.clock.move(hours=1)
    stage.press("O1", outcome)


def live_through(stage: Stage, answer: str) -> None:
    """Let the question come, be answered (or not), and the matter end."""
    stage.wait(stage.clock.at + timedelta(days=4))
    if answer:
        stage.press("R", answer)
    stage.wait(stage.clock.at + timedelta(days=20))
    assert tickets(stage, "R")[0].status is TicketStatus.CLOSED


@pytest.mark.parametrize("answer", ["Solved", ""], ids=["solved", "silence"])
@pytest.mark.parametrize(
    ("acts", "outcome", "most"),
    [(LAMP, "✔ Repaired", LAMP_MOST), (NOISE, "✔ Advice given", DISPUTE_MOST)],
    ids=["a lamp", "a dispute without a session"],
)
def test_from_the_receipt_to_the_end_only_few_messages_come(
    station: Stage, acts: tuple[str, ...], outcome: str, most: int, answer: str
) -> None:
    begin(station, acts)
    work_off(station, outcome)
    live_through(station, answer)
    assert 0 < received(station) <= most


def test_a_dispute_that_is_given_back_once_still_costs_five(station: Stage) -> None:
    begin(station, NOISE)
    station.press("O2", "Claim", where="G")
    act(station, "O2", "[Release]", "[No time]")
    work_off(station, "✔ Advice given")
    live_through(station, "Solved")
    assert received(station) == DISPUTE_MOST


def test_a_lamp_that_was_not_repaired_costs_one_message_more_for_the_second_try(station: Stage) -> None:
    begin(station, LAMP)
    work_off(station, "✔ Made safe")
    act(station, "R", "[Not yet]", "[Nobody came]")
    station.press("O1", "Open the details")
    station.press("O1", "✔ Repaired")
    live_through(station, "Solved")
    assert received(station) == LAMP_MOST


def test_an_answer_that_the_officer_has_saves_the_question(station: Stage) -> None:
    begin(station, NOISE)
    work_off(station, "✔ Advice given")
    station.press("O1", "They told me: solved")
    live_through(station, "")
    assert received(station) == DISPUTE_MOST - 3


def test_welfare_costs_five_messages_at_most(station: Stage) -> None:
    begin(station, WELFARE)
    outcome = next(label for label in outcomes(station) if label.startswith("✔"))
    station.press("O1", outcome)
    live_through(station, "Solved")
    assert 0 < received(station) <= DISPUTE_MOST


def outcomes(stage: Stage) -> list[str]:
    stage.press("O1", "Claim", where="G")
    return stage.seen("O1")
