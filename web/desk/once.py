"""Remembers for a while which posted forms were used up: a reload or a double click does nothing twice."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from threading import Lock

REMEMBERED = 5000
LONGEST = 64


class Once:
    """One memory for the whole server, like the limits; a restart forgets it."""

    def __init__(self) -> None:
        self._used: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def fresh(self) -> str:
        """A name for one form on one page."""
        return secrets.token_urlsafe(12)

    def made(self, form: str) -> str | None:
        """What this form made when it was used, or None."""
        with self._lock:
            return self._used.get(form)

    def use(self, form: str, made: str = "") -> bool:
        """Uses a form up; False when it was used before, or is no form of ours."""
        if not form or len(form) > LONGEST:
            return False
        with self._lock:
            if form in self._used:
                return False
            self._used[form] = made
            while len(self._used) > REMEMBERED:
                self._used.popitem(last=False)
            return True

    def note(self, form: str, made: str) -> None:
        """Notes what a used form made."""
        with self._lock:
            if form in self._used:
                self._used[form] = made


once = Once()
