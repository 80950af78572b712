"""What was said in the room, on the map in its column: written down by a worker, so neither a card nor a quote.

Also the open sets as the printed map begins with them.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.script import EntryKind
from review.case_event import Topic
from review.export.sets_told import SetTold, sets_told
from review.map.safety_map import SafetyMap
from review.room.in_the_room import SAID, Said, said_of, taken_back_body
from review.sets.sets import sets_of
from store.cases import CaseFile
from web.desk import desk
from web.desk.door import case_here, staff, who
from web.desk.takeaway_read import sets_to_print
from web.services import Services, services


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A line said in the room, with the number of the set it is about (0: of none)."""

    said: Said
    number: int


def read_room_lines(s: Services, case_id: str) -> dict[EntryKind, tuple[RoomLine, ...]]:
    """The lines that stand, by their column, oldest first."""
    events = s.case_log.of_case(case_id, Topic.MEETING, Topic.SET)
    numbers = {one.id: one.number for one in sets_of(events)}
    found: dict[EntryKind, tuple[RoomLine, ...]] = {}
    for line in said_of(events):
        found[line.column] = (*found.get(line.column, ()), RoomLine(line, numbers.get(line.set_id, 0)))
    return found


def printed_sets(s: Services, case: CaseFile, drawn: SafetyMap) -> tuple[SetTold, ...]:
    """The open sets as the printed map begins with them; only numbers that stand decided, or were said in the room."""
    return sets_told(sets_to_print(s, case, drawn, who().name))


@desk.post("/cases/<case_id>/map/room/<line_id>/take-back")
@staff(Action.CHANGE_CASE)
def take_back_on_map(case_id: str, line_id: str) -> Response:
    """Takes a line said in the room back; the log keeps both. One that is taken back already stays so."""
    s = services()
    case_here(s, case_id)
    events = s.case_log.of_case(case_id, Topic.MEETING)
    if not any(event.id == line_id and event.subject == SAID for event in events):
        abort(404)
    line = next((one for one in said_of(events) if one.id == line_id), None)
    if line is not None:
        s.case_log.append(case_id, Topic.MEETING, SAID, who().id, s.clock(), taken_back_body(line_id))
        s.audit.record("take_back_in_room", who().id, case_id, line_id, s.clock())
    return redirect(url_for("desk.map_page", case_id=case_id, _anchor="map-columns"), 303)
