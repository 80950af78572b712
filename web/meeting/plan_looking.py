"""One line of the plan with everything it was, and the log of whether its sign was seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.case_event import Topic
from review.plan.plan import sighting_body
from web.desk import desk
from web.desk.door import case_here, staff, who
from web.desk.forms import one_line
from web.desk.once import once
from web.meeting.plan_forms import LONG_LINE, LONGEST, LONGEST_LINE, TOO_LONG, many_lines, read_day
from web.meeting.plan_pages import plan_page_of, today
from web.meeting.plan_view import people_for, read_plan
from web.services import services

SEEN = ("seen", "not_seen")
NO_ANSWER = N_("Pick “seen” or “not seen”.")
NO_DAY = N_("Say on which day.")
NOT_YET = N_("That day is still to come.")
NOBODY = N_("Say who looked.")


@dataclass(frozen=True, slots=True)
class LookForm:
    """What was typed about a sign, and what is wrong by field."""

    seen: str = ""
    on: str = ""
    by: str = ""
    words: str = ""
    day: date | None = None
    wrong: dict[str, str] = field(default_factory=dict)


@desk.get("/cases/<case_id>/plan/lines/<line_id>")
@staff(Action.SEE_CASE)
def plan_line_page(case_id: str, line_id: str) -> Response:
    """A line, its history, and when its sign was seen."""
    s = services()
    response = _page(case_id, line_id, LookForm(on=today().isoformat()))
    s.audit.record("read_plan", who().id, case_id, line_id, s.clock())
    return response


@desk.post("/cases/<case_id>/plan/lines/<line_id>/seen")
@staff(Action.CHANGE_CASE)
def look_at_plan_line(case_id: str, line_id: str) -> Response:
    """Notes that a sign was seen, or was not. A form sent twice notes it once."""
    s = services()
    if read_plan(s, case_id).plan.find(line_id) is None:
        abort(404)
    given = _read()
    if given.wrong or given.day is None:
        return _page(case_id, line_id, given, 422)
    if once.use(request.form.get("form", "")):
        body = sighting_body(given.seen == SEEN[0], given.day, given.by, given.words)
        s.case_log.append(case_id, Topic.PLAN, line_id, who().id, s.clock(), body)
        s.audit.record("look_plan_line", who().id, case_id, line_id, s.clock())
    return redirect(url_for("desk.plan_line_page", case_id=case_id, line_id=line_id, _anchor="seen"), 303)


def _read() -> LookForm:
    form = request.form
    day = read_day(form.get("on", "").strip()[:20])
    wrong: dict[str, str] = {}
    seen, by, words = form.get("seen", ""), one_line(form.get("by", "")), many_lines(form, "words")
    if seen not in SEEN:
        wrong["seen"] = NO_ANSWER
    if not isinstance(day, date):
        wrong["on"] = day or NO_DAY
    elif day > today():
        wrong["on"] = NOT_YET
    if not by:
        wrong["by"] = NOBODY
    elif len(by) > LONGEST_LINE:
        wrong["by"] = LONG_LINE
    if len(words) > LONGEST:
        wrong["words"] = TOO_LONG
    return LookForm(seen, form.get("on", "")[:20], by, words, day if isinstance(day, date) else None, wrong)


def _page(case_id: str, line_id: str, given: LookForm, status: int = 200) -> Response:
    s = services()
    told = read_plan(s, case_id)
    line = told.plan.find(line_id) or abort(404)
    names = [one.name for one in people_for(case_here(s, case_id), told.network).all]
    said = told.map.find(line.text.entry) if line.text.entry else None
    return plan_page_of(
        "meeting/plan_line.html",
        case_id,
        told,
        status,
        line=line,
        said=said,
        given=given,
        names=names,
        form=once.fresh(),
    )
