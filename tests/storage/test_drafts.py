"""Several drafts a person: the one touched last comes first, each goes in its own time."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from storage.database import migrate
from storage.ids import Ids
from storage.model import to_micros
from storage.records import Records
from storage.seal import Seal
from storage.sql import migrations
from tests.clock import NOON

LATER = NOON + timedelta(hours=5)


@pytest.fixture
def person(records: Records) -> str:
    return records.people.meet("1", NOON).id


def put(records: Records, person: str, *ids: str) -> None:
    for draft_id in ids:
        records.drafts.put(draft_id, person, "thing", b"{}", 1, NOON)


def ids_of(records: Records, person: str) -> list[str]:
    return [draft.id for draft in records.drafts.of_person(person)]


def test_the_draft_touched_last_comes_first_also_within_one_moment(records: Records, person: str) -> None:
    put(records, person, "a", "b", "c", "a")
    assert ids_of(records, person) == ["a", "c", "b"]


def test_what_is_cancelled_comes_last_until_it_is_touched_again(records: Records, person: str) -> None:
    put(records, person, "a", "b")
    records.drafts.cancel("b")
    assert ids_of(records, person) == ["a", "b"]
    put(records, person, "b")
    assert ids_of(records, person) == ["b", "a"]
    assert not records.drafts.of_person(person)[0].is_cancelled


def test_another_persons_drafts_are_not_among_them(records: Records, person: str) -> None:
    put(records, person, "a")
    assert ids_of(records, records.people.meet("2", NOON).id) == []


def test_each_draft_goes_in_its_own_time(records: Records, person: str) -> None:
    put(records, person, "a", "b")
    records.drafts.put("b", person, "thing", b"{}", 2, LATER)
    assert records.drafts.oldest(person) == NOON
    records.drafts.end_older(person, NOON)
    assert ids_of(records, person) == ["b"]
    assert records.drafts.oldest(person) == LATER
    records.drafts.end_all(person)
    assert records.drafts.oldest(person) is None


def test_a_draft_from_before_there_were_several_is_still_there(tmp_path: Path, key: str) -> None:
    connection = sqlite3.connect(tmp_path / "desk.db", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.executescript(dict(migrations("sqlite"))[1])
    connection.execute("PRAGMA user_version=1")
    seal = Seal(key)
    person = Records(connection, seal, Ids()).people.meet("1", NOON)
    connection.execute(
        "insert into drafts (person_id, id, form, progress, version, created_at, updated_at) values (?,?,?,?,?,?,?)",
        (person.id, "d", "thing", seal.close("drafts", "progress", "d", b"{}"), 3, to_micros(NOON), to_micros(NOON)),
    )
    migrate(connection)
    draft = Records(connection, seal, Ids()).drafts.of_person(person.id)[0]
    assert (draft.id, draft.version, draft.progress, draft.updated_at) == ("d", 3, b"{}", NOON)
    connection.close()
