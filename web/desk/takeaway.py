"""Taking the map away: choose a form, check whose words these are, then take it, with a receipt."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import redirect, request, url_for
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.conversation import SharingWish
from i18n.messages import N_
from review.export.meeting import BY_DEFAULT, Piece
from review.export.sets_told import marks_of, voices_on
from review.export.words import Takeaway, not_here
from review.voices_heard import children_of
from store.cases import CaseFile
from store.receipts import Receipt, Receipts
from web.desk import desk
from web.desk.door import case_here, page, staff, who
from web.desk.drafts import drafts
from web.desk.takeaway_read import Wanted, read_takeaway
from web.desk.taken import CHAIR, FORMS, ON_FILE, TEXT, content_of
from web.desk.words import ROLES
from web.services import Services, services

ABOUT = {
    "docx": N_("For the report or the meeting: every quote with who, when and what was asked."),
    "text": N_("One box for each field of your form: each set, each column, the plan. To copy into your case system."),
    "json": N_("For another program, with a published schema."),
    ON_FILE: N_("For somebody who asks what is kept about them: JSON of all of it. Check it before you hand it on."),
}
NO_FORM = N_("Pick one of these.")
NO_CHILD = N_("Pick the child it is for.")
ALL = "all"
NO_PIECE = N_("Tick at least one part to take along.")
PIECES = {
    Piece.SETS: N_("The sets, with everybody's numbers"),
    Piece.MAP: N_("The map, with what was said in the room"),
    Piece.PLAN: N_("The safety plan the core group accepted"),
    Piece.NETWORK: N_("The people around the child, and how they help"),
    Piece.DATES: N_("The dates"),
}
SHORT: dict[str, str] = {
    Piece.SETS: N_("sets"),
    Piece.MAP: N_("map"),
    Piece.PLAN: N_("plan"),
    Piece.NETWORK: N_("people around the child"),
    Piece.DATES: N_("dates"),
}
"""The parts as a receipt names them."""
WITH_THE_CHAIRS = N_("all of it, with questions for the Chair")


@desk.get("/cases/<case_id>/take-away")
@staff(Action.TAKE_AWAY)
def takeaway(case_id: str) -> Response:
    """Which form, and what was taken away before. What was chosen before the check stands there again."""
    given = drafts.form(who().id, case_id, request.args.get("draft", ""))
    return _choose(services(), case_id, given or ImmutableMultiDict())


@desk.post("/cases/<case_id>/take-away/check")
@staff(Action.TAKE_AWAY)
def check_takeaway(case_id: str) -> Response:
    """Goes to the page that says it again, when everything was chosen."""
    s = services()
    if trouble := _missing(case_here(s, case_id), request.form):
        return _choose(s, case_id, request.form, trouble, 422)
    draft = drafts.keep(who().id, case_id, request.form)
    return redirect(url_for("desk.checked_takeaway", case_id=case_id, draft=draft), 303)


@desk.get("/cases/<case_id>/take-away/check/<draft>")
@staff(Action.TAKE_AWAY)
def checked_takeaway(case_id: str, draft: str) -> Response:
    """Says again which case and whose words, before anything leaves the desk."""
    s = services()
    case, given = case_here(s, case_id), drafts.form(who().id, case_id, draft)
    if given is None or _missing(case, given):
        return redirect(url_for("desk.takeaway", case_id=case_id), 303)
    form = given.get("form", "")
    taken = _taken(s, case, "-", given)
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
        "counted": sum(1 for _ in taken.map) - len(taken.map.chair_questions) if form == ON_FILE else len(leaving),
        "everything": form == ON_FILE,
        "withheld": s.chair_notes.count(case_id) if form == ON_FILE else 0,
        "not_here": not_here(taken),
        "first": sum(item.entry.wish is SharingWish.WORKER_FIRST for item in leaving),
        "draft": draft,
        "asked_by": _asked_by(s, case_id, taken),
    }
    return page("desk/takeaway_check.html", here=case_id, case=case, **facts)


@desk.post("/cases/<case_id>/take-away")
@staff(Action.TAKE_AWAY)
def take_away(case_id: str) -> Response:
    """Makes the file or the text, and keeps a receipt of it; its own page hands it over."""
    s = services()
    form, case = request.form.get("form", ""), case_here(s, case_id)
    if _missing(case, request.form):
        return redirect(url_for("desk.takeaway", case_id=case_id), 303)
    taken = _taken(s, case, Receipts(s.database).new_id(), request.form)
    _keep(s, case_id, taken, form, content_of(s, case, taken, form, _with_the_chairs(form)))
    start = None if form == TEXT else "1"
    return redirect(url_for("desk.taken_page", case_id=case_id, receipt_id=taken.receipt, start=start), 303)


def _choose(
    s: Services, case_id: str, given: MultiDict[str, str], trouble: str | None = None, status: int = 200
) -> Response:
    case, pieces = case_here(s, case_id), _pieces(given)
    whole = Wanted(frozenset(Piece), bool(given.get("undecided")))
    taken = read_takeaway(s, case, "-", who().name, whole)
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
        short={**SHORT, CHAIR: WITH_THE_CHAIRS},
        ticked=pieces,
        children=children_of(case.people),
        child=given.get("child", ""),
        names={one.id: one.name for one in case.people},
        picked=given.get("form", "docx"),
        undecided_too=bool(given.get("undecided")),
        held=_held(taken),
        count=any((*taken.map, *taken.sets, *met.plan.accepted, *met.network.people, *met.said)),
        trouble=trouble,
        receipts=Receipts(s.database).of_case(case_id)[:20],
        me=who().id,
        staff_names=s.accounts.names(),
    )


def _taken(s: Services, case: CaseFile, receipt: str, given: MultiDict[str, str]) -> Takeaway:
    child = "" if given.get("form") == ON_FILE else given.get("child", "")
    wanted = Wanted(_pieces(given), bool(given.get("undecided")), "" if child == ALL else child)
    return read_takeaway(s, case, receipt, who().name, wanted)


def _missing(case: CaseFile, given: MultiDict[str, str]) -> str:
    """What was not chosen yet, in source words; nothing when all of it was. Everything on file asks for no more."""
    form = given.get("form", "")
    if form not in FORMS:
        return NO_FORM
    if form == ON_FILE:
        return ""
    return NO_PIECE if not _pieces(given) else "" if _child_known(case, given) else NO_CHILD


def _child_known(case: CaseFile, given: MultiDict[str, str]) -> bool:
    """Whether the form says whom it is for, one of several children or all, where it was asked."""
    children, asked = {one.id for one in children_of(case.people)}, {"chosen", "child"} & given.keys()
    return given.get("child", "") in children | {ALL} if children and asked else True


def _with_the_chairs(form: str) -> bool:
    return form == ON_FILE and bool(request.form.get("chair"))


def _pieces(given: MultiDict[str, str]) -> frozenset[Piece]:
    """What was ticked; what is usual where nobody was asked."""
    if "chosen" not in given:
        return BY_DEFAULT
    return frozenset(piece for piece in Piece if piece.value in given.getlist("piece"))


def _whose(taken: Takeaway) -> dict[tuple[str, str], None]:
    """Whose words leave the desk: who they are called, and their role."""
    found = dict.fromkeys((item.person, item.role) for item in taken.entries())
    if Piece.SETS in taken.pieces:
        voices = (voice for one in taken.sets_along if one.is_open for voice in voices_on(taken, one.id))
        found |= dict.fromkeys((voice.who, voice.role) for voice in voices if marks_of(taken, voice))
    names = (line.by_name for kind in taken.columns for line in taken.said_in(kind))
    known = {name for name, _ in found}
    return found | dict.fromkeys((name, "") for name in names if name and name not in known)


def _asked_by(s: Services, case_id: str, taken: Takeaway) -> frozenset[str] | None:
    """The ids of those whose wishes to leave something unsaid count for an export for one child: that child, and whose
    words leave the desk, also within a set or a plan line; None where it is for all."""
    if taken.only is None:
        return None
    found = {taken.only.person_id} | {item.person_id for item in taken.entries()}
    used: set[str] = set()
    if Piece.SETS in taken.pieces:
        standing = [one for one in taken.sets_along if one.is_open]
        found |= {v.person_id for one in standing for v in voices_on(taken, one.id) if marks_of(taken, v)}
        used |= {id_ for one in standing for id_ in one.wording.quotes}
    if Piece.PLAN in taken.pieces:
        used |= {line.text.entry for line in taken.meeting.plan.accepted if line.text.entry}
    entries = s.conversations.entries_of_case(case_id) if used else ()
    return frozenset(found | {one.person_id for one in entries if one.id in used})


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
    pieces = tuple(piece.value for piece in Piece if piece in taken.pieces)
    if everything_there:
        pieces = (CHAIR,) if _with_the_chairs(form) else ()
    complete = everything_there or taken.left_out == 0
    child = taken.only.person_id if taken.only else ""
    receipt = Receipt(taken.receipt, case_id, who().id, now, form, digest, complete, pieces, child or None)
    Receipts(s.database).keep(receipt)
    s.audit.record("take_away", who().id, case_id, taken.receipt, now)
