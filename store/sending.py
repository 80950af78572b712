"""The moment answers are sent: what is written then, in one commit. It seals words and reads none."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from dialogs.conversation import Conversation, Entry
from dialogs.script import EntryKind, Script
from dialogs.sitting import Kept
from store.chair_notes import deliver, draft_of, keep_draft
from store.clock import to_keep
from store.conversation_rows import keep_script, newest, present, said_unsafe
from store.database import hold
from store.sealing import entry_row, turn_row
from store.tables import account, conversation, entry, feedback, invite, turn
from store.vault import CaseSeal, Vault

_READ_UNSAFE = 2
"""Before words that may tell of harm (1), which come before the rest (0)."""


class ThereIsNoSuchConversation(Exception):
    """No conversation has this id: it never began, or it was forgotten unsent."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose a conversation is: through which invite, in which case, from which person."""

    invite_id: str
    case_id: str
    person_id: str


def mark_sent(
    connection: Connection, conversation_id: str, made: Sequence[Mapping[str, Any]], at: datetime, noticed: bool
) -> None:
    """Marks a conversation as sent, in its reading order, and writes its entries with who was there at each turn."""
    order = (connection.scalar(select(func.max(conversation.c.sent_order))) or 0) + 1
    first = _READ_UNSAFE if said_unsafe(connection, conversation_id) else int(noticed)
    sent = {"sent_at": to_keep(at), "sent_order": order, "read_first": first}
    connection.execute(update(conversation).where(conversation.c.id == conversation_id).values(sent))
    if made:
        who = present(connection, conversation_id)
        connection.execute(entry.insert(), [{**one, "present": who.get(one["turn_seq"])} for one in made])


def entry_rows(
    seal: CaseSeal, case_id: str, conversation_id: str, entries: Sequence[Entry]
) -> tuple[list[dict[str, Any]], list[int]]:
    """The rows of the entries for the map, and the turns that are for the Chair only and become no entry."""
    for_chair = [one.turn for one in entries if one.kind is EntryKind.CHAIR_ONLY]
    rest = [one for one in entries if one.kind is not EntryKind.CHAIR_ONLY]
    return [entry_row(seal, secrets.token_hex(16), case_id, conversation_id, one) for one in rest], for_chair


def unnamed_sending(conversation_id: str, said: Mapping[str, Any], at: datetime) -> Callable[[Connection], Kept]:
    """Writes an unnamed sending and deletes the turns it came from; of the conversation stays that it was sent. Its
    team is that of whoever made the link."""
    mine = conversation.c.id == conversation_id
    team = (
        select(account.c.team)
        .join_from(conversation, invite, conversation.c.invite_id == invite.c.id)
        .join(account, invite.c.created_by == account.c.id)
        .where(mine)
    )

    def job(connection: Connection) -> Kept:
        found = connection.execute(select(conversation.c.sent_at).where(mine).with_for_update()).first()
        if found is None:
            raise ThereIsNoSuchConversation
        if found.sent_at is not None:
            return Kept.ALREADY_SENT
        connection.execute(feedback.insert(), {**said, "team": connection.scalar(team)})
        connection.execute(delete(turn).where(turn.c.conversation_id == conversation_id))
        connection.execute(update(conversation).where(mine).values(sent_at=to_keep(_month(at))))
        return Kept.KEPT

    return job


def _month(at: datetime) -> datetime:
    """The beginning of the month: a day and an hour would tell whose unnamed words these are."""
    return at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def posting(
    vault: Vault,
    seal: CaseSeal,
    held: Conversation,
    place: Place,
    sitting_id: str,
    script: Script,
    entries: Sequence[Entry],
    at: datetime,
    noticed: bool,
) -> Callable[[Connection], Kept]:
    """Writes a conversation that was held in its page, whole and sent; not when its invite already has one."""
    new_id = secrets.token_hex(16)
    about = {"id": new_id, "script": script.id, "digest": script.digest, "begun_at": to_keep(at)}
    turns = [turn_row(seal, new_id, sitting_id, one) for one in held.turns]
    made, for_chair = entry_rows(seal, place.case_id, new_id, entries)
    drafts = [(one, draft_of(vault, place.case_id, new_id, one)) for one in held.turns]

    def job(connection: Connection) -> Kept:
        hold(connection, "sending")
        if connection.execute(newest(place.invite_id)).first() is not None:
            return Kept.ALREADY_SENT
        keep_script(connection, script, at)
        connection.execute(conversation.insert(), {**asdict(place), **about})
        connection.execute(turn.insert(), turns)
        mark_sent(connection, new_id, made, at, noticed)
        for one, draft in drafts:
            keep_draft(connection, new_id, one, draft)
        deliver(connection, new_id, for_chair, at)
        return Kept.KEPT

    return job
