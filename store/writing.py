"""One writer at a time, committing for every job that waits, so that many turns share one slow disk sync.

The first caller writes at once, in its own thread; those who come meanwhile wait, and one of them then writes for all.
It knows nothing of what is written. A job may be run twice, by another thread: it may only use the connection it is
given.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable
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
    """A job and the gate its caller waits at until the job is done or it is this caller's turn to write."""

    __slots__ = ("done", "gate", "job", "problem", "result", "writes")

    def __init__(self, job: Callable[[Connection], Any]) -> None:
        self.job = job
        self.gate = threading.Lock()
        self.gate.acquire()
        self.done = False
        self.writes = False
        self.result: Any = None
        self.problem: BaseException | None = None

    def run(self, connection: Connection) -> None:
        self.problem = None
        try:
            self.result = self.job(connection)
        except BaseException as problem:  # its caller gets it, whatever it is: the others' jobs go on
            self.problem = problem


class Writer:
    """Runs jobs on one connection of the engine, as many together as wait."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()  # guards the next four, and is never held while a job runs
        self._queue: deque[_Waiting] = deque()
        self._writing_thread: int | None = None
        self._writing = False
        self._closed = False
        self._connection: Connection | None = None  # touched only by whoever writes

    @property
    def waiting(self) -> int:
        """How many jobs wait for the commit that is going on to end."""
        return len(self._queue)

    def write(self, job: Callable[[Connection], T]) -> T:
        """Run the job and return its result once it is durably committed.

        What the job raises is raised here, and nothing of the job is kept. When the commit itself fails,
        `TheStoreDoesNotAnswer` goes to every job that shared it.
        """
        waiting = _Waiting(job)
        with self._lock:
            if self._writing_thread == threading.get_ident():
                raise AWriteInsideAWrite
            if self._closed:
                raise TheStoreIsClosed
            if len(self._queue) >= MOST_WAITING:
                raise TheStoreIsTooBusy
            self._queue.append(waiting)
            if not self._writing:
                self._writing = waiting.writes = True
        if not waiting.writes:
            self._wait(waiting)
        if not waiting.done:
            self._write_for_all()
        if waiting.problem is None:
            return cast(T, waiting.result)
        try:
            raise _told(waiting.problem)
        finally:
            del waiting  # the exception's traceback must not hold the job, which holds words

    def rest(self) -> None:
        """Give the connection back unless somebody writes. The next job takes it again."""
        with self._lock:
            if not self._writing:
                self._let_go()

    def close(self) -> None:
        """Refuse later jobs, let those that wait be kept, and give the connection back."""
        last = _Waiting(lambda connection: None)
        with self._lock:
            if self._closed:
                return
            self._closed = True
            idle = not self._writing
            self._writing = True
            if not idle:
                self._queue.append(last)
        if not idle:
            self._wait(last)
            if not last.done:
                self._write_for_all()
        self._let_go()

    def _wait(self, waiting: _Waiting) -> None:
        """Until the job is done or it is this caller's turn to write."""
        if waiting.gate.acquire(timeout=LONGEST_WAIT):
            return
        with self._lock:
            if waiting in self._queue and not waiting.writes:
                self._queue.remove(waiting)
                raise TheStoreDoesNotAnswer
        waiting.gate.acquire()  # its turn came just now, or it is being written

    def _write_for_all(self) -> None:
        """Commit for this caller and those behind it, then pass the turn on to the first who still waits."""
        with self._lock:
            batch = [self._queue.popleft() for _ in range(min(len(self._queue), MOST_TOGETHER))]
            self._writing_thread = threading.get_ident()
        try:
            self._commit(batch)
        finally:
            with self._lock:
                self._writing_thread = None
                following = self._queue[0] if self._queue else None
                self._writing = following is not None
                if following is not None:
                    following.writes = True
            for waiting in batch:
                waiting.done = True
                waiting.gate.release()
            if following is not None:
                following.gate.release()

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
