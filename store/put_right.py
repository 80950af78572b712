"""Puts right what was typed wrong about a case: its name, what somebody in it is called, their role, somebody who does
not belong in it. What it is found by follows in the same commit. No earlier name is kept.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select, update

from store import search
from store.cases import ThereIsNoSuchCase
from store.database import Database
from store.tables import case, conversation, export_receipt, invite, notice, person, sitting
from store.vault import CaseSeal, Vault


class Tie(StrEnum):
    """What ties somebody to a case, the strongest last."""

    NOTHING = "nothing"
    LINK = "link"
    """A link was made for them, or is about them; nobody opened it."""
    WORDS = "words"
    """A link for them or about them was opened, or something of theirs was taken away."""


class SomebodyWasFaster(Exception):
    """It is called something else by now than whoever wrote had seen. Nothing was changed."""


class PutRight:
    """Corrections on file. The caller has checked access and what was typed."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def rename_case(self, case_id: str, name: str, was: str) -> None:
        """The case is called this from now on, for somebody who saw it called `was`. Raises SomebodyWasFaster."""
        seal = self._seal(case_id)
        sealed = seal.seal("case_file", case_id, "sealed_name", name)

        def job(connection: Connection) -> None:
            if _name_of_case(connection, seal, case_id) != was:
                raise SomebodyWasFaster
            connection.execute(update(case).where(case.c.id == case_id).values(sealed_name=sealed))
            self._find_anew(connection, seal, case_id)

        self._database.write(job)

    def rename_person(self, case_id: str, person_id: str, name: str, was: str) -> None:
        """Somebody is called this from now on, for whoever saw them called `was`. Raises SomebodyWasFaster."""
        seal = self._seal(case_id)
        sealed = seal.seal("person", person_id, "sealed_name", name)

        def job(connection: Connection) -> None:
            _hold(connection, case_id)
            if _names_of_people(connection, seal, case_id).get(person_id) != was:
                raise SomebodyWasFaster
            connection.execute(update(person).where(*_one(case_id, person_id)).values(sealed_name=sealed))
            self._find_anew(connection, seal, case_id)

        self._database.write(job)

    def change_role(self, case_id: str, person_id: str, role: str) -> bool:
        """Somebody is this from now on. False: a link of theirs was opened meanwhile, or they are not in this case."""

        def job(connection: Connection) -> bool:
            _hold(connection, case_id)
            if connection.scalar(select(_tied(person_id, words=True))):
                return False
            changed = update(person).where(*_one(case_id, person_id)).values(role=role)
            return connection.execute(changed).rowcount == 1

        return self._database.write(job)

    def take_out(self, case_id: str, person_id: str) -> bool:
        """Takes somebody out who has no link and no words. False: they have by now, or they are not in this case."""
        seal = self._seal(case_id)

        def job(connection: Connection) -> bool:
            _hold(connection, case_id)
            if connection.scalar(select(_tied(person_id))):
                return False
            gone = connection.execute(delete(person).where(*_one(case_id, person_id))).rowcount == 1
            self._find_anew(connection, seal, case_id)
            return gone

        return self._database.write(job)

    def ties(self, case_id: str) -> dict[str, Tie]:
        """What ties each person to this case, by their ids."""
        query = select(person.c.id, _tied(person.c.id).label("tied"), _tied(person.c.id, words=True).label("words"))
        with self._database.reading() as connection:
            rows = connection.execute(query.where(person.c.case_id == case_id)).all()
        return {row.id: Tie.WORDS if row.words else Tie.LINK if row.tied else Tie.NOTHING for row in rows}

    def _seal(self, case_id: str) -> CaseSeal:
        with self._database.reading() as connection:
            wrapped = connection.scalar(select(case.c.wrapped_key).where(case.c.id == case_id))
        if not wrapped:
            raise ThereIsNoSuchCase
        return self._vault.open_case(case_id, wrapped)

    def _find_anew(self, connection: Connection, seal: CaseSeal, case_id: str) -> None:
        """The case is found by the names that stand in it now, and by no other."""
        names = (_name_of_case(connection, seal, case_id), *_names_of_people(connection, seal, case_id).values())
        search.forget_words(connection, case_id)
        search.add_words(connection, self._vault, case_id, names)


def _one(case_id: str, person_id: str) -> tuple[ColumnElement[bool], ...]:
    return person.c.id == person_id, person.c.case_id == case_id


def _hold(connection: Connection, case_id: str) -> None:
    connection.execute(select(case.c.id).where(case.c.id == case_id).with_for_update())


def _name_of_case(connection: Connection, seal: CaseSeal, case_id: str) -> str:
    sealed = connection.scalar(select(case.c.sealed_name).where(case.c.id == case_id).with_for_update())
    if sealed is None:
        raise ThereIsNoSuchCase
    return seal.open("case_file", case_id, "sealed_name", sealed)


def _names_of_people(connection: Connection, seal: CaseSeal, case_id: str) -> dict[str, str]:
    rows = connection.execute(select(person.c.id, person.c.sealed_name).where(person.c.case_id == case_id))
    return {row.id: seal.open("person", row.id, "sealed_name", row.sealed_name) for row in rows}


def _tied(person_id: str | ColumnElement[str], words: bool = False) -> ColumnElement[bool]:
    """Whether a link was made for or about somebody; with `words`, whether one of those was opened, or anything of
    theirs was said, raised or taken away."""
    linked = or_(invite.c.person_id == person_id, invite.c.about_person_id == person_id)
    said = or_(
        exists().where(sitting.c.invite_id == invite.c.id, linked),
        exists().where(conversation.c.person_id == person_id),
        exists().where(notice.c.person_id == person_id),
        exists().where(export_receipt.c.child_id == person_id),
    )
    return said if words else or_(exists().where(linked), said)
