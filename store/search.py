"""Finds cases by the names in them, which are sealed: by keyed fingerprints of how each word of a name begins.

Who holds the database alone learns only which cases share the beginning of a name, and neither which name nor which
letters. Words that families said are in no index.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import partial

from sqlalchemy import ColumnElement, Connection, delete, func, select

from store.database import Database
from store.opening import cases_open_to
from store.tables import case, person, search_word
from store.vault import Vault

SHORTEST, LONGEST = 2, 8
"""Letters of a word's beginning that are fingerprinted. What is typed beyond the longest is compared with the name."""
MOST_WORDS = 6
_BYTES = 16
_WITHOUT_STROKES = str.maketrans("łøđħı", "lodhi")
"""Letters whose stroke is no accent to Unicode, but is to somebody who types a name without it."""


def folded(text: str) -> tuple[str, ...]:
    """The words of a name as they are compared: no case, no accents, no punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_WITHOUT_STROKES))
    kept = "".join(one if one.isalnum() else " " for one in plain if not unicodedata.combining(one))
    return tuple(kept.split())


def prints(vault: Vault, names: Iterable[str]) -> frozenset[bytes]:
    """The fingerprints a case with these names is found by."""
    words = {word for name in names for word in folded(name)}
    return frozenset(
        _print(vault, word[:length])
        for word in words
        for length in range(1, min(len(word), LONGEST) + 1)
        if length >= min(SHORTEST, len(word))
    )


def add_words(connection: Connection, vault: Vault, case_id: str, names: Iterable[str]) -> None:
    """Makes a case findable by these names too, in a transaction that is open."""
    made = prints(vault, names)
    known = select(search_word.c.word).where(search_word.c.case_id == case_id, search_word.c.word.in_(made))
    fresh = made - set(connection.scalars(known))
    if fresh:
        connection.execute(search_word.insert(), [{"word": word, "case_id": case_id} for word in sorted(fresh)])


def forget_words(connection: Connection, case_id: str) -> None:
    """Takes a case out of the index, as when it is erased."""
    connection.execute(delete(search_word).where(search_word.c.case_id == case_id))


def found(vault: Vault, account_id: str, asked: str) -> ColumnElement[bool] | None:
    """What holds for the cases this account may open in which every word asked for begins a word of a name; None when
    nothing can be looked for (fewer than two letters)."""
    words = [word for word in folded(asked)[:MOST_WORDS] if len(word) >= SHORTEST]
    if not words:
        return None
    holds: ColumnElement[bool] = case.c.id.in_(cases_open_to(account_id))
    for word in words:
        sealed = _print(vault, word[:LONGEST])
        holds &= case.c.id.in_(select(search_word.c.case_id).where(search_word.c.word == sealed))
    return holds


def begins(asked: str, names: Iterable[str]) -> bool:
    """Whether every word asked for begins a word of one of these names."""
    there = [word for name in names for word in folded(name)]
    wanted = [word for word in folded(asked)[:MOST_WORDS] if len(word) >= SHORTEST]
    return all(any(word.startswith(one) for word in there) for one in wanted)


def index_all(database: Database, vault: Vault) -> int:
    """Makes every case findable that is not yet: those made before there was an index. Returns how many."""
    missing = select(case).where(case.c.id.not_in(select(search_word.c.case_id)), func.length(case.c.wrapped_key) > 0)
    with database.reading() as connection:
        rows = connection.execute(missing).mappings().all()
    for row in rows:
        seal = vault.open_case(row["id"], row["wrapped_key"])
        with database.reading() as connection:
            people = connection.execute(select(person).where(person.c.case_id == row["id"])).mappings().all()
        names = [seal.open("case_file", row["id"], "sealed_name", row["sealed_name"])]
        names += [seal.open("person", one["id"], "sealed_name", one["sealed_name"]) for one in people]
        database.write(partial(add_words, vault=vault, case_id=row["id"], names=names))
    return len(rows)


def _print(vault: Vault, beginning: str) -> bytes:
    return vault.fingerprint("search", beginning)[:_BYTES]
