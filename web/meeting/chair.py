"""The Chair's own channel, and the sheet for meeting the family first.

What might put someone at risk goes to the Chair only: whoever writes it keeps a receipt and cannot read it again. The
notes have a page of their own: no other page and no print holds one, unless the Chair asks for it that once.
"""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.replies import tidy
from i18n.messages import N_
from store.cases import CaseFile
from web.desk import desk
from web.desk.cards import read_map
from web.desk.door import case_here, page, rights, staff, who
from web.desk.live import arrived_for
from web.desk.once import once
from web.desk.words import ROLES, language_name, meeting_words
from web.meeting.chair_sheet import sheet_of
from web.services import Services, services

LONGEST = 4000
"""Characters a note may have, as many as an answer."""
EMPTY = N_("Write the note first, then send it.")
TOO_LONG = N_("That is too long. Use 4,000 characters or fewer.")
NOT_ANSWERED = N_("Say first whether reading it out might put someone at risk.")
NO_RISK = N_("Then it belongs in the open: say it on the map or in a set. It was not sent, and still stands below.")
AT_RISK = ("yes", "not_sure")


@desk.get("/cases/<case_id>/chair")
@staff(Action.SEE_CASE)
def chair_page(case_id: str) -> Response:
    """The sheet for meeting the family first; for a Chair that there are notes, for others the form and receipts."""
    s = services()
    response = _page(s, case_id)
    s.audit.record("read_chair_sheet", who().id, case_id, None, s.clock())
    return response


@desk.post("/cases/<case_id>/chair")
@staff(Action.WRITE_CHAIR)
def write_for_chair(case_id: str) -> Response:
    """Sends a note to the Chair only. A form sent twice sends one."""
    s = services()
    words, risk = tidy(request.form.get("words", ""))[0].strip(), request.form.get("risk", "")
    trouble = _trouble(words, risk)
    if trouble is not None:
        return _page(s, case_id, trouble, 422)
    if once.use(request.form.get("form", "")):
        kept = s.chair_notes.write(case_id, who().id, words, s.clock())
        s.audit.record("write_chair_note", who().id, case_id, kept.id, kept.at)
        arrived_for(s, case_id, Action.READ_CHAIR)
    return redirect(url_for("desk.chair_page", case_id=case_id, sent="1", _anchor="receipts"), 303)


@desk.get("/cases/<case_id>/chair/notes")
@staff(Action.READ_CHAIR)
def chair_notes(case_id: str) -> Response:
    """The notes themselves, for the Chair. That they were shown is written down; they count as read once that is said,
    so that nothing that only fetches a page ahead tells a worker “read”."""
    s = services()
    case, notes = case_here(s, case_id), s.chair_notes.of_case(case_id)
    _note_showing(s, [note.id for note in notes], case_id)
    return page("meeting/chair_notes.html", here=case_id, notes=notes, **_about(s, case))


@desk.get("/cases/<case_id>/chair/news")
@staff(Action.READ_CHAIR)
def chair_news(case_id: str) -> Response:
    """How many notes there are, for a page of the Chair's that is open. Not a word of them."""
    s = services()
    return jsonify(notes=s.chair_notes.count(case_here(s, case_id).id))


@desk.post("/cases/<case_id>/chair/notes")
@staff(Action.READ_CHAIR)
def read_chair_notes(case_id: str) -> Response:
    """“I have read these”: the notes that were on the page, and none that came meanwhile."""
    s = services()
    shown = set(request.form.getlist("note")) & {note.id for note in s.chair_notes.of_case(case_id)}
    if shown:
        s.chair_notes.mark_read(case_id, who().id, s.clock(), shown)
        for note in sorted(shown):
            s.audit.record("mark_chair_note", who().id, case_id, note, s.clock())
        arrived_for(s, case_id, Action.READ_CHAIR)
    return redirect(url_for("desk.chair_notes", case_id=case_id), 303)


@desk.post("/cases/<case_id>/chair/print")
@staff(Action.SEE_CASE)
def chair_print(case_id: str) -> Response:
    """The sheet as it is printed; with the notes only when a Chair ticked them for this one print."""
    s = services()
    case = case_here(s, case_id)
    notes = s.chair_notes.of_case(case_id) if request.form.get("notes") and rights()["read_chair"] else ()
    drawn, behind = read_map(s, case_id)
    now = s.clock()
    if notes:
        _note_showing(s, [note.id for note in notes], case_id)
    s.audit.record("print_chair_notes" if notes else "print_chair_sheet", who().id, case_id, None, now)
    sheet = sheet_of(s, case, drawn, behind)
    return page("meeting/chair_print.html", here=case_id, sheet=sheet, notes=notes, printed=now, **_about(s, case))


def _trouble(words: str, risk: str) -> str | None:
    """What is wrong with a note, in source words, or None."""
    if not words:
        return EMPTY
    if len(words) > LONGEST:
        return TOO_LONG
    if risk in AT_RISK:
        return None
    return NO_RISK if risk == "no" else NOT_ANSWERED


def _page(s: Services, case_id: str, trouble: str | None = None, status: int = 200) -> Response:
    case = case_here(s, case_id)
    drawn, behind = read_map(s, case_id)
    reads = rights()["read_chair"]
    return page(
        "meeting/chair.html",
        status,
        here=case_id,
        sheet=sheet_of(s, case, drawn, behind),
        trouble=trouble,
        typed=request.form if trouble else {},
        form=once.fresh(),
        sent=bool(request.args.get("sent")),
        receipts=s.chair_notes.receipts(case_id, who().id),
        notes=s.chair_notes.count(case_id) if reads else 0,
        unread=s.chair_notes.count(case_id, unread=True) if reads else 0,
        **_about(s, case),
    )


def _about(s: Services, case: CaseFile) -> dict[str, Any]:
    return {
        "case": case,
        "meeting": meeting_words(case.meeting_on),
        "people": {person.id: person for person in case.people},
        "roles": ROLES,
        "staff_names": s.accounts.names(),
        "language_of": lambda locale: language_name(s, locale),
    }


def _note_showing(s: Services, notes: list[str], case_id: str) -> None:
    for note in notes:
        s.audit.record("read_chair_note", who().id, case_id, note, s.clock())
