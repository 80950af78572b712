"""Keeps what was written for the Chair only. Each note has a key of its own, never the case's, and joins nothing else.

A note from a conversation is a draft until that is sent: the person may read it, change it and take it out. What they
took back is deleted. No case key, no map, no entry and no export leads to a word of it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, select, update

from dialogs.conversation import Move, Turn
from store.clock import kept, kept_or_none, to_keep
from store.database import Database
from store.opening import cases_open_to
from store.tables import case, chair_note, conversation
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class ChairNote:
    """One note as the Chair reads it. `by` is the account that wrote it; None: somebody said it in a conversation, then
    `person_id` says who, `asked` what they were asked and `locale` in which language. Times in UTC."""

    id: str
    case_id: str
    at: datetime
    words: str
    by: str | None
    read_at: datetime | None = None
    read_by: str | None = None
    person_id: str | None = None
    asked: str = ""
    locale: str = "en"
    noticed: bool = False
    """The words may tell of harm."""


@dataclass(frozen=True, slots=True)
class NoteReceipt:
    """What somebody who wrote a note may still see of it: that it is there, and whether it was read."""

    id: str
    at: datetime
    read_at: datetime | None


class ChairNotes:
    """The notes on file. The caller has checked who may write and who may read."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def write(self, case_id: str, by: str, words: str, at: datetime) -> NoteReceipt:
        """Keeps a worker's note, sent at once. Returns its receipt."""
        row = _row(self._vault, case_id, at, {"words": words}) | {"by": by, "sent_at": to_keep(at)}
        self._database.write(lambda connection: _keep(connection, row))
        return NoteReceipt(row["id"], at, None)

    def of_case(self, case_id: str) -> tuple[ChairNote, ...]:
        """Every note that was sent, opened: unread first, those that may tell of harm before the rest, then the newest.
        For the Chair only."""
        query = (
            select(chair_note, conversation.c.person_id)
            .outerjoin_from(chair_note, conversation, chair_note.c.conversation_id == conversation.c.id)
            .where(*_sent(case_id))
            .order_by(chair_note.c.sent_at.desc(), chair_note.c.id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        notes = [self._note(row) for row in rows]
        return tuple(sorted(notes, key=lambda note: (note.read_at is not None, not note.noticed)))

    def receipts(self, case_id: str, by: str) -> tuple[NoteReceipt, ...]:
        """The receipts of the notes this account wrote, newest first. Never a word."""
        query = select(chair_note).where(*_sent(case_id), chair_note.c.by == by)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(chair_note.c.sent_at.desc(), chair_note.c.id)).mappings().all()
        return tuple(NoteReceipt(row["id"], kept(row["sent_at"]), kept_or_none(row["read_at"])) for row in rows)

    def count(self, case_id: str, unread: bool = False) -> int:
        """How many notes were sent in this case (only those nobody read yet)."""
        which = [*_sent(case_id), *([chair_note.c.read_at.is_(None)] if unread else [])]
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(chair_note).where(*which)) or 0

    def unread_for(self, account_id: str) -> dict[str, int]:
        """How many notes nobody has read yet in each case open to this account; cases without any are left out. For a
        Chair only: that there is one is as much as this tells."""
        query = (
            select(chair_note.c.case_id, func.count())
            .where(*_readable(), chair_note.c.read_at.is_(None), chair_note.c.case_id.in_(cases_open_to(account_id)))
            .group_by(chair_note.c.case_id)
        )
        with self._database.reading() as connection:
            return {case_id: count for case_id, count in connection.execute(query)}

    def mark_read(self, case_id: str, by: str, at: datetime, notes: Collection[str]) -> None:
        """Notes who first read these, and when. Reading them again changes nothing."""
        unread = update(chair_note).where(*_sent(case_id), chair_note.c.id.in_(notes), chair_note.c.read_at.is_(None))
        self._database.write(
            lambda connection: connection.execute(unread.values(read_at=to_keep(at), read_by=by)) and None
        )

    def _note(self, row: RowMapping) -> ChairNote:
        said = _opened(self._vault, row)
        return ChairNote(
            id=row["id"],
            case_id=row["case_id"],
            at=kept(row["sent_at"]),
            words=said["words"],
            by=row["by"],
            read_at=kept_or_none(row["read_at"]),
            read_by=row["read_by"],
            person_id=row["person_id"],
            asked=said.get("asked", ""),
            locale=said.get("locale", "en"),
            noticed=said.get("noticed", False),
        )


