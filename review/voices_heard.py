"""Whether each child of a case is heard on its map. Each child by itself: a sister's words are not a brother's.

Only words a child sent count; what a grown-up guesses a child would say never does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from dialogs.script import EntryKind
from review.map.safety_map import SafetyMap

CHILDREN = ("child", "young_person")
OLD_AFTER = timedelta(days=42)
"""Six weeks: about how often a core group meets, so that a child was heard since the last one."""


class Somebody(Protocol):
    """Somebody in the case, as the store hands them over."""

    @property
    def id(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def name(self) -> str: ...


One = TypeVar("One", bound=Somebody)


class Heard(StrEnum):
    """How it stands with a child's voice."""

    HEARD = "heard"
    OLD = "old"
    BEFORE_THE_MEETING = "before_the_meeting"
    """Newest words from before the last conference."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class VoiceState:
    """One child: when they last answered (UTC, None: never), and what that means for the map."""

    person_id: str
    name: str
    role: str
    heard: Heard
    newest: datetime | None = None
    days: int | None = None
    """Days on the calendar since then."""

    @property
    def is_fresh(self) -> bool:
        """Whether nothing is to be done."""
        return self.heard is Heard.HEARD


def children_of(people: Sequence[One]) -> tuple[One, ...]:
    """The children of a case, where there is more than one to choose from; else none."""
    found = tuple(one for one in people if one.role in CHILDREN)
    return found if len(found) > 1 else ()


def voices(
    people: Iterable[Somebody], drawn: SafetyMap, now: datetime, meeting_on: datetime | None = None
) -> tuple[VoiceState, ...]:
    """How it stands with each child's voice, in the order of the case. A question a child left out is not a voice, nor
    is a question for the Chair, which is on no map. `meeting_on` counts once it is past. Days are those of the calendar
    in `now`'s own time zone: hand it over in the zone of the people who read the count."""
    return tuple(_of(one, drawn, now, meeting_on) for one in people if one.role in CHILDREN)


def _of(child: Somebody, drawn: SafetyMap, now: datetime, meeting_on: datetime | None) -> VoiceState:
    said = [
        item.entry.given.at
        for item in drawn
        if item.person_id == child.id and not item.declined and item.entry.kind is not EntryKind.CHAIR_QUESTION
    ]
    if not said:
        return VoiceState(child.id, child.name, child.role, Heard.MISSING)
    newest = max(said)
    heard = Heard.OLD if now - newest > OLD_AFTER else Heard.HEARD
    if meeting_on is not None and newest < meeting_on <= now:
        heard = Heard.BEFORE_THE_MEETING
    days = (now.date() - newest.astimezone(now.tzinfo).date()).days
    return VoiceState(child.id, child.name, child.role, heard, newest, days)
