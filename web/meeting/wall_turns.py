"""Remembers which page a case's wall was last asked to show. One memory for the whole server; a restart forgets it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

REMEMBERED = 1000
NEXT, BACK = "next", "back"


@dataclass(frozen=True, slots=True)
class Turn:
    """A wish for a page: the how-manieth (so that a wall follows each once), and where to: `next`, `back`, or the name
    of a part of the wall."""

    count: int = 0
    to: str = ""


class Turns:
    """The newest wish for each case."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, Turn] = OrderedDict()
        self._lock = Lock()

    def now(self, case_id: str) -> Turn:
        """The newest wish; count 0 when there was none."""
        with self._lock:
            return self._of.get(case_id, Turn())

    def ask(self, case_id: str, to: str) -> Turn:
        """A new wish."""
        with self._lock:
            made = Turn(self._of.pop(case_id, Turn()).count + 1, to)
            self._of[case_id] = made
            while len(self._of) > REMEMBERED:
                self._of.popitem(last=False)
            return made


turns = Turns()
