"""The log of a case: added to and never changed, sealed where it stands, and nobody writes over somebody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import Connection, Delete, Update, delete, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from access.secrets_kept import quick_hashing
from review.case_event import Topic
from store import tables
from store.accounts import Account, Accounts
from store.case_log import CaseLog, SomebodyWroteMeanwhile
from store.cases import Cases, ThereIsNoSuchCase
from store.database import Database
from store.migrations import append_only
from store.vault import TheSealDoesNotOpen, Vault
from tests.conftest import NOON

WORDS = "Nan stays the night <3 שלום"


class Desk:
    def __init__(self, database: Database, vault: Vault) -> None:
        quick_hashing()
        self.database, self.log = database, CaseLog(database, vault)
        made = Accounts(database, vault).add("maja@example.org", "Maja", "worker", "four plain words here", NOON)
        assert isinstance(made, Account)
        self.by, cases = made.id, Cases(database, vault)
        self.case, self.other = (cases.create(name, None, self.by, (), NOON).id for name in ("One", "Two"))

    def write(self, words: str, subject: str = "a", after: int | None = None, case: str = "") -> int:
        line = self.log.append(case or self.case, Topic.PLAN, subject, self.by, NOON, {"words": words}, after)
        return line.order


def _run(change: Delete | Update, connection: Connection) -> None:
    connection.execute(change)


@pytest.fixture
def desk(database: Database, vault: Vault) -> Desk:
    return Desk(database, vault)


def test_lines_come_back_as_they_were_written_in_order_and_by_topic(desk: Desk) -> None:
    desk.write(WORDS)
    desk.log.append(desk.case, Topic.SET, "s", desk.by, NOON, {"number": 3, "none": None, "list": [["a", "b"]]})
    desk.write("later")
    everything = desk.log.of_case(desk.case)
    assert [(one.order, one.topic, one.subject, one.by, one.at) for one in everything] == [
        (1, Topic.PLAN, "a", desk.by, NOON),
        (2, Topic.SET, "s", desk.by, NOON),
        (3, Topic.PLAN, "a", desk.by, NOON),
    ]
    assert everything[0].body == {"words": WORDS}
    assert [one.body["words"] for one in desk.log.of_case(desk.case, Topic.PLAN)] == [WORDS, "later"]
    assert desk.log.newest(desk.case) == 3


def test_each_case_has_a_log_of_its_own(desk: Desk) -> None:
    desk.write("mine")
    assert desk.write("theirs", case=desk.other) == 1
    assert [one.body["words"] for one in desk.log.of_case(desk.other)] == ["theirs"]


def test_who_has_not_seen_the_newest_line_writes_nothing(desk: Desk) -> None:
    first = desk.write("first", after=0)
    desk.write("about something else", subject="b")
    assert desk.write("second", after=first) == 3
    with pytest.raises(SomebodyWroteMeanwhile):
        desk.write("too late", after=first)
    assert [one.body["words"] for one in desk.log.of_case(desk.case)] == ["first", "about something else", "second"]


def test_of_many_who_write_at_once_one_goes_first(desk: Desk) -> None:
    def try_it(number: int) -> bool:
        try:
            desk.write(str(number), after=0)
        except SomebodyWroteMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_it, range(8))) == 1
    assert desk.log.newest(desk.case) == 1


def test_several_lines_are_kept_together_or_not_at_all(desk: Desk) -> None:
    seen = desk.write("first")
    lines = [(Topic.PLAN, "a", {"words": "x"}), (Topic.PLAN, "b", {"words": "y"})]
    assert [one.order for one in desk.log.append_all(desk.case, desk.by, NOON, lines, seen)] == [2, 3]
    with pytest.raises(SomebodyWroteMeanwhile):
        desk.log.append_all(desk.case, desk.by, NOON, lines, seen)
    assert desk.log.newest(desk.case) == 3


def test_a_line_is_never_changed_or_deleted(desk: Desk) -> None:
    desk.write("stays")
    for change in (update(tables.case_event).values(subject="b"), delete(tables.case_event)):
        with pytest.raises((IntegrityError, DBAPIError)):
            desk.database.write(partial(_run, change))
    assert [one.body["words"] for one in desk.log.of_case(desk.case)] == ["stays"]


@pytest.mark.parametrize("moved", [{"subject": "b"}, {"topic": "network"}, {"by": "f" * 32}])
def test_a_line_copied_to_another_place_does_not_open(desk: Desk, moved: dict[str, str]) -> None:
    desk.write("about a")

    def swap(connection: Connection) -> None:
        append_only.lift(connection)  # as somebody might who holds the file
        connection.execute(update(tables.case_event).values(moved))
        append_only.lay(connection)

    desk.database.write(swap)
    with pytest.raises(TheSealDoesNotOpen):
        desk.log.of_case(desk.case)


def test_no_word_can_be_read_in_the_table(desk: Desk) -> None:
    desk.write(WORDS)
    with desk.database.reading() as connection:
        row = connection.execute(tables.case_event.select()).one()
    assert b"Nan" not in bytes(row.sealed)


def test_there_is_no_log_of_a_case_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(ThereIsNoSuchCase):
        desk.write("x", case="0" * 32)
    assert desk.log.of_case("0" * 32) == ()
