"""Keeps what workers decide about entries, in order, for ever. What a decision means is `review.decision`."""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, select

from review.map.decision import Decision, DecisionKind
from store.clock import kept, to_keep
from store.database import Database
from store.tables import case, decision, entry
from store.vault import CaseSeal, Vault


class ThereIsNoSuchEntry(Exception):
    """No entry of this case has this id, so nothing can be decided about it."""


class SomebodyDecidedMeanwhile(Exception):
    """Another decision about this entry came between reading it and deciding."""


class Decisions:
    """Decisions on file. The worker's wording and reason are sealed with the case, because they speak of the family."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def decide(
        self,
        entry_id: str,
        case_id: str,
        account_id: str,
        kind: DecisionKind,
        wording: str,
        reason: str,
        at: datetime,
        after: int | None = None,
        translated_by: str = "",
    ) -> Decision:
        """Add a decision after all earlier ones about this entry. `translated_by`: who made the wording, when that is a
        translation.

        `after`: how many decisions its maker had seen; when there are others by now it raises
        `SomebodyDecidedMeanwhile`
        and keeps nothing. Raises `ThereIsNoSuchEntry`.
        """
        decision_id = secrets.token_hex(16)
        said = {"wording": wording, "reason": reason, "translated_by": translated_by}
        row = {
            "id": decision_id,
            "entry_id": entry_id,
            "account_id": account_id,
            "kind": kind.value,
            "at": to_keep(at),
            "sealed": self._sealed(case_id, decision_id, said) if any(said.values()) else None,
        }

        def job(connection: Connection) -> None:
            mine = select(entry.c.id).where(entry.c.id == entry_id, entry.c.case_id == case_id)
            if connection.scalar(mine.with_for_update()) is None:
                raise ThereIsNoSuchEntry
            last = connection.scalar(select(func.max(decision.c.order)).where(decision.c.entry_id == entry_id))
            if after is not None and (last or 0) != after:
                raise SomebodyDecidedMeanwhile
            connection.execute(decision.insert(), {**row, "order": (last or 0) + 1})

        self._database.write(job)
        return Decision(kind, account_id, at, wording, reason, translated_by)

    def for_case(self, case_id: str) -> dict[str, tuple[Decision, ...]]:
        """Every decision about the entries of a case: entry id to its decisions, oldest first. Undecided: absent."""
        query = (
            select(decision, case.c.wrapped_key)
            .join_from(decision, entry, decision.c.entry_id == entry.c.id)
            .join(case, entry.c.case_id == case.c.id)
            .where(entry.c.case_id == case_id)
            .order_by(decision.c.entry_id, decision.c.order)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        found: dict[str, tuple[Decision, ...]] = {}
        for row in rows:
            seal = self._vault.open_case(case_id, row["wrapped_key"])
            found[row["entry_id"]] = (*found.get(row["entry_id"], ()), _decision(seal, row))
        return found

    def _sealed(self, case_id: str, decision_id: str, said: dict[str, str]) -> bytes:
        with self._database.reading() as connection:
            wrapped = connection.scalar(select(case.c.wrapped_key).where(case.c.id == case_id))
        if wrapped is None:
            raise ThereIsNoSuchEntry
        text = json.dumps(said, ensure_ascii=False)
        return self._vault.open_case(case_id, wrapped).seal("decision", decision_id, "sealed", text)


def _decision(seal: CaseSeal, row: RowMapping) -> Decision:
    said: dict[str, str] = {}
    if row["sealed"] is not None:
        said = json.loads(seal.open("decision", row["id"], "sealed", row["sealed"]))
    return Decision(DecisionKind(row["kind"]), row["account_id"], kept(row["at"]), **said)
