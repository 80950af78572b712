"""The one thread that writes: it commits for every job that waits, so that many turns share one slow disk sync.

It knows nothing of what is written. A job is run in a transaction with other jobs and may be run twice: it may only use
the connection it is given.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

T = TypeVar("T")

MOST_TOGETHER = 64
MOST_WAITING = 2_000
LONGEST_WAIT = 30.0
"""Seconds a caller waits for its commit."""

NO_ANSWER = (OperationalError, InterfaceError, InternalError, NoFreeConnection)


class TheStoreDoesNotAnswer(Exception):
    """The database is away, locked, full or read-only. Nothing is known to be kept; the same job may be given again."""


class TheStoreIsTooBusy(Exception):
    """So many jobs wait already that another one would wait too long. Nothing was kept."""


class TheStoreIsClosed(Exception):
    """A job came after the store was closed. Nothing was kept."""


class AWriteInsideAWrite(Exception):
    """A job called `write` again: it would wait for itself. Use the connection the job was given."""


class _Waiting:
    """A job and the gate its caller waits at."""

    __slots__ = ("gate", "job", "problem", "result")

    def __init__(self, job: Callable[[Connection], Any]) -> None:
        self.job = job
        self.gate = threading.Lock()
        self.gate.acquire()
        self.result: Any = None
        self.problem: BaseException | None = None

    def run(self, connection: Connection) -> None:
        self.problem = None
        try:
            self.result = self.job(connection)
        except BaseException as problem:  # the caller gets it, whatever it is: the writer must go on
            self.problem = problem


class Writer:
    """Runs jobs on the engine's connection, as many together as wait. The thread starts with the first job."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._connection: Connection | None = None  # only the thread touches it

    def write(self, job: Callable[[Connection], T]) -> T:
        """Run the job and return its result once it is durably committed.

        What the job raises is raised here, and nothing of the job is kept. When the commit itself fails,
        `TheStoreDoesNotAnswer` goes to every job that shared it.
        """
        waiting = _Waiting(job)
        with self._lock:
            if self._closed:
                raise TheStoreIsClosed
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="store writer", daemon=True)
                self._thread.start()
            elif self._thread is threading.current_thread():
                raise AWriteInsideAWrite
            if self._waiting.qsize() >= MOST_WAITING:
                raise TheStoreIsTooBusy
            self._waiting.put(waiting)
        if not waiting.gate.acquire(timeout=LONGEST_WAIT):
            raise TheStoreDoesNotAnswer
        if waiting.problem is None:
            return cast(T, waiting.result)
        try:
            raise _told(waiting.problem)
        finally:
            del waiting  # the exception's traceback must not hold the job, which holds words

    def close(self) -> None:
        """Finish the jobs that wait, then stop. Later jobs are refused."""
        with self._lock:
            self._closed = True
            thread, self._thread = self._thread, None
        if thread is not None:
            self._waiting.put(None)
            thread.join()

    def _run(self) -> None:
        while True:
            first = self._waiting.get()
            batch: list[_Waiting] = []
            next_one = first
            while next_one is not None:
                batch.append(next_one)
                if len(batch) == MOST_TOGETHER:
                    break
                try:
                    next_one = self._waiting.get_nowait()
                except Empty:
                    break
            self._commit(batch)
            for waiting in batch:
                waiting.gate.release()
            if next_one is None:
                self._let_go()
                return

    def _commit(self, batch: list[_Waiting]) -> None:
        """Commit the jobs together. A job that fails is taken out and run alone; the others go again without it."""
        alone: list[_Waiting] = []
        together = list(batch)
        while together:
            failed = self._try(together)
            if failed is None:
                break
            together.remove(failed)
            alone.append(failed)
        for waiting in alone:
            self._try([waiting])

    def _try(self, jobs: list[_Waiting]) -> _Waiting | None:
        """One transaction for these jobs. Returns the job that failed, and then nothing was kept."""
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            with self._connection.begin() as transaction:
                for waiting in jobs:
                    waiting.run(self._connection)
                    if waiting.problem is not None:
                        transaction.rollback()
                        self._let_go()
                        return waiting
        except BaseException as problem:  # beginning, rolling back or committing failed: nobody's job in particular
            for waiting in jobs:
                waiting.problem = problem
            self._let_go()
        return None

    def _let_go(self) -> None:
        """Give the connection back to the pool, which cleans or replaces it. Trouble with that is the pool's."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(DBAPIError):
                connection.close()


def _told(problem: BaseException) -> BaseException:
    """Trouble with the database itself under one name; everything else as it was raised."""
    if isinstance(problem, NO_ANSWER) or (isinstance(problem, DBAPIError) and problem.connection_invalidated):
        told = TheStoreDoesNotAnswer()
        told.__cause__ = problem
        return told
    return problem
