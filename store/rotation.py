"""Takes the database over to a new installation key. Case keys stay the same: only their wrapping is new."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from store.chair_notes import key_of_note
from store.database import Database
from store.tables import account, case, chair_note, feedback
from store.vault import Vault

_SECRETS = (account.c.sealed_totp, feedback.c.sealed)
"""Every column sealed with the installation's key itself. Add a new one here, or rotation loses it."""
_KEYS = ((case, str), (chair_note, key_of_note))
"""Every table with data keys of its own, and what a key is wrapped for. Add a new one here, or rotation loses it."""


def rotate(database: Database, vault: Vault) -> int:
    """Wrap and seal with the key in use whatever is still under a retired one, all of it or nothing.

    Returns how many values were changed. Afterwards a retired key opens nothing; only the oldest one must be kept, for
    fingerprints, until every link and code made under it has run out.
    """
    return database.write(lambda connection: _wrappings(connection, vault) + _secrets(connection, vault))


def _wrappings(connection: Connection, vault: Vault) -> int:
    changed = 0
    for table, key_of in _KEYS:
        rows = connection.execute(select(table.c.id, table.c.wrapped_key).with_for_update()).all()
        for row in rows:
            if vault.is_under_a_retired_key(row.wrapped_key):
                wrapped = vault.rewrap(key_of(row.id), row.wrapped_key)
                connection.execute(update(table).where(table.c.id == row.id).values(wrapped_key=wrapped))
                changed += 1
    return changed


def _secrets(connection: Connection, vault: Vault) -> int:
    changed = 0
    for column in _SECRETS:
        table = column.table
        rows = connection.execute(select(table.c.id, column.label("sealed")).where(column.is_not(None))).all()
        for row in rows:
            if vault.is_under_a_retired_key(row.sealed):
                sealed = vault.reseal(table.name, row.id, column.name, row.sealed)
                connection.execute(update(table).where(table.c.id == row.id).values({column.name: sealed}))
                changed += 1
    return changed
