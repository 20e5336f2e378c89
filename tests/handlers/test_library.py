"""Rights and advice can be read by anybody, and nobody's reading is stored."""

from __future__ import annotations

from pathlib import Path

from handlers import buttons
from tests.handlers.conftest import ENGLISH
from tests.handlers.scenes import NOISE, act, arrive, send, tickets, written
from tests.stage import Stage


def test_reading_needs_no_consent_and_leaves_nothing(stage: Stage) -> None:
    arrive(stage, "R")
    before = written(stage)
    act(stage, "R", "[More]", "[Rights and advice]", "[Legal aid]", "[More advice]", "[More]", "[Back]")
    assert written(stage) == before


def test_a_card_from_a_receipt_leaves_the_receipt_where_it_is(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", NOISE)
    receipt = stage.last("R").text
    act(stage, "R", "[People's mediation]")
    assert stage.screens("R")[-2] == receipt
    assert stage.last("R").text.startswith("People's mediation")


def test_a_card_that_is_no_more_leads_to_the_first_screen(stage: Stage) -> None:
    arrive(stage, "R")
    stage.press_data("R", buttons.button("x", "read_card", value="poem").data)
    assert "Trouble with someone" in stage.seen("R")


def test_a_station_without_cards_offers_none(tmp_path: Path, key: str) -> None:
    stage = Stage(tmp_path / "desk.db", key, environment={**ENGLISH, "PAVILION__STATION__PACK": str(_bare(tmp_path))})
    arrive(stage, "R")
    act(stage, "R", "[More]")
    assert "Rights and advice" not in stage.seen("R")
    stage.press_data("R", buttons.button("x", "library").data)
    assert "Trouble with someone" in stage.seen("R")
    stage.close()


def _bare(folder: Path) -> Path:
    """Return a pack of which no card is listed."""
    shipped = Path(buttons.__file__).parent / "packs" / "generic" / "cards"
    own = folder / "bare"
    (own / "cards").mkdir(parents=True)
    (own / "pack.toml").write_text('id = "bare"\nextends = "generic"\n', encoding="utf-8")
    for file in shipped.glob("*.toml"):
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("rank")]
        (own / "cards" / file.name).write_text("\n".join(lines), encoding="utf-8")
    return own


# A change of mind.


def test_only_the_own_matter_can_be_answered_anew(stage: Stage) -> None:
    arrive(stage, "R")
    arrive(stage, "B")
    ticket = send(stage, "R", NOISE)
    before = stage.records.tickets.answers_of(ticket.id)
    for action in ("mind", "mind_is"):
        stage.press_data("B", buttons.button("x", action, id=ticket.id, value="not_now").data)
        assert stage.heard[-1] == "! This button does nothing for you."
    assert stage.records.tickets.answers_of(ticket.id) == before
    stage.press_data("R", buttons.button("x", "mind_is", id=ticket.id, value="not_now").data)
    assert stage.records.tickets.answers_of(ticket.id) != before


def test_an_answer_that_the_question_does_not_have_changes_nothing(stage: Stage) -> None:
    arrive(stage, "R")
    ticket = send(stage, "R", NOISE)
    before = written(stage)
    stage.press_data("R", buttons.button("x", "mind_is", id=ticket.id, value="maybe").data)
    assert written(stage) == before


def test_the_same_answer_again_is_told_to_nobody(stage: Stage) -> None:
    arrive(stage, "R")
    ticket = send(stage, "R", NOISE)
    before = written(stage)
    stage.press_data("R", buttons.button("x", "mind_is", id=ticket.id, value="face").data)
    assert written(stage) == before
    assert tickets(stage, "R")[0].version == ticket.version
