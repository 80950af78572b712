"""What was said and chosen in the meeting room: lines typed there, and which entries were ticked for the wall.

Folded from the log, which is only ever added to: taking a line back is a line too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogs.script import EntryKind
from review.case_event import CaseEvent, Topic

SAID = "said"
TICK = "wall:"
"""Before an entry's id: whether it was put on the wall, or taken off it, by hand."""
COLUMNS = (EntryKind.WORRY, EntryKind.WORKING_WELL, EntryKind.NEEDS_TO_HAPPEN)


@dataclass(frozen=True, slots=True)
class Said:
    """A line typed in the room: its id in the log, its column, whose words (as they are called), about which set's id
    (or nothing), typed by which account, when (UTC)."""

    id: str
    column: EntryKind
    words: str
    by_name: str
    set_id: str
    by: str
    at: datetime


def said_body(column: EntryKind, words: str, by_name: str, set_id: str) -> dict[str, Any]:
    """The log line of something said in the room."""
    return {"column": column.value, "words": words, "by_name": by_name, "set": set_id}


def taken_back_body(line_id: str) -> dict[str, Any]:
    """The log line that takes a line typed in the room back. Both stay readable in the log."""
    return {"take_back": line_id}


def tick_body(on: bool) -> dict[str, Any]:
    """The log line that puts an entry on the wall or takes it off."""
    return {"on": on}


def said_of(events: Iterable[CaseEvent]) -> tuple[Said, ...]:
    """The lines typed in the room that were not taken back, oldest first."""
    found: dict[str, Said] = {}
    for event in events:
        if event.topic is not Topic.MEETING or event.subject != SAID:
            continue
        body = event.body
        if "take_back" in body:
            found.pop(body["take_back"], None)
        else:
            column = EntryKind(body["column"])
            found[event.id] = Said(event.id, column, body["words"], body["by_name"], body["set"], event.by, event.at)
    return tuple(found.values())


def ticks_of(events: Iterable[CaseEvent]) -> dict[str, bool]:
    """For each entry that was put on the wall or taken off it by hand: which of the two it was last."""
    return {
        event.subject.removeprefix(TICK): bool(event.body["on"])
        for event in events
        if event.topic is Topic.MEETING and event.subject.startswith(TICK)
    }
