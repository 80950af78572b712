"""Who stands outside after five wrong PINs, and why a way in is shut just now. It changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from access.invites import MOST_WRONG_PINS, why_shut
from store.clock import kept, kept_or_none
from store.database import Database
from store.opening import cases_open_to
from store.tables import case, invite, person
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class LockedOut:
    """A link that five wrong PINs locked: whose it is, and since when (UTC)."""

    invite_id: str
    case_id: str
    person: str
    at: datetime


def locked_out(database: Database, vault: Vault, account_id: str) -> tuple[LockedOut, ...]:
    """The locked links in all cases this account may open, the longest locked first. One that was renewed or closed is
    locked no longer."""
    query = (
        select(invite.c.id, invite.c.case_id, invite.c.locked_at, case.c.wrapped_key)
        .add_columns(person.c.id.label("person_id"), person.c.sealed_name)
        .join_from(invite, case, invite.c.case_id == case.c.id)
        .join(person, invite.c.person_id == person.c.id)
        .where(invite.c.wrong_pins >= MOST_WRONG_PINS, invite.c.locked_at.is_not(None), invite.c.revoked_at.is_(None))
        .where(invite.c.case_id.in_(cases_open_to(account_id)))
        .order_by(invite.c.locked_at, invite.c.id)
    )
    with database.reading() as connection:
        rows = connection.execute(query).all()
    found = []
    for row in rows:
        seal = vault.open_case(row.case_id, row.wrapped_key)
        name = seal.open("person", row.person_id, "sealed_name", row.sealed_name)
        found.append(LockedOut(row.id, row.case_id, name, kept(row.locked_at)))
    return tuple(found)


def why_link_is_shut(database: Database, invite_id: str, now: datetime) -> str | None:
    """Why this link lets nobody in just now, even with its PIN (`why_shut`), or None."""
    with database.reading() as connection:
        row = connection.execute(select(invite).where(invite.c.id == invite_id)).one()
    return why_shut(row.wrong_pins, kept(row.expires_at), kept_or_none(row.revoked_at), now)
