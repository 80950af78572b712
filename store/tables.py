"""Every table that is kept: shapes, no query, no rule. Times are UTC without offset. Columns named `sealed…` are sealed
with the case's key, a note's with its own; `append_only.py` keeps rows for ever."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
ID = String(32)

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
)

invite = Table(
    "invite",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("person_id", ID, ForeignKey("person.id"), nullable=False),
    Column("about_person_id", ID, ForeignKey("person.id")),
    Column("script", String(60), nullable=False),
    Column("locale", String(20), nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("sealed_token", LargeBinary, nullable=False),
    Column("sealed_code", LargeBinary, nullable=False),
    Column("pin_hash", Text, nullable=False),
    Column("wrong_pins", Integer, nullable=False, default=0),
    Column("locked_at", DateTime),
    Column("expires_at", DateTime, nullable=False),
    Column("revoked_at", DateTime),
    Column("created_at", DateTime, nullable=False),
    Column("created_by", ID, ForeignKey("account.id"), nullable=False),
    Column("sealed_sets", LargeBinary),
)

sitting = Table(
    "sitting",
    metadata,
    Column("id", ID, primary_key=True),
    Column("invite_id", ID, ForeignKey("invite.id"), nullable=False, index=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("locale", String(20), nullable=False),
    Column("safe", String(20)),
    Column("present", String(20)),
    Column("typing", String(20)),
    Column("interpreter", String(20)),
    Column("sealed_beside", LargeBinary),
    Column("opened_at", DateTime, nullable=False),
    Column("seen_at", DateTime, nullable=False),
    Column("locked_at", DateTime),
    Column("ended_at", DateTime),
)

script_version = Table(
    "script_version",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("script", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("kept_at", DateTime, nullable=False),
)

conversation = Table(
    "conversation",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("person_id", ID, ForeignKey("person.id"), nullable=False),
    Column("invite_id", ID, ForeignKey("invite.id"), nullable=False, index=True),
    Column("script", String(60), nullable=False),
    Column("digest", String(64), ForeignKey("script_version.digest"), nullable=False),
    Column("begun_at", DateTime, nullable=False),
    Column("sent_at", DateTime),
    Column("sent_order", Integer, unique=True),
    Column("read_at", DateTime),
    Column("read_by", ID, ForeignKey("account.id")),
    Column("read_first", Integer, nullable=False, default=0, server_default="0"),
)

turn = Table(
    "turn",
    metadata,
    Column("conversation_id", ID, ForeignKey("conversation.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("reply_id", String(64), nullable=False),
    Column("sitting_id", ID, ForeignKey("sitting.id")),
    Column("position", String(100), nullable=False),
    Column("move", String(20), nullable=False),
    Column("locale", String(20), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("supersedes", Integer),
    Column("sealed", LargeBinary, nullable=False),
    UniqueConstraint("conversation_id", "reply_id"),
)

entry = Table(
    "entry",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("conversation_id", ID, ForeignKey("conversation.id"), nullable=False, index=True),
    Column("turn_seq", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("move", String(20), nullable=False),
    Column("present", String(20)),
    Column("at", DateTime, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("detail_of", Integer),
    UniqueConstraint("conversation_id", "turn_seq"),
)

decision = Table(
    "decision",
    metadata,
    Column("id", ID, primary_key=True),
    Column("order", Integer, nullable=False),
    Column("entry_id", ID, ForeignKey("entry.id"), nullable=False, index=True),
    Column("account_id", ID, ForeignKey("account.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("sealed", LargeBinary),
    UniqueConstraint("entry_id", "order"),
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

export_receipt = Table(
    "export_receipt",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("account_id", ID, ForeignKey("account.id"), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("format", String(10), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("complete", Boolean, nullable=False, default=True),
    Column("pieces", String(60)),
)

script_edition = Table(
    "script_edition",
    metadata,
    Column("digest", String(64), ForeignKey("script_version.digest"), primary_key=True),
    Column("uploaded_at", DateTime, nullable=False),
    Column("uploaded_by", ID, ForeignKey("account.id"), nullable=False),
    Column("published_at", DateTime),
    Column("published_by", ID, ForeignKey("account.id")),
    Column("withdrawn_at", DateTime),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", ID, primary_key=True),
    Column("script", String(60), nullable=False),
    Column("digest", String(64), ForeignKey("script_version.digest"), nullable=False),
    Column("month", String(7), nullable=False),
    Column("team", String(60)),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,  # rows lie by their random id: their order must not tell who came first
)

notice = Table(
    "notice",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("person_id", ID, ForeignKey("person.id"), nullable=False),
    Column("invite_id", ID, ForeignKey("invite.id"), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("acknowledged_at", DateTime),
    Column("acknowledged_by", ID, ForeignKey("account.id")),
    Column("sealed_done", LargeBinary),
)

outgoing = Table(
    "outgoing",
    metadata,
    Column("id", ID, primary_key=True),
    Column("notice_id", ID, ForeignKey("notice.id"), nullable=False, index=True),
    Column("contact", String(20), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("due_at", DateTime, nullable=False, index=True),
    Column("tries", Integer, nullable=False, default=0),
    Column("sent_at", DateTime),
    Column("given_up_at", DateTime),
    Column("reason", String(120)),
)

case_event = Table(
    "case_event",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("case_file.id"), nullable=False),
    Column("order", Integer, nullable=False),
    Column("topic", String(20), nullable=False, index=True),
    Column("subject", String(64), nullable=False),
    Column("by", ID, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    UniqueConstraint("case_id", "order"),
)

chair_note = Table(
    "chair_note",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("by", ID, ForeignKey("account.id")),
    Column("conversation_id", ID, ForeignKey("conversation.id"), index=True),
    Column("turn_seq", Integer),
    Column("at", DateTime, nullable=False),
    Column("sent_at", DateTime),
    Column("read_at", DateTime),
    Column("read_by", ID, ForeignKey("account.id")),
    Column("sealed", LargeBinary, nullable=False),
)

deadline = Table(
    "deadline",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case_id", ID, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("key", String(80), nullable=False),
    Column("due_at", DateTime, nullable=False, index=True),
    Column("done_at", DateTime),
    Column("reminded_at", DateTime),
    UniqueConstraint("case_id", "key"),
)

search_word = Table(
    "search_word",
    metadata,
    Column("word", LargeBinary, primary_key=True),
    Column("case_id", ID, ForeignKey("case_file.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
