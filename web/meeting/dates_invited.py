"""Who was invited to a conference and what came of it. A meeting's log cannot be closed while an outcome is missing."""

from __future__ import annotations

from flask import abort, request
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.case_event import Topic
from review.dates.invitations import CLOSING, closing_body, invitation_body
from web.desk import desk
from web.desk.door import case_here, staff
from web.meeting.dates_changes import written
from web.meeting.dates_forms import read_invitation, read_way
from web.meeting.dates_kept import first_written, fresh_id, read_timetable
from web.meeting.timetable import timetable
from web.services import services

MISSING = N_("It cannot be closed yet: say for everybody what came of their invitation.")
NOTHING_PICKED = N_("Nothing was picked yet. Pick what came of it, then save. If it is not known yet, leave it open.")
CLOSED = N_("This meeting's invitations are closed. Open them again first.")


@desk.post("/cases/<case_id>/timetable/invitations")
@staff(Action.CHANGE_CASE)
def add_invitation(case_id: str) -> Response:
    """Writes down whom a conference was open to, and how they were invited or that they were not."""
    s = services()
    standing = read_timetable(s, case_here(s, case_id))
    events = {one.id: one for one in standing.conferences}
    made = read_invitation(request.form, fresh_id(), set(events), standing.invitations.closed)
    if isinstance(made, dict):
        return timetable(case_id, 422, "inv-new", made)
    lines = [(Topic.MEETING, made.id, invitation_body(made)), *first_written(events[made.event])]
    return written(case_id, "inv-new", "add_invitation", lines, "invited")


@desk.post("/cases/<case_id>/timetable/invitations/<invitation_id>")
@staff(Action.CHANGE_CASE)
def change_invitation(case_id: str, invitation_id: str) -> Response:
    """Says how somebody was invited and what came of it, or that this line was a mistake."""
    s, at = services(), f"inv-{invitation_id}"
    log = read_timetable(s, case_here(s, case_id)).invitations
    one = log.one(invitation_id)
    if one is None:
        abort(404)
    if one.event in log.closed:
        return timetable(case_id, 422, at, trouble=CLOSED)
    if request.form.get("do") == "out":
        body = invitation_body(one, out=True)
    else:
        changed = read_way(request.form, one)
        if isinstance(changed, dict):
            return timetable(case_id, 422, at, changed)
        if changed == one and changed.result is None:
            return timetable(case_id, 422, at, {"outcome": NOTHING_PICKED})
        body = invitation_body(changed)
    return written(case_id, at, "change_invitation", [(Topic.MEETING, invitation_id, body)], "invited")


@desk.post("/cases/<case_id>/timetable/invitations/of/<date_id>")
@staff(Action.CHANGE_CASE)
def close_invitations(case_id: str, date_id: str) -> Response:
    """Closes the invitations of a conference once every outcome is logged, or opens them again."""
    s = services()
    log = read_timetable(s, case_here(s, case_id)).invitations
    close = request.form.get("do") == "close"
    if not log.of(date_id):
        abort(404)
    if close and not log.may_close(date_id):
        return timetable(case_id, 422, f"close-{date_id}", trouble=MISSING)
    line = (Topic.MEETING, f"{CLOSING}{date_id}", closing_body(close))
    return written(case_id, f"close-{date_id}", "close_invitations", [line], "invited")
