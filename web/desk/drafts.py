"""Remembers for a while what somebody filled in and has not confirmed, so that the page that asks “is this right?”
answers no post: a reload and Back find it again. Its words stand in no address and are never written down.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from threading import Lock

from werkzeug.datastructures import ImmutableMultiDict, MultiDict

REMEMBERED = 1000
MOST_EACH = 12
"""Drafts kept for one account: the newest ones."""
LONGEST = 64


class Drafts:
    """One memory for the whole server; a restart forgets it."""

    def __init__(self) -> None:
        self._drafts: OrderedDict[str, tuple[str, str, ImmutableMultiDict[str, str]]] = OrderedDict()
        self._lock = Lock()

    def keep(self, account_id: str, case_id: str, form: MultiDict[str, str]) -> str:
        """A token for an address, by which this account alone finds this form of this case again."""
        token = secrets.token_urlsafe(12)
        fields = [(name, value) for name, value in form.items(multi=True) if name != "csrf_token"]
        with self._lock:
            self._drafts[token] = (account_id, case_id, ImmutableMultiDict(fields))
            mine = [one for one, (account, _, _) in self._drafts.items() if account == account_id]
            for old in mine[:-MOST_EACH]:
                del self._drafts[old]
            while len(self._drafts) > REMEMBERED:
                self._drafts.popitem(last=False)
        return token

    def form(self, account_id: str, case_id: str, token: str) -> ImmutableMultiDict[str, str] | None:
        """What this account filled in for this case; None for a token that is somebody else's, forgotten or made up."""
        with self._lock:
            kept = self._drafts.get(token[:LONGEST])
        return kept[2] if kept and kept[:2] == (account_id, case_id) else None

    def forget_all(self) -> None:
        """Drops everything: in what was filled in may be words about somebody who was erased."""
        with self._lock:
            self._drafts.clear()


drafts = Drafts()
