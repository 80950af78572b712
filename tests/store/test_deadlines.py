"""Deadlines on file: a copy that follows the timetable, counted for whoever may see them, reminded of once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import event, update

from store import tables
from store.database import Database, open_database
from store.deadlines import Counted, Deadlines, Kept
from tests.conftest import NOON, CaseRows

MakeCase = Callable[..., CaseRows]
DAY = timedelta(days=1)
LATE, SOON, FAR = Kept("late.a", NOON - DAY), Kept("soon.a", NOON + DAY / 2), Kept("far.a", NOON + 30 * DAY)


@pytest.fixture
def deadlines(database: Database) -> Deadlines:
    return Deadlines(database)


@pytest.fixture
def rows(case: MakeCase) -> CaseRows:
    """A case its account may open."""
    return case()


def keys(deadlines: Deadlines, rows: CaseRows, now: datetime = NOON) -> list[str]:
    return [one.key for one in deadlines.open_for(rows.account_id, now, 99)]


def test_the_copy_follows_the_timetable(deadlines: Deadlines, rows: CaseRows) -> None:
    deadlines.keep(rows.case_id, [FAR, LATE])
    assert deadlines.of_case(rows.case_id) == (LATE, FAR)
    moved, done = Kept("far.a", NOON + 3 * DAY), Kept("late.a", LATE.due_at, NOON)
    deadlines.keep(rows.case_id, [moved, done, SOON])
    assert deadlines.of_case(rows.case_id) == (done, SOON, moved)
    deadlines.keep(rows.case_id, [])
    assert deadlines.of_case(rows.case_id) == ()


def test_what_has_not_changed_is_not_written_again(deadlines: Deadlines, rows: CaseRows, database: Database) -> None:
    deadlines.keep(rows.case_id, [LATE, SOON])
    jobs: list[object] = []
    database.write = jobs.append  # type: ignore[assignment]
    deadlines.keep(rows.case_id, [SOON, LATE])
    assert jobs == []


def test_only_what_is_not_met_is_counted_and_only_for_who_may_see_it(deadlines: Deadlines, rows: CaseRows) -> None:
    deadlines.keep(rows.case_id, [LATE, SOON, FAR, Kept("met.a", NOON - DAY, NOON - 2 * DAY)])
    assert keys(deadlines, rows) == ["late.a", "soon.a", "far.a"]
    assert deadlines.count(rows.account_id, NOON, NOON + 7 * DAY) == Counted(overdue=1, soon=1)
    assert deadlines.later(rows.account_id, NOON, NOON + 7 * DAY) == 1
    assert deadlines.count("somebody else", NOON, NOON + 7 * DAY) == Counted(0, 0)
    assert deadlines.later("somebody else", NOON, NOON + 7 * DAY) == 0
    assert deadlines.open_for("somebody else", NOON, 99) == ()


def test_a_meeting_set_too_late_is_open_until_it_is_held(deadlines: Deadlines, rows: CaseRows) -> None:
    deadlines.keep(
        rows.case_id, [Kept("too_late.a", NOON, NOON + 2 * DAY), Kept("in_time.a", NOON + DAY, NOON + DAY / 2)]
    )
    assert keys(deadlines, rows, NOON - DAY) == ["too_late.a"]
    assert keys(deadlines, rows, NOON + 3 * DAY) == []


@pytest.mark.parametrize(
    "change",
    [
        update(tables.case_access).values(revoked_at=NOON.replace(tzinfo=None)),
        update(tables.case).values(closed_at=NOON.replace(tzinfo=None)),
    ],
    ids=["access taken away", "case closed"],
)
def test_nothing_is_due_any_more_without_access_or_in_a_closed_case(
    deadlines: Deadlines, rows: CaseRows, database: Database, change: object
) -> None:
    deadlines.keep(rows.case_id, [LATE])
    database.write(lambda connection: connection.execute(change))  # type: ignore[call-overload]
    assert deadlines.count(rows.account_id, NOON, NOON + DAY) == Counted(0, 0)


def test_the_number_in_the_side_bar_is_one_query_that_uses_an_index(sqlite_database: Database) -> None:
    asked: list[str] = []
    deadlines = Deadlines(sqlite_database)
    with sqlite_database.reading() as connection:
        engine = connection.engine
    event.listen(engine, "before_cursor_execute", lambda c, cursor, words, *_: asked.append(words))
    deadlines.count("somebody", NOON, NOON + DAY)
    [words] = [words for words in asked if words.startswith("SELECT")]
    with sqlite_database.reading() as connection:
        values = tuple("x" for _ in range(words.count("?")))
        plan = " ".join(str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values))
    assert "SCAN deadline" not in plan, plan


def test_each_is_reminded_of_a_day_before_and_when_overdue_and_never_more(deadlines: Deadlines, rows: CaseRows) -> None:
    deadlines.keep(rows.case_id, [SOON])

    def reminded(at: datetime) -> int:
        return len(deadlines.take(at))

    assert reminded(SOON.due_at - DAY - timedelta(minutes=1)) == 0
    assert [reminded(SOON.due_at - DAY), reminded(SOON.due_at - DAY), reminded(SOON.due_at)] == [1, 0, 0]
    late = SOON.due_at + timedelta(minutes=1)
    assert [reminded(late), reminded(late), reminded(late + 3 * DAY)] == [1, 0, 0]


def test_what_was_long_overdue_when_first_worked_out_is_not_written_about(deadlines: Deadlines, rows: CaseRows) -> None:
    deadlines.keep(rows.case_id, [Kept("old.a", NOON - 8 * DAY), Kept("met.a", NOON, NOON - DAY)])
    assert deadlines.take(NOON) == ()


def test_a_date_that_moved_is_reminded_of_anew(deadlines: Deadlines, rows: CaseRows) -> None:
    deadlines.keep(rows.case_id, [SOON])
    assert len(deadlines.take(NOON)) == 1
    deadlines.keep(rows.case_id, [Kept(SOON.key, SOON.due_at + DAY / 4), FAR])
    assert len(deadlines.take(NOON)) == 1


def test_what_was_given_back_is_taken_again(deadlines: Deadlines, rows: CaseRows) -> None:
    deadlines.keep(rows.case_id, [SOON, LATE])
    first = deadlines.take(NOON)
    deadlines.give_back(first)
    assert {one.id for one in deadlines.take(NOON + timedelta(minutes=1))} == {one.id for one in first}


def test_of_two_processes_only_one_reminds(deadlines: Deadlines, rows: CaseRows, database: Database) -> None:
    deadlines.keep(rows.case_id, [Kept(f"one.{n}", NOON + n * timedelta(minutes=1)) for n in range(20)])
    other = open_database(database.url.render_as_string(hide_password=False))
    both, start = (deadlines, Deadlines(other)), Barrier(2)

    def take(one: Deadlines) -> list[str]:
        start.wait(10)
        return [taken.id for taken in one.take(NOON)]

    with ThreadPoolExecutor(2) as pool:
        taken = [id_ for ids in pool.map(take, both) for id_ in ids]
    other.close()
    assert len(taken) == 20
    assert len(set(taken)) == 20


def test_only_open_accounts_with_access_are_written_to(
    deadlines: Deadlines, rows: CaseRows, database: Database
) -> None:
    [address] = deadlines.whom([rows.case_id])[rows.case_id]
    assert "@" in address
    database.write(lambda c: c.execute(update(tables.account).values(disabled_at=NOON.replace(tzinfo=None))))
    assert deadlines.whom([rows.case_id]) == {rows.case_id: ()}
