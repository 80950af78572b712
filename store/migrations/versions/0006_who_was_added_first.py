"""In which order people were added to a case, several of whom come in one moment; and which child a receipt is for, in
a column of its own.

People from before stay at 0: they came earlier, in the order of their times. A child's id that stood last among the
pieces of a receipt (its 32 letters tell it from a piece) moves to its own column.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("order", sa.Integer, nullable=False, server_default="0"))
    op.add_column("export_receipt", sa.Column("child_id", sa.String(32), nullable=True))
    receipt = sa.table("export_receipt", *(sa.column(name, sa.String) for name in ("id", "pieces", "child_id")))
    connection = op.get_bind()
    for id_, pieces in connection.execute(sa.select(receipt.c.id, receipt.c.pieces)).all():
        *rest, last = (pieces or "").split() or [""]
        if len(last) == 32:
            moved = receipt.update().where(receipt.c.id == id_)
            connection.execute(moved.values(pieces=" ".join(rest), child_id=last))
