"""What was taken away: the page that says so, and the file or the text itself, made again as it was and held against
its receipt. The desk keeps no copy of it.
"""

from __future__ import annotations

import hashlib

from flask import abort, make_response, request
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.export import document, on_file, paste, record
from review.export.meeting import Piece
from review.export.words import Takeaway, not_here
from store.cases import CaseFile
from store.receipts import Receipt, Receipts
from web.desk import desk
from web.desk.door import case_here, page, staff, who
from web.desk.on_file import everything
from web.desk.takeaway_read import Wanted, read_takeaway
from web.services import Services, services

ON_FILE = "on_file"
CHAIR = "chair"
"""Stands on a receipt of everything on file where questions for the Chair went along."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text"
FORMS = {
    "docx": N_("Word document"),
    TEXT: N_("Text to paste"),
    "json": N_("JSON"),
    ON_FILE: N_("Everything on file"),
}


def content_of(s: Services, case: CaseFile, taken: Takeaway, form: str, chair: bool = False) -> bytes:
    """The bytes of what is taken; the same case makes the same ones. `chair`: everything on file, also what the Chair
    was asked."""
    if form == TEXT:
        return "\n\n".join(field.text for field in paste.fields(taken)).encode()
    if form == ON_FILE:
        return on_file.write(everything(s, case, taken.receipt, taken.made_on, chair)).encode()
    return document.write(taken) if form == "docx" else record.write(taken).encode()


@desk.get("/cases/<case_id>/take-away/<receipt_id>")
@staff(Action.TAKE_AWAY)
def taken_page(case_id: str, receipt_id: str) -> Response:
    """Says that it was taken, and lets the browser fetch the file; a text stands here to be copied."""
    s = services()
    receipt, case = _mine(s, case_id, receipt_id), case_here(s, case_id)
    if receipt.format != TEXT:
        return _said(case, receipt, fetch="start" in request.args)
    taken, content = _again(s, case, receipt)
    if content is None:
        return _said(case, receipt, changed=True)
    fields = paste.fields(taken)
    return page("desk/paste.html", here=case_id, case=case, fields=fields, taken=taken, not_here=not_here(taken))


@desk.get("/cases/<case_id>/take-away/<receipt_id>/file")
@staff(Action.TAKE_AWAY)
def taken_file(case_id: str, receipt_id: str) -> Response:
    """The file of a receipt, while the case still makes the very same one; else the page says to take it anew."""
    s = services()
    receipt, case = _mine(s, case_id, receipt_id), case_here(s, case_id)
    if receipt.format == TEXT:
        abort(404)
    _, content = _again(s, case, receipt)
    if content is None:
        return _said(case, receipt, changed=True)
    response = make_response(content)
    response.headers["Content-Type"] = WORD if receipt.format == "docx" else "application/json; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(receipt)}"'
    return response


def _again(s: Services, case: CaseFile, receipt: Receipt) -> tuple[Takeaway, bytes | None]:
    """What was taken, made once more, and its bytes; None for them when the case makes something else by now."""
    pieces = frozenset(piece for piece in Piece if piece.value in receipt.pieces)
    wanted = Wanted(pieces, receipt.complete, receipt.child_id or "")
    taken = read_takeaway(s, case, receipt.id, who().name, wanted, receipt.at)
    content = content_of(s, case, taken, receipt.format, CHAIR in receipt.pieces)
    if hashlib.sha256(content).hexdigest() != receipt.digest:
        return taken, None
    s.audit.record("take_away_file", who().id, case.id, receipt.id, s.clock())
    return taken, content


def _mine(s: Services, case_id: str, receipt_id: str) -> Receipt:
    """The receipt of what this person took, or a 404."""
    every = Receipts(s.database).of_case(case_id)
    return next((one for one in every if one.id == receipt_id and one.account_id == who().id), None) or abort(404)


def _name(receipt: Receipt) -> str:
    return f"own-words-{receipt.id}.{'json' if receipt.format == ON_FILE else receipt.format}"


def _said(case: CaseFile, receipt: Receipt, fetch: bool = False, changed: bool = False) -> Response:
    child = next((one.name for one in case.people if one.id == receipt.child_id), "")
    facts = {
        "receipt": receipt,
        "child": child,
        "forms": FORMS,
        "name": _name(receipt) if receipt.format != TEXT else "",
    }
    status = 409 if changed else 200
    return page("desk/takeaway_taken.html", status, here=case.id, case=case, fetch=fetch, changed=changed, **facts)
