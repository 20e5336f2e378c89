"""The SQLite file: opened once, migrated, and written by one thread, one unit of work after another.

aiosqlite owns the connection and its thread. A unit runs there as a single call (`Connection._execute`, pinned and
covered by a test), so no other coroutine can slip a statement, a commit or a cancellation into it.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TypeVar

import aiosqlite

from storage.ids import Ids
from storage.records import Records
from storage.seal import KeyUnusable, Seal, SealBroken
from storage.sql import migrations, queries

T = TypeVar("T")

_BUSY_MS = 30_000
_CANARY = b"pavilion"
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL lost acknowledged commits in half of the simulated power cuts, FULL none
    "foreign_keys=ON",
    "secure_delete=ON",  # without it blanked text stays in the file
    "temp_store=MEMORY",
    f"busy_timeout={_BUSY_MS}",
)


class DatabaseBusy(Exception):
    """Another process holds the database."""


class DatabaseBroken(Exception):
    """The disk failed under the database, or the file is not what it should be: the process must end."""


class DatabaseFull(Exception):
    """There is no room, or somebody else holds the file too long: nothing was stored; try again later."""


class GroupVoid(Exception):
    """The whole transaction is gone, not only the current unit of it."""


@contextmanager
def savepoint(connection: sqlite3.Connection) -> Iterator[None]:
    """Run the block alone inside the transaction: what it raises undoes it and nothing else.

    Raises GroupVoid where the database itself failed or no transaction stands any more.
    """
    connection.execute("SAVEPOINT unit")
    try:
        yield
    except BaseException as error:
        if not connection.in_transaction or _is_environment(error):
            raise GroupVoid from error
        connection.execute("ROLLBACK TO unit")
        connection.execute("RELEASE unit")
        raise
    connection.execute("RELEASE unit")


def _is_environment(error: BaseException) -> bool:
    """Full, locked or failing disks are nobody's fault inside the unit."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    return primary in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY)


async def _on_its_thread(connection: aiosqlite.Connection, call: Callable[..., T], *arguments: object) -> T:
    result: T = await connection._execute(call, *arguments)  # type: ignore[no-untyped-call]  # not public, so pinned
    return result


class Database:
    """Open it with `await Database.open(...)`, change it with `await database.run(unit)`, close it at the end."""

    def __init__(self, connection: aiosqlite.Connection, records: Records, lock: IO[str] | None) -> None:
        self._connection = connection
        self._records = records
        self._lock = lock
        self.was_unclean = False

    @classmethod
    async def open(cls, path: Path, key: str, ids: Ids | None = None, *, is_owner: bool = True) -> Database:
        """Open the file, made and migrated where needed.

        The owner is the one process that works on it; others may only add an inbox row or read.
        Raises DatabaseBusy, DatabaseBroken, DatabaseFull or KeyUnusable, each saying what to do.
        """
        lock = _take_lock(path) if is_owner else None
        try:
            return await cls._open(path, Seal(key), ids or Ids(), lock)
        except BaseException as error:
            if lock:
                lock.close()
            raise _named_at_start(path, error) from error

    @classmethod
    async def _open(cls, path: Path, seal: Seal, ids: Ids, lock: IO[str] | None) -> Database:
        if lock is None and not path.exists():
            raise DatabaseBroken(f"{path} is not there; start the desk once with `pavilion run`")
        connection = await aiosqlite.connect(path, isolation_level=None)
        try:
            raw = connection._conn
            records = Records(raw, seal, ids)
            database = cls(connection, records, lock)
            await _on_its_thread(connection, _prepare, raw, seal, ids, records, lock is not None)
            if lock is not None:
                database.was_unclean = await database.run(lambda r: _mark(r, "running") == b"running")
        except BaseException:
            await connection.close()
            raise
        return database

    async def run(self, unit: Callable[[Records], T], before_commit: Callable[[], None] | None = None) -> T:
        """Run the unit on the writer's thread in one transaction and return what it returns.

        Nothing of it stays when it raises. A cancelled caller does not cut a unit in two: the thread finishes it.
        Raises DatabaseFull (nothing stored, try later) and DatabaseBroken (end the process).
        """
        return await _on_its_thread(self._connection, self._unit, unit, before_commit)

    async def read(self, look: Callable[[Records], T]) -> T:
        """Run a look at the records on the writer's thread, without a transaction."""
        return await _on_its_thread(self._connection, look, self._records)

    async def close(self, *, is_clean: bool = True) -> None:
        """Close the file. An unclosed aiosqlite connection would keep the process alive."""
        try:
            if is_clean and self._lock is not None:
                with suppress(DatabaseFull):  # the next start is a careful one then
                    await self.run(lambda r: _mark(r, "stopped"))
        finally:
            await self._connection.close()
            if self._lock is not None:
                self._lock.close()

    def _empty_log(self) -> None:
        """What was deleted may still stand in the write-ahead log: empty it, now or after a later unit."""
        retention, connection = self._records.retention, self._records.connection
        if not retention.has_deleted:
            return
        connection.execute("PRAGMA busy_timeout=0")  # whoever reads just now is not waited for
        with suppress(sqlite3.Error):
            is_held = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            retention.has_deleted = bool(is_held)
        connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")

    def _unit(self, unit: Callable[[Records], T], before_commit: Callable[[], None] | None) -> T:
        connection = self._records.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            result = unit(self._records)
            if before_commit:
                before_commit()
            connection.execute("COMMIT")
            self._empty_log()
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            cause = error.__cause__ if isinstance(error, GroupVoid) and error.__cause__ else error
            if isinstance(cause, sqlite3.Error):
                raise _named(cause) from error
            raise
        return result


