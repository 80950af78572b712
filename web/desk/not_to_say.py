"""Reminds whoever chooses words for others of what somebody asked not to be said. Shows; hides and changes nothing."""

from __future__ import annotations

from collections.abc import Collection

from dialogs.script import EntryKind
from review.not_to_say import asked_not_to_say
from store.desk_rows import KeptEntry
from web.desk import desk
from web.services import services


@desk.app_template_global("not_to_say")
def not_to_say(case_id: str, of: Collection[str] | None = None) -> tuple[KeptEntry, ...]:
    """What somebody in this case asked not to be said; only what people with these ids asked, where `of` is given. The
    page that asks has checked access."""
    asked = asked_not_to_say(services().conversations.entries_of_case(case_id, EntryKind.CHAIR_QUESTION))
    return asked if of is None else tuple(one for one in asked if one.person_id in of)
