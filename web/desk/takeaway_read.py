"""Reads everything an export is written from: the map, and what the meeting added to it. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import abort

from review.case_event import Topic
from review.export.meeting import Meeting, Piece
from review.export.one_child import for_child
from review.export.words import Someone, Takeaway
from review.map.placing import placings_of
from review.map.safety_map import SafetyMap
from review.numbers.ratings import ratings_of
from review.numbers.scales import lines
from review.plan.names_now import with_names_now
from review.plan.network import network_of
from review.plan.plan import plan_of
from review.room.in_the_room import said_of
from review.sets.sets import sets_of
from review.voices_heard import CHILDREN, children_of
from store.cases import CaseFile
from web.desk.set_words import words_for
from web.language import translator
from web.meeting.board import child_of, read_board
from web.meeting.dates_kept import read_timetable
from web.services import Services

TOPICS = (Topic.PLACING, Topic.SET, Topic.SHARING, Topic.PLAN, Topic.NETWORK, Topic.MEETING)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: which pieces, also what nobody has decided about, and for which child of several (an id, or
    nothing for all of them)."""

    pieces: frozenset[Piece]
    undecided: bool = False
    child: str = ""


def read_takeaway(
    s: Services, case: CaseFile, receipt: str, made_by: str, wanted: Wanted, made_on: datetime | None = None
) -> Takeaway:
    """The export of a case as it is now, as it was wanted; `made_on` is now unless it was made before. The caller has
    checked access, and writes the reading down."""
    board, events = read_board(s, case.id), with_names_now(s.case_log.of_case(case.id, *TOPICS), case.names)
    if case.id != board.drawn.case_id:
        abort(404)
    whole = Takeaway(
        receipt=receipt,
        council=s.settings.council_name,
        case_name=case.name,
        made_on=made_on or s.clock(),
        made_by=made_by,
        map=board.drawn,
        words=translator(),
        people=tuple(Someone(person.name, person.role) for person in case.people),
        accounts=s.accounts.names(),
        languages={one.locale: one.english_name for one in s.messages.offered},
        include_undecided=wanted.undecided,
        placings=placings_of(events),
        sets=sets_of(events),
        meeting=Meeting(
            called=words_for(s, case.id),
            lines=board.lines,
            plan=plan_of(events),
            network=network_of(events),
            dates=read_timetable(s, case).table.dates,
            said=said_of(events),
        ),
        pieces=wanted.pieces,
        children=tuple(one for one in case.people if one.role in CHILDREN),
    )
    child = next((one for one in children_of(case.people) if one.id == wanted.child), None)
    return whole if child is None else for_child(whole, child, case.people, child_of(s, case.id, board.drawn))


def sets_to_print(s: Services, case: CaseFile, drawn: SafetyMap, made_by: str) -> Takeaway:
    """The same with the sets alone, for a map that is read already."""
    events = s.case_log.of_case(case.id, Topic.SET, Topic.SHARING, Topic.RATING)
    sets = sets_of(events)
    return Takeaway(
        receipt="",
        council=s.settings.council_name,
        case_name=case.name,
        made_on=s.clock(),
        made_by=made_by,
        map=drawn,
        words=translator(),
        accounts=s.accounts.names(),
        languages={one.locale: one.english_name for one in s.messages.offered},
        sets=sets,
        meeting=Meeting(called=words_for(s, case.id), lines=lines(drawn, sets, ratings_of(events))),
        pieces=frozenset({Piece.SETS}),
        children=tuple(one for one in case.people if one.role in CHILDREN),
    )
