"""Filing for somebody else: only with their consent, and whoever helps learns nothing more of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from handlers import buttons
from storage.invariants import find_violations
from storage.model import Ticket, TicketStatus
from tests.handlers.conftest import ENGLISH
from tests.handlers.scenes import CARE, LAMP, act, arrive, hire, history, progress, send, tickets, written
from tests.stage import Stage

FOR_OTHER = ("[For someone else]", "[With me, agrees]")
ERRAND = ("[Errand or visit]", "[Agree]", "[Papers]", "CANARY of the neighbour", "[Community 2]")


def consents(stage: Stage) -> list[tuple[str, str]]:
    return [tuple(row) for row in stage.records.connection.execute("select purpose, text_version from consents")]


def file_for_other(stage: Stage, acts: tuple[str, ...] = ERRAND) -> Ticket:
    """Let R file this for somebody else and O1 claim it."""
    hire(stage, "O1")
    arrive(stage, "R")
    ticket = send(stage, "R", (*acts, *FOR_OTHER))
    stage.press("O1", "Claim", where="G")
    return ticket


@pytest.mark.parametrize(("answer", "code"), [("[With me, agrees]", "beside"), ("[Agrees on the phone]", "by_phone")])
def test_a_yes_is_written_down_with_its_version_and_how_it_was_given(stage: Stage, answer: str, code: str) -> None:
    arrive(stage, "R")
    ticket = send(stage, "R", (*ERRAND, "[For someone else]", answer))
    assert ticket.is_by_helper
    assert consents(stage) == [("notice", "cn-1"), ("helper", "cn-1")]
    assert [(line.action, line.code) for line in history(stage, ticket)] == [("open", None), ("helper", code)]


def test_no_consent_ends_the_form_and_leaves_nothing_but_the_numbers(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *ERRAND, "[For someone else]", "[No consent]")
    assert stage.last("R").text.startswith("Thank you for caring. Without their yes nothing is sent")
    assert all(number in stage.last("R").text for number in ("110", "119", "120", "0000-0000000"))
    assert written(stage)["drafts"] == []
    assert tickets(stage, "R") == []
    assert consents(stage) == [("notice", "cn-1")]


def test_no_consent_leads_back_to_what_was_begun_before(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", ERRAND[0], "/menu", *LAMP[:2])
    stage.press_again("R", "Agree")  # the notice that was left standing: its form begins above the other
    act(stage, "R", *ERRAND[2:], "[For someone else]", "[No consent]")
    assert stage.last("R").text.startswith("Back to “Something is broken”:\n\nQuestion 2 of 4")


@pytest.mark.parametrize("pack", ["cn", "generic"])
def test_a_childs_parent_or_guardian_is_named_below_the_question(tmp_path: Path, key: str, pack: str) -> None:
    stage = Stage(tmp_path / "desk.db", key, environment={**ENGLISH, "PAVILION__STATION__PACK": pack})
    arrive(stage, "R")
    act(stage, "R", *ERRAND, "[For someone else]")
    assert "a parent or guardian must agree" in stage.last("R").text
    assert [button.label for button in stage.last("R").buttons] == [
        "With me, agrees", "Agrees on the phone", "No consent", "Back"
    ]  # fmt: skip
    stage.close()


def test_it_can_be_taken_back_before_send(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *ERRAND, *FOR_OTHER)
    assert "Filed for someone else, who agrees." in stage.last("R").text
    act(stage, "R", "[For myself after all]")
    assert "Filed for someone else" not in stage.last("R").text
    act(stage, "R", "[Send]")
    assert not tickets(stage, "R")[0].is_by_helper


def test_an_answer_changed_afterwards_leaves_it_as_it_was(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", *ERRAND, *FOR_OTHER, "[Change]", "[Community]", "[Community 1]", "[Send]")
    assert tickets(stage, "R")[0].is_by_helper


@pytest.mark.parametrize("acts", [CARE, ("[Call me]", "[Any time]")], ids=["unwell", "call"])
def test_what_has_no_review_offers_it_nowhere(stage: Stage, acts: tuple[str, ...]) -> None:
    arrive(stage, "R")
    act(stage, "R", *acts)
    assert "For someone else" not in stage.seen("R")


def test_somebody_unwell_needs_no_consent(stage: Stage) -> None:
    arrive(stage, "R")
    ticket = send(stage, "R", CARE)
    assert (ticket.is_by_helper, consents(stage)) == (False, [])


@pytest.mark.parametrize("value", ["", "self", "beside", "no", "mother"])
@pytest.mark.parametrize("action", ["for_whom", "for_whom_is"])
def test_a_forged_press_in_mid_form_changes_nothing(stage: Stage, action: str, value: str) -> None:
    arrive(stage, "R")
    act(stage, "R", *ERRAND[:3])
    at, person = progress(stage, "R"), stage.person("R")
    assert at is not None
    assert person is not None
    before = written(stage)
    draft = stage.records.drafts.of_person(person.id)[0]
    stage.press_data("R", buttons.button("forged", action, id=draft.id, version=at.version, value=value).data)
    assert written(stage) == before
    assert "Please say in a few words" in stage.last("R").text


def test_a_station_may_switch_it_off(tmp_path: Path, key: str) -> None:
    stage = Stage(tmp_path / "desk.db", key, environment={**ENGLISH, "PAVILION__STATION__FEATURES__HELPERS": "false"})
    arrive(stage, "R")
    act(stage, "R", *ERRAND)
    assert "Send" in stage.seen("R")
    assert "For someone else" not in stage.seen("R")
    stage.close()


# What officers see.


def test_the_card_says_so_and_the_claimer_is_asked_to_confirm(stage: Stage) -> None:
    ticket = file_for_other(stage)
    assert "Papers · filed for someone else · handled by" in stage.last("G").text
    stage.press("O1", "Open the details")
    details = next(text for text in stage.screens("O1") if "CANARY" in text)
    assert "Filed for someone else. Ask the person first" in details
    assert "They don't agree" in stage.seen("O1")
    assert ticket.is_by_helper


def test_a_matter_of_ones_own_has_no_such_button(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    ticket = send(stage, "R", ERRAND)
    stage.press("O1", "Claim", where="G")
    assert "They don't agree" not in stage.seen("O1")
    before = written(stage)
    for action in ("disagree", "disagree_yes"):
        stage.press_data("O1", buttons.button("forged", action, id=ticket.id).data)
    assert written(stage) == before


def test_where_the_person_does_not_agree_all_of_it_is_deleted(stage: Stage) -> None:
    ticket = file_for_other(stage)
    stage.press("O1", "Open the details")
    stage.press("O1", "They don't agree")
    stage.press("O1", "Yes, delete it")
    gone = stage.records.tickets.get(ticket.id)
    assert (gone.status, gone.community) == (TicketStatus.WITHDRAWN, "")
    assert stage.records.tickets.answers_of(ticket.id) == {}
    assert [text for text in stage.screens("O1") if "CANARY" in text] == []
    assert stage.last("G").text.startswith("✖️ Help H-0001 · filed for someone else · withdrawn")
    assert list(find_violations(stage.records)) == []


def test_it_goes_from_the_chats_of_earlier_claimers_as_well(stage: Stage) -> None:
    hire(stage, "O2")
    file_for_other(stage)
    stage.press("O1", "Open the details")
    stage.press("O1", "Release")
    stage.press("O1", "No time")
    stage.press("O2", "Claim", where="G")
    stage.press("O2", "They don't agree")
    stage.press("O2", "Yes, delete it")
    assert [text for name in ("O1", "O2") for text in stage.screens(name) if "CANARY" in text] == []
    assert "Help H-0001" in stage.last("O2").text


def test_back_from_the_question_deletes_nothing(stage: Stage) -> None:
    ticket = file_for_other(stage)
    stage.press("O1", "They don't agree")
    stage.press("O1", "Back")
    assert stage.records.tickets.get(ticket.id).is_open
    assert "Release" in stage.seen("O1")


def test_deleting_twice_changes_nothing_more(stage: Stage) -> None:
    file_for_other(stage)
    stage.press("O1", "They don't agree")
    stage.press("O1", "Yes, delete it")
    before = written(stage)
    stage.press_again("O1", "Yes, delete it")
    assert "· H-0001 is over." in stage.heard
    assert written(stage) == before


# What the helper hears.


def heard(stage: Stage) -> list[str]:
    return [text for text in stage.screens("R") if "H-0001" in text]


def test_the_helper_hears_received_and_finished_and_nothing_between(stage: Stage) -> None:
    file_for_other(stage)
    stage.press("O1", "Open the details")
    stage.press("O1", "✔ Done")
    receipt, end = heard(stage)
    assert "An officer talks with the person first. You hear from us once more" in receipt
    assert end == "H-0001, for someone else: finished. Thank you."
    stage.wait(stage.clock.at + timedelta(days=30))
    assert len(heard(stage)) == 2


def test_the_helper_cannot_tell_a_no_from_an_end(stage: Stage) -> None:
    file_for_other(stage)
    stage.press("O1", "They don't agree")
    stage.press("O1", "Yes, delete it")
    assert heard(stage)[-1] == "H-0001, for someone else: finished. Thank you."


def test_at_night_the_no_waits_for_the_morning_as_an_end_does(stage: Stage) -> None:
    file_for_other(stage)
    stage.wait(stage.clock.at + timedelta(hours=11))
    stage.press("O1", "They don't agree")
    stage.press("O1", "Yes, delete it")
    assert len(heard(stage)) == 1
    stage.wait(stage.clock.at + timedelta(hours=10))
    assert heard(stage)[-1] == "H-0001, for someone else: finished. Thank you."


def test_my_matters_shows_the_number_and_received_or_finished_alone(stage: Stage) -> None:
    file_for_other(stage)
    act(stage, "R", "/my", "[H-0001 · received]")
    assert stage.last("R").text == "H-0001, for someone else: received."
    assert stage.seen("R")[:3] == ["Write about this", "Withdraw", "Back"]
    stage.press("O1", "✔ Done")
    act(stage, "R", "/my", "[H-0001 · finished]")
    assert stage.last("R").text == "H-0001, for someone else: finished. Thank you."
    assert [button.label for button in stage.last("R").buttons] == ["Back"]


@pytest.mark.parametrize("action", ["solved", "not_yet", "worse", "reopen"])
def test_the_helper_does_not_answer_for_the_person(stage: Stage, action: str) -> None:
    ticket = file_for_other(stage)
    stage.press("O1", "✔ Done")
    done = stage.records.tickets.get(ticket.id)
    version = done.version % 1_000_000
    stage.press_data("R", buttons.button("forged", action, id=ticket.id, version=version).data)
    stage.say("R", "Solved")
    assert stage.records.tickets.get(ticket.id).status is TicketStatus.RESOLVED


def test_where_the_other_person_lives_is_not_kept_as_the_helpers_own(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", LAMP)
    stage.clock.move(minutes=1)
    act(stage, "R", "/menu", "[Errand or visit]", "[Agree]", "[Papers]", "a form to fill in")
    act(stage, "R", "[Change]", "[Community]", "[Community 2]", *FOR_OTHER, "[Send]")
    person = stage.person("R")
    assert person is not None
    assert (tickets(stage, "R")[0].community, person.community) == ("c02", "c01")


def test_a_permission_the_helper_gives_is_not_the_helpers_own(stage: Stage) -> None:
    arrive(stage, "R")
    act(stage, "R", "[Hard to get by]", "[Agree]", "[Within days]", "[Illness, disability]", "[Done]", "[Yes, note it]")
    act(stage, "R", "[Community 1]", "[In this area]", "[In this chat]", "Aunt A.", *FOR_OTHER, "[Send]")
    assert [purpose for purpose, _ in consents(stage)] == ["notice", "helper", "helper_illness"]
