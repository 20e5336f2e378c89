"""Restricted tickets: the trained people alone, each in private; to everybody else there is no such thing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage.model import Role, TicketStatus
from tests.handlers.scenes import NOISE, act, arrive, hire, history, send, tickets
from tests.handlers.test_safe_contact import NEVER, NOON, SAFE, SAFETY_ON, TO_THE_BRANCH, TRAINED, tell_of_harm
from tests.stage import GROUP, Stage

NOTHING = "! This button does nothing for you."


@pytest.fixture
def stage(tmp_path: Path, key: str) -> Iterator[Stage]:
    stage = Stage(tmp_path / "desk.db", key, environment=SAFETY_ON, trained=TRAINED)
    for name in (*TRAINED, "O3"):
        hire(stage, name)
    stage.invite("C", Role.CHIEF)
    yield stage
    stage.close()


def seen(stage: Stage, name: str) -> str:
    return "\n".join(stage.screens(name))


def test_r9_a_group_sees_and_hears_nothing_of_a_restricted_ticket(stage: Stage) -> None:
    tell_of_harm(stage, NOON)
    stage.wait(stage.clock.at + timedelta(hours=3))
    stage.press("O1", "Claim D-0001")
    stage.press("O1", "Open the details")
    stage.press("O1", "Release")
    stage.press("O1", "No time")
    stage.press("O2", "Claim D-0001")
    stage.press("O2", "✔ Knows the ways")
    stage.wait(stage.clock.at + timedelta(days=4))
    assert GROUP not in stage.chats


def test_r9_the_lists_in_the_group_leave_it_out(stage: Stage) -> None:
    tell_of_harm(stage)
    stage.say("O1", "/queue", where="G")
    assert stage.last("G").text == "Nothing waits."
    stage.press("O1", "Claim D-0001")
    stage.say("O1", "/mine", where="G")
    assert "D-0001" not in seen(stage, "G")


def test_only_the_trained_find_it_in_their_private_lists(stage: Stage) -> None:
    tell_of_harm(stage)
    stage.say("O3", "/queue")
    assert stage.last("O3").text == "Nothing waits."
    stage.say("O2", "/queue")
    assert "D-0001 waits for one of you" in stage.last("O2").text
    stage.press("O2", "Claim D-0001")
    stage.say("O2", "/mine")
    assert "Only like this" in seen(stage, "O2")
    assert "D-0001" not in seen(stage, "O3")


@pytest.mark.parametrize(("name", "where"), [("O3", ""), ("O3", "G"), ("O1", "G"), ("C", ""), ("R", ""), ("S", "")])
def test_to_everybody_else_a_claim_is_one_of_a_ticket_that_never_was(stage: Stage, name: str, where: str) -> None:
    ticket = tell_of_harm(stage)
    heard = []
    for id in (ticket.id, "no-such-ticket"):
        stage.heard.clear()
        stage.press_data(name, f"1:claim:{id}:0:", where=where)
        heard.append(list(stage.heard))
    assert heard == [[NOTHING], [NOTHING]]
    assert tickets(stage, "R")[0].assignee_id is None


def test_the_first_of_the_trained_has_it_and_the_other_is_told_who(stage: Stage) -> None:
    tell_of_harm(stage)
    stage.press("O1", "Claim D-0001")
    stage.press_again("O2", "Claim D-0001")
    assert "! O1 took it 1 s ago." in stage.heard
    assert stage.last("O2").text == "D-0001: O1 has it."


def test_nothing_that_goes_to_them_before_the_claim_says_what_it_is(stage: Stage) -> None:
    tell_of_harm(stage, NOON)
    stage.wait(stage.clock.at + timedelta(hours=4))
    said = seen(stage, "O1") + seen(stage, "C")
    assert "D-0001" in seen(stage, "C")
    assert [word for word in ("Dispute", "Family", "hurt", "12 to 2", "Community") if word in said] == []


def test_the_claimer_sees_in_red_how_the_resident_may_be_reached(stage: Stage) -> None:
    tell_of_harm(stage, NEVER)
    stage.press("O1", "Claim D-0001")
    assert "🔴 Messages here: never." in stage.last("O1").text
    assert "🔴 Calls: never." in stage.last("O1").text
    stage.say("R", "dinner")
    assert "🔴 Paused by their word" in stage.last("O1").text
    stage.say("R", "hello")
    assert "🔴 Paused by their word" not in stage.last("O1").text


def test_a_release_brings_it_back_to_the_trained_alone_and_says_nothing_to_the_resident(stage: Stage) -> None:
    ticket = tell_of_harm(stage)
    stage.press("O1", "Claim D-0001")
    stage.wait(stage.clock.at + timedelta(minutes=1))
    stage.press("R", "Yes")
    before = stage.screens("R")
    stage.press("O1", "Release")
    stage.press("O1", "Not for me")
    stage.wait(stage.clock.at + timedelta(minutes=1))
    assert "Claim D-0001" in stage.seen("O2")
    assert stage.screens("R") == before
    assert [line.action for line in history(stage, ticket)] == ["open", "claim", "release"]


def test_one_of_them_who_leaves_the_group_holds_it_no_longer_and_sees_nothing_more(stage: Stage) -> None:
    tell_of_harm(stage)
    stage.press("O1", "Claim D-0001")
    stage.join("O1", is_member=False)
    assert tickets(stage, "R")[0].assignee_id is None
    assert "Claim D-0001" in stage.seen("O2")
    stage.heard.clear()
    stage.press_again("O1", "Open the details")
    stage.press_again("O1", "Claim D-0001")
    assert stage.heard == [NOTHING, NOTHING]


def test_one_whom_the_station_takes_off_the_list_loses_it_at_the_next_press(stage: Stage) -> None:
    tell_of_harm(stage)
    stage.press("O1", "Claim D-0001")
    stage.trained = ("O2", "O3")
    stage.restart()
    stage.heard.clear()
    assert stage.press("O1", "Open the details") == "not_trained"
    assert NOTHING in stage.heard
    assert "🔒" not in "\n".join(stage.heard)
    assert tickets(stage, "R")[0].assignee_id is None
    assert "Claim D-0001" in stage.seen("O3")


def test_one_of_them_who_is_in_no_group_can_work_on_it(tmp_path: Path, key: str) -> None:
    stage = Stage(tmp_path / "desk.db", key, environment=SAFETY_ON, trained=TRAINED)
    stage.names["O1"] = "O1"
    stage.say("O1", "/start")
    tell_of_harm(stage)
    stage.press("O1", "Claim D-0001")
    stage.say("O1", "/queue")
    assert stage.last("O1").text == "Nothing waits."
    stage.press("O1", "Open the details")
    assert tickets(stage, "R")[0].status is TicketStatus.IN_PROGRESS
    stage.close()


def test_one_of_them_who_comes_later_finds_what_waits(tmp_path: Path, key: str) -> None:
    stage = Stage(tmp_path / "desk.db", key, environment=SAFETY_ON, trained=TRAINED)
    stage.invite("C", Role.CHIEF)
    tell_of_harm(stage)
    assert stage.last("C").text == "‼️ D-0001 needs a look. Ask the trained people."
    stage.say("O1", "/start")
    assert "Claim D-0001" in stage.seen("O1")
    stage.close()


def test_nobody_is_shown_a_matter_of_their_own(stage: Stage) -> None:
    act(stage, "O1", "/menu", "[Trouble with someone]", "[Agree]", "[Family]", "[Yes]", "[Agree]", *SAFE)
    assert "Claim D-0001" not in stage.seen("O1")
    assert "Claim D-0001" in stage.seen("O2")
    stage.heard.clear()
    stage.press_data("O1", f"1:claim:{tickets(stage, 'O1')[0].id}:0:")
    assert stage.heard == [NOTHING]


def test_worse_goes_to_the_chief_as_a_number(stage: Stage) -> None:
    tell_of_harm(stage)
    stage.press("O1", "Claim D-0001")
    stage.press("O1", "✔ Knows the ways")
    act(stage, "R", "/my", "[D-0001 · done]", "[Details]", "[It got worse]")
    assert stage.last("C").text == "‼️ D-0001 needs a look. Ask the trained people."
    assert stage.last("R").text == "D-0001 · opened again"
    assert GROUP not in stage.chats


def test_the_consent_of_the_branch_is_stored_by_itself_with_its_version(stage: Stage) -> None:
    """R6: consent per purpose."""
    tell_of_harm(stage)
    consents = stage.records.connection.execute("select purpose, text_version from consents order by given_at, id")
    assert sorted(tuple(row) for row in consents) == [("notice", "cn-1"), ("safety", "safety-1")]


def test_r6_refusing_the_branch_stores_nothing_and_hides_no_number(stage: Stage) -> None:
    act(stage, "R", *TO_THE_BRANCH[:-1], "[No]")
    assert all(number in stage.last("R").text for number in ("110", "12338", "0000-0000000"))
    assert stage.records.connection.execute("select count(*) from drafts").fetchone()[0] == 0


def test_nothing_of_the_first_form_goes_along(stage: Stage) -> None:
    ticket = tell_of_harm(stage)
    kept = stage.records.tickets.answers_of(ticket.id)
    assert set(kept) == {"messages", "call", "want"}
    assert (ticket.kind, ticket.category, ticket.community) == ("dispute", "safety", "")


def test_without_the_feature_a_forged_door_opens_nothing(tmp_path: Path, key: str) -> None:
    environment = {**SAFETY_ON, "PAVILION__STATION__FEATURES__SAFETY": "false"}
    stage = Stage(tmp_path / "desk.db", key, environment=environment)
    arrive(stage, "R")
    for action in ("door", "agree"):
        stage.press_data("R", f"1:{action}::0:safety")
        assert "In an emergency, phone first" in stage.last("R").text
    assert stage.records.connection.execute("select count(*) from drafts").fetchone()[0] == 0
    stage.close()


def test_somebody_who_says_no_goes_on_with_an_ordinary_matter(stage: Stage) -> None:
    act(
        stage, "R", "/start", "[English]", "[Trouble with someone]", "[Agree]", "[Family]", "[No]", *NOISE[3:], "[Send]"
    )
    assert not tickets(stage, "R")[0].is_restricted
    assert "Family" in stage.last("G").text


def test_an_ordinary_matter_is_claimed_by_anybody_of_the_office_as_ever(stage: Stage) -> None:
    arrive(stage, "S")
    send(stage, "S")
    stage.press("O3", "Claim", where="G")
    assert tickets(stage, "S")[0].assignee_id is not None
