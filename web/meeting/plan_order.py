"""The order of the timeline, first thing first, and the day on which the case should close if the plan works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import jsonify, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.case_event import Topic
from review.plan.plan import WHOLE, moved, order_body, target_body
from store.case_log import SomebodyWroteMeanwhile
from web.desk import desk
from web.desk.door import partial, staff, who
from web.desk.forms import whole_number
from web.language import translator
from web.meeting.plan_forms import LONGEST, TOO_LONG, many_lines, read_day
from web.meeting.plan_pages import plan_answer, plan_page_of
from web.meeting.plan_view import read_plan
from web.services import services

STALE = N_("Somebody else has changed the order or the target date meanwhile. Here is how it is now.")
MOVED = N_("Moved: now {place} of {total}.")
BY_DATE = N_("In order of dates.")
NO_TARGET = N_("Pick a day, or say why there is none.")
NO_REASON = N_("The day changes, so say why. The family sees the old and the new one.")


@desk.post("/cases/<case_id>/plan/order")
@staff(Action.CHANGE_CASE)
def order_plan(case_id: str) -> Response:
    """Moves one line of the timeline earlier or later, or puts all of them by date."""
    s = services()
    plan = read_plan(s, case_id).plan
    line, way = request.form.get("line", ""), request.form.get("way", "")
    order = tuple(one.id for one in plan.by_date) if way == "by_date" else moved(plan, line, -1 if way == "up" else 1)
    if not _kept(case_id, order_body(order)):
        return make_response(jsonify(ok=False), 409) if partial() else plan_answer(case_id, 409, order_notice=STALE)
    if partial():
        return _moved(case_id, line)
    return redirect(url_for("desk.plan_page", case_id=case_id, _anchor="timeline"), 303)


@desk.get("/cases/<case_id>/plan/target")
@staff(Action.CHANGE_CASE)
def plan_target(case_id: str) -> Response:
    """The form for the target date, with every date it had."""
    target = read_plan(services(), case_id).plan.target
    return _target(case_id, target.on.isoformat() if target and target.on else "")


@desk.post("/cases/<case_id>/plan/target")
@staff(Action.CHANGE_CASE)
def set_plan_target(case_id: str) -> Response:
    """Sets the target date, or the reason why there is none. It is a goal, not a promise."""
    typed, why = request.form.get("on", "").strip()[:20], many_lines(request.form, "why")
    day = read_day(typed)
    before = read_plan(services(), case_id).plan.target
    if isinstance(day, str):
        return _target(case_id, typed, why, day, status=422)
    if not why and day is None:
        return _target(case_id, typed, why, NO_TARGET, status=422)
    if not why and before is not None and before.on != day:
        return _target(case_id, typed, why, NO_REASON, status=422)
    if len(why) > LONGEST:
        return _target(case_id, typed, why, TOO_LONG, status=422)
    if not _kept(case_id, target_body(day, why)):
        return _target(case_id, typed, why, STALE, status=409)
    return redirect(url_for("desk.plan_page", case_id=case_id), 303)


def _kept(case_id: str, body: Mapping[str, Any]) -> bool:
    """Keeps a line about the whole plan; False when there is a newer one than the form knew of."""
    s, seen = services(), whole_number(request.form.get("seen", ""), otherwise=-1)
    try:
        s.case_log.append(case_id, Topic.PLAN, WHOLE, who().id, s.clock(), body, after=seen)
    except SomebodyWroteMeanwhile:
        return False
    s.audit.record(f"{body['do']}_plan", who().id, case_id, None, s.clock())
    return True


def _moved(case_id: str, line: str) -> Response:
    """The order as it is now, for a page that moves its lines itself."""
    plan, words = read_plan(services(), case_id).plan, translator()
    ids = [one.id for one in plan.timeline]
    place = words.number(ids.index(line) + 1) if line in ids else ""
    told = words.text(MOVED, place=place, total=words.number(len(ids))) if place else words.text(BY_DATE)
    return make_response(jsonify(ok=True, ids=ids, seen=plan.seen, announce=told))


def _target(case_id: str, on: str, why: str = "", wrong: str = "", status: int = 200) -> Response:
    told = read_plan(services(), case_id)
    return plan_page_of(
        "meeting/plan_target.html", case_id, told, status, on=on, why=why, wrong=wrong, stale=status == 409
    )
