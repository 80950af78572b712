"""Keeps “I'm not safe” notices: raised, told to whom, answered by whom. The way out is an outbox: what must be sent is
written in the same commit as the notice, so that no crash can swallow it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select, update

from store.clock import kept, kept_or_none, to_keep
from store.database import Database
from store.opening import cases_open_to
from store.tables import case, invite, notice, outgoing, person
from store.vault import Vault

SAME = timedelta(minutes=10)
"""Taps this close together, on the same invite and unanswered, are one notice."""
MOST_TRIES = 12
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(minutes=10)
WORDS_ON_FAILING = 120


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to tell: `first` or `second`, by `email` or `text`, from when on."""

    contact: str
    kind: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """One message of a notice: sent when, or why not."""

    contact: str
    kind: str
    due_at: datetime
    sent_at: datetime | None
    given_up: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody tapped “I'm not safe”. Times in UTC."""

    id: str
    case_id: str
    case: str
    person: str
    role: str
    about: str
    at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    done: str
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is to leave now. `tries` counts those before this one."""

    id: str
    notice_id: str
    contact: str
    kind: str
    tries: int


class Notices:
    """Notices on file."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def raise_one(self, case_id: str, person_id: str, invite_id: str, contacts: Sequence[Contact], at: datetime) -> str:
        """A new notice and the messages it needs, in one commit; its id. A second tap soon after is the same notice."""
        notice_id = secrets.token_hex(16)
        row = {"id": notice_id, "case_id": case_id, "person_id": person_id, "invite_id": invite_id, "at": to_keep(at)}
        messages = [
            {
                "id": secrets.token_hex(16),
                "notice_id": notice_id,
                "contact": one.contact,
                "kind": one.kind,
                "due_at": to_keep(one.due_at),
                "tries": 0,
            }
            for one in contacts
        ]
        same = select(notice.c.id).where(
            notice.c.invite_id == invite_id, notice.c.acknowledged_at.is_(None), notice.c.at > to_keep(at - SAME)
        )

        def job(connection: Connection) -> str:
            connection.execute(select(invite.c.id).where(invite.c.id == invite_id).with_for_update())
            known = connection.scalar(same.limit(1))
            if known is not None:
                return str(known)
            connection.execute(notice.insert(), row)
            if messages:
                connection.execute(outgoing.insert(), messages)
            return notice_id

        return self._database.write(job)

    def open_for(self, account_id: str, every: bool = False) -> tuple[Notice, ...]:
        """Notices nobody has answered, oldest first: of the cases this account may see, or `every` one."""
        which = [notice.c.acknowledged_at.is_(None)]
        return self._read(_seen_by(account_id, every, *which).order_by(notice.c.at))

    def one_for(self, account_id: str, notice_id: str, every: bool = False) -> Notice | None:
        """A notice, answered or not; None when it is not there for this account."""
        found = self._read(_seen_by(account_id, every, notice.c.id == notice_id))
        return found[0] if found else None

    def of_case(self, case_id: str) -> tuple[Notice, ...]:
        """Every notice of a case, newest first. The caller has checked access."""
        return self._read(_query().where(notice.c.case_id == case_id).order_by(notice.c.at.desc()))

    def acknowledge(self, notice_id: str, account_id: str, done: str, at: datetime) -> bool:
        """Somebody has it in hand. Stops what was still to be sent. False when somebody else already had."""
        with self._database.reading() as connection:
            query = select(case.c.id, case.c.wrapped_key).join_from(notice, case).where(notice.c.id == notice_id)
            place = connection.execute(query).one()
        sealed = self._vault.open_case(place.id, place.wrapped_key).seal("notice", notice_id, "sealed_done", done)
        taken = {"acknowledged_at": to_keep(at), "acknowledged_by": account_id, "sealed_done": sealed}
        change = update(notice).where(notice.c.id == notice_id, notice.c.acknowledged_at.is_(None)).values(taken)
        waiting = outgoing.c.notice_id == notice_id, outgoing.c.sent_at.is_(None), outgoing.c.given_up_at.is_(None)
        stop = update(outgoing).where(*waiting).values(given_up_at=to_keep(at), reason="answered before it was due")

        def job(connection: Connection) -> bool:
            if connection.execute(change).rowcount != 1:
                return False
            connection.execute(stop)
            return True

        return self._database.write(job)

    def due(self, now: datetime) -> tuple[Due, ...]:
        """What is to be sent now, oldest first."""
        query = (
            select(outgoing)
            .where(outgoing.c.sent_at.is_(None), outgoing.c.given_up_at.is_(None), outgoing.c.due_at <= to_keep(now))
            .order_by(outgoing.c.due_at)
            .limit(50)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(Due(row.id, row.notice_id, row.contact, row.kind, row.tries) for row in rows)

    def note_sent(self, message_id: str, at: datetime) -> None:
        """This message was taken by whoever carries it."""
        self._change(message_id, sent_at=to_keep(at), reason=None)

    def note_failed(self, one: Due, reason: str, again: bool, at: datetime) -> None:
        """This message could not be sent; it goes again after a while, or is given up and shown at the desk."""
        over = not again or one.tries + 1 >= MOST_TRIES
        wait = min(FIRST_WAIT * 2**one.tries, LONGEST_WAIT)
        columns: dict[str, object] = {
            "tries": one.tries + 1,
            "due_at": to_keep(at + wait),
            "reason": reason[:WORDS_ON_FAILING],
        }
        if over:
            columns["given_up_at"] = to_keep(at)
        self._change(one.id, outgoing.c.given_up_at.is_(None), **columns)

    def is_waiting(self, message_id: str) -> bool:
        """Whether this message is still to be sent: nobody has taken the notice on meanwhile."""
        waiting = outgoing.c.sent_at.is_(None), outgoing.c.given_up_at.is_(None)
        query = select(outgoing.c.id).where(outgoing.c.id == message_id, *waiting)
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def _change(self, message_id: str, *only: ColumnElement[bool], **columns: object) -> None:
        changed = update(outgoing).where(outgoing.c.id == message_id, *only).values(**columns)
        self._database.write(lambda connection: connection.execute(changed) and None)

    def _read(self, query: Select[tuple[object, ...]]) -> tuple[Notice, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
            ids = [row["id"] for row in rows]
            sent = connection.execute(select(outgoing).where(outgoing.c.notice_id.in_(ids)).order_by(outgoing.c.due_at))
            told: dict[str, list[Told]] = {}
            for row in sent:
                one = Told(
                    row.contact,
                    row.kind,
                    kept(row.due_at),
                    kept_or_none(row.sent_at),
                    row.given_up_at is not None,
                    row.reason or "",
                )
                told.setdefault(row.notice_id, []).append(one)
        return tuple(self._notice(row, told.get(row["id"], [])) for row in rows)

    def _notice(self, row: RowMapping, told: Sequence[Told]) -> Notice:
        seal = self._vault.open_case(row["case_id"], row["wrapped_key"])
        about = row["about_id"]
        return Notice(
            id=row["id"],
            case_id=row["case_id"],
            case=seal.open("case_file", row["case_id"], "sealed_name", row["case_name"]),
            person=seal.open("person", row["person_id"], "sealed_name", row["sealed_name"]),
            role=row["role"],
            about="" if about is None else seal.open("person", about, "sealed_name", row["about_name"]),
            at=kept(row["at"]),
            acknowledged_at=kept_or_none(row["acknowledged_at"]),
            acknowledged_by=row["acknowledged_by"],
            done=""
            if row["sealed_done"] is None
            else seal.open("notice", row["id"], "sealed_done", row["sealed_done"]),
            told=tuple(told),
        )


_about = person.alias("about")


def _query() -> Select[tuple[object, ...]]:
    return (
        select(
            notice,
            case.c.wrapped_key,
            case.c.sealed_name.label("case_name"),
            person.c.sealed_name,
            person.c.role,
            _about.c.id.label("about_id"),
            _about.c.sealed_name.label("about_name"),
        )
        .join_from(notice, case, notice.c.case_id == case.c.id)
        .join(person, notice.c.person_id == person.c.id)
        .join(invite, notice.c.invite_id == invite.c.id)
        .outerjoin(_about, (invite.c.about_person_id == _about.c.id) & (_about.c.id != person.c.id))
        .where(func.length(case.c.wrapped_key) > 0)  # an erased case has no names to show
    )


def _seen_by(account_id: str, every: bool, *which: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    query = _query().where(*which)
    if every:
        return query
    return query.where(notice.c.case_id.in_(cases_open_to(account_id)))
