"""Every named query is also prepared on PostgreSQL, where a server's binaries are installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from storage.sql import migrations, query_files

_NOBODY = 65534


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


BINARIES = _binaries()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server on a socket in a folder of its own, run as nobody where we are root."""
    if BINARIES is None:
        pytest.skip("no PostgreSQL server is installed here")
    folder = tmp_path_factory.mktemp("postgresql")
    for parent in (folder, *folder.parents[:3]):
        parent.chmod(0o755)
    as_nobody = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    if as_nobody:
        os.chown(folder, _NOBODY, _NOBODY)
    data = folder / "data"
    options = f"-F -c listen_addresses='' -c unix_socket_directories='{folder}'"
    run = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **as_nobody}
    subprocess.run([BINARIES / "initdb", "-D", data, "-U", "pavilion", "-A", "trust"], **run)  # type: ignore[call-overload]  # keywords by dict
    control = [BINARIES / "pg_ctl", "-D", data, "-w", "-o", options]
    subprocess.run([*control, "-l", folder / "log", "start"], **run)  # type: ignore[call-overload]  # keywords by dict
    yield str(folder)
    subprocess.run([*control, "-m", "immediate", "stop"], **run)  # type: ignore[call-overload]  # keywords by dict


def statements() -> list[tuple[str, str]]:
    """Return (file: name, statement) of every named query."""
    found = []
    for file in query_files():
        parts = re.split(r"(?m)^-- name: (\w+)\([^)]*\)[\^!$]?\n", file.read_text(encoding="utf-8"))
        found += [(f"{file.stem}: {name}", sql) for name, sql in zip(parts[1::2], parts[2::2], strict=True)]
    return found


def prepared(sql: str) -> str:
    """Return the statement with PostgreSQL's numbered parameters."""
    names = list(dict.fromkeys(re.findall(r"(?<!:):([a-z_]+)", sql)))
    for number, name in enumerate(names, start=1):
        sql = re.sub(rf"(?<!:):{name}\b", f"${number}", sql)
    return sql.strip().rstrip(";")


def test_every_query_is_prepared_on_postgresql(server: str) -> None:
    with psycopg.connect(f"host={server} user=pavilion dbname=postgres", autocommit=True) as connection:
        for _, script in migrations("postgresql"):
            connection.execute(script.encode())
        for number, (name, sql) in enumerate(statements()):
            try:
                connection.execute(f"prepare q{number} as {prepared(sql)}".encode())
            except psycopg.Error as error:
                pytest.fail(f"{name}: {error}")


def test_both_dialects_have_the_same_tables_and_columns() -> None:
    def columns(script: str) -> list[str]:
        without_notes = re.sub(r"--.*", "", script)
        plain = without_notes.replace(" bytea", " blob").replace(" bigint", " integer").replace(") strict;", ");")
        return [line.strip() for line in plain.splitlines() if line.strip()]

    sqlite, postgresql = (dict(migrations(dialect)) for dialect in ("sqlite", "postgresql"))
    assert sqlite.keys() == postgresql.keys()
    for number, script in sqlite.items():
        assert columns(script) == columns(postgresql[number])
