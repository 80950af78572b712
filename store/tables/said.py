"""The tables of what families are asked and say: scripts, invites, sittings, conversations, entries, feedback."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, ForeignKey, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from store.tables.base import ID, metadata

script_version = Table(
    "script_version",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("script", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("kept_at", DateTime, nullable=False),
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
