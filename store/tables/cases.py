"""The tables of who works and on what: accounts, cases, the people in them, and what was done."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from store.tables.base import ID, metadata

account = Table(
    "account",
    metadata,
    Column("id", ID, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("sealed_totp", LargeBinary),
    Column("totp_last_step", Integer),
    Column("created_at", DateTime, nullable=False),
    Column("disabled_at", DateTime),
    Column("team", String(60)),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("id", ID, primary_key=True),
    Column("account_id", ID, ForeignKey("account.id"), nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("opened_at", DateTime, nullable=False),
    Column("seen_at", DateTime, nullable=False),
    Column("ended_at", DateTime),
)

case = Table(
    "case_file",
    metadata,
    Column("id", ID, primary_key=True),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed_name", LargeBinary, nullable=False),
    Column("meeting_on", DateTime),
    Column("created_at", DateTime, nullable=False),
    Column("created_by", ID, ForeignKey("account.id"), nullable=False),
    Column("closed_at", DateTime),
)

case_access = Table(
    "case_access",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("case_file.id"), nullable=False),
    Column("account_id", ID, ForeignKey("account.id"), nullable=False),
    Column("granted_at", DateTime, nullable=False),
    Column("granted_by", ID, ForeignKey("account.id"), nullable=False),
    Column("revoked_at", DateTime),
    Index(None, "account_id", "case_id"),
)

person = Table(
    "person",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("sealed_name", LargeBinary, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("contact_only_at", DateTime),
    Column("contact_only_by", ID),
    Column("order", Integer, nullable=False, default=0, server_default="0"),
)

search_word = Table(
    "search_word",
    metadata,
    Column("word", LargeBinary, primary_key=True),
    Column("case_id", ID, ForeignKey("case_file.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

audit_event = Table(
    "audit_event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False),
    Column("account_id", ID),
    Column("case_id", ID),
    Column("action", String(40), nullable=False),
    Column("subject", String(64)),
    Column("previous", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)
