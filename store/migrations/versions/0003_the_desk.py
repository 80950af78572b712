"""The log of a case, the Chair's own notes, deadlines, words to search by, teams.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _id(name: str = "id", empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=empty)


def _words(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _time(name: str, empty: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(), nullable=empty)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*(columns or ("id",)), name=f"pk_{table}")


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}")


def upgrade() -> None:
    for table in ("account", "feedback"):
        op.add_column(table, sa.Column("team", sa.String(60), nullable=True))
    op.create_table(
        "case_event",
        _id(),
        _id("case_id"),
        sa.Column("order", sa.Integer(), nullable=False),
        _words("topic", 20),
        _words("subject", 64),
        _id("by"),
        _time("at", empty=False),
        _bytes("sealed"),
        _key("case_event"),
        _points("case_event", "case_id", "case_file.id"),
        sa.UniqueConstraint("case_id", "order", name="uq_case_event_case_id_order"),
    )
    _chair()
    op.create_table(
        "deadline",
        _id(),
        _id("case_id"),
        _words("key", 80),
        _time("due_at", empty=False),
        _time("done_at"),
        _time("reminded_at"),
        _key("deadline"),
        _points("deadline", "case_id", "case_file.id"),
        sa.UniqueConstraint("case_id", "key", name="uq_deadline_case_id_key"),
    )
    for column in ("case_id", "due_at"):
        op.create_index(f"ix_deadline_{column}", "deadline", [column])
    op.create_table(
        "search_word",
        _bytes("word"),
        _id("case_id"),
        _key("search_word", "word", "case_id"),
        _points("search_word", "case_id", "case_file.id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_word_case_id", "search_word", ["case_id"])


def _chair() -> None:
    op.create_table(
        "chair_note",
        _id(),
        _id("case_id"),
        _bytes("wrapped_key"),
        _id("by", empty=True),
        _id("conversation_id", empty=True),
        sa.Column("turn_seq", sa.Integer(), nullable=True),
        _time("at", empty=False),
        _time("sent_at"),
        _time("read_at"),
        _id("read_by", empty=True),
        _bytes("sealed"),
        _key("chair_note"),
        _points("chair_note", "case_id", "case_file.id"),
        _points("chair_note", "by", "account.id"),
        _points("chair_note", "conversation_id", "conversation.id"),
        _points("chair_note", "read_by", "account.id"),
    )
    for column in ("case_id", "conversation_id"):
        op.create_index(f"ix_chair_note_{column}", "chair_note", [column])
