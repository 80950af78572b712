"""Remembers for a while what somebody looked for, so that it stands in no address and Back still finds the page."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from threading import Lock

REMEMBERED = 5000
LONGEST = 64


class Looks:
    """One memory for the whole server, never written down; a restart forgets it."""

    def __init__(self) -> None:
        self._looks: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._lock = Lock()

    def keep(self, account_id: str, words: str) -> str:
        """A token for an address, by which this account alone finds these words again; nothing for no words."""
        if not words:
            return ""
        token = secrets.token_urlsafe(12)
        with self._lock:
            self._looks[token] = (account_id, words)
            while len(self._looks) > REMEMBERED:
                self._looks.popitem(last=False)
        return token

    def words(self, account_id: str, token: str) -> str:
        """What this account looked for; nothing for a token that is somebody else's, forgotten or made up."""
        with self._lock:
            mine, words = self._looks.get(token[:LONGEST], ("", ""))
        return words if mine == account_id else ""

    def forget_all(self) -> None:
        """Drops everything: among what was looked for may be a name that nobody is to find any more."""
        with self._lock:
            self._looks.clear()


looks = Looks()
