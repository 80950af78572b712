"""Opens the database, SQLite or PostgreSQL, with the settings that keep what was acknowledged. Names no table."""

from __future__ import annotations

import hashlib
import importlib
import os
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.pool import QueuePool

from store.writing import NO_ANSWER, TheStoreDoesNotAnswer, Writer

T = TypeVar("T")

OLDEST_SQLITE = (3, 51, 3)
"""Older ones may corrupt a WAL database that two connections use (the WAL-reset bug, sqlite.org/wal.html)."""

_PRAGMAS = (
    "busy_timeout=5000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "recursive_triggers=ON",  # so that INSERT OR REPLACE cannot slip past the triggers that refuse DELETE
)
_opened: weakref.WeakSet[Database] = weakref.WeakSet()
_left_to_the_parent: list[object] = []
"""What a fork inherited. Closing it here would disturb the parent's connections, so it is only kept from use."""


class SqliteIsTooOld(Exception):
    """The SQLite library may corrupt the database. Install the pinned `pysqlite3`."""


class TheFileWasInUseAtTheFork(Exception):
    """This process was forked while its parent read or wrote. SQLite can then not be used here: start a new program."""


class TheDatabaseIsNotSupported(Exception):
    """The setting must be `sqlite:///path/to/file` or `postgresql+psycopg://…`; memory keeps nothing."""


class Database:
    """A database file or server: many readers, one writer. Made by `open_database`; safe across threads and forks.

    A fork must not inherit an open SQLite file, so idle connections are closed before one.
    """

    def __init__(self, url: URL, make_engine: Callable[[URL, bool], Engine]) -> None:
        self.url = url
        self._make_engine = make_engine
        self._begin_here()
        _opened.add(self)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """The SQLite file, None for a server."""
        return Path(self.url.database or "") if self.is_sqlite else None

    @property
    def waiting(self) -> int:
        """How many writes wait in this process: a number to watch."""
        return self._writer.waiting

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database and cannot write. Do nothing slow while it is open."""
        self._follow_fork()
        try:
            with self._reader.connect() as connection:
                yield connection
        except NO_ANSWER as problem:
            raise TheStoreDoesNotAnswer from problem

    def write(self, job: Callable[[Connection], T]) -> T:
        """Give a job to the writer; returns its result when it is durable. See `Writer.write` for what may be raised.

        The job may be run more than once: make ids and seals before it, and touch nothing but the connection in it.
        """
        self._follow_fork()
        return self._writer.write(job)

    def migrate(self) -> None:
        """Bring the tables to the newest revision, with a backup beside the file first when it holds data."""
        from store.migrations.running import migrate

        self._follow_fork()
        migrate(self, self._writing)

    def back_up(self, path: Path) -> None:
        """Copy a SQLite database, while it is in use, to a new file only this user can read."""
        if not self.is_sqlite:
            raise TheDatabaseIsNotSupported
        self._follow_fork()
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
        target = _sqlite().connect(str(path))
        try:
            with self._reader.connect() as connection:
                source: Any = connection.connection.dbapi_connection
                source.backup(target)
        finally:
            target.close()

    def empty_the_log(self) -> None:
        """Move SQLite's write-ahead log into the file and cut it to nothing, so erased bytes are not left in it."""
        if self.is_sqlite:
            self._follow_fork()
            with closing(self._writing.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def close(self) -> None:
        """Finish the writes that wait and let go of every connection."""
        self._follow_fork()
        self._writer.close()
        self._reader.dispose()
        self._writing.dispose()

    def _begin_here(self) -> None:
        self._reader = self._make_engine(self.url, False)
        self._writing = self._make_engine(self.url, True)
        self._writer = Writer(self._writing)
        self._open: set[int] = set()
        for engine in (self._reader, self._writing):
            _watch(engine, self._open)
        self._process = os.getpid()  # last, so that no other thread takes what was inherited for its own

    def _follow_fork(self) -> None:
        if self._process != os.getpid():
            if self.is_sqlite and self._open:
                raise TheFileWasInUseAtTheFork
            _left_to_the_parent.extend((self._reader, self._writing, self._writer))
            self._begin_here()

    def _rest(self) -> None:
        """Close the connections nobody uses."""
        if self.is_sqlite and self._process == os.getpid():
            self._writer.rest()
            for engine in (self._reader, self._writing):
                if not cast(QueuePool, engine.pool).checkedout():
                    engine.dispose()


def _rest_before_fork() -> None:
    for database in list(_opened):
        database._rest()


os.register_at_fork(before=_rest_before_fork)


def open_database(url: str, *, readers: int = 10) -> Database:
    """Open `sqlite:///file` or `postgresql+psycopg://…`. Makes a missing SQLite file, readable by this user only.

    `readers` is the number of connections kept open for reading in each process.
    """
    address = make_url(url)
    backend = address.get_backend_name()
    if backend == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
        return Database(address, lambda at, writes: _postgresql_engine(at, writes, readers))
    if backend != "sqlite" or address.database in (None, "", ":memory:"):
        raise TheDatabaseIsNotSupported
    if _sqlite().sqlite_version_info < OLDEST_SQLITE:
        raise SqliteIsTooOld
    file = Path(str(address.database)).absolute()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        os.close(os.open(file, os.O_CREAT, 0o600))
    return Database(address.set(database=str(file)), lambda at, writes: _sqlite_engine(at, writes, readers))


def hold(connection: Connection, name: str) -> None:
    """Let nobody else, in any process, past this point under the same name until the transaction ends.

    SQLite has one writer anyway; PostgreSQL takes an advisory lock.
    """
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(f"own words {name}".encode()).digest()[:8], signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _watch(engine: Engine, open_ones: set[int]) -> None:
    """Keep note of the connections an engine has open."""
    event.listen(engine, "connect", lambda connection, _record: open_ones.add(id(connection)))
    event.listen(engine, "close", lambda connection, _record: open_ones.discard(id(connection)))
    event.listen(engine, "close_detached", lambda connection: open_ones.discard(id(connection)))


def _sqlite() -> Any:
    return importlib.import_module("pysqlite3.dbapi2")


def _sqlite_engine(url: URL, writes: bool, readers: int) -> Engine:
    engine = create_engine(
        url,
        module=_sqlite(),
        hide_parameters=True,
        pool_size=1 if writes else readers,
        max_overflow=1 if writes else readers,
        pool_timeout=5,
    )

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver then begins nothing by itself; `begin` below does
        for pragma in _PRAGMAS if writes else (*_PRAGMAS, "query_only=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql_engine(url: URL, writes: bool, readers: int) -> Engine:
    options = "-c timezone=UTC -c statement_timeout=10000 -c lock_timeout=5000"
    if not writes:
        options += " -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"
    return create_engine(
        url,
        connect_args={"options": options, "connect_timeout": 3},
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=1 if writes else readers,
        max_overflow=1 if writes else readers,
        pool_timeout=5,
    )
