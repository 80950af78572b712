"""The page that places one card: what stands, what may be done, and what was typed when something went wrong.

It shows; it changes nothing. Nothing that was typed is lost, also where its form is there no longer.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, make_response, request
from werkzeug.wrappers import Response

from dialogs.replies import tidy
from dialogs.script import EntryKind
from i18n.messages import N_
from review.case_event import CaseEvent, Topic
from review.export.placing_told import CATEGORIES, GATE
from review.map.gate_lint import gate_remarks
from review.map.placing import COLUMN_OF, GATE_PARTS, NOT_PLACED, Category, Gate, Placing, fronts, placings_of
from review.map.safety_map import MapEntry, SafetyMap
from review.map.sorting import could_stand_behind, cuts, may_be_cut, may_be_placed, may_stand
from web.desk.cards import card_with, read_map
from web.desk.door import case_here, page, partial
from web.desk.placed import Chip, read_placed
from web.desk.questions import Background
from web.desk.words import DECIDED, KINDS, ROLES
from web.services import Services

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
TYPED = GATE | {"why": N_("why"), "why_still": N_("why it counts all the same")}
"""What can be typed on this page, as it is named where its form is gone."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A category the card may stand in, and the column that is in."""

    column: EntryKind
    category: Category
    title: str


@dataclass(frozen=True, slots=True)
class Here:
    """A card about to be placed: the entry, where it stands, and everything else that stands."""

    drawn: SafetyMap
    item: MapEntry
    placings: dict[str, Placing]
    chips: tuple[Chip, ...]
    events: tuple[CaseEvent, ...]

    @property
    def placing(self) -> Placing:
        return self.placings.get(self.item.id, NOT_PLACED)


def read_here(s: Services, case_id: str, entry_id: str) -> tuple[Here, dict[str, Background]]:
    """The card and where everything stands; 404 for what has no place in the three columns."""
    drawn, behind = read_map(s, case_id)
    item = drawn.find(entry_id)
    if item is None or not may_be_placed(item):
        abort(404)
    stands = read_placed(s, case_id)
    lines = [one for one in s.case_log.of_case(case_id, Topic.PLACING) if one.subject == entry_id]
    return Here(drawn, item, dict(stands.placings), stands.chips, tuple(lines)), behind


def trouble_page(
    s: Services, case_id: str, here: Here, behind: dict[str, Background], trouble: str, status: int = 422
) -> Response:
    """What went wrong, said beside its form with everything that was typed; a part of a page goes to the whole page."""
    if partial():
        return make_response("", status)
    return placing_page(s, case_id, here, behind, trouble, status)


def placing_page(
    s: Services,
    case_id: str,
    here: Here,
    behind: dict[str, Background],
    trouble: str | None = None,
    status: int = 200,
) -> Response:
    """Everything that can be said about where one card stands, and how it stood before."""
    item, placing = here.item, here.placing
    beside = _beside(here) if trouble else ""
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
        gates=_gates(here, beside),
        chips=here.chips,
        fit=[Fit(COLUMN_OF[one], one, CATEGORIES[one]) for one in Category if one in may_stand(item)],
        kinds=KINDS,
        categories=CATEGORIES,
        gate_words=GATE,
        gate_remarks=gate_remarks,
        pieces=cuts(item.words) if may_be_cut(item) else (),
        starts={part.start for part in placing.parts},
        fronts=could_stand_behind(here.drawn, here.placings, item),
        front=here.drawn.find(fronts(here.drawn, here.placings).get(item.id) or placing.into),
        history=[(event, placings_of([event])[item.id]) for event in newest_first],
        staff_names=s.accounts.names(),
        roles=ROLES,
        decided=DECIDED,
        done=None if trouble else DONE.get(request.args.get("done", "")),
        trouble=trouble,
        beside=beside,
        stale=status == 409,
        tried=request.form if trouble else {},
        left_over=_left_over() if status == 409 and not beside else (),
        case_id=case_id,
    )


def number_of() -> int:
    """The part of the card that was pressed on; 0 when there is none such."""
    given = request.form.get("part", "1")
    return int(given) if given.isdecimal() and len(given) < 4 else 0


def typed(field: str) -> str:
    """What was typed in a field."""
    return tidy(request.form.get(field, ""))[0].strip()


def typed_gate(here: Here) -> Gate:
    """What was typed at the gate, about a set of this case or none."""
    danger = request.form.get("danger", "")
    said = {name: typed(name) for name in Gate.__slots__ if name != "danger"}
    return Gate(danger=danger if danger in {chip.id for chip in here.chips} else "", **said)


def _gates(here: Here, beside: str) -> dict[int, Gate | None]:
    """What each part's gate holds: what was typed just now, else what was said so far."""
    found = {number: part.gate for number, part in enumerate(here.placing.parts, start=1)}
    return found | ({number_of(): typed_gate(here)} if beside.startswith("gate-") else {})


def _left_over() -> tuple[tuple[str, str], ...]:
    """What was typed in a form that is here no longer, each with its name."""
    fields = (name for name in (*GATE_PARTS, "why_still", "why") if name != "danger")
    return tuple((TYPED[name], typed(name)) for name in fields if typed(name))


def _beside(here: Here) -> str:
    """The form with fields that what went wrong stands beside; nothing: it stands at the head of the page."""
    do, number = request.form.get("do", ""), number_of()
    if do == "behind":
        return "" if here.placing.into else "behind-1"
    if do not in ("gate", "back") or not 1 <= number <= len(here.placing.parts):
        return ""
    safe = here.placing.parts[number - 1].category is Category.SAFETY
    shown = safe if do == "back" else not safe and Category.SAFETY in may_stand(here.item)
    return f"{do}-{number}" if shown else ""
