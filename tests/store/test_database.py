from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import IntegrityError

from store.database import Database, TheDatabaseIsNotSupported, TheFileWasInUseAtTheFork, open_database
from store.tables import account
from store.writing import TheStoreDoesNotAnswer
from tests.conftest import NOON


def worker(name: str = "Worker") -> dict[str, Any]:
    person = secrets.token_hex(16)
    at = NOON.replace(tzinfo=None)
    return {"id": person, "email": person, "name": name, "role": "worker", "password_hash": "x", "created_at": at}


def add(database: Database, name: str = "Worker") -> None:
    row = worker(name)
    database.write(lambda connection: connection.execute(account.insert(), row))


def names(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(connection.scalars(select(account.c.name)))


def test_what_was_written_is_read_back(database: Database) -> None:
    add(database, "Ayşe")
    assert names(database) == {"Ayşe"}


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(TheStoreDoesNotAnswer), database.reading() as connection:
        connection.execute(account.insert(), worker())
    assert names(database) == set()


def test_a_reader_sees_one_moment(database: Database) -> None:
    with database.reading() as connection:
        before = connection.scalar(text("SELECT count(*) FROM account"))
        add(database)
        assert connection.scalar(text("SELECT count(*) FROM account")) == before
    assert len(names(database)) == 1


def test_sqlite_keeps_what_it_acknowledged_and_forgets_what_was_deleted(sqlite_database: Database) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "recursive_triggers": 1,
        "busy_timeout": 5000,
    }

    def settings(connection: Connection) -> dict[str, Any]:
        return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}

    assert sqlite_database.write(settings) == wanted
    with sqlite_database.reading() as connection:
        assert settings(connection) == wanted


def test_a_deleted_name_is_gone_from_the_file(sqlite_database: Database) -> None:
    add(sqlite_database, "Zebedee Marker")
    sqlite_database.write(lambda connection: connection.execute(account.delete()))
    sqlite_database.empty_the_log()
    file = sqlite_database.file
    assert file is not None
    for path in file.parent.glob(file.name + "*"):
        assert b"Zebedee" not in path.read_bytes(), path.name


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/x"])
def test_a_database_that_keeps_nothing_is_refused(url: str) -> None:
    with pytest.raises(TheDatabaseIsNotSupported):
        open_database(url)


def test_no_other_user_may_read_the_files(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/deep/own_words.db")
    database.migrate()
    add(database)
    files = list((tmp_path / "deep").iterdir())
    assert {path.suffix for path in files} >= {".db", ".db-wal"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    database.close()


def test_a_backup_opens_and_never_replaces_a_file(sqlite_database: Database, tmp_path: Path) -> None:
    add(sqlite_database, "Kept")
    copy = tmp_path / "backup.db"
    sqlite_database.back_up(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    restored = open_database(f"sqlite:///{copy}")
    assert names(restored) == {"Kept"}
    restored.close()
    with pytest.raises(FileExistsError):
        sqlite_database.back_up(copy)


def test_a_full_disk_is_told_and_loses_nothing(sqlite_database: Database) -> None:
    add(sqlite_database, "Before")

    def limit(pages: int) -> None:
        sqlite_database.write(lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count={pages}").scalar())

    with sqlite_database.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limit(pages)
    with pytest.raises(TheStoreDoesNotAnswer):
        add(sqlite_database, "x" * 100_000)
    assert names(sqlite_database) == {"Before"}
    limit(1_000_000)
    add(sqlite_database, "After")
    assert names(sqlite_database) == {"Before", "After"}


def test_a_database_locked_by_another_program_is_told(sqlite_database: Database) -> None:
    sqlite_database.write(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout=1").scalar())
    other = open_database(str(sqlite_database.url))
    with contextlib.closing(other._writing.raw_connection()) as connection:
        connection.cursor().execute("BEGIN IMMEDIATE")
        with pytest.raises(TheStoreDoesNotAnswer):
            add(sqlite_database)
    other.close()
    add(sqlite_database)
    assert len(names(sqlite_database)) == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_lost_server_connection_is_replaced(database: Database) -> None:
    add(database, "Before")
    end_others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
    with database.reading() as connection:
        connection.execute(text(end_others + "pg_backend_pid()"))
    add(database, "After")
    assert names(database) == {"Before", "After"}


def test_trouble_names_no_value(database: Database) -> None:
    row = worker("Zebedee Marker")
    database.write(lambda connection: connection.execute(account.insert(), row))
    with pytest.raises(IntegrityError) as trouble:
        database.write(lambda connection: connection.execute(account.insert(), row))
    assert "Zebedee" not in str(trouble.value)


def in_a_fork(task: Callable[[], bool]) -> bool:
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os._exit(0 if task() else 1)
        os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_gets_connections_of_its_own(database: Database) -> None:
    add(database, "Parent")
    names(database)
    mine = {id(engine) for engine in (database._reader, database._writing)}

    def task() -> bool:
        add(database, "Child")
        others = {id(engine) for engine in (database._reader, database._writing)}
        return not mine & others and names(database) == {"Parent", "Child"}

    assert in_a_fork(task)
    add(database, "Parent after")
    assert names(database) == {"Parent", "Child", "Parent after"}


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_file_in_use_is_not_used_by_a_fork(sqlite_database: Database) -> None:
    def refused() -> bool:
        try:
            names(sqlite_database)
        except TheFileWasInUseAtTheFork:
            return True
        return False

    with sqlite_database.reading():
        assert in_a_fork(refused)
    assert sqlite_database.write(lambda connection: in_a_fork(refused))
    assert not in_a_fork(refused)


def test_closing_twice_is_harmless(sqlite_database: Database) -> None:
    sqlite_database.close()
    sqlite_database.close()
