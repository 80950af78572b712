"""Finding cases by the names in them, which are sealed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from access.secrets_kept import quick_hashing
from store import search, tables
from store.accounts import Account, Accounts
from store.cases import Cases, NewPerson
from store.database import Database
from store.vault import Vault
from tests.conftest import NOON


class Desk:
    def __init__(self, database: Database, vault: Vault) -> None:
        quick_hashing()
        self.database, self.vault = database, vault
        self.accounts, self.cases = Accounts(database, vault), Cases(database, vault)
        self.maja, self.olle = (self._account(name) for name in ("maja", "olle"))
        self._make("Åberg family", "Ali", "O'Neill, uncle")
        self._make("van der Berg", "Ciocia Łucja")
        self._make("Ahmed", "علي")

    def _account(self, name: str) -> Account:
        made = self.accounts.add(f"{name}@example.org", name, "worker", "four plain words here", NOON)
        assert isinstance(made, Account)
        return made

    def _make(self, name: str, *people: str) -> None:
        rows = [NewPerson("relative", one) for one in people]
        self.cases.create(name, NOON + timedelta(days=9), self.maja.id, rows, NOON)

    def find(self, asked: str, account: Account | None = None) -> list[str] | None:
        found = self.cases.search((account or self.maja).id, asked, 30)
        return None if found is None else sorted(case.name for case in found)


@pytest.fixture
def desk(database: Database, vault: Vault) -> Desk:
    return Desk(database, vault)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("aberg", ["Åberg family"]),
        ("ÅB", ["Åberg family"]),
        ("ber", ["van der Berg"]),
        ("berg van", ["van der Berg"]),
        ("neill", ["Åberg family"]),
        ("عل", ["Ahmed"]),
        ("ah", ["Ahmed"]),
        ("family al", ["Åberg family"]),
        ("Łucja", ["van der Berg"]),
        ("lucja", ["van der Berg"]),
        ("erg", []),
        ("aberg ahmed", []),
        ("%", None),
        ("a", None),
        ("", None),
    ],
)
def test_a_case_is_found_by_how_its_names_begin(desk: Desk, asked: str, found: list[str] | None) -> None:
    assert desk.find(asked) == found


def test_more_letters_than_are_fingerprinted_still_narrow_it_down(desk: Desk) -> None:
    desk._make("Longfellowes")
    desk._make("Longfellowship")
    assert desk.find("longfellow") == ["Longfellowes", "Longfellowship"]
    assert desk.find("longfellowsh") == ["Longfellowship"]


def test_somebody_added_later_is_found(desk: Desk) -> None:
    case = desk.cases.search(desk.maja.id, "ahmed", 1)
    assert case
    desk.cases.add_person(case[0].id, NewPerson("relative", "Auntie Zaynab"), NOON)
    assert desk.find("zayn") == ["Ahmed"]


def test_another_worker_cannot_find_it(desk: Desk) -> None:
    assert desk.find("aberg", desk.olle) == []


def test_no_name_can_be_read_in_the_index(desk: Desk) -> None:
    with desk.database.reading() as connection:
        kept = b"".join(row.word for row in connection.execute(tables.search_word.select()))
    for name in ("aberg", "ali", "berg", "neill"):
        assert name.encode() not in kept.lower()


def test_an_erased_case_leaves_no_fingerprint(desk: Desk) -> None:
    found = desk.cases.search(desk.maja.id, "ahmed", 1)
    assert found
    desk.database.write(lambda connection: search.forget_words(connection, found[0].id))
    assert desk.find("ahmed") == []


def test_cases_made_before_there_was_an_index_are_taken_in(desk: Desk) -> None:
    desk.database.write(lambda connection: connection.execute(tables.search_word.delete()) and None)
    assert desk.find("aberg") == []
    assert search.index_all(desk.database, desk.vault) == 3
    assert desk.find("neill aberg") == ["Åberg family"]
    assert search.index_all(desk.database, desk.vault) == 0
