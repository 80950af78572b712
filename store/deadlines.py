"""Keeps when something is due, as a copy of what the timetable works out: no words and no names, only to count and to
remind. The log stays the truth; a case's rows are written anew when its dates change.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, or_, select, update

from access.permissions import Action, roles_that_may
from store.clock import kept, kept_or_none, to_keep
from store.database import Database, hold
from store.opening import cases_open_to
from store.tables import account, case_access, deadline
from store.tables import case as case_file

BEFORE = timedelta(days=1)
"""How long before it is due somebody is reminded the first time; the second time is when it is overdue."""
TOO_OLD = timedelta(days=7)
"""What was overdue for longer when it was first worked out is shown at the desk, and nobody is written to."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One deadline of a case: its key, when it is late, and from when on it is met (UTC)."""

    key: str
    due_at: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """A deadline that is not met yet."""

    case_id: str
    key: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """A deadline somebody is to be reminded of now, which nobody else will be reminded of meanwhile."""

    id: str
    case_id: str
    before: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """How many deadlines are overdue, and how many are due soon."""

    overdue: int
    soon: int


class Deadlines:
    """Deadlines on file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, case_id: str, rows: Sequence[Kept]) -> None:
        """These are the deadlines of a case now. One that is due at another time than before is reminded of anew."""
        wanted = {one.key: one for one in rows}
        if {one.key: one for one in self.of_case(case_id)} == wanted:
            return
        mine = deadline.c.case_id == case_id

        def job(connection: Connection) -> None:
            hold(connection, f"deadlines of {case_id}")
            there = {row.key: kept(row.due_at) for row in connection.execute(select(deadline).where(mine))}
            connection.execute(delete(deadline).where(mine, deadline.c.key.not_in(wanted)))
            for one in rows:
                values = {"due_at": to_keep(one.due_at), "done_at": one.done_at and to_keep(one.done_at)}
                if one.key not in there:
                    new = {"id": secrets.token_hex(16), "case_id": case_id, "key": one.key, **values}
                    connection.execute(deadline.insert(), new)
                    continue
                moved = {"reminded_at": None} if there[one.key] != one.due_at else {}
                connection.execute(update(deadline).where(mine, deadline.c.key == one.key).values({**values, **moved}))

        self._database.write(job)

    def of_case(self, case_id: str) -> tuple[Kept, ...]:
        """The deadlines of a case as they are on file, the first due first. The caller has checked access."""
        query = select(deadline).where(deadline.c.case_id == case_id).order_by(deadline.c.due_at, deadline.c.key)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(Kept(row.key, kept(row.due_at), kept_or_none(row.done_at)) for row in rows)

    def open_for(self, account_id: str, now: datetime, limit: int, offset: int = 0) -> tuple[Open, ...]:
        """What is not met yet in the open cases this account may see, the first due first: at most `limit` after the
        first `offset`."""
        query = select(deadline).where(*_seen_by(account_id, now)).order_by(deadline.c.due_at, deadline.c.id)
        query = query.limit(limit).offset(offset)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(Open(row.case_id, row.key, kept(row.due_at)) for row in rows)

    def count(self, account_id: str, now: datetime, until: datetime) -> Counted:
        """How many of them are overdue, and how many more are due `until` then. One query, for every page."""
        late = func.count(case((deadline.c.due_at < to_keep(now), 1)))
        query = select(func.count(), late).select_from(deadline).where(*_seen_by(account_id, now))
        with self._database.reading() as connection:
            due, overdue = connection.execute(query.where(deadline.c.due_at <= to_keep(until))).one()
        return Counted(overdue, due - overdue)

    def later(self, account_id: str, now: datetime, after: datetime) -> int:
        """How many of them are due only after then."""
        query = select(func.count()).select_from(deadline).where(*_seen_by(account_id, now))
        with self._database.reading() as connection:
            return connection.scalar(query.where(deadline.c.due_at > to_keep(after))) or 0

    def take(self, now: datetime) -> tuple[Taken, ...]:
        """What somebody is to be reminded of now: due within a day, or overdue, each once. Whoever takes it is the only
        one: each row is taken by an UPDATE that asks again."""
        late = and_(deadline.c.due_at < to_keep(now), deadline.c.reminded_at <= deadline.c.due_at)
        wanted = (
            *_unmet(now),
            deadline.c.due_at <= to_keep(now + BEFORE),
            deadline.c.due_at > to_keep(now - TOO_OLD),
            or_(deadline.c.reminded_at.is_(None), late),
        )
        with self._database.reading() as connection:
            there = connection.execute(select(deadline).where(*wanted).order_by(deadline.c.due_at).limit(500)).all()
        if not there:
            return ()

        def job(connection: Connection) -> list[Taken]:
            return [
                Taken(row.id, row.case_id, kept_or_none(row.reminded_at), now)
                for row in there
                if connection.execute(
                    update(deadline).where(deadline.c.id == row.id, *wanted).values(reminded_at=to_keep(now))
                ).rowcount
            ]

        return tuple(self._database.write(job))

    def give_back(self, taken: Sequence[Taken]) -> None:
        """Nobody could be reached: somebody is to be reminded of these later."""

        def job(connection: Connection) -> None:
            for one in taken:
                mine = and_(deadline.c.id == one.id, deadline.c.reminded_at == to_keep(one.at))
                before = one.before and to_keep(one.before)
                connection.execute(update(deadline).where(mine).values(reminded_at=before))

        self._database.write(job)

    def whom(self, case_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The e-mail addresses of the accounts with access to each of these cases; left out are closed accounts and
        roles that may see no case."""
        query = (
            select(case_access.c.case_id, account.c.email)
            .join_from(case_access, account, case_access.c.account_id == account.c.id)
            .where(case_access.c.case_id.in_(case_ids), case_access.c.revoked_at.is_(None))
            .where(account.c.disabled_at.is_(None), account.c.role.in_(sorted(roles_that_may(Action.SEE_CASE))))
            .order_by(account.c.email)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return {case_id: tuple(row.email for row in rows if row.case_id == case_id) for case_id in set(case_ids)}


def _unmet(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Not met yet, in a case that is open. A meeting whose date is set too late is met when it is held."""
    unmet = or_(
        deadline.c.done_at.is_(None), and_(deadline.c.done_at >= deadline.c.due_at, deadline.c.done_at > to_keep(now))
    )
    return unmet, deadline.c.case_id.in_(select(case_file.c.id).where(case_file.c.closed_at.is_(None)))


def _seen_by(account_id: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return deadline.c.case_id.in_(cases_open_to(account_id)), *_unmet(now)
