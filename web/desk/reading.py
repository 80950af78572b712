"""When what a family sent has been read: what somebody did with their words tells as much as opening the page they
stand on. A family is never told "not read yet" about words that were used or answered."""

from __future__ import annotations

from collections.abc import Iterable

from access.permissions import reading_counts
from store.case_access import CaseAccess
from web.desk.door import who
from web.services import Services


def note_reading(s: Services, case_id: str, conversation_ids: Iterable[str]) -> bool:
    """Notes that whoever is signed in read these sent conversations of a case, where their reading is the one the
    family was promised (`reading_counts`); whether it is. Who read one first stays who read it."""
    counts = reading_counts(who().role, CaseAccess(s.database).roles(case_id))
    if counts:
        now = s.clock()
        for conversation_id in dict.fromkeys(conversation_ids):
            s.conversations.mark_read(conversation_id, who().id, now)
    return counts
