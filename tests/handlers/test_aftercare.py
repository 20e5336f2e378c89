"""After a matter is called done: the status message, the reason, the ways to go further, and who hears of what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers import buttons
from handlers.status import status_slot
from storage.model import Role, Ticket, TicketStatus
from tests.handlers.scenes import LAMP, NOISE, act, arrive, hire, history, send, tickets, written
from tests.stage import Stage

STATUS_BUTTONS = {"How it stands", "Solved", "Not yet", "It got worse", "Not solved after all"}


@pytest.fixture
def desk(stage: Stage) -> Stage:
    """A desk with an officer, a chief and a resident who stands at the doors."""
    hire(stage, "O1")
    stage.names["C"] = "the chief"
    stage.invite("C", Role.CHIEF)
    arrive(stage, "R")
    return stage


def resolve(desk: Stage, acts: tuple[str, ...] = LAMP, outcome: str = "✔ Repaired") -> Ticket:
    ticket = send(desk, "R", acts)
    desk.press("O1", "Claim", where="G")
    desk.press("O1", outcome)
    return ticket


def now(desk: Stage) -> Ticket:
    return tickets(desk, "R")[0]


def codes(desk: Stage, ticket: Ticket, action: str) -> list[str | None]:
    return [line.code for line in history(desk, ticket) if line.action == action]


# One status message.


def test_at_any_time_one_status_message_has_buttons(desk: Stage) -> None:
    resolve(desk, NOISE, "✔ Advice given")
    for _ in range(3):
        live = [shown for shown in desk.shown("R") if STATUS_BUTTONS & {button.label for button in shown.buttons}]
        assert len(live) == 1
        desk.wait(desk.clock.at + timedelta(days=2))


def test_first_contact_and_the_end_change_the_status_message_in_place(desk: Stage) -> None:
    send(desk, "R")
    desk.press("O1", "Claim", where="G")
    count = len(desk.screens("R"))
    desk.press("O1", "Open the details")
    assert len(desk.screens("R")) == count
    assert "step 3 of 5 · O1 is handling it" in desk.last("R").text
    desk.press("O1", "✔ Repaired")
    desk.press("R", "Solved")
    desk.wait(desk.clock.at + timedelta(days=8))
    assert len(desk.screens("R")) == count + 1
    assert "step 5 of 5" in desk.last("R").text


def test_a_status_message_that_the_person_removed_is_not_brought_back_as_an_old_line(desk: Stage) -> None:
    send(desk, "R")
    desk.press("O1", "Claim", where="G")
    desk.say("R", "/hide")
    desk.heard.clear()
    desk.press("O1", "✔ Repaired")
    assert [line for line in desk.heard if "look further down" in line] == []
    assert "step 4 of 5" in desk.last("R").text


def test_a_matter_taken_back_says_so_in_its_status_message(desk: Stage) -> None:
    ticket = send(desk, "R")
    desk.press("O1", "Claim", where="G")
    live = desk.records.chats.live_message(status_slot(ticket))
    act(desk, "R", "/my", "[H-0001 · being handled]", "[Withdraw]", "[Yes, withdraw]")
    chat = desk.chat("R")
    assert chat is not None
    assert live is not None
    assert desk.chats[chat.address][live].text.startswith("H-0001 is withdrawn. What you told us is deleted by ")
    assert not desk.chats[chat.address][live].buttons


def test_a_late_press_takes_no_question_from_the_status_message(desk: Stage) -> None:
    send(desk, "R")
    act(desk, "R", "/my", "[H-0001 · received]", "[Withdraw]")
    desk.press("O1", "Claim", where="G")
    desk.press("O1", "✔ Repaired")
    desk.press("R", "Yes, withdraw")
    desk.press("R", "Solved")
    assert now(desk).status is TicketStatus.FOLLOWED_UP
    assert "Thank you. H-0001 is finished." in "\n".join(desk.screens("R"))


# Why.


def test_a_reason_is_kept_as_a_code_and_told_to_the_handler_and_not_to_the_group(desk: Stage) -> None:
    ticket = resolve(desk)
    act(desk, "R", "[Not yet]", "[Nobody came]")
    assert codes(desk, ticket, "reason") == ["nobody_came"]
    assert any("Nobody came" in text for text in desk.screens("O1"))
    assert all("Nobody came" not in text for text in desk.screens("G"))


def test_a_reason_given_twice_changes_nothing(desk: Stage) -> None:
    resolve(desk)
    act(desk, "R", "[Not yet]", "[Nobody came]")
    before = written(desk)
    desk.heard.clear()
    desk.press_again("R", "It came back")
    assert desk.heard == ["· You have answered this already."]
    assert written(desk) == before


def test_a_reason_for_a_matter_that_was_never_opened_again_changes_nothing(desk: Stage) -> None:
    ticket = resolve(desk)
    before = written(desk)
    for action in ("why", "other", "complain", "unhappy"):
        desk.press_data("R", buttons.button("forged", action, id=ticket.id, value="nobody_came").data)
    assert written(desk) == before


def test_words_are_for_the_handler_alone(desk: Stage) -> None:
    resolve(desk)
    act(desk, "R", "[Not yet]", "[Promised, not done]", "[Add a few words]", "CANARY came and left")
    assert all("CANARY" not in text for name in ("G", "C") for text in desk.screens(name))
    assert all("CANARY" not in text for text in desk.screens("O1"))
    desk.press("O1", "Open the details")
    assert any("CANARY came and left" in text for text in desk.screens("O1"))


def test_leaving_the_words_out_leads_back_to_what_can_be_done(desk: Stage) -> None:
    resolve(desk)
    act(desk, "R", "[Not yet]", "[Something else]", "[Add a few words]", "[Back]")
    assert desk.last("R").text == "Noted; O1 will see it."
    assert "Complaint" in desk.seen("R")


def test_worse_raises_the_flag_and_not_yet_does_not(desk: Stage) -> None:
    resolve(desk)
    desk.press("R", "Not yet")
    assert not now(desk).is_escalated
    desk.press("O1", "✔ Repaired")
    desk.press("R", "It got worse")
    assert now(desk).is_escalated
    assert any("it got worse" in text for text in desk.screens("C"))


def test_the_question_why_outlives_the_officers_first_contact(desk: Stage) -> None:
    resolve(desk)
    desk.press("R", "Not yet")
    desk.press("O1", "Open the details")
    desk.press("R", "It came back")
    assert "step 3 of 5" in desk.last("R").text


# Going further.


@pytest.mark.parametrize(
    ("presses", "told"),
    [(("[Another officer]",), "asks for another officer"), (("[Complaint]", "[Tell the chief]"), "is unhappy")],
    ids=["another officer", "complaint"],
)
def test_the_chief_alone_hears_who_is_unhappy_and_hears_it_once(
    desk: Stage, presses: tuple[str, ...], told: str
) -> None:
    ticket = resolve(desk)
    desk.press("R", "Not yet")
    for _ in range(2):
        act(desk, "R", *presses)
    assert sum(told in text for text in desk.screens("C")) == 1
    assert all(told not in text for name in ("G", "O1") for text in desk.screens(name))
    assert len(codes(desk, ticket, "complain")) == 1


def test_the_complaint_line_comes_from_the_config(desk: Stage) -> None:
    resolve(desk)
    act(desk, "R", "[Not yet]", "[Complaint]")
    assert "0000-0000001" in desk.last("R").text


def test_where_no_chief_can_be_reached_the_phone_is_shown_and_the_group_hears_nothing(stage: Stage) -> None:
    hire(stage, "O1")
    arrive(stage, "R")
    ticket = resolve(stage)
    stage.press("R", "Not yet")
    cards = stage.screens("G")
    stage.press("R", "Another officer")
    assert "0000-0000001" in stage.last("R").text
    assert stage.screens("G") == cards
    assert codes(stage, ticket, "complain") == []


def test_a_chief_who_has_the_matter_is_not_told_that_somebody_wants_another(desk: Stage) -> None:
    hire(desk, "C")
    send(desk, "R")
    desk.press("C", "Claim", where="G")
    desk.press("C", "✔ Repaired")
    act(desk, "R", "[Not yet]", "[Another officer]")
    assert all("another officer" not in text for text in desk.screens("C"))
    assert "cannot be reached" in desk.last("R").text


# What the officer knows already.


def test_an_answer_that_the_officer_has_is_not_asked_for(desk: Stage) -> None:
    ticket = resolve(desk, NOISE, "✔ Advice given")
    desk.press("O1", "They told me: solved")
    desk.heard.clear()
    desk.wait(desk.clock.at + timedelta(days=3))
    assert not [line for line in desk.heard if "is it solved" in line]
    assert now(desk).status is TicketStatus.FOLLOWED_UP
    assert codes(desk, ticket, "move")[-1] == "told_solved"


def test_not_yet_told_to_the_officer_opens_it_again_and_takes_the_question_away(desk: Stage) -> None:
    ticket = resolve(desk)
    desk.press("O1", "They told me: not yet")
    assert now(desk).status is TicketStatus.REOPENED
    assert codes(desk, ticket, "move")[-1] == "told_not_yet"
    assert "Solved" not in desk.seen("R")


def test_the_officers_word_can_be_put_right_by_the_resident(desk: Stage) -> None:
    resolve(desk)
    desk.press("O1", "They told me: solved")
    desk.press("R", "Not solved after all")
    assert now(desk).status is TicketStatus.REOPENED


def test_the_officers_word_counts_once_and_only_after_done(desk: Stage) -> None:
    ticket = resolve(desk)
    for label in ("They told me: not yet", "They told me: not yet", "They told me: solved"):
        desk.press_again("O1", label)
    assert codes(desk, ticket, "move").count("told_not_yet") == 1
    assert "told_solved" not in codes(desk, ticket, "move")


def test_who_found_somebody_unwell_is_left_in_peace(desk: Stage) -> None:
    send(desk, "R", ("[Someone needs care]", "[Yes, they wake]", "[Community 2]", "block 5, ground floor"))
    desk.press("O1", "Claim", where="G")
    desk.press("O1", "✔ Safely home")
    assert "They told me: solved" not in desk.seen("O1")
    assert not desk.last("R").buttons


# Opened again.


def test_a_matter_closed_by_silence_goes_back_to_its_handler_under_its_number(desk: Stage) -> None:
    before = resolve(desk)
    desk.wait(desk.clock.at + timedelta(days=15))
    assert now(desk).status is TicketStatus.CLOSED
    desk.press("R", "Not solved after all")
    after = now(desk)
    assert (after.number, after.status) == (before.number, TicketStatus.REOPENED)
    person = desk.person("O1")
    assert person is not None
    assert after.assignee_id == person.id


def test_the_follow_up_begins_anew_after_the_second_done(desk: Stage) -> None:
    resolve(desk, NOISE, "✔ Advice given")
    desk.wait(desk.clock.at + timedelta(days=3))
    desk.press("R", "Not yet")
    desk.wait(desk.clock.at + timedelta(days=10))
    assert now(desk).status is TicketStatus.REOPENED
    desk.press("O1", "✔ Advice given")
    desk.wait(desk.clock.at + timedelta(days=1))
    assert "Solved" not in desk.seen("R")
    desk.wait(desk.clock.at + timedelta(days=1, hours=1))
    assert "Solved" in desk.seen("R")


def test_a_window_that_is_over_opens_nothing(desk: Stage) -> None:
    resolve(desk)
    desk.wait(desk.clock.at + timedelta(days=31))
    before = written(desk)
    desk.press("R", "Not solved after all")
    assert written(desk) == before


def test_a_matter_whose_handler_left_goes_to_the_queue(desk: Stage) -> None:
    hire(desk, "O2")
    resolve(desk)
    desk.join("O1", is_member=False)
    desk.heard.clear()
    desk.press("R", "Not yet")
    assert now(desk).assignee_id is None
    assert not [line for line in desk.heard if line.startswith("→O1 ↩️")]
    assert "we are finding somebody" in desk.last("R").text
    desk.press("O2", "Claim", where="G")
    assert now(desk).status is TicketStatus.CLAIMED


# Asking how it stands.


def test_asking_tells_the_handler_once_a_period_and_never_the_group(desk: Stage) -> None:
    ticket = send(desk, "R")
    desk.press("O1", "Claim", where="G")
    desk.wait(desk.clock.at + timedelta(hours=4))
    act(desk, "R", "[How it stands]", "[Ask how it stands]")
    cards = desk.screens("G")
    desk.press_again("R", "Ask how it stands")
    assert sum("asks how it stands" in text for text in desk.screens("O1")) == 1
    assert codes(desk, ticket, "ask") == [None]
    assert desk.screens("G") == cards
    assert "You may ask again from" in desk.last("R").text


def test_what_nobody_has_is_asked_about_in_the_group_by_number(desk: Stage) -> None:
    send(desk, "R", NOISE)
    desk.wait(desk.clock.at + timedelta(hours=2))
    act(desk, "R", "/my", "[D-0001 · received]", "[Ask how it stands]")
    assert desk.last("G").text == "🔔 D-0001: the resident asks how it stands."


def test_a_question_that_was_put_off_for_the_night_dies_with_the_matter(desk: Stage) -> None:
    send(desk, "R")
    desk.press("O1", "Claim", where="G")
    desk.wait(desk.clock.at + timedelta(hours=11))
    act(desk, "R", "[How it stands]", "[Ask how it stands]")
    assert "It is night now" in desk.last("R").text
    act(desk, "R", "/my", "[H-0001 · being handled]", "[Withdraw]", "[Yes, withdraw]")
    desk.wait(desk.clock.at + timedelta(hours=12))
    assert not [text for text in desk.screens("O1") if "asks how it stands" in text]


def test_at_night_a_matter_that_waits_says_when_somebody_looks(desk: Stage) -> None:
    send(desk, "R")
    desk.wait(desk.clock.at + timedelta(hours=11))
    act(desk, "R", "/my", "[H-0001 · received]")
    assert "Nobody is on duty now; someone looks at Thu 14 May 2026, 08:30" in desk.last("R").text
