"""Keeps conversations while they are held: begins, appends, sends, rebuilds, forgets. It decides nothing about replies.

The turn path is one INSERT that also sees to it that the conversation is unsent and the place is free.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, select, update

from dialogs.conversation import Conversation, Entry, Turn
from dialogs.script import EntryKind, Script
from dialogs.sitting import Kept
from store import desk_rows
from store.chair_notes import deliver, draft_of, forget_drafts, keep_draft, with_drafts
from store.clock import kept, kept_or_none, to_keep
from store.conversation_rows import add_turn, keep_script, newest
from store.database import Database, hold
from store.desk_rows import InboxRow, KeptEntry
from store.feedback import feedback_row
from store.invites import sets_of
from store.sealing import turn_from, turn_row
from store.sending import Place, ThereIsNoSuchConversation, entry_rows, mark_sent, posting, unnamed_sending
from store.tables import case, conversation, entry, invite, person, script_version, turn
from store.vault import CaseSeal, Vault

_PLACES_REMEMBERED = 2_000


class ThereIsNoSuchInvite(Exception):
    """No invite has this id, so nothing can begin from it."""


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """What is known of a conversation without opening a word of it. Times in UTC."""

    id: str
    case_id: str
    person_id: str
    invite_id: str
    script: str
    digest: str
    begun_at: datetime
    sent_at: datetime | None
    read_at: datetime | None
    unnamed: bool = False
    """Sent without a name: its words are elsewhere, and nothing leads to them from here."""


class Conversations:
    """Conversations on file. Words are sealed before they reach the writer and opened after the connection is back."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._add_turn = add_turn(database)
        self._places: OrderedDict[str, tuple[str, CaseSeal]] = OrderedDict()
        self._lock = threading.Lock()

    def keep_script(self, script: Script, at: datetime) -> None:
        """Keep a script version for ever, under its digest. Keeping it again changes nothing."""
        self._database.write(lambda connection: keep_script(connection, script, at))

    def script_source(self, digest: str) -> tuple[str, str] | None:
        """(script id, source text) of a kept script version, None when the digest is not known."""
        query = select(script_version.c.script, script_version.c.source).where(script_version.c.digest == digest)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else (row.script, row.source)

    def begin(
        self, conversation_id: str, invite_id: str, case_id: str, person_id: str, script: Script, at: datetime
    ) -> str:
        """Begin a conversation pinned to this script version. Returns its id.

        When the invite already has an unsent conversation (two tabs, a second tap), that one's id is returned instead
        and nothing is added. Raises `ThereIsNoSuchInvite`.
        """
        row = {
            "id": conversation_id,
            "case_id": case_id,
            "person_id": person_id,
            "invite_id": invite_id,
            "script": script.id,
            "digest": script.digest,
            "begun_at": to_keep(at),
        }

        def job(connection: Connection) -> str:
            asked = select(invite.c.id).where(
                invite.c.id == invite_id, invite.c.case_id == case_id, invite.c.person_id == person_id
            )
            if connection.scalar(asked.with_for_update()) is None:
                raise ThereIsNoSuchInvite
            going_on = connection.execute(newest(invite_id).where(conversation.c.sent_at.is_(None))).first()
            if going_on is not None:
                return str(going_on.id)
            keep_script(connection, script, at)
            connection.execute(conversation.insert(), row)
            return conversation_id

        return self._database.write(job)

    def latest_for_invite(self, invite_id: str) -> KeptConversation | None:
        """The conversation of an invite that began last, None when none did."""
        return self._found(newest(invite_id))

    def facts(self, conversation_id: str) -> KeptConversation | None:
        """What is known of a conversation without its words, None when there is none."""
        return self._found(select(conversation).where(conversation.c.id == conversation_id))

    def load(self, conversation_id: str) -> Conversation | None:
        """The conversation with all its turns in order, None when there is none."""
        about = (
            select(conversation, invite.c.sealed_sets, person.c.contact_only_at)
            .join_from(conversation, invite, conversation.c.invite_id == invite.c.id)
            .join(person, conversation.c.person_id == person.c.id)
            .where(conversation.c.id == conversation_id)
        )
        turns = select(turn).where(turn.c.conversation_id == conversation_id).order_by(turn.c.seq)
        with self._database.reading() as connection:
            found = connection.execute(about).first()
            if found is None:
                return None
            _, seal = self._place(conversation_id, connection)
            kept_turns = [turn_from(seal, row) for row in connection.execute(turns).mappings()]
            mine = kept_turns if found.sent_at else with_drafts(connection, self._vault, conversation_id, kept_turns)
        return Conversation(
            id=conversation_id,
            script=found.script,
            digest=found.digest,
            turns=tuple(mine),
            sent=found.sent_at is not None,
            sets=sets_of(seal, found.invite_id, found.sealed_sets),
            contact_only=found.contact_only_at is not None and found.sent_at is None,
        )

    def append(self, conversation_id: str, sitting_id: str | None, turn: Turn) -> Kept:
        """Keep one turn, durably, unless its reply id was kept before, its seq is taken or the conversation was sent.

        Raises `ThereIsNoSuchConversation`, or what `Database.write` raises; then nothing was kept.
        """
        case_id, seal = self._place(conversation_id)
        row = turn_row(seal, conversation_id, sitting_id, turn)
        draft = draft_of(self._vault, case_id, conversation_id, turn)

        def job(connection: Connection) -> Kept:
            kept = self._insert(connection, row)
            if kept is Kept.KEPT:
                keep_draft(connection, conversation_id, turn, draft)
            return kept

        return self._database.write(job)

    def send(
        self,
        conversation_id: str,
        sitting_id: str | None,
        turn: Turn,
        entries: Sequence[Entry],
        at: datetime,
        noticed: bool = False,
    ) -> Kept:
        """Keep the last turn, the entries and the sending, all in one commit or none of it. Otherwise like `append`.

        `noticed` (words that may tell of harm) and an unsafe opening put it further up in the reading order; nothing
        ever puts it further down.
        """
        case_id, seal = self._place(conversation_id)
        row = turn_row(seal, conversation_id, sitting_id, turn)
        made, for_chair = entry_rows(seal, case_id, conversation_id, entries)

        def job(connection: Connection) -> Kept:
            hold(connection, "sending")
            kept = self._insert(connection, row)
            if kept is not Kept.KEPT:
                return kept
            mark_sent(connection, conversation_id, made, at, noticed)
            deliver(connection, conversation_id, for_chair, at)
            return kept

        return self._database.write(job)

    def send_unnamed(
        self, conversation_id: str, script: Script, turn: Turn, entries: Sequence[Entry], at: datetime
    ) -> Kept:
        """Keep what was said without whose it was: the answers as feedback, and of the conversation only that it was
        sent. Its turns are deleted in the same commit. Otherwise like `append`.
        """
        job = unnamed_sending(conversation_id, feedback_row(self._vault, script, entries, at), at)
        kept = self._database.write(job)
        self._database.empty_the_log()
        return kept

    def post(
        self,
        held: Conversation,
        place: Place,
        sitting_id: str,
        script: Script,
        entries: Sequence[Entry],
        at: datetime,
        noticed: bool = False,
    ) -> Kept:
        """Keep a whole conversation that was held in its page, and send it, all in one commit or none of it.
        `ALREADY_SENT` when the invite of this place has been used for one.
        """
        with self._database.reading() as connection:
            query = select(case.c.wrapped_key).where(case.c.id == place.case_id)
            seal = self._vault.open_case(place.case_id, connection.execute(query).scalar_one())
        return self._database.write(posting(self._vault, seal, held, place, sitting_id, script, entries, at, noticed))

    def mark_read(self, conversation_id: str, account_id: str, at: datetime) -> None:
        """Note who first read a sent conversation, and when. Reading it again changes nothing."""
        which = (conversation.c.id == conversation_id, conversation.c.sent_at.is_not(None))
        read = update(conversation).where(*which, conversation.c.read_at.is_(None))
        self._database.write(lambda c: c.execute(read.values(read_at=to_keep(at), read_by=account_id)) and None)

    def entries(self, conversation_id: str) -> tuple[KeptEntry, ...]:
        """The entries of a sent conversation, in the order of its turns."""
        return desk_rows.entries(self._database, self._vault, entry.c.conversation_id == conversation_id)

    def entries_of_case(self, case_id: str, kind: EntryKind | None = None) -> tuple[KeptEntry, ...]:
        """The entries (of this kind) of a case's sent conversations, in the order they were sent, then of turns."""
        which = entry.c.case_id == case_id
        return desk_rows.entries(self._database, self._vault, which if kind is None else which & (entry.c.kind == kind))

    def inbox(self, account_id: str, limit: int = 100, case_id: str | None = None) -> tuple[InboxRow, ...]:
        """Sent conversations of the cases (of one case) this account may see: unread, oldest first; then read, newest
        first."""
        return desk_rows.inbox(self._database, self._vault, account_id, limit, case_id)

    def unread(self, account_id: str) -> int:
        """How many sent conversations of the cases this account may see nobody has read."""
        return desk_rows.unread(self._database, account_id)

    def forget_unsent(self, before: datetime) -> int:
        """Delete the unsent conversations nobody has added to since this moment, with their turns. Returns how many."""
        moment = to_keep(before)
        recent = select(turn.c.seq).where(turn.c.conversation_id == conversation.c.id, turn.c.at >= moment)
        left = select(conversation.c.id).where(
            conversation.c.sent_at.is_(None), conversation.c.begun_at < moment, ~recent.exists()
        )
        return self._forget(left)

    def forget(self, conversation_id: str) -> bool:
        """Delete one unsent conversation with its turns, because the person asked. False: it was sent or is gone."""
        unsent = select(conversation.c.id).where(conversation.c.sent_at.is_(None))
        return self._forget(unsent.where(conversation.c.id == conversation_id)) == 1

    def _forget(self, which: Select[Any]) -> int:
        def job(connection: Connection) -> list[str]:
            gone = list(connection.scalars(which.with_for_update()))
            for conversation_id in gone:
                forget_drafts(connection, conversation_id)
                connection.execute(delete(turn).where(turn.c.conversation_id == conversation_id))
                connection.execute(delete(conversation).where(conversation.c.id == conversation_id))
            return gone

        gone = self._database.write(job)
        if gone:
            self.let_go(gone)
            self._database.empty_the_log()
        return len(gone)

    def let_go(self, conversation_ids: Iterable[str]) -> None:
        """Drops the seals of these conversations from memory."""
        with self._lock:
            for one in conversation_ids:
                self._places.pop(one, None)

    def _found(self, query: Select[Any]) -> KeptConversation | None:
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _facts(row)

    def _place(self, conversation_id: str, connection: Connection | None = None) -> tuple[str, CaseSeal]:
        """The case of a conversation and its seal, remembered so that a turn needs no query."""
        with self._lock:
            known = self._places.get(conversation_id)
            if known is not None:
                self._places.move_to_end(conversation_id)
                return known
        if connection is None:
            with self._database.reading() as opened:
                return self._place(conversation_id, opened)
        query = select(case.c.id, case.c.wrapped_key).join_from(conversation, case)
        row = connection.execute(query.where(conversation.c.id == conversation_id)).first()
        if row is None:
            raise ThereIsNoSuchConversation
        place = (row.id, self._vault.open_case(row.id, row.wrapped_key))
        with self._lock:
            self._places[conversation_id] = place
            while len(self._places) > _PLACES_REMEMBERED:
                self._places.popitem(last=False)
        return place

    def _insert(self, connection: Connection, row: Mapping[str, Any]) -> Kept:
        if connection.execute(self._add_turn, row).rowcount == 1:
            return Kept.KEPT
        mine = turn.c.conversation_id == row["conversation_id"]
        if connection.scalar(select(turn.c.seq).where(mine, turn.c.reply_id == row["reply_id"])) is not None:
            return Kept.ALREADY_KEPT
        sent = select(conversation.c.sent_at).where(conversation.c.id == row["conversation_id"])
        found = connection.execute(sent).first()
        if found is None:
            raise ThereIsNoSuchConversation
        return Kept.SEQ_TAKEN if found.sent_at is None else Kept.ALREADY_SENT


def _facts(row: RowMapping) -> KeptConversation:
    return KeptConversation(
        id=row["id"],
        case_id=row["case_id"],
        person_id=row["person_id"],
        invite_id=row["invite_id"],
        script=row["script"],
        digest=row["digest"],
        begun_at=kept(row["begun_at"]),
        sent_at=kept_or_none(row["sent_at"]),
        read_at=kept_or_none(row["read_at"]),
        unnamed=row["sent_at"] is not None and row["sent_order"] is None,
    )
