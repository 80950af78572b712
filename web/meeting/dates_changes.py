"""What changes the timetable: dates put in, moved and taken out, deadlines ticked off, the case's meeting set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import LONDON, N_
from review.case_event import Topic
from review.dates.timetable import date_body, no_date_body, no_tick_body, tick_body
from store.case_log import SomebodyWroteMeanwhile
from web.desk import desk
from web.desk.door import case_here, staff, who
from web.desk.forms import whole_number
from web.desk.once import once
from web.meeting.dates_forms import read_date, read_tick, read_why
from web.meeting.dates_kept import Line, first_written, fresh_id, keep_deadlines, read_timetable
from web.meeting.timetable import timetable
from web.services import services

MEANWHILE = N_("Somebody changed this meanwhile. Look at what stands now; what you typed is still here.")


@desk.post("/cases/<case_id>/timetable/dates")
@staff(Action.CHANGE_CASE)
def add_date(case_id: str) -> Response:
    """Puts a date into the timetable."""
    typed = read_date(request.form)
    if isinstance(typed, dict):
        return timetable(case_id, 422, "date-new", typed)
    line = (Topic.MEETING, fresh_id(), date_body(typed.kind, typed.day, typed.clock))
    return written(case_id, "date-new", "add_date", [line], "dates")


@desk.post("/cases/<case_id>/timetable/dates/<date_id>")
@staff(Action.CHANGE_CASE)
def change_date(case_id: str, date_id: str) -> Response:
    """Moves a date, or takes it out."""
    s, at = services(), f"date-{date_id}"
    there = read_timetable(s, case_here(s, case_id)).table.date_with(date_id)
    if there is None:
        abort(404)
    if request.form.get("do") == "out" and not there.of_case:
        return written(case_id, at, "take_out_date", [(Topic.MEETING, date_id, no_date_body())], "dates")
    typed = read_date(request.form)
    if isinstance(typed, dict):
        return timetable(case_id, 422, at, typed)
    line = (Topic.MEETING, date_id, date_body(typed.kind, typed.day, typed.clock))
    return written(case_id, at, "change_date", [line], "dates")


@desk.post("/cases/<case_id>/timetable/due/<key>")
@staff(Action.CHANGE_CASE)
def tick_off(case_id: str, key: str) -> Response:
    """Ticks a deadline off, says that it is not needed and why, or takes that back."""
    s, at = services(), f"tick-{key}"
    deadline = read_timetable(s, case_here(s, case_id)).deadline(key)
    if deadline is None:
        abort(404)
    do = request.form.get("do", "")
    if do == "undo":
        body = no_tick_body()
    elif do == "not_needed":
        why, wrong = read_why(request.form)
        if wrong:
            return timetable(case_id, 422, at, wrong)
        body = tick_body(None, why=why)
    else:
        typed = read_tick(request.form, deadline, s.clock())
        if isinstance(typed, dict):
            return timetable(case_id, 422, at, typed)
        body = tick_body(*typed)
    return written(case_id, at, "tick_off", [(Topic.MEETING, key, body), *first_written(deadline.event)], "due")


@desk.post("/cases/<case_id>/timetable/meeting")
@staff(Action.CHANGE_CASE)
def agree_on_meeting(case_id: str) -> Response:
    """Two days for one conference: the timetable's becomes the case's, or the case's the timetable's."""
    s = services()
    case = case_here(s, case_id)
    two = read_timetable(s, case).clash
    if two is None or not once.use(request.form.get("form", "")):
        return redirect(url_for("desk.timetable_page", case_id=case_id), 303)
    if request.form.get("take") == "case" and case.meeting_on is not None:
        local = case.meeting_on.astimezone(LONDON)
        moved = date_body(two.kind, local.date(), local.time() if local.time() != time(0) else None)
        s.case_log.append(case_id, Topic.MEETING, two.id, who().id, s.clock(), moved)
        s.audit.record("change_date", who().id, case_id, two.id, s.clock())
    elif s.cases.set_meeting(case_id, two.at, case.meeting_on):
        s.audit.record("set_meeting", who().id, case_id, None, s.clock())
    keep_deadlines(s, case_here(s, case_id))
    return redirect(url_for("desk.timetable_page", case_id=case_id, _anchor="dates"), 303)


def written(case_id: str, at: str, what: str, lines: Sequence[Line], anchor: str) -> Response:
    """Adds lines to the log once and goes back to the page; kindly refused when somebody wrote about it meanwhile."""
    s, subject = services(), lines[0][1]
    after = whole_number(request.form.get("seen", "0"), otherwise=-1)
    if once.use(request.form.get("form", "")):
        try:
            s.case_log.append_all(case_id, who().id, s.clock(), lines, after)
        except SomebodyWroteMeanwhile:
            return timetable(case_id, 409, at, trouble=MEANWHILE)
        s.audit.record(what, who().id, case_id, subject, s.clock())
        keep_deadlines(s, case_here(s, case_id))
    return redirect(url_for("desk.timetable_page", case_id=case_id, _anchor=anchor), 303)
