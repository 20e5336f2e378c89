"""A ticket's life: the first tap wins, only allowed moves, every one with its audit line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.audit import Actor
from storage.invariants import find_violations
from storage.model import MOVES, Ticket, TicketStatus
from storage.records import Records
from storage.tickets import MoveRefused, NewTicket
from tests.clock import NOON


@pytest.fixture
def ticket(records: Records) -> Ticket:
    return open_ticket(records)


def open_ticket(records: Records, address: str = "1") -> Ticket:
    resident = records.people.meet(address, NOON)
    new = NewTicket("D", "dispute", "dispute", 1, "noise", "o1", "c02", resident.id)
    ticket = records.tickets.open(new, Actor(resident.id, "resident"), NOON)
    records.drafts.note_sent(f"draft{ticket.number}", ticket.id, NOON)
    return ticket


def officer(records: Records, address: str = "9") -> Actor:
    return Actor(records.people.meet(address, NOON).id, "officer")


def test_numbers_count_up_by_kind(records: Records) -> None:
    assert [open_ticket(records).number for _ in range(3)] == ["D-0001", "D-0002", "D-0003"]


def test_the_first_tap_wins_and_the_second_gets_nothing(records: Records, ticket: Ticket) -> None:
    first, second = officer(records, "8"), officer(records, "9")
    claimed = records.tickets.claim(ticket, first, NOON)
    assert claimed is not None
    assert claimed.assignee_id == first.person_id
    assert records.tickets.claim(ticket, second, NOON) is None
    assert records.tickets.get(ticket.id).assignee_id == first.person_id


def test_only_who_has_it_can_release_it(records: Records, ticket: Ticket) -> None:
    first, second = officer(records, "8"), officer(records, "9")
    claimed = records.tickets.claim(ticket, first, NOON)
    assert claimed is not None
    assert records.tickets.release(claimed, second, "no_time", NOON) is None
    released = records.tickets.release(claimed, first, "no_time", NOON)
    assert released is not None
    assert (released.status, released.assignee_id) == (TicketStatus.NEW, None)


def test_a_release_after_first_contact_keeps_the_status(records: Records, ticket: Ticket) -> None:
    actor = officer(records)
    claimed = records.tickets.claim(ticket, actor, NOON)
    assert claimed is not None
    going = records.tickets.move(claimed, TicketStatus.IN_PROGRESS, actor, NOON)
    released = records.tickets.release(going, actor, "no_time", NOON)
    assert released is not None
    assert released.status is TicketStatus.IN_PROGRESS
    again = records.tickets.claim(released, actor, NOON)
    assert again is not None
    assert again.status is TicketStatus.IN_PROGRESS


def test_a_move_the_table_does_not_know_is_refused_and_changes_nothing(records: Records, ticket: Ticket) -> None:
    with pytest.raises(MoveRefused, match="D-0001"):
        records.tickets.move(ticket, TicketStatus.CLOSED, officer(records), NOON)
    assert records.tickets.get(ticket.id) == ticket


def test_a_move_from_a_status_that_is_past_is_refused(records: Records, ticket: Ticket) -> None:
    actor = officer(records)
    claimed = records.tickets.claim(ticket, actor, NOON)
    assert claimed is not None
    records.tickets.move(claimed, TicketStatus.IN_PROGRESS, actor, NOON)
    with pytest.raises(MoveRefused, match="no longer"):
        records.tickets.move(claimed, TicketStatus.IN_PROGRESS, actor, NOON)


@pytest.mark.slow
@given(st.lists(st.sampled_from(sorted(TicketStatus)), max_size=12))
def test_any_way_through_a_life_leaves_a_history_that_holds(wishes: list[TicketStatus]) -> None:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from storage.seal import new_key
    from tests.conftest import open_records

    with TemporaryDirectory() as folder:
        records = open_records(Path(folder) / "desk.db", new_key())
        ticket, actor = open_ticket(records), officer(records)
        for wish in wishes:
            if wish is TicketStatus.CLAIMED:
                ticket = records.tickets.claim(ticket, actor, NOON) or ticket
            elif wish in MOVES[ticket.status] - {TicketStatus.NEW}:
                ticket = records.tickets.move(ticket, wish, actor, NOON + timedelta(minutes=1))
        assert list(find_violations(records)) == []
        records.connection.close()


def test_the_checker_sees_a_status_that_was_changed_past_the_door(records: Records, ticket: Ticket) -> None:
    records.connection.execute("update tickets set status = 'closed'")
    assert [violation.name for violation in find_violations(records)] == ["I6"]


def test_the_checker_sees_an_audit_line_that_was_rewritten(records: Records, ticket: Ticket) -> None:
    records.connection.execute("update audit set code = 'changed'")
    assert "I14" in [violation.name for violation in find_violations(records)]


def test_the_checker_sees_two_tickets_of_one_draft(records: Records, ticket: Ticket) -> None:
    records.connection.execute("delete from sent_drafts")
    assert [violation.name for violation in find_violations(records)] == ["I3"]


def test_the_checker_sees_a_row_set_aside(records: Records) -> None:
    row = records.inbox.add(NOON, "telegram", "1", "a", b"{}")
    assert row
    records.inbox.set_aside(row, NOON, "ValueError")
    assert [violation.name for violation in find_violations(records)] == ["I2"]
