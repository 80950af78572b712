from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError

from store import writing
from store.database import Database
from store.writing import (
    MOST_TOGETHER,
    AWriteInsideAWrite,
    TheStoreDoesNotAnswer,
    TheStoreIsClosed,
    TheStoreIsTooBusy,
)

Add = Callable[[int], Callable[[Connection], int]]


@pytest.fixture
def add(database: Database) -> Add:
    database.write(lambda connection: connection.execute(text("CREATE TABLE number (n INTEGER PRIMARY KEY)")))

    def job_for(number: int) -> Callable[[Connection], int]:
        def job(connection: Connection) -> int:
            connection.execute(text("INSERT INTO number VALUES (:n)"), {"n": number})
            return number

        return job

    return job_for


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(MOST_TOGETHER * 2 + 1) as pool:
        yield pool


@pytest.fixture
def commits(database: Database) -> list[int]:
    counted: list[int] = []
    event.listen(database._writing, "commit", lambda connection: counted.append(1))
    return counted


def numbers(database: Database) -> list[int]:
    with database.reading() as connection:
        return list(connection.scalars(text("SELECT n FROM number ORDER BY n")))


def waited(condition: Callable[[], bool]) -> None:
    tick, end = threading.Event(), monotonic() + 20
    while not condition():
        assert monotonic() < end
        tick.wait(0.001)


def together(
    database: Database, pool: ThreadPoolExecutor, jobs: list[Callable[[Connection], Any]]
) -> list[Future[Any]]:
    """Give jobs so that they all wait while another one is written."""
    begun, go_on = threading.Event(), threading.Event()

    def first(_: Connection) -> None:
        begun.set()
        assert go_on.wait(20)

    blocking = pool.submit(database.write, first)
    assert begun.wait(20)
    given = []
    for job in jobs:
        given.append(pool.submit(database.write, job))
        waited(lambda: database.waiting == len(given))
    go_on.set()
    blocking.result(20)
    return given


def fail(_: Connection) -> None:
    raise LookupError("mine")


def test_a_job_gives_its_result_and_is_kept(database: Database, add: Add) -> None:
    assert database.write(add(7)) == 7
    assert numbers(database) == [7]


def test_a_failing_job_tells_its_caller_and_keeps_nothing(database: Database, add: Add) -> None:
    def half(connection: Connection) -> None:
        add(1)(connection)
        fail(connection)

    with pytest.raises(LookupError, match="mine"):
        database.write(half)
    assert numbers(database) == []


def test_jobs_that_wait_share_one_commit(
    database: Database, add: Add, pool: ThreadPoolExecutor, commits: list[int]
) -> None:
    given = together(database, pool, [add(n) for n in range(10)])
    assert [one.result(20) for one in given] == list(range(10))
    assert numbers(database) == list(range(10))
    assert len(commits) == 2  # the job they waited for, and theirs


def test_more_jobs_than_fit_are_all_kept(
    database: Database, add: Add, pool: ThreadPoolExecutor, commits: list[int]
) -> None:
    many = MOST_TOGETHER * 2
    given = together(database, pool, [add(n) for n in range(many)])
    assert sorted(one.result(20) for one in given) == list(range(many))
    assert numbers(database) == list(range(many))
    assert len(commits) == 3


def test_a_failing_job_does_not_hurt_its_batch_mates(database: Database, add: Add, pool: ThreadPoolExecutor) -> None:
    given = together(database, pool, [add(1), fail, add(2), add(1), add(3)])
    problems = [one.exception(20) for one in given]
    assert [type(problem).__name__ for problem in problems] == [
        "NoneType",
        "LookupError",
        "NoneType",
        "IntegrityError",
        "NoneType",
    ]
    assert numbers(database) == [1, 2, 3]


