"""Keeps what people say about their meeting without their names. A row knows a script, a month and a team, and nobody.

It is sealed under the installation's key, not a case's: no row leads back to a case, a person or a conversation.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from dialogs.conversation import Entry, Move
from dialogs.script import EntryKind, Script
from store.conversation_rows import keep_script
from store.database import Database
from store.desk_rows import KeptEntry, entries
from store.tables import account, case, conversation, entry, feedback, invite
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of an unnamed sending: the step, what was asked, and the words or the way it was declined."""

    step: str
    asked: str
    words: str
    move: Move
    choices: tuple[str, ...] = ()
    """The ids of what was picked; nothing for a sending from before they were kept."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Everything one person said after one meeting. `month` is like 2026-11; no day, so that nobody is known by it.
    `team` is that of whoever made the link, or nothing."""

    script: str
    digest: str
    month: str
    said: tuple[Said, ...]
    team: str = ""


@dataclass(frozen=True, slots=True)
class NamedSending:
    """What one person said with their name on it, as far as counting needs it: no name, no words, no case."""

    script: str
    month: str
    team: str
    said: tuple[Said, ...]


def feedback_row(vault: Vault, script: Script, made: Sequence[Entry], at: datetime) -> dict[str, Any]:
    """The columns of an unnamed sending. Only the month of `at` is kept."""
    row_id = secrets.token_hex(16)
    said = [
        [one.position.step, one.given.asked, one.verbatim, one.reply.move.value, list(one.reply.choices)]
        for one in made
    ]
    sealed = vault.seal("feedback", row_id, "sealed", json.dumps(said, ensure_ascii=False))
    return {"id": row_id, "script": script.id, "digest": script.digest, "month": f"{at:%Y-%m}", "sealed": sealed}


class Feedback:
    """Unnamed sendings on file."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def keep(self, script: Script, made: Sequence[Entry], at: datetime, team: str) -> None:
        """Keeps what somebody said without their name that came by no conversation here, such as on paper."""
        row = {**feedback_row(self._vault, script, made, at), "team": team}

        def job(connection: Connection) -> None:
            keep_script(connection, script, at)
            connection.execute(feedback.insert(), row)

        self._database.write(job)

    def all(self, script: str | None = None) -> tuple[Sending, ...]:
        """Every sending (of one script), in no order that could tell who came first."""
        query = select(feedback).order_by(feedback.c.month, feedback.c.id)
        if script is not None:
            query = query.where(feedback.c.script == script)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(self._sending(row) for row in rows)

    def named(self) -> tuple[NamedSending, ...]:
        """What was said with a name on it, in conversations that were sent, without the names and the words."""
        about_a_meeting = and_(entry.c.kind == EntryKind.FEEDBACK.value, func.length(case.c.wrapped_key) > 0)
        teams = (
            select(conversation.c.id, account.c.team)
            .join_from(conversation, invite, conversation.c.invite_id == invite.c.id)
            .join(account, invite.c.created_by == account.c.id)
        )
        found: dict[str, list[KeptEntry]] = {}
        for one in entries(self._database, self._vault, about_a_meeting):
            found.setdefault(one.conversation_id, []).append(one)
        with self._database.reading() as connection:
            team_of = {row.id: row.team or "" for row in connection.execute(teams.where(conversation.c.id.in_(found)))}
        return tuple(
            NamedSending(said[0].script, f"{said[0].sent_at:%Y-%m}", team_of.get(id_, ""), tuple(map(_counted, said)))
            for id_, said in found.items()
        )

    def _sending(self, row: Any) -> Sending:
        said = json.loads(self._vault.open("feedback", row["id"], "sealed", row["sealed"]))
        answers = tuple(
            Said(step, asked, words, Move(move), tuple(choices[0]) if choices else ())
            for step, asked, words, move, *choices in said
        )
        return Sending(row["script"], row["digest"], row["month"], answers, row["team"] or "")


def _counted(one: KeptEntry) -> Said:
    """An answer without its words."""
    given = one.entry
    return Said(given.position.step, given.given.asked, "", given.reply.move, given.reply.choices)
