"""The table of what the council itself has: days on which it is closed, as they were written down at the desk."""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, ForeignKey, String, Table

from store.tables.base import ID, metadata

closed_day = Table(
    "closed_day",
    metadata,
    Column("id", ID, primary_key=True),
    Column("council", String(40), nullable=False),
    Column("day", Date, nullable=False),
    Column("reason", String(120), nullable=False),
    Column("closed_at", DateTime, nullable=False),
    Column("closed_by", ID, ForeignKey("account.id"), nullable=False),
    Column("opened_at", DateTime),
    Column("opened_by", ID, ForeignKey("account.id")),
    Column("opened_why", String(120)),
)
