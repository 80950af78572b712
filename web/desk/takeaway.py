"""Taking the map away: choose a form, check whose words these are, then take it, with a receipt."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.conversation import SharingWish
from i18n.messages import N_
from review.export import document, on_file, paste, record
from review.export.meeting import BY_DEFAULT, Piece
from review.export.sets_told import marks_of, voices_on
from review.export.words import Takeaway
from store.cases import CaseFile
from store.receipts import Receipt, Receipts
from web.desk import desk
from web.desk.door import case_here, page, staff, who
from web.desk.on_file import everything
from web.desk.takeaway_read import read_takeaway
from web.desk.words import ROLES
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
    "text": N_("One box for each field of your form: each set, each column, the plan. To copy into your case system."),
    "json": N_("For another program, with a published schema."),
    ON_FILE: N_("For somebody who asks what is kept about them: JSON of all of it. Check it before you hand it on."),
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NO_FORM = N_("Pick one of these.")
NO_PIECE = N_("Tick at least one part to take along.")
PIECES = {
    Piece.SETS: N_("The sets, with everybody's numbers"),
    Piece.MAP: N_("The map, with what was said in the room"),
    Piece.PLAN: N_("The safety plan the core group accepted"),
    Piece.NETWORK: N_("The people around the child, and how they help"),
    Piece.DATES: N_("The dates"),
}
SHORT = {
    Piece.SETS: N_("sets"),
    Piece.MAP: N_("map"),
    Piece.PLAN: N_("plan"),
    Piece.NETWORK: N_("people around the child"),
    Piece.DATES: N_("dates"),
}
"""The parts as a receipt names them."""


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
    pieces = _pieces()
    if not pieces and form != ON_FILE:
        return _choose(s, case_id, NO_PIECE, 422)
    case = case_here(s, case_id)
    taken = _taken(s, case, "-", pieces)
    leaving = tuple(taken.entries())
    people = dict.fromkeys((item.person, item.role) for item in taken.map) if form == ON_FILE else _whose(taken)
    facts: dict[str, Any] = {
        "form": form,
        "forms": FORMS,
        "people": people,
        "roles": ROLES,
        "taken": taken,
        "pieces": PIECES,
        "short": SHORT,
        "counted": sum(1 for _ in taken.map) if form == ON_FILE else len(leaving),
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
    pieces = _pieces()
    if form not in FORMS or (not pieces and form != ON_FILE):
        return redirect(url_for("desk.takeaway", case_id=case_id), 303)
    case = case_here(s, case_id)
    taken = _taken(s, case, Receipts(s.database).new_id(), pieces)
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
    case, pieces = case_here(s, case_id), _pieces()
    taken = _taken(s, case, "-", frozenset(Piece))
    met = taken.meeting
    return page(
        "desk/takeaway.html",
        status,
        here=case_id,
        case=case,
        forms=FORMS,
        about=ABOUT,
        taken=taken,
        pieces=PIECES,
        short=SHORT,
        ticked=pieces,
        picked=request.form.get("form", "docx"),
        undecided_too=bool(request.form.get("undecided")),
        held=_held(taken),
        count=any((*taken.map, *taken.sets, *met.plan.accepted, *met.network.people, *met.said)),
        trouble=trouble,
        receipts=Receipts(s.database).of_case(case_id)[:20],
        staff_names=s.accounts.names(),
    )


def _taken(s: Services, case: CaseFile, receipt: str, pieces: frozenset[Piece]) -> Takeaway:
    return read_takeaway(s, case, receipt, who().name, pieces, bool(request.form.get("undecided")))


def _pieces() -> frozenset[Piece]:
    """What was ticked; what is usual where nobody was asked."""
    if "chosen" not in request.form:
        return BY_DEFAULT
    return frozenset(piece for piece in Piece if piece.value in request.form.getlist("piece"))


def _whose(taken: Takeaway) -> dict[tuple[str, str], None]:
    """Whose words leave the desk: who they are called, and their role."""
    found = dict.fromkeys((item.person, item.role) for item in taken.entries())
    if Piece.SETS in taken.pieces:
        voices = (voice for one in taken.sets if one.is_open for voice in voices_on(taken, one.id))
        found |= dict.fromkeys((voice.who, voice.role) for voice in voices if marks_of(taken, voice))
    names = (line.by_name for kind in taken.columns for line in taken.said_in(kind))
    known = {name for name, _ in found}
    return found | dict.fromkeys((name, "") for name in names if name and name not in known)


def _held(taken: Takeaway) -> dict[Piece, int]:
    """How much there is of each part."""
    return {
        Piece.SETS: sum(one.is_open for one in taken.sets),
        Piece.MAP: sum(1 for _ in taken.map) - len(taken.map.chair_questions) + len(taken.meeting.said),
        Piece.PLAN: len(taken.meeting.plan.accepted),
        Piece.NETWORK: len(taken.meeting.network.people),
        Piece.DATES: len(taken.meeting.dates),
    }


def _keep(s: Services, case_id: str, taken: Takeaway, form: str, content: bytes) -> None:
    digest, now = hashlib.sha256(content).hexdigest(), taken.made_on
    everything_there = form == ON_FILE
    pieces = () if everything_there else tuple(piece.value for piece in Piece if piece in taken.pieces)
    complete = everything_there or taken.left_out == 0
    receipt = Receipt(taken.receipt, case_id, who().id, now, form, digest, complete, pieces)
    Receipts(s.database).keep(receipt)
    s.audit.record("take_away", who().id, case_id, taken.receipt, now)
