"""Runs the revisions so that no row is lost: backup first, SQLite's foreign keys off meanwhile, counts compared."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from store.migrations import __file__ as _here
from store.migrations import append_only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.database import Database


class TheMigrationLostRows(Exception):
    """A table had fewer rows after a migration than before. It was rolled back; the tables are as they were."""


class TheMigrationBrokeReferences(Exception):
    """Rows point at rows that are not there after a migration. It was rolled back; the tables are as they were."""


class TheDatabaseIsNewer(Exception):
    """The database was migrated by a later version of this program. Run that version, or restore a backup."""


def migrate(database: Database, engine: Engine, *, folder: Path | None = None) -> None:
    """Bring the database to the newest revision in the folder; all of it or, when anything is wrong, nothing.

    Several processes may call this at once: the first does the work. Before a SQLite file with rows is changed it is
    copied beside itself as `<file>.before-<revision>-<random>`.
    """
    config = _config(folder or Path(_here).parent)
    scripts = ScriptDirectory.from_config(config)
    newest = scripts.get_current_head()
    with database.reading() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        known = {revision.revision for revision in scripts.walk_revisions()}
        rows = _count(connection) if current != newest else {}
    if current == newest:
        return
    if current is not None and current not in known:
        raise TheDatabaseIsNewer
    if database.file is not None and any(rows.values()):
        database.back_up(database.file.with_name(f"{database.file.name}.before-{newest}-{secrets.token_hex(4)}"))
    with engine.connect() as connection, _without_foreign_keys(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('own words migration'))"))
        before = _count(connection)
        config.attributes["connection"] = connection
        append_only.lift(connection)
        command.upgrade(config, "head")
        append_only.lay(connection)
        _compare(before, _count(connection))
        if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise TheMigrationBrokeReferences


def _config(folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _count(connection: Connection) -> dict[str, int]:
    quote = connection.dialect.identifier_preparer.quote
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    return {
        name: int(connection.exec_driver_sql(f"SELECT count(*) FROM {quote(name)}").scalar_one())  # noqa: S608
        for name in names
    }


def _compare(before: Mapping[str, int], after: Mapping[str, int]) -> None:
    if any(after.get(name, 0) < count for name, count in before.items()):
        raise TheMigrationLostRows


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Rebuilding a SQLite table drops the old one, and with foreign keys on its children's rows may go with it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    driver.execute("PRAGMA busy_timeout=600000")  # another process may be migrating
    try:
        yield
    finally:
        connection.detach()  # the next one gets a new connection, with the usual settings
