"""Reads what the desk shows of sent conversations: entries, and the inbox. Opens words; decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select
from sqlalchemy import case as choose

from dialogs.conversation import Entry
from dialogs.script import EntryKind
from review.map.decision import Decision, DecisionKind, standing
from review.map.safety_map import COLUMNS, card_of
from store.clock import kept, kept_or_none
from store.database import Database
from store.opening import cases_open_to
from store.sealing import entry_from
from store.sittings import beside_of
from store.tables import case, conversation, decision, entry, person, sitting, turn
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """A draft entry on file: the person's words, who said them, and how it was when they were said."""

    id: str
    case_id: str
    conversation_id: str
    person_id: str
    person: str
    role: str
    script: str
    sent_at: datetime
    entry: Entry
    present: str | None
    """Who was there, as the person said when that sitting began."""
    safe: str | None
    """What the person said about being somewhere safe to talk, when that sitting began."""
    typing: str | None = None
    """Who typed: `self`, `together` or `other`; None when nobody said."""
    interpreter: str | None = None
    """`yes` when an interpreter helped, as the sitting was told."""
    beside: str = ""
    """Who was beside them, in the words of whoever opened the sitting."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A sent conversation as the inbox lists it: how many `entries` of it are on the map, and how many cards of the map
    are `undecided`, as the map counts them (what says more about an entry is on its card). Times in UTC."""

    id: str
    case_id: str
    person: str
    role: str
    script: str
    sent_at: datetime
    sent_order: int
    read_at: datetime | None
    entries: int
    undecided: int
    read_first: int = 0
    """2: said they were not safe; 1: words that may tell of harm; 0: the rest. It only ever raises."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry on the map for counting: its turn, kind, the turn it says more about, and whether it is decided."""

    turn: int
    kind: EntryKind
    detail_of: int | None
    stands: bool


def entries(database: Database, vault: Vault, which: ColumnElement[bool]) -> tuple[KeptEntry, ...]:
    """The entries for which this holds, in the order they were sent and then of their turns."""
    query = (
        select(
            entry,
            case.c.wrapped_key,
            person.c.id.label("person_id"),
            person.c.role,
            person.c.sealed_name,
            conversation.c.script,
            conversation.c.sent_at,
            sitting.c.safe,
            sitting.c.typing,
            sitting.c.interpreter,
            sitting.c.sealed_beside,
            sitting.c.id.label("sitting_id"),
        )
        .join_from(entry, conversation, entry.c.conversation_id == conversation.c.id)
        .join(case, entry.c.case_id == case.c.id)
        .join(person, conversation.c.person_id == person.c.id)
        .join(turn, (turn.c.conversation_id == entry.c.conversation_id) & (turn.c.seq == entry.c.turn_seq))
        .outerjoin(sitting, turn.c.sitting_id == sitting.c.id)
        .where(which)
        .order_by(conversation.c.sent_order, entry.c.turn_seq)
    )
    with database.reading() as connection:
        rows = connection.execute(query).mappings().all()
    return tuple(_kept_entry(vault, row) for row in rows)


def inbox(
    database: Database, vault: Vault, account_id: str, limit: int, case_id: str | None = None
) -> tuple[InboxRow, ...]:
    """Sent conversations of the cases open to this account (or of one of them): unread by reading order, oldest first;
    then read, newest first.
    """
    query = _visible(account_id).limit(limit)
    if case_id is not None:
        query = query.where(conversation.c.case_id == case_id)
    with database.reading() as connection:
        rows = connection.execute(query).mappings().all()
        made, undecided = _counts(connection, vault, [row["id"] for row in rows])
    return tuple(
        InboxRow(
            id=row["id"],
            case_id=row["case_id"],
            person=_name(vault, row),
            role=row["role"],
            script=row["script"],
            sent_at=kept(row["sent_at"]),
            sent_order=row["sent_order"],
            read_at=kept_or_none(row["read_at"]),
            entries=made[row["id"]],
            undecided=undecided[row["id"]],
            read_first=row["read_first"],
        )
        for row in rows
    )


