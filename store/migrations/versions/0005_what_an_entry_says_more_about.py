"""Which turn an entry says more about, as a column, so that cards are counted without opening anybody's words; and an
index by which what was said back is counted.

Entries from before have no such column and are opened: an entry is never changed, and a migration holds no key.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entry", sa.Column("detail_of", sa.Integer, nullable=True))
    op.create_index("ix_case_event_topic", "case_event", ["topic"])
