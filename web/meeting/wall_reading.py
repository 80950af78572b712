"""Reads what the wall of a case shows, and which parts it has. Decides nothing; `review/room/on_the_wall.py` does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from review.case_event import CaseEvent
from review.map.safety_map import MapEntry, SafetyMap
from review.room.on_the_wall import Wall, wall_of
from web.desk.cards import read_map
from web.desk.questions import Background
from web.language import translator
from web.services import Services


@dataclass(frozen=True, slots=True)
class Read:
    """What a wall is made from: the map, the log, and the entries in which a picture without words was picked."""

    drawn: SafetyMap
    events: tuple[CaseEvent, ...]
    wordless: frozenset[str]

    @property
    def wall(self) -> Wall:
        """The wall as it is now."""
        return wall_of(self.drawn, self.events, self.wordless)


def read_case(s: Services, case_id: str) -> Read:
    """What the wall of this case is made from, as it is now."""
    drawn, behind = read_map(s, case_id)
    wordless = frozenset(item.id for item in drawn if _is_wordless(item, behind))
    return Read(drawn, s.case_log.of_case(case_id), wordless)


def _is_wordless(item: MapEntry, behind: Mapping[str, Background]) -> bool:
    step = behind[item.conversation_id].script.steps[item.entry.position.step]
    return any(choice.wordless for choice in step.choices if choice.id in item.entry.reply.choices)


def wall_parts(wall: Wall) -> dict[str, str]:
    """The parts of the wall that can be shown by name, in words, in their order."""
    words = translator()
    found = {f"set-{one.number}": words.text("Set {number}", number=str(one.number)) for one in wall.sets}
    if any(quotes for _, quotes in wall.columns):
        found["columns"] = words.text("The three columns")
    if wall.scales or wall.steps:
        found["numbers"] = words.text("Numbers and steps")
    if wall.plan:
        found["plan"] = words.text("Next steps of the plan")
    return found
