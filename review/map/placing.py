"""Where an entry stands on the map: which category, about which set, split or merged, and through the safety gate.

Folded from the log. It never touches the person's words: a part is a stretch of them, a merge only stands one card
behind another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dialogs.script import EntryKind
from review.case_event import CaseEvent, Topic
from review.map.safety_map import MapEntry, SafetyMap, Standing


class Category(StrEnum):
    """A place within a column of the map."""

    PAST_HARM = "past_harm"
    DANGER = "danger"
    COMPLICATING = "complicating"
    STRENGTH = "strength"
    SAFETY = "safety"
    GOAL = "goal"
    NEXT_STEP = "next_step"


COLUMN_OF = {
    Category.PAST_HARM: EntryKind.WORRY,
    Category.DANGER: EntryKind.WORRY,
    Category.COMPLICATING: EntryKind.WORRY,
    Category.STRENGTH: EntryKind.WORKING_WELL,
    Category.SAFETY: EntryKind.WORKING_WELL,
    Category.GOAL: EntryKind.NEEDS_TO_HAPPEN,
    Category.NEXT_STEP: EntryKind.NEEDS_TO_HAPPEN,
}


@dataclass(frozen=True, slots=True)
class Gate:
    """Why a strength counts as safety: something somebody did, more than once, when the danger was there, and seen by
    others. Every part must be said; without one of them it stays a strength."""

    danger: str
    """The id of the set whose danger it is about."""
    who: str
    did: str
    when: str
    how_often: str
    how_long: str
    seen_by: str
    why_still: str = ""
    """Why it counts although `gate_lint` had something to say about these words; not a part that must be said."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that are not said."""
        return tuple(name for name in GATE_PARTS if not getattr(self, name).strip())


GATE_PARTS = tuple(name for name in Gate.__slots__ if name != "why_still")
"""What must be said before a strength counts as safety."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an entry's exact words (from `start` up to `end`; None: to the end) in its place. Category None: not
    sorted yet."""

    start: int = 0
    end: int | None = None
    category: Category | None = None
    sets: tuple[str, ...] = ()
    gate: Gate | None = None

    def of(self, words: str) -> str:
        """These words of an entry."""
        return words[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Placing:
    """Where an entry stands: its parts in order (one when it is whole), or behind which other entry (`into`)."""

    parts: tuple[Part, ...] = (Part(),)
    into: str = ""
    by: str = ""
    seen: int = 0
    """The order of the newest line about it in the log; 0: nobody has placed it."""

    @property
    def sets(self) -> tuple[str, ...]:
        """Every set any part of it is about."""
        return tuple(dict.fromkeys(one for part in self.parts for one in part.sets))


NOT_PLACED = Placing()


@dataclass(frozen=True, slots=True)
class PlacedPart:
    """One thing that stands on the map now: a stretch of an entry's exact words, in its place. `item` says whose, when,
    and what was decided; `behind` are entries that say the same, from the first to the last."""

    item: MapEntry
    part: Part
    words: str
    behind: tuple[MapEntry, ...] = ()
    number: int = 1
    """Which part of the entry it is (1, 2, 3…), of how many (`of`)."""
    of: int = 1

    @property
    def column(self) -> EntryKind:
        """The column it stands in: its category's, or that of the question while it is not sorted."""
        return COLUMN_OF[self.part.category] if self.part.category else self.item.entry.kind


def fronts(drawn: SafetyMap, placings: Mapping[str, Placing]) -> dict[str, str]:
    """For each entry that stands behind another, the id of the card that is in front. A card that is set aside (or is
    no longer there) hides nothing: what stood behind it stands by itself again."""
    shown = {item.id for item in drawn if item.standing is not Standing.SET_ASIDE}
    found = {}
    for id_ in shown:
        seen, at = {id_}, id_
        while (into := placings.get(at, NOT_PLACED).into) and into in shown and into not in seen:
            seen.add(into)
            at = into
        if at != id_ and not placings.get(at, NOT_PLACED).into:
            found[id_] = at
    return found


def placed(drawn: SafetyMap, placings: Mapping[str, Placing], set_aside: bool = False) -> tuple[PlacedPart, ...]:
    """What stands on the three columns now, in the order of the map: every part of every entry that stands by itself.

    Details (`drawn.details(item)`) go with their entry and are not listed; declined questions have no words. Entries
    that are set aside are left out unless asked for."""
    front = fronts(drawn, placings)
    behind: dict[str, tuple[MapEntry, ...]] = {}
    for item in drawn:
        if item.id in front:
            behind[front[item.id]] = (*behind.get(front[item.id], ()), item)
    found = []
    for kind in dict.fromkeys(COLUMN_OF.values()):
        for item in drawn.column(kind):
            away = item.standing is Standing.SET_ASIDE and not set_aside
            if away or item.under is not None or item.id in front:
                continue
            parts = placings.get(item.id, NOT_PLACED).parts
            for number, part in enumerate(parts, start=1):
                others = behind.get(item.id, ())
                found.append(PlacedPart(item, part, part.of(item.words), others, number, len(parts)))
    return tuple(found)


def placing_body(placing: Placing, why: str = "") -> dict[str, Any]:
    """The log line that says where an entry stands from now on, whole."""
    return {
        "into": placing.into,
        "parts": [
            {
                "start": part.start,
                "end": part.end,
                "category": part.category.value if part.category else None,
                "sets": list(part.sets),
                "gate": {name: getattr(part.gate, name) for name in Gate.__slots__} if part.gate else None,
            }
            for part in placing.parts
        ],
        "why": why,
    }


def placings_of(events: Iterable[CaseEvent]) -> dict[str, Placing]:
    """Where each entry stands now, by its id; an entry nobody placed is not in it (`NOT_PLACED`)."""
    return {event.subject: _placing(event) for event in events if event.topic is Topic.PLACING}


def _placing(event: CaseEvent) -> Placing:
    return Placing(tuple(map(_part, event.body["parts"])), event.body["into"], event.by, event.order)


def _part(kept: Mapping[str, Any]) -> Part:
    return Part(
        start=kept["start"],
        end=kept["end"],
        category=Category(kept["category"]) if kept["category"] else None,
        sets=tuple(kept["sets"]),
        gate=Gate(**kept["gate"]) if kept["gate"] else None,
    )
