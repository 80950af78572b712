"""Who may open a case: everybody who ever was let in, letting somebody in, taking it away. Never the last one who works
on it: somebody must always be able to read what a family sends.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, func, select, update

from access.permissions import Action, roles_that_may
from store.clock import kept, kept_or_none, to_keep
from store.database import Database
from store.tables import account, case, case_access

SEES = roles_that_may(Action.SEE_CASE)
WORKS = roles_that_may(Action.CHANGE_CASE)


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody who works here."""

    account_id: str
    name: str
    role: str
    email: str


@dataclass(frozen=True, slots=True)
class Access:
    """One time somebody was let into a case: since when, by whom (account id), and until when if it ended. Times in
    UTC. `shut`: the account itself is closed, so that nobody comes in with it."""

    id: str
    who: Somebody
    since: datetime
    given_by: str
    until: datetime | None
    shut: bool
    made_the_case: bool

    @property
    def sees(self) -> bool:
        """Whether their role may see cases at all: access given to any other opens nothing."""
        return self.who.role in SEES

    @property
    def works(self) -> bool:
        """Whether it lets somebody work on the case now."""
        return self.until is None and not self.shut and self.who.role in WORKS


class NotLetIn(StrEnum):
    """Why somebody was not let in."""

    NOBODY = "nobody"
    """There is no such account, or it is closed."""
    ROLE = "role"
    """Their role may see no case."""
    NO_CASE = "no_case"
    """There is no such case, or it was erased."""


class CaseAccess:
    """Access to cases on file. The caller has checked who asks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_case(self, case_id: str) -> tuple[Access, ...]:
        """Everybody who ever was let in, the first first."""
        query = (
            select(case_access, account.c.name, account.c.role, account.c.email, account.c.disabled_at)
            .add_columns(case.c.created_by, case.c.created_at)
            .join_from(case_access, account, case_access.c.account_id == account.c.id)
            .join(case, case_access.c.case_id == case.c.id)
            .where(case_access.c.case_id == case_id)
            .order_by(case_access.c.granted_at, account.c.name, case_access.c.id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Access(
                id=row.id,
                who=Somebody(row.account_id, row.name, row.role, row.email),
                since=kept(row.granted_at),
                given_by=row.granted_by,
                until=kept_or_none(row.revoked_at),
                shut=row.disabled_at is not None,
                made_the_case=row.account_id == row.created_by and row.granted_at == row.created_at,
            )
            for row in rows
        )

    def roles(self, case_id: str) -> frozenset[str]:
        """The roles of everybody who may open this case now, closed accounts left out."""
        query = (
            select(account.c.role)
            .join(case_access, case_access.c.account_id == account.c.id)
            .where(*_open(case_id), account.c.disabled_at.is_(None))
        )
        with self._database.reading() as connection:
            return frozenset(connection.scalars(query))

    def may_be_let_in(self, case_id: str) -> tuple[Somebody, ...]:
        """Everybody whose account is open, whose role may see cases and who cannot open this one, by name."""
        inside = select(case_access.c.account_id).where(*_open(case_id))
        query = (
            select(account.c.id, account.c.name, account.c.role, account.c.email)
            .where(account.c.disabled_at.is_(None), account.c.role.in_(sorted(SEES)), account.c.id.not_in(inside))
            .order_by(func.lower(account.c.name), account.c.email)
        )
        with self._database.reading() as connection:
            return tuple(Somebody(*row) for row in connection.execute(query))

    def let_in(self, case_id: str, account_id: str, by: str, at: datetime) -> NotLetIn | bool:
        """Lets somebody in. False: they were in already, and nothing changed; `NotLetIn`: why it cannot be."""
        row = {
            "id": secrets.token_hex(16),
            "case_id": case_id,
            "account_id": account_id,
            "granted_at": to_keep(at),
            "granted_by": by,
        }

        def job(connection: Connection) -> NotLetIn | bool:
            if not _hold(connection, case_id):
                return NotLetIn.NO_CASE
            who = connection.execute(select(account).where(account.c.id == account_id)).mappings().first()
            if who is None or who["disabled_at"] is not None:
                return NotLetIn.NOBODY
            if who["role"] not in SEES:
                return NotLetIn.ROLE
            if account_id in _inside(connection, case_id):
                return False
            connection.execute(case_access.insert(), row)
            return True

        return self._database.write(job)

    def take(self, case_id: str, account_id: str, at: datetime) -> bool:
        """Takes somebody's access away. False: they are the last one who may work on it, and keep it."""
        gone = update(case_access).where(*_open(case_id), case_access.c.account_id == account_id)

        def job(connection: Connection) -> bool:
            _hold(connection, case_id)
            if is_last(account_id, _working(connection, case_id)):
                return False
            connection.execute(gone.values(revoked_at=to_keep(at)))
            return True

        return self._database.write(job)


def is_last(account_id: str, working: Iterable[str]) -> bool:
    """Whether nobody else is among those (account ids) who work on a case."""
    return set(working) == {account_id}


def _open(case_id: str) -> tuple[ColumnElement[bool], ...]:
    return case_access.c.case_id == case_id, case_access.c.revoked_at.is_(None)


def _hold(connection: Connection, case_id: str) -> bool:
    """Nobody else changes who is in until this transaction ends. False: there is no such case to open."""
    query = select(func.length(case.c.wrapped_key)).where(case.c.id == case_id).with_for_update()
    return bool(connection.scalar(query))


def _inside(connection: Connection, case_id: str) -> set[str]:
    return set(connection.scalars(select(case_access.c.account_id).where(*_open(case_id))))


def _working(connection: Connection, case_id: str) -> set[str]:
    query = (
        select(case_access.c.account_id)
        .join(account, case_access.c.account_id == account.c.id)
        .where(*_open(case_id), account.c.disabled_at.is_(None), account.c.role.in_(sorted(WORKS)))
    )
    return set(connection.scalars(query))