def test_a_commit_that_fails_is_told_to_all_who_shared_it(
    database: Database, add: Add, pool: ThreadPoolExecutor
) -> None:
    broken = [False, True]  # the first commit is the one they wait for

    def commit(_: Connection) -> None:
        if broken and broken.pop(0):
            raise OperationalError("COMMIT", None, Exception("disk I/O error"))

    event.listen(database._writing, "commit", commit)
    given = together(database, pool, [add(1), add(2)])
    assert [type(one.exception(20)) for one in given] == [TheStoreDoesNotAnswer] * 2
    assert numbers(database) == []
    assert database.write(add(1)) == 1


def test_a_job_may_not_write_through_the_store(database: Database, add: Add) -> None:
    with pytest.raises(AWriteInsideAWrite):
        database.write(lambda connection: database.write(add(1)))
    assert database.write(add(2)) == 2


def test_closing_keeps_what_waits_and_refuses_what_comes(
    database: Database, add: Add, pool: ThreadPoolExecutor
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def first(connection: Connection) -> int:
        begun.set()
        assert go_on.wait(20)
        return add(1)(connection)

    kept = [pool.submit(database.write, first)]
    assert begun.wait(20)
    kept.append(pool.submit(database.write, add(2)))
    waited(lambda: database.waiting == 1)
    closing = pool.submit(database._writer.close)
    waited(lambda: database.waiting == 2)
    with pytest.raises(TheStoreIsClosed):
        database.write(add(3))
    go_on.set()
    closing.result(20)
    assert [one.result(20) for one in kept] == [1, 2]
    assert numbers(database) == [1, 2]


def test_too_many_waiting_jobs_are_refused(
    database: Database, add: Add, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_WAITING", 2)

    def crowd(connection: Connection) -> None:
        others = [pool.submit(database.write, add(n)) for n in range(2)]
        waited(lambda: database.waiting == 2)
        with pytest.raises(TheStoreIsTooBusy):
            pool.submit(database.write, add(3)).result(20)
        kept.extend(others)

    kept: list[Future[int]] = []
    database.write(crowd)
    assert [one.result(20) for one in kept] == [0, 1]
    assert numbers(database) == [0, 1]


def test_a_caller_who_waited_too_long_is_told_and_its_job_is_not_run(
    database: Database, add: Add, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "LONGEST_WAIT", 0.01)

    def slow(_: Connection) -> None:
        with pytest.raises(TheStoreDoesNotAnswer):
            pool.submit(database.write, add(1)).result(20)

    database.write(slow)
    database.write(add(2))
    assert numbers(database) == [2]


@pytest.mark.parametrize("attempt", range(5))
def test_a_turn_to_write_that_comes_just_as_a_caller_gives_up_is_not_lost(
    database: Database, add: Add, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch, attempt: int
) -> None:
    monkeypatch.setattr(writing, "LONGEST_WAIT", 0.05)
    begun, go_on = threading.Event(), threading.Event()

    def first(_: Connection) -> None:
        begun.set()
        assert go_on.wait(20)

    writing_ = pool.submit(database.write, first)
    assert begun.wait(20)
    impatient = pool.submit(database.write, add(1))
    waited(lambda: database.waiting == 1)
    with database._writer._lock:  # both come to this lock: the one who passes the turn on, and the one who gives up
        go_on.set()
        threading.Event().wait(0.1)
    writing_.result(20)
    gave_up = impatient.exception(20)
    assert gave_up is None or isinstance(gave_up, TheStoreDoesNotAnswer)
    database.write(add(2))
    assert numbers(database) == ([2] if gave_up else [1, 2])


def test_every_acknowledged_job_is_kept_and_no_other(database: Database, add: Add, pool: ThreadPoolExecutor) -> None:
    chance = random.Random(20260302)
    fates = [chance.random() < 0.2 for _ in range(600)]

    def one(number: int) -> bool:
        def job(connection: Connection) -> None:
            add(number)(connection)
            if fates[number]:
                fail(connection)

        try:
            database.write(job)
        except LookupError:
            return False
        return True

    acknowledged = list(pool.map(one, range(600)))
    assert acknowledged == [not fails for fails in fates]
    assert numbers(database) == [number for number in range(600) if not fates[number]]
