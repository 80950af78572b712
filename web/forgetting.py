"""Drops from this process's memory what it holds of a case that was erased, here or by another process: its keys, the
words of its conversations, the names in it. It asks the store every few seconds; no server has to be restarted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

import structlog
from flask import Flask

from store.erasing import Erased, erased_cases, left_of
from web.desk.drafts import drafts
from web.desk.looks import looks
from web.family import who
from web.outbox import Outbox
from web.services import EXTENSION, Services

LOOKED_EVERY = 3.0
"""Seconds after which the store is asked again."""
log = structlog.get_logger("forgetting")


def forget(s: Services, left: Erased) -> None:
    """Drops what this process holds of erased cases. Forgetting them again changes nothing."""
    for conversation_id in left.conversations:
        s.talks.forget(conversation_id)
    s.conversations.let_go(left.conversations)
    s.sittings.let_go(left.invites)
    who.let_go(left.invites, left.conversations)
    for key in left.keys:
        s.vault.forget_case(key)
    looks.forget_all()
    drafts.forget_all()


class Forgetting:
    """Asks the store which cases were erased, and forgets each new one. It remembers only their ids."""

    def __init__(self, s: Services, clock: Callable[[], float] = time.monotonic) -> None:
        self._s = s
        self._clock = clock
        self._known: frozenset[str] = frozenset()
        self._again: frozenset[str] = frozenset()
        self._not_before = 0.0
        self._lock = Lock()

    def look_when_due(self) -> None:
        """Looks, unless somebody looked just now. Never raises: a store that is away must not keep a page from saying
        so in its own way."""
        with self._lock:
            now = self._clock()
            if now < self._not_before:
                return
            self._not_before = now + LOOKED_EVERY
        try:
            self.look()
        except Exception as problem:
            log.error("not forgotten yet", kind=type(problem).__name__)

    def look(self) -> None:
        """Asks now. What is new is forgotten a second time at the next look: a page that was being made while the case
        was erased may have put something back."""
        erased = erased_cases(self._s.database)
        with self._lock:
            wanted = (erased - self._known) | self._again
        if wanted:
            forget(self._s, left_of(self._s.database, wanted))
        with self._lock:
            self._again, self._known = erased - self._known, erased


def keep_forgetting(app: Flask) -> None:
    """Looks before each request, and where this process sends by itself also in a thread of its own, for a server that
    nobody asks for anything."""
    s: Services = app.extensions[EXTENSION]
    forgetting, looking = Forgetting(s), Outbox()
    app.before_request(forgetting.look_when_due)
    if s.settings.background:
        app.before_request(lambda: looking.start(app, forgetting.look_when_due))
