"""Reads everything an export is written from: the map, and what the meeting added to it. Decides nothing."""

from __future__ import annotations

from flask import abort

from review.case_event import Topic
from review.export.meeting import Meeting, Piece
from review.export.words import Someone, Takeaway
from review.map.placing import placings_of
from review.map.safety_map import SafetyMap
from review.numbers.ratings import ratings_of
from review.numbers.scales import lines
from review.plan.network import network_of
from review.plan.plan import plan_of
from review.room.in_the_room import said_of
from review.sets.sets import sets_of
from store.cases import CaseFile
from web.desk.set_words import words_for
from web.language import translator
from web.meeting.board import read_board
from web.meeting.dates_kept import read_timetable
from web.services import Services

TOPICS = (Topic.PLACING, Topic.SET, Topic.SHARING, Topic.PLAN, Topic.NETWORK, Topic.MEETING)


def read_takeaway(
    s: Services, case: CaseFile, receipt: str, made_by: str, pieces: frozenset[Piece], undecided: bool
) -> Takeaway:
    """The export of a case as it is now, with these pieces. The caller has checked access, and writes the reading
    down. `undecided`: also what nobody has decided about."""
    board, events = read_board(s, case.id), s.case_log.of_case(case.id, *TOPICS)
    if case.id != board.drawn.case_id:
        abort(404)
    return Takeaway(
        receipt=receipt,
        council=s.settings.council_name,
        case_name=case.name,
        made_on=s.clock(),
        made_by=made_by,
        map=board.drawn,
        words=translator(),
        people=tuple(Someone(person.name, person.role) for person in case.people),
        accounts=s.accounts.names(),
        languages={one.locale: one.english_name for one in s.messages.offered},
        include_undecided=undecided,
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
        pieces=pieces,
    )


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
    )
