"""The first tables.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _column(name: str, kind: sa.types.TypeEngine[Any], empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=empty)


def _words(name: str, length: int, empty: bool = False) -> sa.Column[Any]:
    return _column(name, sa.String(length), empty)


def _id(name: str = "id", empty: bool = False) -> sa.Column[Any]:
    return _words(name, 32, empty)


def _number(name: str, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=empty, autoincrement=False)


def _time(name: str, empty: bool = False) -> sa.Column[Any]:
    return _column(name, sa.DateTime(), empty)


def _sealed(name: str, empty: bool = False) -> sa.Column[Any]:
    return _column(name, sa.LargeBinary(), empty)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}")


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def upgrade() -> None:
    _staff()
    _audit_events()
    _cases()
    _people()
    _invites()
    _sittings()
    _conversations()
    _turns()
    _entries()
    _decisions()
    _receipts()


def _staff() -> None:
    op.create_table(
        "account",
        _id(),
        _words("email", 254),
        _words("name", 120),
        _words("role", 20),
        _column("password_hash", sa.Text()),
        _sealed("sealed_totp", empty=True),
        _number("totp_last_step", empty=True),
        _time("created_at"),
        _time("disabled_at", empty=True),
        _key("account", "id"),
        _once("account", "email"),
    )
    op.create_table(
        "staff_session",
        _id(),
        _id("account_id"),
        _sealed("token_hash"),
        _time("opened_at"),
        _time("seen_at"),
        _time("ended_at", empty=True),
        _key("staff_session", "id"),
        _points("staff_session", "account_id", "account.id"),
        _once("staff_session", "token_hash"),
    )


def _audit_events() -> None:
    op.create_table(
        "audit_event",
        _number("seq"),
        _time("at"),
        _id("account_id", empty=True),
        _id("case_id", empty=True),
        _words("action", 40),
        _words("subject", 64, empty=True),
        _sealed("previous"),
        _sealed("digest"),
        _key("audit_event", "seq"),
    )


def _cases() -> None:
    op.create_table(
        "case_file",
        _id(),
        _sealed("wrapped_key"),
        _sealed("sealed_name"),
        _time("meeting_on", empty=True),
        _time("created_at"),
        _id("created_by"),
        _time("closed_at", empty=True),
        _key("case_file", "id"),
        _points("case_file", "created_by", "account.id"),
    )
    op.create_table(
        "case_access",
        _id(),
        _id("case_id"),
        _id("account_id"),
        _time("granted_at"),
        _id("granted_by"),
        _time("revoked_at", empty=True),
        _key("case_access", "id"),
        _points("case_access", "case_id", "case_file.id"),
        _points("case_access", "account_id", "account.id"),
        _points("case_access", "granted_by", "account.id"),
    )
    _index("case_access", "account_id", "case_id")


def _people() -> None:
    op.create_table(
        "person",
        _id(),
        _id("case_id"),
        _words("role", 20),
        _sealed("sealed_name"),
        _time("created_at"),
        _key("person", "id"),
        _points("person", "case_id", "case_file.id"),
    )
    _index("person", "case_id")


def _invites() -> None:
    op.create_table(
        "invite",
        _id(),
        _id("case_id"),
        _id("person_id"),
        _id("about_person_id", empty=True),
        _words("script", 60),
        _words("locale", 20),
        _sealed("token_hash"),
        _sealed("code_hash"),
        _sealed("sealed_token"),
        _sealed("sealed_code"),
        _column("pin_hash", sa.Text()),
        _number("wrong_pins"),
        _time("locked_at", empty=True),
        _time("expires_at"),
        _time("revoked_at", empty=True),
        _time("created_at"),
        _id("created_by"),
        _key("invite", "id"),
        _points("invite", "case_id", "case_file.id"),
        _points("invite", "person_id", "person.id"),
        _points("invite", "about_person_id", "person.id"),
        _points("invite", "created_by", "account.id"),
        _once("invite", "token_hash"),
        _once("invite", "code_hash"),
    )
    _index("invite", "case_id")


def _sittings() -> None:
    op.create_table(
        "sitting",
        _id(),
        _id("invite_id"),
        _sealed("token_hash"),
        _words("locale", 20),
        _words("safe", 20, empty=True),
        _words("present", 20, empty=True),
        _time("opened_at"),
        _time("seen_at"),
        _time("locked_at", empty=True),
        _time("ended_at", empty=True),
        _key("sitting", "id"),
        _points("sitting", "invite_id", "invite.id"),
        _once("sitting", "token_hash"),
    )
    _index("sitting", "invite_id")


def _conversations() -> None:
    op.create_table(
        "script_version",
        _words("digest", 64),
        _words("script", 60),
        _number("version"),
        _column("source", sa.Text()),
        _time("kept_at"),
        _key("script_version", "digest"),
    )
    op.create_table(
        "conversation",
        _id(),
        _id("case_id"),
        _id("person_id"),
        _id("invite_id"),
        _words("script", 60),
        _words("digest", 64),
        _time("begun_at"),
        _time("sent_at", empty=True),
        _number("sent_order", empty=True),
        _time("read_at", empty=True),
        _id("read_by", empty=True),
        _key("conversation", "id"),
        _points("conversation", "case_id", "case_file.id"),
        _points("conversation", "person_id", "person.id"),
        _points("conversation", "invite_id", "invite.id"),
        _points("conversation", "digest", "script_version.digest"),
        _points("conversation", "read_by", "account.id"),
        _once("conversation", "sent_order"),
    )
    _index("conversation", "case_id")
    _index("conversation", "invite_id")


def _turns() -> None:
    op.create_table(
        "turn",
        _id("conversation_id"),
        _number("seq"),
        _words("reply_id", 64),
        _id("sitting_id", empty=True),
        _words("position", 100),
        _words("move", 20),
        _words("locale", 20),
        _time("at"),
        _number("supersedes", empty=True),
        _sealed("sealed"),
        _key("turn", "conversation_id", "seq"),
        _points("turn", "conversation_id", "conversation.id"),
        _points("turn", "sitting_id", "sitting.id"),
        _once("turn", "conversation_id", "reply_id"),
    )


def _entries() -> None:
    op.create_table(
        "entry",
        _id(),
        _id("case_id"),
        _id("conversation_id"),
        _number("turn_seq"),
        _words("kind", 20),
        _words("move", 20),
        _words("present", 20, empty=True),
        _time("at"),
        _sealed("sealed"),
        _key("entry", "id"),
        _points("entry", "case_id", "case_file.id"),
        _points("entry", "conversation_id", "conversation.id"),
        _once("entry", "conversation_id", "turn_seq"),
    )
    _index("entry", "case_id")
    _index("entry", "conversation_id")


def _decisions() -> None:
    op.create_table(
        "decision",
        _id(),
        _number("order"),
        _id("entry_id"),
        _id("account_id"),
        _words("kind", 20),
        _time("at"),
        _sealed("sealed", empty=True),
        _key("decision", "id"),
        _points("decision", "entry_id", "entry.id"),
        _points("decision", "account_id", "account.id"),
        _once("decision", "entry_id", "order"),
    )
    _index("decision", "entry_id")


def _receipts() -> None:
    op.create_table(
        "export_receipt",
        _id(),
        _id("case_id"),
        _id("account_id"),
        _time("at"),
        _words("format", 10),
        _words("digest", 64),
        _column("complete", sa.Boolean()),
        _key("export_receipt", "id"),
        _points("export_receipt", "case_id", "case_file.id"),
        _points("export_receipt", "account_id", "account.id"),
    )
    _index("export_receipt", "case_id")
