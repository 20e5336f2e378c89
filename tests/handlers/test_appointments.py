"""Who comes when: only the own matter, one time each, given back when the matter is over, reminded while it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers import buttons
from handlers.appointments import booked
from storage.invariants import find_violations
from storage.model import Ticket, TicketStatus
from tests.handlers.scenes import LAMP, act, arrive, hire, send, written
from tests.stage import Stage

PAPERS = ("[Errand or visit]", "[Agree]", "[Papers]", "I need a paper", "[Community 2]")
FIRST, SECOND = "[Wed 13 May, 14:00]", "[Wed 13 May, 15:00]"


def come(stage: Stage, name: str, time: str = FIRST) -> Ticket:
    arrive(stage, name)
    ticket = send(stage, name, PAPERS)
    act(stage, name, "[Choose a time]", time)
    return ticket


def bookings(stage: Stage) -> list[tuple[object, ...]]:
    rows = stage.records.connection.execute("select ticket_id, start_at, status from bookings order by rowid")
    return [tuple(row) for row in rows]


def press(stage: Stage, name: str, action: str, ticket: Ticket, value: str = "", version: int = 0) -> None:
    stage.press_data(name, buttons.button("x", action, id=ticket.id, value=value, version=version).data)


def held(stage: Stage, ticket: Ticket) -> str:
    found = booked(ticket, stage.front.desk(stage.records, now=stage.clock.at))
    return f"{stage.front.settings.calendar.local(found.start):%H:%M}" if found is not None else ""


def test_a_second_tap_on_a_time_takes_it_once(stage: Stage) -> None:
    ticket = come(stage, "R")
    before = (bookings(stage), written(stage))
    stage.press_again("R", FIRST[1:-1])
    assert (bookings(stage), written(stage)) == before
    assert held(stage, ticket) == "14:00"


def test_of_two_people_one_has_the_time_and_the_other_is_asked_again(stage: Stage) -> None:
    first = come(stage, "R")
    arrive(stage, "B")
    second = send(stage, "B", PAPERS)
    act(stage, "B", "[Choose a time]")
    data = next(button.data for button in stage.last("B").buttons if button.label == SECOND[1:-1])
    stage.press_data("B", data.replace(data.rpartition(".")[2], minute_of(stage, first)))
    assert "That time has just gone" in stage.last("B").text
    assert (held(stage, first), held(stage, second)) == ("14:00", "")
    act(stage, "B", SECOND)
    assert held(stage, second) == "15:00"


def minute_of(stage: Stage, ticket: Ticket) -> str:
    [booking] = stage.records.bookings.of_ticket(ticket.id)
    return str(int(booking.start.timestamp()) // 60)


def test_a_new_time_gives_the_old_one_back(stage: Stage) -> None:
    ticket = come(stage, "R")
    act(stage, "R", "[Change the time]", SECOND)
    assert held(stage, ticket) == "15:00"
    assert [status for _, _, status in bookings(stage)] == ["freed", "booked"]


def test_somebody_elses_time_can_be_neither_seen_nor_touched(stage: Stage) -> None:
    ticket = come(stage, "R")
    arrive(stage, "B")
    before = bookings(stage)
    for action in ("come", "times", "book", "come_not", "come_where"):
        press(stage, "B", action, ticket, "counter")
        assert stage.heard[-1] == "! This button does nothing for you."
    assert bookings(stage) == before


@pytest.mark.parametrize("value", ["", "counter", "counter.", "nowhere.29644380", "counter.1", "counter.999999999"])
def test_a_time_that_no_venue_has_is_not_taken(stage: Stage, value: str) -> None:
    arrive(stage, "R")
    ticket = send(stage, "R", PAPERS)
    press(stage, "R", "book", ticket, value)
    assert bookings(stage) == []
    assert "choose another" in stage.last("R").text


def test_a_matter_that_brings_nobody_offers_no_time(stage: Stage) -> None:
    arrive(stage, "R")
    send(stage, "R", LAMP)
    assert "Choose a time" not in stage.seen("R")


def test_a_venue_of_another_community_is_not_offered(stage: Stage) -> None:
    arrive(stage, "R")
    ticket = send(stage, "R", PAPERS)
    press(stage, "R", "times", ticket, "pavilion")
    assert "Thu 14 May, 10:00" not in stage.seen("R")
    press(stage, "R", "times", ticket, "counter")
    assert "Thu 14 May, 10:00" in stage.seen("R")


@pytest.mark.parametrize("ending", ["resolved", "withdrawn"])
def test_a_matter_that_is_over_gives_its_time_back_and_reminds_of_nothing(stage: Stage, ending: str) -> None:
    hire(stage, "O1")
    ticket = come(stage, "R", SECOND)
    if ending == "withdrawn":
        act(stage, "R", "/my", "[H-0001 · received]", "[Withdraw]", "[Yes, withdraw]")
    else:
        stage.press("O1", "Claim", where="G")
        stage.press("O1", "✔ Done")
    assert stage.records.tickets.get(ticket.id).status is TicketStatus(ending)
    assert [status for _, _, status in bookings(stage)] == ["freed"]
    assert list(find_violations(stage.records)) == []
    stage.wait(stage.clock.at + timedelta(days=1))
    assert [text for text in stage.screens("R") if "Reminder" in text] == []


def test_a_time_that_has_been_stays_when_the_matter_ends(stage: Stage) -> None:
    hire(stage, "O1")
    come(stage, "R")
    stage.press("O1", "Claim", where="G")
    stage.wait(stage.clock.at + timedelta(hours=5))
    stage.press("O1", "✔ Done")
    assert [status for _, _, status in bookings(stage)] == ["booked"]
    assert list(find_violations(stage.records)) == []


def test_a_time_still_held_by_a_matter_that_is_over_is_found(stage: Stage) -> None:
    ticket = come(stage, "R")
    act(stage, "R", "/my", "[H-0001 · received]", "[Withdraw]", "[Yes, withdraw]")
    stage.records.connection.execute("update bookings set status = 'booked'")
    assert [str(each) for each in find_violations(stage.records)] == [
        f"I18 wrong: {ticket.number} is over and still holds a time at counter"
    ]


def test_only_the_time_that_stands_is_reminded_of(stage: Stage) -> None:
    come(stage, "R", "[Thu 14 May, 10:00]")
    act(stage, "R", "[Change the time]", "[More]", "[Thu 14 May, 15:00]")
    stage.wait(stage.clock.at + timedelta(days=2))
    reminders = [text for text in stage.screens("R") if "Reminder" in text]
    assert len(reminders) == 2
    assert all("15:00" in text for text in reminders)


def test_an_old_reminder_does_not_give_back_the_new_time(stage: Stage) -> None:
    ticket = come(stage, "R", "[Thu 14 May, 10:00]")
    stage.wait(stage.clock.at + timedelta(hours=21))
    old = next(button.data for button in stage.last("R").buttons if button.label == "I can't come")
    act(stage, "R", "[Change the time]", "[Thu 14 May, 14:00]")
    stage.press_data("R", old)
    assert held(stage, ticket) == "14:00"
    act(stage, "R", "[I can't come]")
    assert held(stage, ticket) == ""
