"""Erases a case: destroys its keys and closes every way to it, so that nothing sealed for it is read again. It asks
nothing: the caller has.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from store.chair_notes import destroy_keys, key_of_note
from store.clock import to_keep
from store.database import Database
from store.search import forget_words
from store.tables import case, case_access, chair_note, conversation, deadline, invite, notice, outgoing, sitting
from store.vault import Vault

REASON = "the case was erased"


@dataclass(frozen=True, slots=True)
class Erased:
    """What memory may still hold of erased cases, here or in another process: their conversations and links by id, and
    what their keys were wrapped for."""

    conversations: tuple[str, ...]
    invites: tuple[str, ...]
    keys: tuple[str, ...]


def erase_case(database: Database, vault: Vault, case_id: str, at: datetime) -> Erased | None:
    """Destroys the key of a case and of every note for its Chair, deletes the words it is found by and its deadlines,
    ends its links, sittings and access, and stops what was still to be sent about it, all in one commit.

    None when there is no such case; erasing it again changes nothing. The rows stay: who did what and when, and not a
    word."""

    def job(connection: Connection) -> bool:
        gone = update(case).where(case.c.id == case_id).values(wrapped_key=b"")
        if connection.execute(gone).rowcount != 1:
            return False
        destroy_keys(connection, case_id)
        forget_words(connection, case_id)
        connection.execute(delete(deadline).where(deadline.c.case_id == case_id))
        _shut(connection, case_id, at)
        return True

    if not database.write(job):
        return None
    left = left_of(database, [case_id])
    for key in left.keys:
        vault.forget_case(key)
    database.empty_the_log()
    return left


def erased_cases(database: Database) -> frozenset[str]:
    """The ids of every case that was ever erased, by whatever process."""
    with database.reading() as connection:
        return frozenset(connection.scalars(select(case.c.id).where(func.length(case.c.wrapped_key) == 0)))


def left_of(database: Database, case_ids: Collection[str]) -> Erased:
    """What memory may still hold of these erased cases."""
    with database.reading() as connection:
        talks, links, notes = (
            tuple(connection.scalars(select(table.c.id).where(table.c.case_id.in_(case_ids))))
            for table in (conversation, invite, chair_note)
        )
    return Erased(talks, links, (*case_ids, *map(key_of_note, notes)))


def _shut(connection: Connection, case_id: str, at: datetime) -> None:
    """Nobody comes in any more: no family by a link, nobody at the desk; and no message leaves."""
    invites = select(invite.c.id).where(invite.c.case_id == case_id)
    notices = select(notice.c.id).where(notice.c.case_id == case_id)
    waiting = (outgoing.c.sent_at.is_(None), outgoing.c.given_up_at.is_(None))
    _end(connection, invite.c.revoked_at, invite.c.case_id == case_id, at)
    _end(connection, sitting.c.ended_at, sitting.c.invite_id.in_(invites), at)
    _end(connection, case_access.c.revoked_at, case_access.c.case_id == case_id, at)
    stopped = {"given_up_at": to_keep(at), "reason": REASON}
    connection.execute(update(outgoing).where(outgoing.c.notice_id.in_(notices), *waiting).values(stopped))


def _end(connection: Connection, column: ColumnElement[datetime], which: ColumnElement[bool], at: datetime) -> None:
    connection.execute(update(column.table).where(which, column.is_(None)).values({column.name: to_keep(at)}))
