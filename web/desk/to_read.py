"""What stands in the list “To read”, counted once for the list itself and for the number beside its name: they always
agree. It holds no word of anybody's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import g

from access.permissions import Action, may
from store.accounts import Account
from store.heard import Heard
from store.locked_out import LockedOut, locked_out
from web.desk import desk
from web.desk.door import who
from web.services import Services, services


@dataclass(frozen=True, slots=True)
class ToRead:
    """How many conversations nobody has read, and for each case (by id) how much was said back about how words were
    used, how many notes wait for the Chair, and how much was said back that may tell of harm and that nobody has taken
    on; only cases in which something waits. `locked`: who stands outside after five wrong PINs, the longest first."""

    talks: int
    said_back: Mapping[str, int]
    notes: Mapping[str, int]
    names: Mapping[str, str]
    """The names of those cases."""
    harm: Mapping[str, int] = field(default_factory=dict)
    locked: Sequence[LockedOut] = ()

    @property
    def count(self) -> int:
        """Everything that waits."""
        counted = sum(sum(one.values()) for one in (self.harm, self.said_back, self.notes))
        return self.talks + counted + len(self.locked)


def read_waiting(s: Services, account: Account) -> ToRead:
    """What waits for this account. What was said back waits for those who decide, a note only for a Chair with access
    to its case, somebody locked out for those who can make a new PIN."""
    decides, reads = (may(account.role, True, action) for action in (Action.DECIDE, Action.READ_CHAIR))
    kept = Heard(s.database)
    said_back, harm = (kept.said_back_to(account.id), kept.harm_to(account.id)) if decides else ({}, {})
    notes = s.chair_notes.unread_for(account.id) if reads else {}
    locked = locked_out(s.database, s.vault, account.id) if may(account.role, True, Action.INVITE) else ()
    named = {*said_back, *harm, *notes, *(one.case_id for one in locked)}
    names = s.cases.names(account.id, named) if named else {}
    return ToRead(s.conversations.unread(account.id), said_back, notes, names, harm, locked)


@desk.app_template_global("to_read")
def to_read() -> ToRead:
    """What waits for whoever is signed in, worked out once a page."""
    found: ToRead | None = g.get("to_read")
    if found is None:
        found = g.to_read = read_waiting(services(), who())
    return found
