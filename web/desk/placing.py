"""Sorting a card on the map: its category, its sets, split or merged, through the safety gate.

Every change is a line in the log of the case; what stood before can be put back. Nobody's words are changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.replies import tidy
from dialogs.script import EntryKind
from i18n.messages import N_
from review.case_event import CaseEvent, Topic
from review.export.placing_told import CATEGORIES, GATE
from review.map.placing import COLUMN_OF, NOT_PLACED, Category, Gate, Placing, fronts, placing_body, placings_of
from review.map.safety_map import MapEntry, SafetyMap
from review.map.sorting import (
    CannotStandThere,
    SayWhyFirst,
    about_sets,
    could_stand_behind,
    cut,
    cuts,
    loses_safety,
    made_whole,
    may_be_cut,
    may_be_placed,
    may_stand,
    on_its_own,
    sorted_as,
    stood_behind,
    taken_back,
    through_the_gate,
)
from store.case_log import SomebodyWroteMeanwhile
from web.desk import desk
from web.desk.cards import card_with, read_map
from web.desk.door import case_here, page, partial, staff, who
from web.desk.map import LONGEST, NOT_OFFERED, STALE, TOO_LONG, spot_page
from web.desk.placed import Chip, read_placed
from web.desk.questions import Background
from web.desk.words import DECIDED, KINDS, ROLES
from web.language import translator
from web.services import Services, services

WHY_FIRST = N_("It counts as safety now. Say why that is taken back; the reason is kept with it.")
NOT_CUT = N_("Nothing was cut. Mark some of the words, or pick where a new part begins.")
SORTED = N_("Sorted: {where}")
NOT_SORTED = N_("Not sorted")
DONE = {
    "sort": N_("Saved."),
    "sets": N_("Saved."),
    "cut": N_("It is in parts now. Place each part by itself."),
    "whole": N_("It is one card again."),
    "behind": N_("It stands behind that card now, and is counted there."),
    "alone": N_("It stands by itself again."),
    "gate": N_("It counts as safety now, with the reasons below."),
    "not_yet": N_("It stays a strength until every part is said. What you wrote is kept."),
    "back": N_("It is a strength again."),
    "before": N_("It stands as it stood before."),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """A category the card may stand in, and the column that is in."""

    column: EntryKind
    category: Category
    title: str


@dataclass(frozen=True, slots=True)
class _Here:
    """A card about to be placed: the entry, where it stands, and everything else that stands."""

    drawn: SafetyMap
    item: MapEntry
    placings: dict[str, Placing]
    chips: tuple[Chip, ...]
    events: tuple[CaseEvent, ...]

    @property
    def placing(self) -> Placing:
        return self.placings.get(self.item.id, NOT_PLACED)


@desk.get("/cases/<case_id>/map/<entry_id>/place")
@staff(Action.SEE_CASE)
def place_page(case_id: str, entry_id: str) -> Response:
    """Everything that can be said about where one card stands, and how it stood before."""
    s = services()
    here, behind = _read(s, case_id, entry_id)
    s.audit.record("read_placing", who().id, case_id, entry_id, s.clock())
    return _page(s, case_id, here, behind)


@desk.post("/cases/<case_id>/map/<entry_id>/place")
@staff(Action.DECIDE)
def place(case_id: str, entry_id: str) -> Response:
    """Puts a card somewhere, if it still stands as the worker saw it. `do` says what is done."""
    s = services()
    here, behind = _read(s, case_id, entry_id)
    do, why = request.form.get("do", ""), _typed("why")
    if do not in MOVES:
        return _trouble(s, case_id, here, behind, NOT_OFFERED)
    if _too_long():
        return _trouble(s, case_id, here, behind, TOO_LONG)
    try:
        then = MOVES[do](here, why)
    except SayWhyFirst:
        return _trouble(s, case_id, here, behind, WHY_FIRST)
    except CannotStandThere:
        return _trouble(s, case_id, here, behind, NOT_CUT if do == "cut" else NOT_OFFERED)
    if request.form.get("seen", "") != str(here.placing.seen) or not _keep(s, case_id, here, then, do, why):
        here, behind = _read(s, case_id, entry_id)
        return _trouble(s, case_id, here, behind, STALE, 409)
    if partial():
        return _placed_answer(s, case_id, entry_id, then)
    if request.form.get("from") == "map":
        return redirect(url_for("desk.map_page", case_id=case_id, _anchor=f"e-{entry_id}"), 303)
    done = "not_yet" if do == "gate" and not _is_safety(then) else do
    return redirect(url_for("desk.place_page", case_id=case_id, entry_id=entry_id, done=done), 303)


def _keep(s: Services, case_id: str, here: _Here, then: Placing, do: str, why: str) -> bool:
    """Adds a line to the log and to the audit trail; False when somebody else placed this card meanwhile."""
    now, entry_id = s.clock(), here.item.id
    try:
        body = placing_body(then, why)
        s.case_log.append(case_id, Topic.PLACING, entry_id, who().id, now, body, after=here.placing.seen)
    except SomebodyWroteMeanwhile:
        return False
    s.audit.record(f"place_{do}", who().id, case_id, entry_id, now)
    return True


def _sort(here: _Here, why: str) -> Placing:
    named = request.form.get("category", "")
    if named not in {"", *Category}:
        raise CannotStandThere
    return sorted_as(here.item, here.placing, _number(), Category(named) if named else None)


def _sets(here: _Here, why: str) -> Placing:
    known = {chip.id for chip in here.chips}
    wanted = request.form.getlist("set")
    if not known.issuperset(wanted):
        raise CannotStandThere
    return about_sets(here.placing, _number(), wanted)


def _gate(here: _Here, why: str) -> Placing:
    danger = request.form.get("danger", "")
    if danger not in {"", *(chip.id for chip in here.chips)}:
        raise CannotStandThere
    said = {name: _typed(name) for name in Gate.__slots__ if name != "danger"}
    return through_the_gate(here.item, here.placing, _number(), Gate(danger=danger, **said))


def _back(here: _Here, why: str) -> Placing:
    if not why:
        raise SayWhyFirst
    return taken_back(here.placing, _number())


def _cut(here: _Here, why: str) -> Placing:
    points = [int(one) for one in request.form.getlist("cut") if one.isdecimal() and len(one) < 7]
    return cut(here.item, here.placing, points)


def _before(here: _Here, why: str) -> Placing:
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


MOVES: dict[str, Callable[[_Here, str], Placing]] = {
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


def _read(s: Services, case_id: str, entry_id: str) -> tuple[_Here, dict[str, Background]]:
    """The card and where everything stands; 404 for what has no place in the three columns."""
    drawn, behind = read_map(s, case_id)
    item = drawn.find(entry_id)
    if item is None or not may_be_placed(item):
        abort(404)
    stands = read_placed(s, case_id)
    lines = [one for one in s.case_log.of_case(case_id, Topic.PLACING) if one.subject == entry_id]
    return _Here(drawn, item, dict(stands.placings), stands.chips, tuple(lines)), behind


def _trouble(
    s: Services, case_id: str, here: _Here, behind: dict[str, Background], trouble: str, status: int = 422
) -> Response:
    """What went wrong, said beside its form with everything that was typed; a part of a page goes to the whole page."""
    if partial():
        return make_response("", status)
    return _page(s, case_id, here, behind, trouble, status)


def _page(
    s: Services,
    case_id: str,
    here: _Here,
    behind: dict[str, Background],
    trouble: str | None = None,
    status: int = 200,
) -> Response:
    item, placing = here.item, here.placing
    front = here.drawn.find(fronts(here.drawn, here.placings).get(item.id) or placing.into)
    newest_first = tuple(reversed(here.events))
    return page(
        "desk/placing.html",
        status,
        here=case_id,
        case=case_here(s, case_id),
        card=card_with(s, here.drawn, item.id, behind),
        item=item,
        placing=placing,
        parts=[(number, part, part.of(item.words).strip()) for number, part in enumerate(placing.parts, start=1)],
        chips=here.chips,
        fit=[Fit(COLUMN_OF[one], one, CATEGORIES[one]) for one in Category if one in may_stand(item)],
        kinds=KINDS,
        categories=CATEGORIES,
        gate_words=GATE,
        pieces=cuts(item.words) if may_be_cut(item) else (),
        starts={part.start for part in placing.parts},
        fronts=could_stand_behind(here.drawn, here.placings, item),
        front=front,
        history=[(event, placings_of([event])[item.id]) for event in newest_first],
        staff_names=s.accounts.names(),
        roles=ROLES,
        decided=DECIDED,
        done=DONE.get(request.args.get("done", "")),
        trouble=trouble,
        beside=_beside(here) if trouble and status != 409 else "",
        stale=status == 409,
        tried=request.form if trouble and status != 409 else {},
        case_id=case_id,
    )


def _placed_answer(s: Services, case_id: str, entry_id: str, then: Placing) -> Response:
    """The part of the card that was sorted, as it stands now, for the page that is open."""
    number = min(_number(), len(then.parts))
    context = spot_page(s, case_id, entry_id, number)
    words = translator()
    where = then.parts[number - 1].category
    told = words.text(SORTED, where=words.text(CATEGORIES[where])) if where else words.text(NOT_SORTED)
    return make_response(render_template("desk/_placing_card.html", told=told, **context))


def _beside(here: _Here) -> str:
    """The form with fields that what went wrong stands beside; nothing: it stands at the head of the page."""
    do, number = request.form.get("do", ""), _number()
    if do not in ("gate", "back") or not 1 <= number <= len(here.placing.parts):
        return ""
    safe = here.placing.parts[number - 1].category is Category.SAFETY
    shown = safe if do == "back" else not safe and Category.SAFETY in may_stand(here.item)
    return f"{do}-{number}" if shown else ""


def _number() -> int:
    given = request.form.get("part", "1")
    return int(given) if given.isdecimal() and len(given) < 4 else 0


def _typed(field: str) -> str:
    return tidy(request.form.get(field, ""))[0].strip()


def _too_long() -> bool:
    return any(len(value) > LONGEST for value in request.form.values())


def _is_safety(placing: Placing) -> bool:
    part = placing.parts[_number() - 1]
    return part.category is Category.SAFETY