def key_of_note(note_id: str) -> str:
    """What the key of a note is wrapped for."""
    return f"chair:{note_id}"


def draft_of(vault: Vault, case_id: str, conversation_id: str, turn: Turn) -> dict[str, Any] | None:
    """The row of an answer that is for the Chair only, not sent yet; None when there are no words to keep."""
    if not turn.given.chair_only or turn.reply.move is not Move.ANSWER:
        return None
    given = turn.given
    said = {"words": turn.reply.text, "asked": given.asked, "locale": given.locale, "noticed": given.noticed}
    row = _row(vault, case_id, given.at, said)
    return row | {"conversation_id": conversation_id, "turn_seq": turn.seq}


def keep_draft(connection: Connection, conversation_id: str, turn: Turn, draft: Mapping[str, Any] | None) -> None:
    """Keeps the words of a turn that was just kept. Those it supersedes are deleted: they were taken back."""
    if not turn.given.chair_only:
        return
    if turn.supersedes is not None:
        earlier = chair_note.c.conversation_id == conversation_id, chair_note.c.turn_seq == turn.supersedes
        connection.execute(delete(chair_note).where(*earlier))
    if draft is not None:
        _keep(connection, draft)


def deliver(connection: Connection, conversation_id: str, turns: Collection[int], at: datetime) -> None:
    """The conversation is sent: the Chair gets the notes of these turns, whatever else was drafted is deleted."""
    mine = chair_note.c.conversation_id == conversation_id
    connection.execute(delete(chair_note).where(mine, chair_note.c.turn_seq.not_in(turns)))
    connection.execute(update(chair_note).where(mine).values(sent_at=to_keep(at)))


def with_drafts(connection: Connection, vault: Vault, conversation_id: str, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns of an unsent conversation with the words the Chair would get, for the person themselves."""
    if not any(turn.given.chair_only for turn in turns):
        return tuple(turns)
    mine = chair_note.c.conversation_id == conversation_id, chair_note.c.sent_at.is_(None)
    rows = connection.execute(select(chair_note).where(*mine)).mappings().all()
    drafts = {row["turn_seq"]: _opened(vault, row) for row in rows}
    return tuple(_filled(turn, drafts[turn.seq]) if turn.seq in drafts else turn for turn in turns)


def forget_drafts(connection: Connection, conversation_id: str) -> None:
    """Deletes what an unsent conversation held for the Chair, before the conversation itself is deleted."""
    connection.execute(delete(chair_note).where(chair_note.c.conversation_id == conversation_id))


def destroy_keys(connection: Connection, case_id: str) -> None:
    """Destroys the keys of all notes of a case, drafts too, so that nobody reads them again."""
    connection.execute(update(chair_note).where(chair_note.c.case_id == case_id).values(wrapped_key=b"", sealed=b""))


def _sent(case_id: str) -> tuple[ColumnElement[bool], ...]:
    return chair_note.c.case_id == case_id, *_readable()


def _readable() -> tuple[ColumnElement[bool], ...]:
    return chair_note.c.sent_at.is_not(None), func.length(chair_note.c.wrapped_key) > 0


def _keep(connection: Connection, row: Mapping[str, Any]) -> None:
    """Adds a note. Its key is its own, so it must not come into a case whose keys were destroyed a moment before."""
    of_case = select(func.length(case.c.wrapped_key)).where(case.c.id == row["case_id"])
    if connection.scalar(of_case.with_for_update(read=True)):
        connection.execute(chair_note.insert(), dict(row))


def _row(vault: Vault, case_id: str, at: datetime, said: Mapping[str, Any]) -> dict[str, Any]:
    note_id = secrets.token_hex(16)
    wrapped = vault.new_case_key(key_of_note(note_id))
    seal = vault.open_case(key_of_note(note_id), wrapped)
    return {
        "id": note_id,
        "case_id": case_id,
        "wrapped_key": wrapped,
        "at": to_keep(at),
        "sealed": seal.seal("chair_note", note_id, "sealed", json.dumps(dict(said), ensure_ascii=False)),
    }


def _opened(vault: Vault, row: RowMapping) -> dict[str, Any]:
    seal = vault.open_case(key_of_note(row["id"]), row["wrapped_key"])
    said: dict[str, Any] = json.loads(seal.open("chair_note", row["id"], "sealed", row["sealed"]))
    return said


def _filled(turn: Turn, said: Mapping[str, Any]) -> Turn:
    reply, given = replace(turn.reply, text=said["words"]), replace(turn.given, noticed=said["noticed"])
    return replace(turn, reply=reply, given=given)
