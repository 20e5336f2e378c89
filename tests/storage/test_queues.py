"""What came and what goes out: once, in order, fair, and blank when it is done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from storage.ids import Ids
from storage.model import Priority
from storage.records import Records
from storage.seal import Seal, SealBroken
from tests.clock import NOON

LATER = NOON + timedelta(minutes=1)


def add(records: Records, key: str, lane: str = "a", *, is_urgent: bool = False) -> int | None:
    return records.inbox.add(NOON, "telegram", key, lane, key.encode(), is_urgent=is_urgent)


def order(records: Records, limit: int = 10) -> list[str]:
    return [row.payload.decode() for row in records.inbox.waiting(NOON, limit)]


def test_the_same_update_twice_is_one_row(records: Records) -> None:
    assert add(records, "1") is not None
    assert add(records, "1") is None
    assert order(records) == ["1"]


def test_a_flooding_chat_gets_one_turn_like_everybody_else(records: Records) -> None:
    for number in range(5):
        add(records, f"flood{number}", "flood")
    add(records, "one", "b")
    add(records, "two", "c")
    assert order(records, 3) == ["flood0", "one", "two"]


def test_an_urgent_lane_goes_first_in_its_own_order(records: Records) -> None:
    add(records, "calm", "a")
    add(records, "hello", "b")
    add(records, "danger", "b", is_urgent=True)
    assert order(records) == ["hello", "danger", "calm"]


def test_a_row_that_waits_for_its_retry_holds_only_its_own_lane(records: Records) -> None:
    first = add(records, "1", "a")
    add(records, "2", "a")
    add(records, "3", "b")
    assert first is not None
    records.inbox.hold(first, LATER)
    assert order(records) == ["3"]
    assert [row.payload for row in records.inbox.waiting(LATER, 9)][:1] == [b"1"]


def test_a_finished_row_keeps_nothing_and_a_failed_one_its_payload(records: Records) -> None:
    done, failed = add(records, "1"), add(records, "2")
    assert done
    assert failed
    records.inbox.finish(done, NOON)
    records.inbox.set_aside(failed, NOON, "ValueError")
    rows = records.connection.execute("select status, payload from inbox order by id").fetchall()
    assert [(row["status"], row["payload"] is None) for row in rows] == [("done", True), ("failed", False)]


def test_finished_rows_go_after_their_time_and_not_before(records: Records) -> None:
    done = add(records, "1")
    assert done
    records.inbox.finish(done, NOON)
    records.inbox.drop_finished(NOON, NOON)
    assert records.connection.execute("select count(*) from inbox").fetchone()[0] == 1
    records.inbox.drop_finished(LATER, LATER)
    assert records.connection.execute("select count(*) from inbox").fetchone()[0] == 0


def say(
    records: Records, text: str, stream: str = "s", slot: str | None = None, priority: Priority = Priority.CARD
) -> int:
    chat = records.chats.meet("-100", "group", NOON)
    return records.outbox.add(
        NOON, stream=stream, chat_id=chat.id, command="Post", payload=text.encode(), priority=priority, slot=slot
    )


def heads(records: Records) -> list[str]:
    return [row.payload.decode() for row in records.outbox.heads(LATER, 10)]


def test_order_holds_within_a_stream_and_pressing_things_go_first(records: Records) -> None:
    first = say(records, "1", "a")
    say(records, "2", "a", priority=Priority.URGENT)
    say(records, "3", "b", priority=Priority.URGENT)
    assert heads(records) == ["3", "1"]
    records.outbox.finish(first, NOON, "sent")
    assert heads(records) == ["2", "3"]


def test_a_redraw_replaces_the_one_that_still_waits(records: Records) -> None:
    say(records, "old", slot="card")
    say(records, "new", slot="card")
    assert heads(records) == ["new"]


def test_a_row_put_off_holds_its_stream(records: Records) -> None:
    first = say(records, "1", "a")
    say(records, "2", "a")
    records.outbox.put_off(first, LATER + timedelta(seconds=1), "network")
    assert heads(records) == []


def test_the_first_message_fills_a_slot_and_a_second_does_not(records: Records) -> None:
    chat = records.chats.meet("-100", "group", NOON)
    assert records.chats.fill_slot("card", chat.id, 7, None)
    assert records.chats.fill_slot("card", chat.id, 7, None)
    assert not records.chats.fill_slot("card", chat.id, 8, None)
    assert records.chats.live_message("card") == 7


def test_a_group_that_moves_keeps_its_office_and_forgets_its_old_messages(records: Records) -> None:
    chat = records.chats.meet("-5", "group", NOON)
    records.chats.set_office(chat.id, "o1")
    records.chats.fill_slot("card", chat.id, 7, None)
    records.chats.move(chat.id, "-1005")
    moved = records.chats.find("-1005")
    assert moved is not None
    assert (moved.id, moved.office, records.chats.find("-5")) == (chat.id, "o1", None)
    assert records.chats.live_message("card") is None


def test_a_sealed_value_opens_only_in_its_own_row(key: str) -> None:
    seal = Seal(key)
    sealed = seal.close("answers", "value", "row1", b"words")
    assert seal.open("answers", "value", "row1", sealed) == b"words"
    for place in (("answers", "value", "row2"), ("answers", "other", "row1"), ("inbox", "value", "row1")):
        with pytest.raises(SealBroken):
            seal.open(*place, sealed)


def test_neither_words_nor_addresses_stand_in_the_file(tmp_path: Path, key: str) -> None:
    from tests.conftest import open_records

    records = open_records(tmp_path / "desk.db", key)
    person = records.people.meet("778899001122", NOON)
    records.people.set_name(person.id, "secret name")
    records.inbox.add(NOON, "telegram", "1", "778899001122", b"secret words")
    say(records, "secret words")
    records.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    records.connection.close()
    content = (tmp_path / "desk.db").read_bytes()
    assert b"secret" not in content
    assert b"778899001122" not in content


def test_ids_rise_even_when_the_clock_goes_back() -> None:
    ids = Ids()
    first = ids.number(LATER)
    assert ids.number(NOON) > first
    ids.start_after(first + 100)
    assert ids.number(NOON) == first + 101
