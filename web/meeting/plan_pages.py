"""The plan's page and the words every page of the plan needs. One place, so that all of them say the same."""

from __future__ import annotations

from datetime import date

from flask import url_for
from werkzeug.wrappers import Response

from i18n.messages import LONDON
from review.named import BOXES, ORIGINS
from review.plan.plan import Kind
from review.plan.text import Box, Origin
from web.desk.door import case_here, page
from web.desk.once import once
from web.desk.words import MODES, meeting_words, wish_words
from web.meeting.plan_view import Told, read_plan
from web.meeting.plan_words import GAPS, HINTS, OUTCOMES, PROPOSED, SHAPES
from web.services import services


def plan_page_of(template: str, case_id: str, told: Told, status: int = 200, **context: object) -> Response:
    """A page of the plan of this case."""
    s = services()
    case = case_here(s, case_id)
    common = {
        "here": case_id,
        "case": case,
        "case_id": case_id,
        "told": told,
        "plan": told.plan,
        "boxes": list(Box),
        "box_words": BOXES,
        "box_hints": HINTS,
        "shapes": SHAPES,
        "origins": {one: ORIGINS[one] for one in Origin},
        "kinds": Kind,
        "proposed_words": PROPOSED,
        "outcomes": OUTCOMES,
        "gap_words": GAPS,
        "modes": MODES,
        "staff_names": s.accounts.names(),
        "meeting": meeting_words(case.meeting_on),
        "today": today().isoformat(),
    }
    return page(template, status, **{**common, **context})


def plan_answer(case_id: str, status: int = 200, **context: object) -> Response:
    """The plan itself, with what went wrong beside it."""
    s = services()
    told = read_plan(s, case_id)
    said = {item.id: item for item in told.map.plan_rules}
    wishes = {item.id: wish_words(item.entry.wish, item.worker) for item in told.map.plan_rules}
    beside = {"said": said, "wishes": wishes, "form": once.fresh(), "family_notice": "", "order_notice": ""}
    return plan_page_of("meeting/plan.html", case_id, told, status, **{**beside, **context})


def today() -> date:
    """The day it is in London."""
    return services().clock().astimezone(LONDON).date()


def line_address(case_id: str, line_id: str) -> str:
    """Where a line stands on the plan."""
    return url_for("desk.plan_page", case_id=case_id, _anchor=f"l-{line_id}")
