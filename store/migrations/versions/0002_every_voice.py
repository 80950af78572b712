"""Contact only, shared sets, who helped, what is read first, editions, feedback, notices.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _id(name: str = "id", empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=empty)


def _words(name: str, length: int, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=empty)


def _time(name: str, empty: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(), nullable=empty)


def _sealed(name: str, empty: bool = True) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=empty)


def _key(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=f"pk_{table}")


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}")


def upgrade() -> None:
    op.add_column("person", _time("contact_only_at"))
    op.add_column("person", _id("contact_only_by", empty=True))
    op.add_column("invite", _sealed("sealed_sets"))
    op.add_column("sitting", _words("typing", 20, empty=True))
    op.add_column("sitting", _words("interpreter", 20, empty=True))
    op.add_column("sitting", _sealed("sealed_beside"))
    op.add_column("conversation", sa.Column("read_first", sa.Integer(), nullable=False, server_default="0"))
    _editions()
    _notices()


def _editions() -> None:
    op.create_table(
        "script_edition",
        _words("digest", 64),
        _time("uploaded_at", empty=False),
        _id("uploaded_by"),
        _time("published_at"),
        _id("published_by", empty=True),
        _time("withdrawn_at"),
        _key("script_edition", "digest"),
        _points("script_edition", "digest", "script_version.digest"),
        _points("script_edition", "uploaded_by", "account.id"),
        _points("script_edition", "published_by", "account.id"),
    )
    op.create_table(
        "feedback",
        _id(),
        _words("script", 60),
        _words("digest", 64),
        _words("month", 7),
        _sealed("sealed", empty=False),
        _key("feedback"),
        _points("feedback", "digest", "script_version.digest"),
        sqlite_with_rowid=False,
    )


def _notices() -> None:
    op.create_table(
        "notice",
        _id(),
        _id("case_id"),
        _id("person_id"),
        _id("invite_id"),
        _time("at", empty=False),
        _time("acknowledged_at"),
        _id("acknowledged_by", empty=True),
        _sealed("sealed_done"),
        _key("notice"),
        _points("notice", "case_id", "case_file.id"),
        _points("notice", "person_id", "person.id"),
        _points("notice", "invite_id", "invite.id"),
        _points("notice", "acknowledged_by", "account.id"),
    )
    op.create_index("ix_notice_case_id", "notice", ["case_id"])
    op.create_table(
        "outgoing",
        _id(),
        _id("notice_id"),
        _words("contact", 20),
        _words("kind", 10),
        _time("due_at", empty=False),
        sa.Column("tries", sa.Integer(), nullable=False, autoincrement=False),
        _time("sent_at"),
        _time("given_up_at"),
        _words("reason", 120, empty=True),
        _key("outgoing"),
        _points("outgoing", "notice_id", "notice.id"),
    )
    op.create_index("ix_outgoing_notice_id", "outgoing", ["notice_id"])
    op.create_index("ix_outgoing_due_at", "outgoing", ["due_at"])
