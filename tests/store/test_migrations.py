from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

import store.migrations
from review.map.decision import DecisionKind
from store import tables
from store.conversations import Conversations
from store.database import Database, open_database
from store.decisions import Decisions
from store.migrations.running import TheDatabaseIsNewer, TheMigrationBrokeReferences, TheMigrationLostRows, migrate
from store.receipts import Receipts
from store.vault import Vault
from tests.conftest import NOON, CaseRows
from tests.store.making import answer, begun, sent

MakeCase = Callable[..., CaseRows]
MIGRATIONS = Path(store.migrations.__file__).parent
NEWEST = max(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
REVISION = f'''
"""A revision for a test."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9001", "{NEWEST}", None, None


def upgrade():
    {{work}}
'''


@pytest.fixture
def next_revision(tmp_path: Path, database: Database) -> Callable[[str], None]:
    """Runs a made-up next revision on the database."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))

    def run(work: str) -> None:
        (folder / "versions" / "9001_next.py").write_text(REVISION.format(work=work))
        migrate(database, database._writing, folder=folder)

    return run


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Database]:
    """Opens a database nothing was ever done to."""

    def make(kind: str) -> Database:
        if kind == "sqlite":
            return open_database(f"sqlite:///{tmp_path}/empty.db")
        return open_database(request.getfixturevalue("postgresql")(None))

    return make


def test_the_revisions_make_the_tables_the_program_uses(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, tables.metadata) == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_processes_that_start_together_migrate_once(kind: str, empty: Callable[[str], Database]) -> None:
    first = empty(kind)
    others = [open_database(first.url.render_as_string(hide_password=False)) for _ in range(3)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Database.migrate, [first, *others]))
    with first.reading() as connection:
        assert "turn" in inspect(connection).get_table_names()
    for database in (first, *others):
        database.close()


def test_nothing_kept_for_ever_can_be_changed_or_lost(database: Database, vault: Vault, case: MakeCase) -> None:
    conversations, rows = Conversations(database, vault), case()
    conversation_id = sent(conversations, rows, "one")
    (made,) = conversations.entries(conversation_id)
    Decisions(database, vault).decide(made.id, rows.case_id, rows.account_id, DecisionKind.KEEP, "", "", NOON)
    row = {"seq": 1, "at": NOON.replace(tzinfo=None), "action": "x", "previous": b"", "digest": b""}
    database.write(lambda connection: connection.execute(tables.audit_event.insert(), row))
    attempts = [
        "UPDATE turn SET move = 'skip'",
        "DELETE FROM turn",
        "UPDATE conversation SET sent_at = NULL",
        "UPDATE entry SET kind = 'worry'",
        "UPDATE decision SET kind = 'undo'",
        "DELETE FROM decision",
        "UPDATE audit_event SET action = 'y'",
        "DELETE FROM audit_event",
        "UPDATE script_version SET source = 'other'",
    ]
    attempts += (
        ["REPLACE INTO audit_event SELECT seq, at, NULL, NULL, 'y', NULL, previous, digest FROM audit_event"]
        if database.is_sqlite
        else ["TRUNCATE turn CASCADE", "TRUNCATE audit_event"]
    )
    for attempt in map(text, attempts):
        with pytest.raises(IntegrityError, match="append only"), database._writing.begin() as connection:
            connection.execute(attempt)


def test_only_unsent_turns_may_be_deleted(database: Database, vault: Vault, case: MakeCase) -> None:
    conversations, rows = Conversations(database, vault), case()
    conversations.append(begun(conversations, rows), rows.sitting_id, answer(1))
    deleted = database.write(lambda connection: connection.execute(tables.turn.delete()).rowcount)
    assert deleted == 1


def test_rebuilding_a_table_keeps_its_childrens_rows(
    database: Database, vault: Vault, case: MakeCase, next_revision: Callable[[str], None]
) -> None:
    rows = case()
    conversation_id = sent(Conversations(database, vault), rows, "one", "two")
    next_revision(
        "with op.batch_alter_table('conversation', recreate='always' if op.get_context().dialect.name == 'sqlite' "
        "else 'never') as batch:\n        batch.add_column(sa.Column('later', sa.Integer()))"
    )
    loaded = Conversations(database, vault).load(conversation_id)
    assert loaded is not None
    assert len(loaded.turns) == 2
    with pytest.raises(IntegrityError, match="append only: sent_stays_sent"):
        database.write(lambda connection: connection.execute(text("UPDATE conversation SET sent_at = NULL")))
    with database.reading() as connection:
        assert "later" in {column["name"] for column in inspect(connection).get_columns("conversation")}


@pytest.mark.parametrize(
    ("work", "trouble"),
    [
        ("op.execute('DELETE FROM sitting')", TheMigrationLostRows),
        ("op.drop_table('export_receipt'); op.execute('DELETE FROM case_access')", TheMigrationLostRows),
        ("op.add_column('person', sa.Column('later', sa.Integer())); 1 / 0", ZeroDivisionError),
    ],
)
def test_a_migration_that_goes_wrong_changes_nothing(
    database: Database, case: MakeCase, next_revision: Callable[[str], None], work: str, trouble: type[Exception]
) -> None:
    case()
    with pytest.raises(trouble):
        next_revision(work)
    with database.reading() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == NEWEST
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        assert connection.scalar(text("SELECT count(*) FROM sitting")) == 1
        assert connection.scalar(text("SELECT count(*) FROM case_access")) == 1
    assert database.write(lambda connection: connection.execute(text("SELECT 1")).scalar()) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_migration_that_breaks_references_changes_nothing(
    database: Database, case: MakeCase, next_revision: Callable[[str], None]
) -> None:
    case()
    with pytest.raises(TheMigrationBrokeReferences):
        next_revision("op.execute(\"UPDATE person SET case_id = 'nowhere'\")")
    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM person WHERE case_id = 'nowhere'")) == 0
    with pytest.raises(IntegrityError):  # foreign keys are on again
        database.write(lambda connection: connection.execute(text("UPDATE person SET case_id = 'nowhere'")))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_with_rows_is_copied_before_it_is_changed(
    database: Database, case: MakeCase, next_revision: Callable[[str], None]
) -> None:
    case()
    next_revision("op.add_column('person', sa.Column('later', sa.Integer()))")
    assert database.file is not None
    (copy,) = database.file.parent.glob("own_words.db.before-9001-*")
    assert copy.stat().st_mode & 0o077 == 0
    before = open_database(f"sqlite:///{copy}")
    with before.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM person")) == 1
        assert MigrationContext.configure(connection).get_current_revision() == NEWEST
    before.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_migrating_what_is_up_to_date_copies_nothing(database: Database, case: MakeCase) -> None:
    case()
    database.migrate()
    assert database.file is not None
    assert list(database.file.parent.glob("*before*")) == []


def test_a_database_of_a_later_version_is_refused(database: Database, next_revision: Callable[[str], None]) -> None:
    next_revision("pass")
    with pytest.raises(TheDatabaseIsNewer):
        database.migrate()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_receipts_child_moves_into_a_column_of_its_own(
    kind: str, empty: Callable[[str], Database], tmp_path: Path
) -> None:
    before = tmp_path / "before"
    later = [file.name for file in (MIGRATIONS / "versions").glob("*.py") if file.name[:4] >= "0006"]
    shutil.copytree(MIGRATIONS, before, ignore=shutil.ignore_patterns("__pycache__", *later))
    database = empty(kind)
    migrate(database, database._writing, folder=before)
    child = "c" * 32

    def keep(connection: Connection) -> None:
        connection.execute(
            text("INSERT INTO account VALUES ('a', 'a@b.c', 'A', 'worker', '', NULL, NULL, :at, NULL, NULL)"), now
        )
        connection.execute(
            text("INSERT INTO case_file VALUES ('k', :seal, :seal, NULL, :at, 'a', NULL)"), {**now, "seal": b""}
        )
        for id_, pieces in (
            ("one", f"map plan {child}"),
            ("two", child),
            ("three", "map"),
            ("four", None),
            ("five", ""),
        ):
            row = {**now, "id": id_, "pieces": pieces}
            connection.execute(
                text(
                    "INSERT INTO export_receipt (id, case_id, account_id, at, format, digest, complete, pieces)"
                    " VALUES (:id, 'k', 'a', :at, 'json', '', TRUE, :pieces)"
                ),
                row,
            )

    now = {"at": NOON.replace(tzinfo=None)}
    database.write(keep)
    migrate(database, database._writing)
    kept = {one.id: (one.pieces, one.child_id) for one in Receipts(database).of_case("k")}
    database.close()
    assert kept == {
        "one": (("map", "plan"), child),
        "two": ((), child),
        "three": (("map",), None),
        "four": ((), None),
        "five": ((), None),
    }
