"""Destroys the keys of a case, so that nothing sealed for it is read again. It asks nothing: the caller has."""

from __future__ import annotations

from sqlalchemy import Connection, delete, update

from store.chair_notes import destroy_keys
from store.database import Database
from store.tables import case, search_word
from store.vault import Vault


def erase_case(database: Database, vault: Vault, case_id: str) -> bool:
    """Destroys the key of a case, the key of every note for its Chair, and the words it is found by, all in one commit.

    False when there is no such case. The rows stay: who did what and when, and not a word."""

    def job(connection: Connection) -> list[str] | None:
        gone = update(case).where(case.c.id == case_id).values(wrapped_key=b"")
        if connection.execute(gone).rowcount != 1:
            return None
        connection.execute(delete(search_word).where(search_word.c.case_id == case_id))
        return destroy_keys(connection, case_id)

    keys = database.write(job)
    for key in (case_id, *(keys or ())):
        vault.forget_case(key)
    database.empty_the_log()
    return keys is not None
