"""Sorting a card on the map: its category, its sets, split or merged, through the safety gate.

Every change is a line in the log of the case; what stood before can be put back. Nobody's words are changed.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.case_event import Topic
from review.export.placing_told import CATEGORIES
from review.map.placing import NOT_PLACED, Category, Placing, placing_body, placings_of
from review.map.sorting import (
    CannotStandThere,
    LooksUnlikeSafety,
    NothingSaid,
    SayWhyFirst,
    about_sets,
    could_stand_behind,
    cut,
    loses_safety,
    made_whole,
    on_its_own,
    sorted_as,
    stood_behind,
    taken_back,
    through_the_gate,
)
from store.case_log import SomebodyWroteMeanwhile
from web.desk import desk
from web.desk.door import partial, staff, who
from web.desk.map import LONGEST, NOT_OFFERED, STALE, TOO_LONG, spot_page
from web.desk.placing_page import Here, number_of, placing_page, read_here, trouble_page, typed, typed_gate
from web.desk.reading import note_reading
from web.language import translator
from web.services import Services, services

WHY_FIRST = N_("It counts as safety now. Say why that is taken back; the reason is kept with it.")
NOT_CUT = N_("Nothing was cut. Mark some of the words, or pick where a new part begins.")
PICK_A_CARD = N_("Pick a card.")
NOTHING_SAID = N_("Nothing was written, so nothing was kept.")
UNLIKE_SAFETY = N_("It is not safety yet. Change what is named here, or say why it counts all the same.")
SORTED = N_("Sorted: {where}")
NOT_SORTED = N_("Not sorted")


@desk.get("/cases/<case_id>/map/<entry_id>/place")
@staff(Action.SEE_CASE)
def place_page(case_id: str, entry_id: str) -> Response:
    """Everything that can be said about where one card stands, and how it stood before."""
    s = services()
    here, behind = read_here(s, case_id, entry_id)
    s.audit.record("read_placing", who().id, case_id, entry_id, s.clock())
    return placing_page(s, case_id, here, behind)


@desk.post("/cases/<case_id>/map/<entry_id>/place")
@staff(Action.DECIDE)
def place(case_id: str, entry_id: str) -> Response:
    """Puts a card somewhere, if it still stands as the worker saw it. `do` says what is done."""
    s = services()
    here, behind = read_here(s, case_id, entry_id)
    do, why = request.form.get("do", ""), typed("why")
    if do not in MOVES:
        return trouble_page(s, case_id, here, behind, NOT_OFFERED)
    if request.form.get("seen", "") != str(here.placing.seen):
        return trouble_page(s, case_id, here, behind, STALE, 409)
    if _too_long():
        return trouble_page(s, case_id, here, behind, TOO_LONG)
    try:
        then = MOVES[do](here, why)
    except SayWhyFirst:
        return trouble_page(s, case_id, here, behind, WHY_FIRST)
    except NothingSaid:
        return trouble_page(s, case_id, here, behind, NOTHING_SAID)
    except LooksUnlikeSafety:
        return trouble_page(s, case_id, here, behind, UNLIKE_SAFETY)
    except CannotStandThere:
        return trouble_page(s, case_id, here, behind, _not_done(do))
    if not _keep(s, case_id, here, then, do, why):
        here, behind = read_here(s, case_id, entry_id)
        return trouble_page(s, case_id, here, behind, STALE, 409)
    if partial():
        return _placed_answer(s, case_id, entry_id, then)
    if request.form.get("from") == "map":
        return redirect(url_for("desk.map_page", case_id=case_id, _anchor=f"e-{entry_id}"), 303)
    done = "not_yet" if do == "gate" and not _is_safety(then) else do
    return redirect(url_for("desk.place_page", case_id=case_id, entry_id=entry_id, done=done), 303)


def _not_done(do: str) -> str:
    """What to say when a card cannot be put there."""
    if do == "behind" and not request.form.get("front"):
        return PICK_A_CARD
    return NOT_CUT if do == "cut" else NOT_OFFERED


def _keep(s: Services, case_id: str, here: Here, then: Placing, do: str, why: str) -> bool:
    """Adds a line to the log and to the audit trail; False when somebody else placed this card meanwhile."""
    now, entry_id = s.clock(), here.item.id
    try:
        body = placing_body(then, why)
        s.case_log.append(case_id, Topic.PLACING, entry_id, who().id, now, body, after=here.placing.seen)
    except SomebodyWroteMeanwhile:
        return False
    s.audit.record(f"place_{do}", who().id, case_id, entry_id, now)
    note_reading(s, case_id, [here.item.conversation_id])
    return True


def _sort(here: Here, why: str) -> Placing:
    named = request.form.get("category", "")
    if named not in {"", *Category}:
        raise CannotStandThere
    return sorted_as(here.item, here.placing, number_of(), Category(named) if named else None)


def _sets(here: Here, why: str) -> Placing:
    known = {chip.id for chip in here.chips}
    wanted = request.form.getlist("set")
    if not known.issuperset(wanted):
        raise CannotStandThere
    return about_sets(here.placing, number_of(), wanted)


def _gate(here: Here, why: str) -> Placing:
    if request.form.get("danger", "") not in {"", *(chip.id for chip in here.chips)}:
        raise CannotStandThere
    return through_the_gate(here.item, here.placing, number_of(), typed_gate(here))


def _back(here: Here, why: str) -> Placing:
    if not why:
        raise SayWhyFirst
    return taken_back(here.placing, number_of())


def _cut(here: Here, why: str) -> Placing:
    points = [int(one) for one in request.form.getlist("cut") if one.isdecimal() and len(one) < 7]
    return cut(here.item, here.placing, points)


def _before(here: Here, why: str) -> Placing:
    """As it stood after an earlier line of the log; 0: as nobody had placed it."""
    wanted = request.form.get("line", "")
    found = [event for event in here.events if str(event.order) == wanted]
    if not found and wanted != "0":
        raise CannotStandThere
    then = placings_of(found)[here.item.id] if found else NOT_PLACED
    if then.into and then.into not in {one.id for one in could_stand_behind(here.drawn, here.placings, here.item)}:
        raise CannotStandThere
    if loses_safety(here.placing, then) and not why:
        raise SayWhyFirst
    return then


MOVES: dict[str, Callable[[Here, str], Placing]] = {
    "sort": _sort,
    "sets": _sets,
    "gate": _gate,
    "back": _back,
    "cut": _cut,
    "whole": lambda here, why: made_whole(here.placing),
    "behind": lambda here, why: stood_behind(here.drawn, here.placings, here.item, request.form.get("front", "")),
    "alone": lambda here, why: on_its_own(here.placing),
    "before": _before,
}


def _placed_answer(s: Services, case_id: str, entry_id: str, then: Placing) -> Response:
    """The part of the card that was sorted, as it stands now, for the page that is open."""
    number = min(number_of(), len(then.parts))
    context = spot_page(s, case_id, entry_id, number)
    words = translator()
    where = then.parts[number - 1].category
    told = words.text(SORTED, where=words.text(CATEGORIES[where])) if where else words.text(NOT_SORTED)
    return make_response(render_template("desk/_placing_card.html", told=told, **context))


def _too_long() -> bool:
    return any(len(value) > LONGEST for value in request.form.values())


def _is_safety(placing: Placing) -> bool:
    part = placing.parts[number_of() - 1]
    return part.category is Category.SAFETY
