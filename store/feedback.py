"""Keeps what people say about their meeting without their names. A row knows a script and a month, and nobody.

It is sealed under the installation's key, not a case's: no row leads back to a case, a person or a conversation.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from dialogs.conversation import Entry, Move
from dialogs.script import Script
from store.database import Database
from store.tables import feedback
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of an unnamed sending: the step, what was asked, and the words or the way it was declined."""

    step: str
    asked: str
    words: str
    move: Move


@dataclass(frozen=True, slots=True)
class Sending:
    """Everything one person said after one meeting. `month` is like 2026-11; no day, so that nobody is known by it."""

    script: str
    digest: str
    month: str
    said: tuple[Said, ...]


def feedback_row(vault: Vault, script: Script, entries: Sequence[Entry], at: datetime) -> dict[str, Any]:
    """The columns of an unnamed sending. Only the month of `at` is kept."""
    row_id = secrets.token_hex(16)
    said = [[one.position.step, one.given.asked, one.verbatim, one.reply.move.value] for one in entries]
    sealed = vault.seal("feedback", row_id, "sealed", json.dumps(said, ensure_ascii=False))
    return {"id": row_id, "script": script.id, "digest": script.digest, "month": f"{at:%Y-%m}", "sealed": sealed}


class Feedback:
    """Unnamed sendings on file."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def all(self, script: str | None = None) -> tuple[Sending, ...]:
        """Every sending (of one script), in no order that could tell who came first."""
        query = select(feedback).order_by(feedback.c.month, feedback.c.id)
        if script is not None:
            query = query.where(feedback.c.script == script)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(self._sending(row) for row in rows)

    def _sending(self, row: Any) -> Sending:
        said = json.loads(self._vault.open("feedback", row["id"], "sealed", row["sealed"]))
        answers = tuple(Said(step, asked, words, Move(move)) for step, asked, words, move in said)
        return Sending(row["script"], row["digest"], row["month"], answers)
