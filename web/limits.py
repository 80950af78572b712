"""How often somebody may try something. Counted in memory, by a keyed hash of who it is; never logged."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

DOOR: Final = parse("20 per 10 minutes")
"""Tries at a link, code or PIN from one address."""
SIGN_IN: Final = parse("30 per 10 minutes")


@lru_cache
def replies(per_minute: int) -> RateLimitItem:
    """Replies through one sitting. A person types far less; a child tapping fast stays under the usual setting."""
    return parse(f"{per_minute} per minute")


class Limits:
    """One counter for the whole server."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def allows(self, who: str, *items: RateLimitItem) -> bool:
        """Counts one try by `who`; False when any of these limits is used up."""
        return all([self._limiter.hit(item, who) for item in items])
