"""Keeps the audit chain: one row for everything done at the desk, every reading of a family's words among them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from access.audit import BEGINNING, AuditEvent, digest_of, trouble_with
from store.clock import kept, to_keep
from store.database import Database, hold
from store.tables import audit_event
from store.vault import Vault


class Audit:
    """The chain on file. Its key comes from the installation's key."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._key = vault.fingerprint("audit chain", "key")

    def record(
        self, action: str, account_id: str | None, case_id: str | None, subject: str | None, at: datetime
    ) -> None:
        """Adds an event after the last one. `subject` is an id, never a word."""

        def job(connection: Connection) -> None:
            hold(connection, "audit")
            last = select(audit_event.c.seq, audit_event.c.digest).order_by(audit_event.c.seq.desc()).limit(1)
            row = connection.execute(last).first()
            seq, previous = (1, BEGINNING) if row is None else (row.seq + 1, row.digest)
            made = digest_of(self._key, seq, kept(to_keep(at)), account_id, case_id, action, subject, previous)
            connection.execute(
                audit_event.insert(),
                {
                    "seq": seq,
                    "at": to_keep(at),
                    "account_id": account_id,
                    "case_id": case_id,
                    "action": action,
                    "subject": subject,
                    "previous": previous,
                    "digest": made,
                },
            )

        self._database.write(job)

    def events(self, case_id: str | None = None) -> tuple[AuditEvent, ...]:
        """The events of a case, or all of them, oldest first."""
        query = select(audit_event).order_by(audit_event.c.seq)
        if case_id is not None:
            query = query.where(audit_event.c.case_id == case_id)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(AuditEvent(**{**row, "at": kept(row["at"])}) for row in rows)

    def verify(self) -> list[str]:
        """What is wrong with the chain; empty when it is whole."""
        return trouble_with(self._key, self.events())
