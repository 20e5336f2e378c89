"""One person's flood: told once, nothing half taken, nobody else slowed, and the way out of danger always open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from handlers import events
from tests.handlers.scenes import CARE, LAMP, act, arrive, hire, progress, send, tickets, written
from tests.stage import Stage

MOST = 10
SLOW = "Please slow down. Your last message"


@pytest.fixture
def stage(tmp_path: Path, key: str) -> Iterator[Stage]:
    settings = {"PAVILION__OFFICERS__LOCALE": "en", "PAVILION__LIMITS__PERSON_PER_MINUTE": str(MOST)}
    stage = Stage(tmp_path / "desk.db", key, environment=settings)
    yield stage
    stage.close()


def flood(stage: Stage, name: str, count: int = MOST) -> None:
    for number in range(count):
        stage.say(name, f"hello {number}")


def told(stage: Stage, text: str) -> int:
    return sum(text in line for line in stage.heard)


# What is held.


def test_up_to_the_limit_everything_is_answered(stage: Stage) -> None:
    arrive(stage, "R")
    flood(stage, "R", MOST - 2)
    assert told(stage, "I did not understand that") == MOST - 2
    assert told(stage, SLOW) == 0


def test_above_it_one_word_is_said_however_much_comes(stage: Stage) -> None:
    arrive(stage, "R")
    flood(stage, "R", 300)
    assert told(stage, SLOW) == 1
    assert told(stage, "I did not understand that") == MOST - 2
    assert "110 police" in stage.last("R").text


def test_presses_count_too_and_each_is_answered_in_its_place(stage: Stage) -> None:
    arrive(stage, "R")
    for _ in range(MOST):
        stage.press("R", "More") if "More" in stage.seen("R") else stage.press("R", "Back")
    assert told(stage, SLOW) == 1
    assert told(stage, "· Please slow down.") == 2


def test_what_is_held_is_not_half_taken_and_the_person_hears_when_to_go_on(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *LAMP[:3])
    flood(stage, "R", MOST - 5)
    before, where = written(stage), progress(stage, "R")
    held = stage.say("R", "by the stairs"), stage.press("R", "Back")
    assert held == ("too_fast", "too_fast")
    after = written(stage)
    assert {table for table in before if before[table] != after[table]} == {"due"}
    assert progress(stage, "R") == where
    stage.wait(stage.clock.at + timedelta(minutes=1))
    assert stage.last("R").text.startswith("You can go on. Please send again what was not taken.")
    assert "Please check:" in stage.last("R").text
    assert stage.say("R", "by the stairs") is None


def test_who_went_away_meanwhile_is_not_written_to(stage: Stage) -> None:
    arrive(stage, "R")
    flood(stage, "R")
    stage.block("R")
    before = len(stage.heard)
    stage.wait(stage.clock.at + timedelta(minutes=1))
    assert stage.heard[before:] == []


def test_photos_sent_together_count_as_one(stage: Stage) -> None:
    arrive(stage, "R")
    flood(stage, "R", MOST - 3)
    for _ in range(9):
        stage.send("R", events.PhotoSent, file="photo", album="a")
    assert told(stage, SLOW) == 0
    flood(stage, "R", 1)
    assert told(stage, SLOW) == 1
    assert stage.send("R", events.PhotoSent, file="photo", album="a") == "too_fast"


def test_a_live_position_that_moves_counts_for_nothing_and_changed_words_do(stage: Stage) -> None:
    arrive(stage, "R")
    for _ in range(MOST * 2):
        stage.send("R", events.MessageEdited, text="")
    assert told(stage, SLOW) == 0
    for _ in range(MOST):
        stage.send("R", events.MessageEdited, text="other words")
    assert told(stage, SLOW) == 1


# The window.


def test_after_a_minute_all_is_as_before(stage: Stage) -> None:
    arrive(stage, "R")
    flood(stage, "R", MOST * 2)
    stage.wait(stage.clock.at + timedelta(minutes=1))
    stage.heard.clear()
    flood(stage, "R", MOST)
    assert told(stage, "I did not understand that") == MOST
    flood(stage, "R", 1)
    assert told(stage, SLOW) == 1


def test_a_restart_in_the_minute_forgets_nothing(stage: Stage) -> None:
    arrive(stage, "R")
    flood(stage, "R")
    stage.restart()
    assert stage.say("R", "hello") == "too_fast"
    assert told(stage, SLOW) == 1


def test_a_clock_set_back_holds_nobody_back(stage: Stage) -> None:
    arrive(stage, "R")
    flood(stage, "R")
    stage.clock.at -= timedelta(hours=3)
    assert stage.say("R", "/my") is None


def test_the_count_goes_within_the_hour(stage: Stage) -> None:
    arrive(stage, "R")
    stage.wait(stage.clock.at + timedelta(hours=2, minutes=1))
    assert stage.records.connection.execute("select count(*) from turns").fetchone()[0] == 0


def test_without_a_limit_nothing_is_counted(tmp_path: Path, key: str) -> None:
    stage = Stage(tmp_path / "free.db", key, {"PAVILION__LIMITS__PERSON_PER_MINUTE": "0"})
    flood(stage, "R", 60)
    assert stage.records.connection.execute("select count(*) from turns").fetchone()[0] == 0
    stage.close()


# Danger.


@pytest.mark.parametrize("way", ["/danger", "sos", "救命", "Danger now", "Someone needs care", "/start c02-care"])
def test_no_flood_closes_the_way_out_of_danger(stage: Stage, way: str) -> None:
    arrive(stage, "R")
    flood(stage, "R", 50)
    assert stage.say("R", way) is None
    assert "What is the danger?" in stage.last("R").text or "phone 120 now" in stage.last("R").text


def test_the_buttons_of_danger_and_of_the_care_form_are_never_held(stage: Stage) -> None:
    arrive(stage, "R")
    flood(stage, "R", 50)
    for _ in range(MOST * 2):
        stage.press("R", "Danger now")
        assert "What is the danger?" in stage.last("R").text
    act(stage, "R", *CARE, "[Send]")
    assert [ticket.form for ticket in tickets(stage, "R")] == ["care"]
    assert stage.say("R", "thank you") == "too_fast"


def test_a_flood_inside_the_care_form_does_not_close_it(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *CARE[:3])
    for _ in range(MOST * 3):
        stage.send("R", events.OtherSent, kind="sticker")
    act(stage, "R", CARE[3], "[Send]")
    assert len(tickets(stage, "R")) == 1


def test_who_says_that_it_is_for_today_is_not_held_in_that_form(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", "[Hard to get by]", "[Agree]", "[Today]")
    flood(stage, "R")
    act(stage, "R", "[Send]") if "Send" in stage.seen("R") else act(stage, "R", "[Community 1]")
    assert told(stage, SLOW) == 0


# Others.


def test_nobody_else_is_slowed(stage: Stage) -> None:
    arrive(stage, "R")
    flood(stage, "R", 200)
    arrive(stage, "S")
    assert send(stage, "S").form == "thing"


def test_what_officers_do_with_tickets_is_not_counted(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    send(stage, "R")
    stage.press("O1", "Claim", where="G")
    for _ in range(MOST):
        stage.press("O1", "Release")
        stage.press("O1", "Back")
        stage.say("O1", "/mine")
    assert told(stage, SLOW) == 0
    assert stage.say("O1", "/my") is None
