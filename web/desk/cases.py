"""Making a case, the case at a glance, adding somebody to it. The map and the talks have pages of their own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import LONDON, N_
from store.cases import CaseFile, NewPerson
from store.heard import Heard
from web.desk import desk
from web.desk.access_read import STAFF_ROLES, Typed, read_panel
from web.desk.door import case_here, page, staff, who
from web.desk.forms import CaseForm, read_case, read_meeting, read_rows, trouble_with_people
from web.desk.once import once
from web.desk.words import INVITE_STATES, ROLES, days_until, meeting_words
from web.meeting.dates_kept import keep_deadlines
from web.services import services

MEANWHILE = N_(
    "Somebody changed the meeting meanwhile. See above what it is now; to change it all the same, save again."
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """What stands in the form for the meeting: a day, a time, and what was wrong with them."""

    day: str = ""
    time: str = ""
    trouble: str = ""


@desk.app_template_global("days_to")
def days_to(meeting_on: datetime) -> int | None:
    """Days on the calendar from today to a meeting, for the head of every page of a case; below 0 once it is past."""
    return days_until(meeting_on, services().clock())


@desk.get("/cases/new")
@staff(Action.MAKE_CASE)
def new_case() -> Response:
    """The form for a new case."""
    return _form(CaseForm())


@desk.post("/cases")
@staff(Action.MAKE_CASE)
def make_case() -> Response:
    """Makes a case. A form sent twice makes one."""
    s = services()
    form = request.form.get("form", "")
    given = read_case(request.form)
    if given.wrong:
        return _form(given, 422)
    if not once.use(form):
        return redirect(url_for("desk.case_page", case_id=made) if (made := once.made(form)) else "/desk", 303)
    now = s.clock()
    case = s.cases.create(given.name, given.meeting_on, who().id, given.people, now)
    keep_deadlines(s, case)
    once.note(form, case.id)
    s.audit.record("make_case", who().id, case.id, None, now)
    return redirect(url_for("desk.case_page", case_id=case.id), 303)


@desk.get("/cases/<case_id>")
@staff(Action.SEE_CASE)
def case_page(case_id: str) -> Response:
    """The case at a glance: who is in it, their invites, what they sent."""
    return show_case(case_id)


@desk.post("/cases/<case_id>/people")
@staff(Action.CHANGE_CASE)
def add_person(case_id: str) -> Response:
    """Adds somebody to the case."""
    s = services()
    rows = read_rows(request.form)
    trouble = trouble_with_people(rows or (("", ""),))
    if trouble is not None:
        return show_case(case_id, 422, trouble, rows[0] if rows else ("", ""))
    if once.use(request.form.get("form", "")):
        for role, called in rows:
            added = s.cases.add_person(case_id, NewPerson(role, called), s.clock())
            s.audit.record("add_person", who().id, case_id, added.id, s.clock())
    return redirect(url_for("desk.case_page", case_id=case_id, _anchor="people"), 303)


@desk.post("/cases/<case_id>/meeting")
@staff(Action.CHANGE_CASE)
def set_meeting(case_id: str) -> Response:
    """Sets the day and time of the meeting, for somebody who saw the day it has now."""
    s = services()
    case = case_here(s, case_id)
    day, clock = (request.form.get(one, "").strip()[:20] for one in ("day", "time"))
    meeting_on = read_meeting(day, clock)
    if isinstance(meeting_on, str):
        return show_case(case_id, 422, meeting=Meeting(day, clock, meeting_on))
    seen = request.form.get("was", "") == was(case)
    if not seen or not s.cases.set_meeting(case_id, meeting_on, case.meeting_on):
        return show_case(case_id, 409, meeting=Meeting(day, clock, MEANWHILE))
    keep_deadlines(s, case_here(s, case_id))
    s.audit.record("set_meeting", who().id, case_id, None, s.clock())
    return redirect(url_for("desk.case_page", case_id=case_id), 303)


@desk.post("/cases/<case_id>/people/<person_id>/contact-only")
@staff(Action.CHANGE_CASE)
def contact_only(case_id: str, person_id: str) -> Response:
    """Stops (or begins again) asking somebody about worries, while an interview by others is planned.

    Guidance on achieving best evidence: interviewing about an alleged crime is for those trained for it."""
    s = services()
    on = request.form.get("on") == "1"
    if not s.cases.set_contact_only(case_id, person_id, who().id, s.clock() if on else None):
        abort(404)
    s.talks.forget_all()
    s.audit.record("contact_only_on" if on else "contact_only_off", who().id, case_id, person_id, s.clock())
    return redirect(url_for("desk.case_page", case_id=case_id, _anchor="people"), 303)


def was(case: CaseFile) -> str:
    """The meeting of a case as a form says which one its maker has seen."""
    return case.meeting_on.isoformat() if case.meeting_on else ""


def _meeting(case: CaseFile) -> Meeting:
    local = case.meeting_on.astimezone(LONDON) if case.meeting_on else None
    return Meeting(local.date().isoformat(), local.strftime("%H:%M")) if local else Meeting()


def _form(given: CaseForm, status: int = 200) -> Response:
    return page("desk/new_case.html", status, here="new", given=given, roles=ROLES, form=once.fresh())


def show_case(
    case_id: str,
    status: int = 200,
    trouble: str | None = None,
    typed: tuple[str, str] = ("", ""),
    meeting: Meeting | None = None,
    access: Typed | None = None,
) -> Response:
    """The case at a glance, with what was typed in one of its forms and what is wrong with it."""
    s = services()
    case, now = case_here(s, case_id), s.clock()
    invites = s.invites.of_case(case_id, now)
    sent = s.conversations.inbox(who().id, case_id=case_id)
    totals = Counter(entries=sum(row.entries for row in sent), undecided=sum(row.undecided for row in sent))
    return page(
        "desk/case.html",
        status,
        here=case_id,
        case=case,
        names={person.id: person.name for person in case.people},
        invites=invites,
        sent=sent,
        totals=totals,
        harm=Heard(s.database).harm([case_id]).get(case_id, 0),
        scripts=s.scripts,
        notices=s.notices.of_case(case_id),
        roles=ROLES,
        meeting=meeting_words(case.meeting_on),
        meeting_form=meeting or _meeting(case),
        was=was(case),
        states=INVITE_STATES,
        days=days_until(case.meeting_on, now),
        trouble=trouble,
        typed=typed,
        access=read_panel(s, case, access or Typed()),
        staff_roles=STAFF_ROLES,
        form=once.fresh(),
    )
