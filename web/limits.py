"""How often somebody may try something. Counted in memory, by a keyed hash of who it is; never logged."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock
from typing import Final

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

DOOR: Final = parse("20 per 10 minutes")
"""Tries at a link, code or PIN from one address."""
SIGN_IN: Final = parse("30 per 10 minutes")
SAID_BACK: Final = (parse("20 per 10 minutes"), parse("80 per day"))
"""Things said about what was done with one's words, through one link: each stays on file for good."""


MINUTE = 60.0
MOST_COUNTED = 10_000


class Pace:
    """How fast replies come through one sitting. On the path of every reply, where the library's window would start a
    thread each time; so here a short list of moments for each sitting."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = per_minute
        self._clock = clock
        self._moments: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, who: str) -> bool:
        """Counts one reply by `who`; False when there were as many in the last minute as one sitting may send."""
        now = self._clock()
        with self._lock:
            moments = self._moments.setdefault(who, deque())
            self._moments.move_to_end(who)
            while moments and now - moments[0] > MINUTE:
                moments.popleft()
            while len(self._moments) > MOST_COUNTED:
                self._moments.popitem(last=False)
            if len(moments) >= self._most:
                return False
            moments.append(now)
            return True


class Limits:
    """One counter for the whole server."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def allows(self, who: str, *items: RateLimitItem) -> bool:
        """Counts one try by `who`; False when any of these limits is used up."""
        return all([self._limiter.hit(item, who) for item in items])
