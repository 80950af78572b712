"""What a manager or the worker asks of a case before it is ready: pairs, the child's voice, impact, safety."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.replies import tidy
from i18n.messages import LONDON, N_
from review.case_event import CaseEvent, Topic
from review.map.placing import placed, placings_of
from review.plan.plan import plan_of
from review.sets.sets import SafetySet
from review.supervision import (
    READY,
    Line,
    Place,
    Ready,
    not_shared,
    of_children,
    of_map,
    of_plan,
    of_set,
    of_sets_for,
    ready_body,
    ready_of,
)
from review.voices_heard import children_of, voices
from store.case_log import SomebodyWroteMeanwhile
from store.cases import CaseFile
from web.desk import desk
from web.desk.door import case_here, page, staff, who
from web.desk.forms import whole_number
from web.desk.once import once
from web.desk.words import meeting_words
from web.language import translator
from web.meeting.board import Board, read_board
from web.services import Services, services

LONGEST = 4000
NO_REASON = N_("Not every set is shared as it stands. Say why the case is ready all the same; the reason is kept.")
NO_REASON_BACK = N_("Say why it is not ready after all. The reason is kept.")
TOO_LONG = N_("That is too long. Use 4,000 characters or fewer.")
MEANWHILE = N_("Somebody else has just said something about this. Read it, then press again; your words are kept.")
PLACES = {
    Place.SET: ("desk.set_page", N_("The set")),
    Place.SETS: ("desk.sets_page", N_("The sets")),
    Place.MAP: ("desk.map_page", N_("The map")),
    Place.UNDECIDED: ("desk.map_page", N_("Decide")),
    Place.NUMBERS: ("desk.board_page", N_("The numbers")),
    Place.CASE: ("desk.case_page", N_("People and what they sent")),
    Place.PLAN: ("desk.plan_page", N_("The plan")),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing in words, and where it is mended."""

    line: Line
    words: str
    place: str
    address: str


OfSet = tuple[int, str, str, tuple[Shown, ...]]
"""An open set: its place, its id, its worry, what it has and lacks."""


@dataclass(frozen=True, slots=True)
class Check:
    """Everything that is asked of a case."""

    sets: tuple[OfSet, ...]
    children: tuple[Shown, ...]
    map: tuple[Shown, ...]
    plan: tuple[Shown, ...]
    ready: Ready | None
    unshared: int


@desk.get("/cases/<case_id>/check")
@staff(Action.SEE_CASE)
def supervision_page(case_id: str) -> Response:
    """What is done and what is missing. Reading it is written in the audit trail."""
    return _page(case_id)


@desk.post("/cases/<case_id>/check/ready")
@staff(Action.CHANGE_CASE)
def say_ready(case_id: str) -> Response:
    """Says that the case is ready for its conference (or is not after all), with a reason where one is needed."""
    s = services()
    case_here(s, case_id)
    ready = request.form.get("ready") == "1"
    reason = tidy(request.form.get("reason", "")[: LONGEST + 1])[0].strip()
    board = read_board(s, case_id)
    needed = bool(not_shared(board.sets)) or not any(one.is_open for one in board.sets) or not ready
    if len(reason) > LONGEST or (needed and not reason):
        trouble = TOO_LONG if reason else NO_REASON if ready else NO_REASON_BACK
        return _page(case_id, trouble, reason, 422)
    here = redirect(url_for("desk.supervision_page", case_id=case_id, _anchor="ready"), 303)
    form, seen = request.form.get("form", ""), request.form.get("seen", "")
    if once.made(form) is not None:
        return here
    after = whole_number(seen, digits=8)
    try:
        s.case_log.append(case_id, Topic.MEETING, READY, who().id, s.clock(), ready_body(ready, reason), after)
    except SomebodyWroteMeanwhile:
        return _page(case_id, MEANWHILE, reason, 409)
    once.use(form, case_id)
    s.audit.record("say_ready" if ready else "say_not_ready", who().id, case_id, None, s.clock())
    return here


def _page(case_id: str, trouble: str = "", reason: str = "", status: int = 200) -> Response:
    s = services()
    case, now = case_here(s, case_id), s.clock()
    board = read_board(s, case_id)
    s.audit.record("read_check", who().id, case_id, None, now)
    return page(
        "desk/supervision.html",
        status,
        here=case_id,
        case=case,
        meeting=meeting_words(case.meeting_on),
        check=_check(s, case, board),
        moved=[(line, one) for line in board.lines for one in line.voices if one.change],
        staff_names=s.accounts.names(),
        trouble=trouble,
        reason=reason,
        form=once.fresh(),
    )


def _check(s: Services, case: CaseFile, board: Board) -> Check:
    events = s.case_log.of_case(case.id)
    parts = placed(board.drawn, placings_of(events))
    unread = sum(row.read_at is None for row in s.conversations.inbox(who().id, case_id=case.id))
    heard = of_children(voices(case.people, board.drawn, s.clock().astimezone(LONDON), case.meeting_on))
    return Check(
        sets=tuple(_of_set(case, one, of_set(one, board.lines, parts)) for one in board.sets if one.is_open),
        children=tuple(_shown(case, line) for line in (*heard, *of_sets_for(children_of(case.people), board.sets))),
        map=tuple(_shown(case, line) for line in of_map(board.drawn, parts, unread)),
        plan=_plan(case, board, events),
        ready=ready_of(events),
        unshared=len(not_shared(board.sets)),
    )


def _of_set(case: CaseFile, one: SafetySet, lines: Iterable[Line]) -> OfSet:
    return one.number, one.id, one.wording.worry, tuple(_shown(case, line, one.id) for line in lines)


def _plan(case: CaseFile, board: Board, events: tuple[CaseEvent, ...]) -> tuple[Shown, ...]:
    return tuple(_shown(case, line) for line in of_plan(plan_of(events), board.sets))


def _shown(case: CaseFile, line: Line, set_id: str = "") -> Shown:
    endpoint, name = PLACES[line.place]
    more: dict[str, Any] = {}
    if line.place is Place.SET:
        more = {"set_id": set_id}
    if line.place is Place.UNDECIDED:
        more = {"show": "open"}
    anchor = f"set-{set_id}" if line.place is Place.NUMBERS else None
    address = url_for(endpoint, case_id=case.id, _anchor=anchor, **more)
    return Shown(line, _words(line), translator().text(name), address)


def _words(line: Line) -> str:
    """A line in words."""
    words = translator()
    values = {name: words.day(value) if isinstance(value, date) else value for name, value in line.values.items()}
    return words.count(line.one, line.many, line.n, **values) if line.many else words.text(line.one, **values)
