"""The tables of what the desk makes of it: decisions, the log, the Chair's notes, dates, notices, receipts."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, LargeBinary, String, Table, UniqueConstraint

from store.tables.base import ID, metadata

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
    Column("child_id", ID),
)
