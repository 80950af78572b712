"""Keeps invites: hashes of link, code and PIN, and how many wrong tries there were. The link and code can be shown
again to somebody with access (they are sealed with the case); the PIN cannot, by anyone.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update
from sqlalchemy import case as choose

from access.invites import (
    MOST_WRONG_PINS,
    NotOpened,
    Opened,
    new_code,
    new_pin,
    new_token,
    read_code,
    typed_code,
    typed_pin,
    why_shut,
)
from access.secrets_kept import hashed, matches
from dialogs.conversation import SharedSet
from store.clock import kept, kept_or_none, to_keep
from store.database import Database
from store.sealing import sets_read, sets_written
from store.tables import account, case, conversation, invite, person, sitting
from store.vault import CaseSeal, Vault


@dataclass(frozen=True, slots=True)
class IssuedInvite:
    """A way in, just made. The PIN is here this once and nowhere else."""

    invite_id: str
    token: str
    code: str
    pin: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Invite:
    """An invite as the desk sees it. `state` is waiting, opened, sent, locked, expired or revoked. `sent_at`: when
    answers last came through it, never for what was sent without a name. Times in UTC."""

    id: str
    case_id: str
    person_id: str
    about_person_id: str | None
    script: str
    locale: str
    state: str
    expires_at: datetime
    created_at: datetime
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class About:
    """The names a script may use when this invite is held: who answers, which child, which worker, which day."""

    person: str
    child: str
    worker: str
    meeting_on: datetime | None
    locale: str


class ThereIsNoSuchInviteHere(Exception):
    """No invite of this case has this id."""


def sets_of(seal: CaseSeal, invite_id: str, sealed: bytes | None) -> tuple[SharedSet, ...]:
    """The worries and goals that were shared with the person of an invite, word for word."""
    return () if sealed is None else sets_read(seal.open("invite", invite_id, "sealed_sets", sealed))


class Invites:
    """Invites on file."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def issue(
        self,
        case_id: str,
        person_id: str,
        about_person_id: str | None,
        script: str,
        locale: str,
        by: str,
        at: datetime,
        days: int,
        sets: Sequence[SharedSet] = (),
    ) -> IssuedInvite:
        """A new way in for one person of a case, for this many days. The caller has checked access."""
        invite_id = secrets.token_hex(16)
        issued, columns = self._new_keys(case_id, invite_id, at + timedelta(days=days))
        row = {
            "id": invite_id,
            "case_id": case_id,
            "person_id": person_id,
            "about_person_id": about_person_id,
            "script": script,
            "locale": locale,
            "created_at": to_keep(at),
            "created_by": by,
            "sealed_sets": self._sealed_sets(case_id, invite_id, sets),
            **columns,
        }
        self._database.write(lambda connection: connection.execute(invite.insert(), row) and None)
        return issued

    def _sealed_sets(self, case_id: str, invite_id: str, sets: Sequence[SharedSet]) -> bytes | None:
        if not sets:
            return None
        with self._database.reading() as connection:
            wrapped = connection.execute(select(case.c.wrapped_key).where(case.c.id == case_id)).scalar_one()
        seal = self._vault.open_case(case_id, wrapped)
        return seal.seal("invite", invite_id, "sealed_sets", sets_written(sets))

    def sets(self, invite_id: str) -> tuple[SharedSet, ...]:
        """The worries and goals that were shared with the person of this invite."""
        query = (
            select(invite.c.sealed_sets, case.c.id, case.c.wrapped_key)
            .join_from(invite, case, invite.c.case_id == case.c.id)
            .where(invite.c.id == invite_id)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one()
        if row.sealed_sets is None:
            return ()
        return sets_of(self._vault.open_case(row.id, row.wrapped_key), invite_id, row.sealed_sets)

    def reissue(self, case_id: str, invite_id: str, at: datetime, days: int) -> IssuedInvite:
        """New link, code and PIN for the same invite: the old ones stop working and every open sitting of it ends."""
        issued, columns = self._new_keys(case_id, invite_id, at + timedelta(days=days))
        mine = (invite.c.id == invite_id, invite.c.case_id == case_id)
        renewed = update(invite).where(*mine).values(**columns, wrong_pins=0, locked_at=None, revoked_at=None)

        def job(connection: Connection) -> None:
            if connection.execute(renewed).rowcount != 1:
                raise ThereIsNoSuchInviteHere
            _end_sittings(connection, invite_id, at)

        self._database.write(job)
        return issued

    def revoke(self, case_id: str, invite_id: str, at: datetime) -> None:
        """Closes a way in for good, and every open sitting of it."""
        mine = (invite.c.id == invite_id, invite.c.case_id == case_id)

        def job(connection: Connection) -> None:
            if connection.execute(update(invite).where(*mine).values(revoked_at=to_keep(at))).rowcount != 1:
                raise ThereIsNoSuchInviteHere
            _end_sittings(connection, invite_id, at)

        self._database.write(job)

    def try_open(self, key: str, pin: str, now: datetime) -> Opened | NotOpened:
        """Whether this link token or typed code and this PIN open an invite. Wrong PINs are counted, five lock it.

        The slow hash is worked out before and outside the transaction that counts.
        """
        found = self._find(key)
        right = matches(None if found is None else found[1], typed_pin(pin))
        if found is None:
            return NotOpened("unknown")
        return self._judge(*found, right, now)

    def try_pin(self, invite_id: str, pin: str, now: datetime) -> Opened | NotOpened:
        """The same for a sitting that is locked and knows its invite."""
        with self._database.reading() as connection:
            row = connection.execute(select(invite.c.pin_hash).where(invite.c.id == invite_id)).first()
        right = matches(None if row is None else row.pin_hash, typed_pin(pin))
        return NotOpened("unknown") if row is None else self._judge(invite_id, row.pin_hash, right, now)

    def of_case(self, case_id: str, now: datetime) -> tuple[Invite, ...]:
        """The invites of a case, oldest first, with their state."""
        query = select(invite).where(invite.c.case_id == case_id).order_by(invite.c.created_at, invite.c.id)
        sat = select(sitting.c.invite_id).join(invite, sitting.c.invite_id == invite.c.id)
        named = choose((conversation.c.sent_order.is_not(None), conversation.c.sent_at))
        sent = select(conversation.c.invite_id, func.max(named)).where(conversation.c.sent_at.is_not(None))
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
            opened = set(connection.scalars(sat.where(invite.c.case_id == case_id)))
            of_each = sent.where(conversation.c.case_id == case_id).group_by(conversation.c.invite_id)
            done = {id_: at for id_, at in connection.execute(of_each)}
        found = []
        for row in rows:
            shut = why_shut(row["wrong_pins"], kept(row["expires_at"]), kept_or_none(row["revoked_at"]), now)
            going = "sent" if row["id"] in done else "opened" if row["id"] in opened else "waiting"
            found.append(
                Invite(
                    row["id"],
                    row["case_id"],
                    row["person_id"],
                    row["about_person_id"],
                    row["script"],
                    row["locale"],
                    shut or going,
                    kept(row["expires_at"]),
                    kept(row["created_at"]),
                    kept_or_none(done.get(row["id"])),
                )
            )
        return tuple(found)

    def way_in(self, case_id: str, invite_id: str) -> tuple[str, str]:
        """The link token and the code again, for a worker with access to the case. Raises ThereIsNoSuchInviteHere."""
        query = select(invite.c.sealed_token, invite.c.sealed_code, case.c.wrapped_key).join(case)
        with self._database.reading() as connection:
            row = connection.execute(query.where(invite.c.id == invite_id, invite.c.case_id == case_id)).first()
        if row is None:
            raise ThereIsNoSuchInviteHere
        seal = self._vault.open_case(case_id, row.wrapped_key)
        token = seal.open("invite", invite_id, "sealed_token", row.sealed_token)
        return token, read_code(seal.open("invite", invite_id, "sealed_code", row.sealed_code))

    def about(self, invite_id: str) -> About:
        """The names and the day this invite's script may use. Raises ThereIsNoSuchInviteHere."""
        names = select(person.c.id, person.c.sealed_name)
        query = (
            select(invite, case.c.wrapped_key, case.c.meeting_on, account.c.name.label("worker"))
            .join(case, invite.c.case_id == case.c.id)
            .join(account, invite.c.created_by == account.c.id)
            .where(invite.c.id == invite_id)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
            if row is None:
                raise ThereIsNoSuchInviteHere
            asked = [row["person_id"], row["about_person_id"] or row["person_id"]]
            sealed = {one.id: one.sealed_name for one in connection.execute(names.where(person.c.id.in_(asked)))}
        seal = self._vault.open_case(row["case_id"], row["wrapped_key"])
        who, child = (seal.open("person", one, "sealed_name", sealed[one]) for one in asked)
        return About(who, child, row["worker"], kept_or_none(row["meeting_on"]), row["locale"])

    def opens(self, key: str, invite_id: str) -> bool:
        """Whether this link or code is the way in of this invite, whatever its state."""
        found = self._find(key)
        return found is not None and found[0] == invite_id

    def _find(self, key: str) -> tuple[str, str] | None:
        key = key.strip()[:200]
        either = (
            invite.c.token_hash == self._vault.fingerprint("invite token", key),
            invite.c.code_hash == self._vault.fingerprint("invite code", typed_code(key)),
        )
        with self._database.reading() as connection:
            for one in either:
                row = connection.execute(select(invite.c.id, invite.c.pin_hash).where(one)).first()
                if row is not None:
                    return row.id, row.pin_hash
        return None

    def _judge(self, invite_id: str, pin_hash: str, right: bool, now: datetime) -> Opened | NotOpened:
        """Counts the try in one transaction, so that tries made at once all count."""

        def job(connection: Connection) -> Opened | NotOpened:
            row = connection.execute(select(invite).where(invite.c.id == invite_id).with_for_update()).mappings().one()
            shut = why_shut(row["wrong_pins"], kept(row["expires_at"]), kept_or_none(row["revoked_at"]), now)
            if shut is not None:
                return NotOpened(shut)
            if right and row["pin_hash"] == pin_hash:
                connection.execute(update(invite).where(invite.c.id == invite_id).values(wrong_pins=0))
                return Opened(invite_id)
            wrong = row["wrong_pins"] + 1
            locked = to_keep(now) if wrong >= MOST_WRONG_PINS else None
            counted = update(invite).where(invite.c.id == invite_id).values(wrong_pins=wrong, locked_at=locked)
            connection.execute(counted)
            return NotOpened("wrong")

        return self._database.write(job)

    def _new_keys(self, case_id: str, invite_id: str, expires_at: datetime) -> tuple[IssuedInvite, dict[str, object]]:
        with self._database.reading() as connection:
            wrapped = connection.execute(select(case.c.wrapped_key).where(case.c.id == case_id)).scalar_one()
        if wrapped is None:
            raise ThereIsNoSuchInviteHere
        seal = self._vault.open_case(case_id, wrapped)
        token, code, pin = new_token(), new_code(), new_pin()
        columns: dict[str, object] = {
            "token_hash": self._vault.fingerprint("invite token", token),
            "code_hash": self._vault.fingerprint("invite code", typed_code(code)),
            "sealed_token": seal.seal("invite", invite_id, "sealed_token", token),
            "sealed_code": seal.seal("invite", invite_id, "sealed_code", code),
            "pin_hash": hashed(pin),
            "expires_at": to_keep(expires_at),
        }
        return IssuedInvite(invite_id, token, read_code(code), pin, expires_at), columns


def _end_sittings(connection: Connection, invite_id: str, at: datetime) -> None:
    still_open = (sitting.c.invite_id == invite_id, sitting.c.ended_at.is_(None))
    connection.execute(update(sitting).where(*still_open).values(ended_at=to_keep(at)))
