"""One file, one writer: units are whole or nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from storage.database import Database, DatabaseBroken, DatabaseBusy, DatabaseFull, GroupVoid, savepoint
from storage.records import Records
from storage.seal import KeyUnusable, new_key
from tests.clock import NOON

KEY = new_key()


@pytest.fixture
async def database(tmp_path: Path):  # type: ignore[no-untyped-def]  # an async generator fixture
    database = await Database.open(tmp_path / "desk.db", KEY)
    yield database
    await database.close()


async def test_what_a_unit_raises_undoes_all_of_it(database: Database) -> None:
    def unit(records: Records) -> None:
        records.people.meet("1", NOON)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.run(unit)
    assert await database.read(lambda r: r.people.find("1")) is None


async def test_a_finished_unit_is_there_after_reopening(tmp_path: Path) -> None:
    first = await Database.open(tmp_path / "desk.db", KEY)
    await first.run(lambda r: r.people.meet("1", NOON))
    await first.close()
    second = await Database.open(tmp_path / "desk.db", KEY)
    person = await second.read(lambda r: r.people.find("1"))
    await second.close()
    assert person is not None
    assert not second.was_unclean


async def test_a_cancelled_caller_does_not_cut_a_unit_in_two(database: Database) -> None:
    def unit(records: Records) -> None:
        records.people.meet("1", NOON)
        records.people.meet("2", NOON)

    task = asyncio.create_task(database.run(unit))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    found = await database.read(lambda r: [r.people.find("1"), r.people.find("2")])
    assert all(found) or not any(found)


async def test_a_savepoint_undoes_only_its_own_block(database: Database) -> None:
    def unit(records: Records) -> None:
        with savepoint(records.connection):
            records.people.meet("1", NOON)
        with pytest.raises(ValueError, match="second"), savepoint(records.connection):
            records.people.meet("2", NOON)
            raise ValueError("second")

    await database.run(unit)
    assert await database.read(lambda r: r.people.find("1")) is not None
    assert await database.read(lambda r: r.people.find("2")) is None


async def test_a_full_disk_voids_the_whole_group_and_stores_nothing(database: Database) -> None:
    def fill(records: Records) -> None:
        pages = records.connection.execute("PRAGMA page_count").fetchone()[0]
        records.connection.execute(f"PRAGMA max_page_count={pages}")

    await database.read(fill)

    def unit(records: Records) -> None:
        with savepoint(records.connection):
            records.people.meet("1", NOON)
        for number in range(500):
            with savepoint(records.connection):
                records.inbox.add(NOON, "telegram", str(number), "lane", b"x" * 4000)

    with pytest.raises(DatabaseFull):
        await database.run(unit)
    assert await database.read(lambda r: r.people.find("1")) is None
    await database.read(lambda r: r.connection.execute("PRAGMA max_page_count=1000000").fetchone())
    await database.run(lambda r: r.people.meet("1", NOON))
    assert await database.read(lambda r: r.people.find("1")) is not None


async def test_the_fault_of_a_unit_is_not_the_fault_of_the_disk(database: Database) -> None:
    def unit(records: Records) -> None:
        with pytest.raises(sqlite3.IntegrityError), savepoint(records.connection):
            records.connection.execute("insert into members values ('none', 'none', 1, 1)")
        with pytest.raises(GroupVoid), savepoint(records.connection):
            records.connection.execute("ROLLBACK")
            raise ValueError("gone")

    await database.run(lambda r: None)
    with pytest.raises(sqlite3.OperationalError):
        await database.run(unit)


async def test_a_second_owner_is_told_who_holds_the_file(database: Database, tmp_path: Path) -> None:
    with pytest.raises(DatabaseBusy, match="in use by process"):
        await Database.open(tmp_path / "desk.db", KEY)
    other = await Database.open(tmp_path / "desk.db", KEY, is_owner=False)
    await other.run(lambda r: r.inbox.add(NOON, "cli", "1", "cli", b"{}"))
    await other.close()
    assert await database.read(lambda r: r.inbox.count_waiting()) == 1


async def test_another_key_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    first = await Database.open(tmp_path / "desk.db", KEY)
    await first.close()
    with pytest.raises(KeyUnusable, match="PAVILION_KEY"):
        await Database.open(tmp_path / "desk.db", new_key())
    again = await Database.open(tmp_path / "desk.db", KEY)
    await again.close()


@pytest.mark.parametrize("key", ["", "short", "????", "QUJD"])
async def test_a_malformed_key_names_the_remedy(tmp_path: Path, key: str) -> None:
    with pytest.raises(KeyUnusable, match="pavilion key"):
        await Database.open(tmp_path / "desk.db", key)


async def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    first = await Database.open(tmp_path / "desk.db", KEY)
    await first.close()
    raw = sqlite3.connect(tmp_path / "desk.db")
    raw.execute("PRAGMA user_version=99")
    raw.close()
    with pytest.raises(DatabaseBroken, match="update Pavilion"):
        await Database.open(tmp_path / "desk.db", KEY)


async def test_an_end_without_closing_is_noticed_at_the_next_start(tmp_path: Path) -> None:
    first = await Database.open(tmp_path / "desk.db", KEY)
    await first.close(is_clean=False)
    second = await Database.open(tmp_path / "desk.db", KEY)
    assert second.was_unclean
    await second.close()


async def test_the_file_is_kept_as_the_design_asks(database: Database) -> None:
    def look(records: Records) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return {name: records.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    assert await database.read(look) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }
