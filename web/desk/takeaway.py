"""Taking the map away: choose a form, check whose words these are, then take it, with a receipt."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import abort, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.conversation import SharingWish
from i18n.messages import N_
from review.case_event import Topic
from review.export import document, on_file, paste, record
from review.export.words import Someone, Takeaway
from review.placing import placings_of
from review.safety_map import SafetyMap
from review.sets import sets_of
from store.cases import CaseFile
from store.receipts import Receipt, Receipts
from web.desk import desk
from web.desk.cards import read_map
from web.desk.door import case_here, page, staff, who
from web.desk.on_file import everything
from web.desk.words import ROLES
from web.language import translator
from web.services import Services, services

ON_FILE = "on_file"
FORMS = {
    "docx": N_("Word document"),
    "text": N_("Text to paste"),
    "json": N_("JSON"),
    ON_FILE: N_("Everything on file"),
}
ABOUT = {
    "docx": N_("For the report or the meeting: every quote with who, when and what was asked."),
    "text": N_("One box for each column, to copy into the fields of your case system."),
    "json": N_("For another program, with a published schema."),
    ON_FILE: N_("For somebody who asks what is kept about them: JSON of all of it. Check it before you hand it on."),
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NO_FORM = N_("Pick one of these.")


@desk.get("/cases/<case_id>/take-away")
@staff(Action.TAKE_AWAY)
def takeaway(case_id: str) -> Response:
    """Which form, and what was taken away before."""
    return _choose(services(), case_id)


@desk.post("/cases/<case_id>/take-away/check")
@staff(Action.TAKE_AWAY)
def check_takeaway(case_id: str) -> Response:
    """Says again which case and whose words, before anything leaves the desk."""
    s = services()
    form = request.form.get("form", "")
    if form not in FORMS:
        return _choose(s, case_id, NO_FORM, 422)
    case = case_here(s, case_id)
    drawn, _ = read_map(s, case_id)
    taken = _takeaway(s, case, drawn, "-")
    leaving = tuple(taken.entries())
    people = dict.fromkeys((item.person, item.role) for item in (drawn if form == ON_FILE else leaving))
    facts: dict[str, Any] = {
        "form": form,
        "forms": FORMS,
        "people": people,
        "roles": ROLES,
        "taken": taken,
        "counted": sum(1 for _ in drawn) if form == ON_FILE else len(leaving),
        "everything": form == ON_FILE,
        "withheld": s.chair_notes.count(case_id) if form == ON_FILE else 0,
        "first": sum(item.entry.wish is SharingWish.WORKER_FIRST for item in leaving),
    }
    return page("desk/takeaway_check.html", here=case_id, case=case, **facts)


@desk.post("/cases/<case_id>/take-away")
@staff(Action.TAKE_AWAY)
def take_away(case_id: str) -> Response:
    """Makes the file or the page to copy from, and keeps a receipt of it."""
    s = services()
    form = request.form.get("form", "")
    if form not in FORMS:
        return redirect(url_for("desk.takeaway", case_id=case_id), 303)
    case = case_here(s, case_id)
    drawn, _ = read_map(s, case_id)
    taken = _takeaway(s, case, drawn, Receipts(s.database).new_id())
    if form == "text":
        fields = paste.fields(taken)
        _keep(s, case_id, taken, form, "\n\n".join(field.text for field in fields).encode())
        return page("desk/paste.html", here=case_id, case=case, fields=fields, receipt=taken.receipt)
    content = _content(s, case, taken, form)
    _keep(s, case_id, taken, form, content)
    response = make_response(content)
    response.headers["Content-Type"] = WORD if form == "docx" else "application/json; charset=utf-8"
    ending = "json" if form == ON_FILE else form
    response.headers["Content-Disposition"] = f'attachment; filename="own-words-{taken.receipt}.{ending}"'
    return response


def _content(s: Services, case: CaseFile, taken: Takeaway, form: str) -> bytes:
    if form == ON_FILE:
        return on_file.write(everything(s, case, taken.receipt)).encode()
    return document.write(taken) if form == "docx" else record.write(taken).encode()


def _choose(s: Services, case_id: str, trouble: str | None = None, status: int = 200) -> Response:
    case = case_here(s, case_id)
    drawn, _ = read_map(s, case_id)
    return page(
        "desk/takeaway.html",
        status,
        here=case_id,
        case=case,
        forms=FORMS,
        about=ABOUT,
        taken=_takeaway(s, case, drawn, "-"),
        count=sum(1 for _ in drawn),
        trouble=trouble,
        receipts=Receipts(s.database).of_case(case_id)[:20],
        staff_names=s.accounts.names(),
    )


def _takeaway(s: Services, case: CaseFile, drawn: SafetyMap, receipt: str) -> Takeaway:
    if case.id != drawn.case_id:
        abort(404)
    events = s.case_log.of_case(case.id, Topic.PLACING, Topic.SET)
    return Takeaway(
        receipt=receipt,
        council=s.settings.council_name,
        case_name=case.name,
        made_on=s.clock(),
        made_by=who().name,
        map=drawn,
        words=translator(),
        people=tuple(Someone(person.name, person.role) for person in case.people),
        accounts=s.accounts.names(),
        languages={one.locale: one.english_name for one in s.messages.offered},
        include_undecided=bool(request.form.get("undecided")),
        placings=placings_of(events),
        sets=sets_of(events),
    )


def _keep(s: Services, case_id: str, taken: Takeaway, form: str, content: bytes) -> None:
    digest, now = hashlib.sha256(content).hexdigest(), taken.made_on
    receipt = Receipt(
        taken.receipt, case_id, who().id, now, form, digest, complete=form == ON_FILE or taken.left_out == 0
    )
    Receipts(s.database).keep(receipt)
    s.audit.record("take_away", who().id, case_id, taken.receipt, now)
