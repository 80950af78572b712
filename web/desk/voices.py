"""All voices about one child side by side, and now against last time. It shows words; it does not weigh them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from flask import request
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import LONDON
from review.case_event import Topic
from review.map.placing import placings_of
from review.map.safety_map import Standing
from review.sets.about import is_about
from review.sets.sets import SafetySet
from review.voices import Speaker, speakers
from review.voices_heard import CHILDREN, children_of
from review.voices_since import Sending, Since, sendings, since
from store.cases import CaseFile, Person
from web.desk import desk
from web.desk.door import LOCALE, case_here, page, staff, who
from web.desk.questions import in_english
from web.desk.words import KINDS, ROLES, meeting_words
from web.meeting.board import Board, child_of, read_board
from web.services import Services, services

WAYS = ("", "set", "time")


@desk.get("/cases/<case_id>/voices")
@staff(Action.SEE_CASE)
def voices_page(case_id: str) -> Response:
    """The voices about one child. Reading them is written in the audit trail."""
    s = services()
    case, now = case_here(s, case_id), s.clock()
    board = read_board(s, case_id)
    s.audit.record("read_voices", who().id, case_id, None, now)
    about = child_of(s, case_id, board.drawn)
    child = _child(case, about, request.args.get("child", ""))
    then = request.args.get("then", "").strip()[:64]
    way = "time" if then else request.args.get("by", "")
    placings = placings_of(s.case_log.of_case(case_id, Topic.PLACING))
    found: tuple[Speaker, ...] = ()
    several, sets = children_of(case.people), board.sets
    sets_of_child = {one.id for one in sets if _concerns(one, child, several)}
    if child is not None:
        found = speakers(board.drawn, child.id, about, placings, sets, board.lines, board.stairs, several)
    spoke = {one.person_id for one in found}
    return page(
        "desk/voices.html",
        here=case_id,
        case=case,
        meeting=meeting_words(case.meeting_on),
        children=[one for one in case.people if one.role in CHILDREN],
        child=child,
        speakers=found,
        quiet=[one for one in case.people if one.id not in spoke],
        sets=[(one.number, one) for one in sets if one.is_open and one.id in sets_of_child],
        has_sets=any(one.is_open for one in sets),
        way=way if way in WAYS else "",
        compared=_compared(board, about, child, then, sets_of_child) if way == "time" else (),
        earlier=_earlier(board, about, child),
        then=then if _day(then) else "",
        today=now.astimezone(LONDON).date().isoformat(),
        aside=sum(item.standing is Standing.SET_ASIDE for item in board.drawn),
        english=_in_english(s, board),
        scripts=s.scripts,
        kinds=KINDS,
        roles=ROLES,
    )


def _in_english(s: Services, board: Board) -> dict[str, str]:
    """The script's own English for each question that was asked in another language, by its entry's id."""
    foreign = (item for item in board.drawn if item.entry.given.locale.split("_")[0] != LOCALE)
    return {one.id: in_english(s, board.behind[one.conversation_id], one.entry.position).text for one in foreign}


def _concerns(one: SafetySet, child: Person | None, several: Sequence[Person]) -> bool:
    """Whether a set is about this child; every set is, in a case of one."""
    return not several or child is None or is_about(one.wording, child, several)


def _child(case: CaseFile, about: Mapping[str, str], wanted: str) -> Person | None:
    """The child that was picked; else the one most was said about; else the first."""
    children = [one for one in case.people if one.role in CHILDREN]
    picked = next((one for one in children if one.id == wanted), None)
    told = list(about.values())
    return picked or max(children, key=lambda one: told.count(one.id), default=None)


def _compared(
    board: Board, about: Mapping[str, str], child: Person | None, then: str, sets: Collection[str]
) -> tuple[Since, ...]:
    """Now against then, for everybody with something to compare: a day splits what was sent, a conversation is what
    to compare with; without either the time before of the same conversation. `sets`: the ids of this child's sets."""
    lines = [line for line in board.lines if not line.set_id or line.set_id in sets]
    found = []
    for sent in _by_person(board, about, child).values():
        pair = _pair(sent, then)
        if pair is not None:
            found.append(since(board.drawn, *pair, lines))
    first, order = child.id if child else "", list(ROLES)
    found.sort(key=lambda one: (one.now.person_id != first, order.index(one.now.role)))
    return tuple(found)


def _pair(sent: Sequence[Sending], then: str) -> tuple[Sending, Sequence[Sending]] | None:
    newest, day = sent[-1], _day(then)
    if day is not None:
        before = [one for one in sent if one.sent_at.astimezone(LONDON).date() <= day]
        return (newest, before) if before and newest not in before else None
    if then:
        chosen = [one for one in sent[:-1] if one.conversation_id == then]
        return (newest, chosen) if chosen else None
    same = [one for one in sent[:-1] if one.script == newest.script] or list(sent[:-1])
    return (newest, same[-1:]) if same else None


def _earlier(board: Board, about: Mapping[str, str], child: Person | None) -> dict[str, Sequence[Sending]]:
    """For each person, the sendings that can be compared with, newest first."""
    return {id_: sent[-2::-1] for id_, sent in _by_person(board, about, child).items() if len(sent) > 1}


def _by_person(board: Board, about: Mapping[str, str], child: Person | None) -> dict[str, list[Sending]]:
    found: dict[str, list[Sending]] = {}
    for one in sendings(board.drawn):
        if child is not None and child.id in (one.person_id, about.get(one.conversation_id)):
            found.setdefault(one.person_id, []).append(one)
    return found


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
