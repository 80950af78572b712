"""Keeps cases, the people in them and who may open them. Every name is sealed with the case's own key."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, func, select, update

from store import search
from store.clock import kept, kept_or_none, to_keep
from store.database import Database
from store.opening import listed, open_access
from store.tables import account, case, case_access, person
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to add: role (child, young_person, parent, relative, professional) and what they are called."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a case."""

    id: str
    role: str
    name: str
    contact_only_at: datetime | None = None
    """Since when this person is not asked about worries, because others plan an interview; None: they are asked."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One family's piece of work, as somebody with access sees it. Times in UTC."""

    id: str
    name: str
    meeting_on: datetime | None
    created_at: datetime
    closed_at: datetime | None
    people: tuple[Person, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """What everybody in it is called, by their id."""
        return {one.id: one.name for one in self.people}


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here and may open a case."""

    account_id: str
    name: str
    role: str


class Cases:
    """Cases on file. Reading one always names the account that reads."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def create(
        self, name: str, meeting_on: datetime | None, by: str, people: Sequence[NewPerson], at: datetime
    ) -> CaseFile:
        """A new case with its own key; the account that makes it has access."""
        case_id = secrets.token_hex(16)
        wrapped = self._vault.new_case_key(case_id)
        seal = self._vault.open_case(case_id, wrapped)
        made = tuple(Person(secrets.token_hex(16), one.role, one.name) for one in people)
        row = {
            "id": case_id,
            "wrapped_key": wrapped,
            "sealed_name": seal.seal("case_file", case_id, "sealed_name", name),
            "meeting_on": None if meeting_on is None else to_keep(meeting_on),
            "created_at": to_keep(at),
            "created_by": by,
        }
        rows = [{**self._person_row(case_id, wrapped, one, at), "order": order} for order, one in enumerate(made, 1)]
        access = _access_row(case_id, by, by, at)

        def job(connection: Connection) -> None:
            connection.execute(case.insert(), row)
            connection.execute(case_access.insert(), access)
            if rows:
                connection.execute(person.insert(), rows)
            search.add_words(connection, self._vault, case_id, (name, *(one.name for one in made)))

        self._database.write(job)
        return CaseFile(case_id, name, meeting_on, at, None, made)

    def for_account(self, account_id: str, limit: int | None = None, offset: int = 0) -> tuple[CaseFile, ...]:
        """The cases this account may open (at most `limit` after the first `offset`), the next meeting first; without
        their people."""
        query = (
            select(case)
            .join(case_access, listed(account_id))
            .order_by(case.c.closed_at.is_not(None), case.c.meeting_on.is_(None), case.c.meeting_on, case.c.created_at)
            .limit(limit)
            .offset(offset)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(self._case(row) for row in rows)

    def how_many(self, account_id: str) -> int:
        """How many cases this account may open."""
        query = select(func.count()).select_from(case).join(case_access, listed(account_id))
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def names(self, account_id: str, ids: Iterable[str]) -> dict[str, str]:
        """The names of those of these cases this account may open, by id."""
        wanted = case.c.id.in_(set(ids))
        with self._database.reading() as connection:
            query = select(case).join(case_access, listed(account_id)).where(wanted)
            rows = connection.execute(query).mappings().all()
        return {row["id"]: self._case(row).name for row in rows}

    def every_open(self) -> tuple[CaseFile, ...]:
        """Every case that is not closed, without its name and people: for what is done to all of them, no account sees
        this."""
        query = select(case).where(case.c.closed_at.is_(None), func.length(case.c.wrapped_key) > 0)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            CaseFile(row.id, "", kept_or_none(row.meeting_on), kept(row.created_at), closed_at=None) for row in rows
        )

    def search(self, account_id: str, asked: str, limit: int) -> tuple[CaseFile, ...] | None:
        """The cases this account may open in which these words begin a name, with their people, the next meeting first;
        None when fewer than two letters were asked for."""
        holds = search.found(self._vault, account_id, asked)
        if holds is None:
            return None
        query = select(case.c.id).where(holds).order_by(case.c.meeting_on.is_(None), case.c.meeting_on).limit(limit)
        with self._database.reading() as connection:
            ids = connection.scalars(query).all()
        cases = (self.case_for(account_id, id_) for id_ in ids)
        return tuple(
            one for one in cases if one and search.begins(asked, (one.name, *(person.name for person in one.people)))
        )

    def case_for(self, account_id: str, case_id: str) -> CaseFile | None:
        """The case with its people, or None when there is none or this account may not open it."""
        query = select(case).join(case_access, open_access(account_id)).where(case.c.id == case_id)
        people = select(person).where(person.c.case_id == case_id).order_by(*_AS_THEY_WERE_ADDED)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
            rows = connection.execute(people).mappings().all() if row is not None else ()
        if row is None:
            return None
        seal = self._vault.open_case(case_id, row["wrapped_key"])
        found = tuple(
            Person(
                id=one["id"],
                role=one["role"],
                name=seal.open("person", one["id"], "sealed_name", one["sealed_name"]),
                contact_only_at=kept_or_none(one["contact_only_at"]),
            )
            for one in rows
        )
        return self._case(row, found)

    def may_open(self, account_id: str, case_id: str) -> bool:
        """Whether this account has access to this case now."""
        query = select(case.c.id).join(case_access, open_access(account_id)).where(case.c.id == case_id)
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def add_person(self, case_id: str, one: NewPerson, at: datetime) -> Person:
        """Somebody more in a case. The caller has checked access."""
        made = Person(secrets.token_hex(16), one.role, one.name)
        with self._database.reading() as connection:
            wrapped = connection.scalar(select(case.c.wrapped_key).where(case.c.id == case_id))
        if wrapped is None:
            raise ThereIsNoSuchCase
        row = self._person_row(case_id, wrapped, made, at)

        def job(connection: Connection) -> None:
            last = connection.scalar(select(func.max(person.c.order)).where(person.c.case_id == case_id))
            connection.execute(person.insert(), {**row, "order": (last or 0) + 1})
            search.add_words(connection, self._vault, case_id, (made.name,))

        self._database.write(job)
        return made

    def set_meeting(self, case_id: str, meeting_on: datetime | None, was: datetime | None) -> bool:
        """When the conference is, for somebody who saw that it `was` then. False: somebody changed it meanwhile."""
        same = case.c.meeting_on.is_(None) if was is None else case.c.meeting_on == to_keep(was)
        changed = update(case).where(case.c.id == case_id, same).values(meeting_on=meeting_on and to_keep(meeting_on))
        return self._database.write(lambda connection: connection.execute(changed).rowcount == 1)

    def set_contact_only(self, case_id: str, person_id: str, by: str, since: datetime | None) -> bool:
        """From now on this person is not asked about worries (or, with None, is again). False: not in this case."""
        mine = (person.c.id == person_id, person.c.case_id == case_id)
        columns = {"contact_only_at": since and to_keep(since), "contact_only_by": by}
        changed = update(person).where(*mine).values(columns)
        return self._database.write(lambda connection: connection.execute(changed).rowcount == 1)

    def is_contact_only(self, person_id: str) -> bool:
        """Whether this person is not asked about worries for now."""
        with self._database.reading() as connection:
            since = connection.scalar(select(person.c.contact_only_at).where(person.c.id == person_id))
        return since is not None

    def grant(self, case_id: str, account_id: str, by: str, at: datetime) -> None:
        """Gives an account access to a case; giving it twice changes nothing."""
        if not self.may_open(account_id, case_id):
            row = _access_row(case_id, account_id, by, at)
            self._database.write(lambda connection: connection.execute(case_access.insert(), row) and None)

    def revoke(self, case_id: str, account_id: str, at: datetime) -> None:
        """Takes an account's access to a case away."""
        open_ = and_(case_access.c.case_id == case_id, case_access.c.account_id == account_id)
        gone = update(case_access).where(open_, case_access.c.revoked_at.is_(None)).values(revoked_at=to_keep(at))
        self._database.write(lambda connection: connection.execute(gone) and None)

    def colleagues(self, case_id: str) -> tuple[Colleague, ...]:
        """Who may open this case."""
        query = (
            select(account.c.id, account.c.name, account.c.role)
            .join(case_access, case_access.c.account_id == account.c.id)
            .where(case_access.c.case_id == case_id, case_access.c.revoked_at.is_(None))
            .order_by(account.c.name)
        )
        with self._database.reading() as connection:
            return tuple(Colleague(row.id, row.name, row.role) for row in connection.execute(query))

    def _person_row(self, case_id: str, wrapped: bytes, one: Person, at: datetime) -> dict[str, object]:
        seal = self._vault.open_case(case_id, wrapped)
        return {
            "id": one.id,
            "case_id": case_id,
            "role": one.role,
            "sealed_name": seal.seal("person", one.id, "sealed_name", one.name),
            "created_at": to_keep(at),
        }

    def _case(self, row: RowMapping, people: tuple[Person, ...] = ()) -> CaseFile:
        seal = self._vault.open_case(row["id"], row["wrapped_key"])
        name = seal.open("case_file", row["id"], "sealed_name", row["sealed_name"])
        closed = kept_or_none(row["closed_at"])
        return CaseFile(row["id"], name, kept_or_none(row["meeting_on"]), kept(row["created_at"]), closed, people)


class ThereIsNoSuchCase(Exception):
    """No case has this id, or its key is destroyed."""


_AS_THEY_WERE_ADDED = (person.c.order, person.c.created_at, person.c.id)


def _access_row(case_id: str, account_id: str, by: str, at: datetime) -> dict[str, object]:
    return {
        "id": secrets.token_hex(16),
        "case_id": case_id,
        "account_id": account_id,
        "granted_at": to_keep(at),
        "granted_by": by,
    }