def unread(database: Database, account_id: str) -> int:
    """How many sent conversations of the cases open to this account nobody has read."""
    query = (
        select(func.count())
        .select_from(conversation)
        .where(conversation.c.sent_order.is_not(None), conversation.c.read_at.is_(None))
        .where(conversation.c.case_id.in_(cases_open_to(account_id)))
    )
    with database.reading() as connection:
        return connection.scalar(query) or 0


def _visible(account_id: str) -> Select[Any]:
    unread = conversation.c.read_at.is_(None)
    return (
        select(conversation, case.c.wrapped_key, person.c.role, person.c.sealed_name)
        .join_from(conversation, case, conversation.c.case_id == case.c.id)
        .join(person, conversation.c.person_id == person.c.id)
        .where(conversation.c.sent_order.is_not(None), conversation.c.case_id.in_(cases_open_to(account_id)))
        .order_by(
            choose((unread, 0), else_=1),
            choose((unread, -conversation.c.read_first), else_=0),
            choose((unread, conversation.c.sent_order), else_=-conversation.c.sent_order),
        )
    )


def _counts(connection: Connection, vault: Vault, conversations: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """For each conversation: how many of its entries stand on the map, and how many cards of the map wait for a
    decision. What says more about an entry is on its card."""
    on_map = entry.c.conversation_id.in_(conversations) & entry.c.kind.in_(COLUMNS)
    decided: dict[str, list[Decision]] = {}
    query = select(decision.c.entry_id, decision.c.kind, decision.c.account_id, decision.c.at)
    query = query.join_from(decision, entry, decision.c.entry_id == entry.c.id).where(on_map)
    for row in connection.execute(query.order_by(decision.c.order)):
        made = decided.setdefault(row.entry_id, [])
        made.append(Decision(DecisionKind(row.kind), row.account_id, kept(row.at)))
    placed: dict[str, dict[int, _Placed]] = {}
    for there, detail_of in _on_map(connection, vault, on_map):
        stands = standing(decided.get(there["id"], ())) is not None
        told = _Placed(there["turn_seq"], EntryKind(there["kind"]), detail_of, stands)
        placed.setdefault(there["conversation_id"], {})[told.turn] = told
    entries_made = Counter({place: len(there) for place, there in placed.items()})
    return entries_made, Counter({place: _cards_waiting(there) for place, there in placed.items()})


def _cards_waiting(there: Mapping[int, _Placed]) -> int:
    """How many cards of one conversation wait, as `SafetyMap.waiting` counts them."""
    return len({card_of(one, there.get) for one in there.values() if not one.stands})


def _on_map(
    connection: Connection, vault: Vault, which: ColumnElement[bool]
) -> Iterator[tuple[RowMapping, int | None]]:
    """These entries without their words, and the turn each says more about. One written before there was a column for
    that is opened to learn it."""
    plain = (entry.c.id, entry.c.conversation_id, entry.c.turn_seq, entry.c.kind, entry.c.detail_of)
    for row in connection.execute(select(*plain).where(which, entry.c.detail_of.is_not(None))).mappings():
        yield row, row["detail_of"]
    older = select(entry, case.c.wrapped_key).join(case, entry.c.case_id == case.c.id)
    for row in connection.execute(older.where(which, entry.c.detail_of.is_(None))).mappings():
        yield row, entry_from(vault.open_case(row["case_id"], row["wrapped_key"]), row).detail_of


def _kept_entry(vault: Vault, row: RowMapping) -> KeptEntry:
    seal = vault.open_case(row["case_id"], row["wrapped_key"])
    return KeptEntry(
        id=row["id"],
        case_id=row["case_id"],
        conversation_id=row["conversation_id"],
        person_id=row["person_id"],
        person=seal.open("person", row["person_id"], "sealed_name", row["sealed_name"]),
        role=row["role"],
        script=row["script"],
        sent_at=kept(row["sent_at"]),
        entry=entry_from(seal, row),
        present=row["present"],
        safe=row["safe"],
        typing=row["typing"],
        interpreter=row["interpreter"],
        beside=beside_of(seal, row["sitting_id"], row["sealed_beside"]),
    )


def _name(vault: Vault, row: RowMapping) -> str:
    seal = vault.open_case(row["case_id"], row["wrapped_key"])
    return seal.open("person", row["person_id"], "sealed_name", row["sealed_name"])
