"""Days on which a council is closed, written down at the desk.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closed_day",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("council", sa.String(40), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("reason", sa.String(120), nullable=False),
        sa.Column("closed_at", sa.DateTime, nullable=False),
        sa.Column("closed_by", sa.String(32), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("opened_at", sa.DateTime),
        sa.Column("opened_by", sa.String(32), sa.ForeignKey("account.id")),
        sa.Column("opened_why", sa.String(120)),
    )
