"""Keeps receipts of what was taken away from the desk: who, when, which form, the digest of the bytes. Never a word."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, select

from store.clock import kept, to_keep
from store.database import Database
from store.tables import export_receipt


@dataclass(frozen=True, slots=True)
class Receipt:
    """One taking away. `complete` is False when entries nobody had decided about were left out; `pieces` names what
    went along, and nothing where there was no choice; `child_id` names the one child it was for, if it was for one.
    Times in UTC."""

    id: str
    case_id: str
    account_id: str
    at: datetime
    format: str
    digest: str
    complete: bool
    pieces: tuple[str, ...] = ()
    child_id: str | None = None


class Receipts:
    """Receipts on file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def new_id(self) -> str:
        """An id for a receipt; it stands inside what is taken away, so it is made before that is written."""
        return secrets.token_hex(16)

    def keep(self, receipt: Receipt) -> None:
        """Keeps a receipt. The caller has checked access."""
        row = {
            "id": receipt.id,
            "case_id": receipt.case_id,
            "account_id": receipt.account_id,
            "at": to_keep(receipt.at),
            "format": receipt.format,
            "digest": receipt.digest,
            "complete": receipt.complete,
            "pieces": " ".join(receipt.pieces),
            "child_id": receipt.child_id,
        }
        self._database.write(lambda connection: connection.execute(export_receipt.insert(), row) and None)

    def of_case(self, case_id: str) -> tuple[Receipt, ...]:
        """The receipts of a case, newest first."""
        query = select(export_receipt).where(export_receipt.c.case_id == case_id)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(export_receipt.c.at.desc(), export_receipt.c.id)).mappings().all()
        return tuple(_receipt(row) for row in rows)


def _receipt(row: RowMapping) -> Receipt:
    return Receipt(**{**row, "at": kept(row["at"]), "pieces": tuple((row["pieces"] or "").split())})