def _named(error: sqlite3.Error) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY):
        return DatabaseFull(str(error))
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DatabaseBroken(str(error))
    return error


def _named_at_start(path: Path, error: BaseException) -> BaseException:
    """Return the error with the file and the remedy where the file or its disk is what stops the start."""
    named = _named(error) if isinstance(error, sqlite3.Error) else error
    if isinstance(named, DatabaseFull):
        return DatabaseFull(f"{path}: {named}; make room on its disk and start again")
    if isinstance(named, DatabaseBroken) and named is not error:
        return DatabaseBroken(f"{path}: {named}; put a backup in its place")
    return error


def _take_lock(path: Path) -> IO[str]:
    """Take the file beside the database that says who works on it; the system lets it go with the process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = open(path.with_name(path.name + ".lock"), "a+", encoding="utf-8")  # noqa: SIM115 (held open on purpose)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.seek(0)
        holder = lock.read().strip() or "unknown"
        lock.close()
        raise DatabaseBusy(f"{path} is in use by process {holder}; stop it first") from error
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def _prepare(raw: sqlite3.Connection, seal: Seal, ids: Ids, records: Records, is_owner: bool) -> None:
    raw.row_factory = sqlite3.Row
    for pragma in _PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")
    if is_owner:
        migrate(raw)
    _check_key(raw, seal)
    ids.start_after(max(records.inbox.last_id(), records.outbox.last_id()))


def migrate(raw: sqlite3.Connection) -> None:
    """Bring the file to the newest schema, one transaction a migration; refuse a file newer than the program."""
    known = migrations("sqlite")
    version = raw.execute("PRAGMA user_version").fetchone()[0]
    if version > known[-1][0]:
        raise DatabaseBroken(f"the database has schema {version}, this program knows {known[-1][0]}; update Pavilion")
    for number, script in known:
        if number > version:
            raw.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version={number};\nCOMMIT;")


def _check_key(raw: sqlite3.Connection, seal: Seal) -> None:
    """Refuse to work with another key than the file was made with."""
    meta = queries("meta")
    row = meta.get(raw, key="canary")
    if row is None:
        meta.put(raw, key="canary", value=seal.close("meta", "value", "canary", _CANARY))
        return
    try:
        seal.open("meta", "value", "canary", row["value"])
    except SealBroken as error:
        raise KeyUnusable(
            "this is not the key the database was made with; give the right one in PAVILION_KEY"
        ) from error


def _mark(records: Records, state: str) -> bytes | None:
    """Note whether the program runs or was stopped in order, and return what stood there before."""
    meta = queries("meta")
    row = meta.get(records.connection, key="state")
    meta.put(records.connection, key="state", value=state.encode())
    return None if row is None else bytes(row["value"])
