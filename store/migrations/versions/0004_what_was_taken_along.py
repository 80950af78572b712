"""Which pieces of a case were taken along with an export.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("export_receipt", sa.Column("pieces", sa.String(60), nullable=True))
