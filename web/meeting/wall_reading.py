"""Reads what the wall of a case shows, and which parts it has. Decides nothing; `review/room/on_the_wall.py` does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.script import SETS
from review.case_event import CaseEvent
from review.map.safety_map import MapEntry, SafetyMap
from review.plan.names_now import with_names_now
from review.room.in_the_room import ticks_of
from review.room.on_the_wall import Held, Wall, held_back, wall_of
from review.sets.about import about_told
from review.voices_heard import children_of
from store.cases import CaseFile
from web.desk.cards import read_map
from web.desk.door import case_here
from web.desk.questions import Background
from web.language import translator
from web.services import Services


@dataclass(frozen=True, slots=True)
class Read:
    """What a wall is made from: the map, the log, the entries in which a picture without words was picked, and those
    whose question names what somebody picked or named."""

    drawn: SafetyMap
    events: tuple[CaseEvent, ...]
    wordless: frozenset[str]
    naming: frozenset[str]

    @property
    def wall(self) -> Wall:
        """The wall as it is now."""
        return wall_of(self.drawn, self.events, self.wordless, self.naming)

    @property
    def held_back(self) -> dict[str, Held]:
        """Why each entry that is not on the wall is not on it."""
        return held_back(self.drawn, ticks_of(self.events), self.wordless)


def read_case(s: Services, case_id: str) -> Read:
    """What the wall of this case is made from, as it is now."""
    drawn, behind = read_map(s, case_id)
    wordless = frozenset(item.id for item in drawn if _is_wordless(item, behind))
    naming = frozenset(item.id for item in drawn if _names(item, behind))
    events = with_names_now(s.case_log.of_case(case_id), case_here(s, case_id).names)
    return Read(drawn, events, wordless, naming)


def _is_wordless(item: MapEntry, behind: Mapping[str, Background]) -> bool:
    step = behind[item.conversation_id].script.steps[item.entry.position.step]
    return any(choice.wordless for choice in step.choices if choice.id in item.entry.reply.choices)


def _names(item: MapEntry, behind: Mapping[str, Background]) -> bool:
    """A question that is asked of each thing somebody picked or named holds its name."""
    loop = behind[item.conversation_id].script.loop_of(item.entry.position.step)
    return loop is not None and loop.for_each != SETS


def whom_about(wall: Wall, case: CaseFile) -> dict[str, str]:
    """Which children each set on the wall is about, in words, by its id; nothing where the case has one child."""
    return {one.id: about_told(translator().text, one.words, children_of(case.people)) for one in wall.sets}


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
