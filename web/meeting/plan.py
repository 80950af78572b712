"""The safety plan: signs, triggers, red flags and who does what, for each set. Anybody's idea is written as a proposal;
what stands is never overwritten here.
"""

from __future__ import annotations

import secrets

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.case_event import Topic
from review.plan.plan import Kind, PlanLine, proposal_body
from review.plan.text import Box, PlanText
from store.case_log import SomebodyWroteMeanwhile
from web.desk import desk
from web.desk.door import case_here, staff, who
from web.desk.forms import whole_number
from web.desk.once import once
from web.meeting import plan_family, plan_group, plan_looking, plan_order  # noqa: F401 - views register themselves
from web.meeting.plan_forms import NO_WHY, LineForm, form_of, many_lines, read_line
from web.meeting.plan_pages import line_address, plan_answer, plan_page_of
from web.meeting.plan_view import People, Told, people_for, read_plan
from web.services import services

STALE = N_("Somebody else has changed this line meanwhile. Look at what it says now, then send yours again.")


@desk.get("/cases/<case_id>/plan")
@staff(Action.SEE_CASE)
def plan_page(case_id: str) -> Response:
    """The plan as it is now. Reading it is written in the audit trail."""
    s = services()
    response = plan_answer(case_id)
    s.audit.record("read_plan", who().id, case_id, None, s.clock())
    return response


@desk.get("/cases/<case_id>/plan/lines/new")
@staff(Action.CHANGE_CASE)
def new_plan_line(case_id: str) -> Response:
    """The form for a new line, in the box it was asked for from."""
    told = read_plan(services(), case_id)
    box, set_id = request.args.get("box", ""), request.args.get("set", "")
    known = {one.id for one in told.open_sets}
    given = LineForm(set_id=set_id if set_id in known else "", box=box if box in set(Box) else Box.GOING_WELL.value)
    return _form(case_id, told, None, given)


@desk.post("/cases/<case_id>/plan/lines")
@staff(Action.CHANGE_CASE)
def add_plan_line(case_id: str) -> Response:
    """Proposes a new line. A form sent twice makes one."""
    s = services()
    told = read_plan(s, case_id)
    given = _read(case_id, told)
    if given.text is None:
        return _form(case_id, told, None, given, 422)
    line_id, form = secrets.token_hex(16), request.form.get("form", "")
    if once.use(form, line_id):
        body = proposal_body(Kind.ADD, given.text, given.whose, given.why)
        s.case_log.append(case_id, Topic.PLAN, line_id, who().id, s.clock(), body)
        s.audit.record("propose_plan_line", who().id, case_id, line_id, s.clock())
    made = once.made(form) or line_id
    return redirect(url_for("desk.plan_page", case_id=case_id, _anchor=f"l-{made}"), 303)


@desk.get("/cases/<case_id>/plan/lines/<line_id>/change")
@staff(Action.CHANGE_CASE)
def change_plan_line(case_id: str, line_id: str) -> Response:
    """The form for changing a line, filled with the proposal that waits, or with what stands."""
    told = read_plan(services(), case_id)
    line = told.plan.find(line_id) or abort(404)
    return _form(case_id, told, line, form_of(_people(case_id, told, line).known(_newest(line))))


@desk.post("/cases/<case_id>/plan/lines/<line_id>")
@staff(Action.CHANGE_CASE)
def propose_plan_change(case_id: str, line_id: str) -> Response:
    """Proposes other words for a line, or to take it out. What stands goes on standing until the core group answers."""
    s = services()
    told = read_plan(s, case_id)
    line = told.plan.find(line_id) or abort(404)
    given = _read(case_id, told, line)
    if request.form.get("kind") == Kind.TAKE_OUT.value:
        if not given.why:
            given.wrong.clear()
            given.wrong["why"] = NO_WHY
            return _form(case_id, told, line, given, 422)
        body = proposal_body(Kind.TAKE_OUT, None, given.whose, given.why)
    elif given.text is None:
        return _form(case_id, told, line, given, 422)
    else:
        body = proposal_body(Kind.ADD if line.now is None else Kind.CHANGE, given.text, given.whose, given.why)
    try:
        s.case_log.append(case_id, Topic.PLAN, line_id, who().id, s.clock(), body, after=_seen())
    except SomebodyWroteMeanwhile:
        return _form(case_id, told, line, given, 409)
    s.audit.record("propose_plan_line", who().id, case_id, line_id, s.clock())
    return redirect(line_address(case_id, line_id), 303)


def _read(case_id: str, told: Told, line: PlanLine | None = None) -> LineForm:
    people = _people(case_id, told, line)
    return read_line(request.form, people.all, [one.id for one in told.sets], line.text if line else None)


def _people(case_id: str, told: Told, line: PlanLine | None) -> People:
    """Who can be ticked for this line, and whoever does it already."""
    people = people_for(case_here(services(), case_id), told.network)
    return people.and_also(people.known(_newest(line)).actors) if line else people


def _newest(line: PlanLine) -> PlanText:
    """What the form for a change begins with: the proposal that waits, or what stands."""
    return line.proposal.text if line.proposal and line.proposal.text else line.text


def _seen() -> int:
    """The newest line of the log that this form knew of; a number nobody has when it is not one."""
    return whole_number(request.form.get("seen", ""), otherwise=-1)


def _form(case_id: str, told: Told, line: PlanLine | None, given: LineForm, status: int = 200) -> Response:
    s = services()
    s.audit.record("read_plan", who().id, case_id, line.id if line else None, s.clock())
    return plan_page_of(
        "meeting/plan_form.html",
        case_id,
        told,
        status,
        line=line,
        given=given,
        people=_people(case_id, told, line),
        notice=STALE if status == 409 else "",
        typed_why=many_lines(request.form, "why"),
        form=once.fresh(),
    )
