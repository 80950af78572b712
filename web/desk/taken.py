"""What was taken away as a file: the page that says so, and the file itself, made again as it was and held against its
receipt. The desk keeps no copy of it.
"""

from __future__ import annotations

import hashlib

from flask import abort, make_response, request
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.export import document, on_file, record
from review.export.meeting import Piece
from review.export.words import Takeaway
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
FILES = {"docx": N_("Word document"), "json": N_("JSON"), ON_FILE: N_("Everything on file")}


def content_of(s: Services, case: CaseFile, taken: Takeaway, form: str, chair: bool = False) -> bytes:
    """The bytes of a file; the same case makes the same ones. `chair`: everything on file, also what the Chair was
    asked."""
    if form == ON_FILE:
        return on_file.write(everything(s, case, taken.receipt, taken.made_on, chair)).encode()
    return document.write(taken) if form == "docx" else record.write(taken).encode()


@desk.get("/cases/<case_id>/take-away/<receipt_id>")
@staff(Action.TAKE_AWAY)
def taken_page(case_id: str, receipt_id: str) -> Response:
    """Says that it was taken, and lets the browser fetch the file."""
    return _said(services(), case_id, _mine(services(), case_id, receipt_id), fetch="start" in request.args)


@desk.get("/cases/<case_id>/take-away/<receipt_id>/file")
@staff(Action.TAKE_AWAY)
def taken_file(case_id: str, receipt_id: str) -> Response:
    """The file of a receipt, while the case still makes the very same one; else the page says to take it anew."""
    s = services()
    receipt, case = _mine(s, case_id, receipt_id), case_here(s, case_id)
    pieces = frozenset(piece for piece in Piece if piece.value in receipt.pieces)
    wanted = Wanted(pieces, receipt.complete, receipt.child_id or "")
    taken = read_takeaway(s, case, receipt.id, who().name, wanted, receipt.at)
    content = content_of(s, case, taken, receipt.format, CHAIR in receipt.pieces)
    if hashlib.sha256(content).hexdigest() != receipt.digest:
        return _said(s, case_id, receipt, changed=True)
    s.audit.record("take_away_file", who().id, case_id, receipt.id, s.clock())
    response = make_response(content)
    response.headers["Content-Type"] = WORD if receipt.format == "docx" else "application/json; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(receipt)}"'
    return response


def _mine(s: Services, case_id: str, receipt_id: str) -> Receipt:
    """The receipt of a file this person took, or a 404."""
    every = (one for one in Receipts(s.database).of_case(case_id) if one.format in FILES)
    return next((one for one in every if one.id == receipt_id and one.account_id == who().id), None) or abort(404)


def _name(receipt: Receipt) -> str:
    return f"own-words-{receipt.id}.{'json' if receipt.format == ON_FILE else receipt.format}"


def _said(s: Services, case_id: str, receipt: Receipt, fetch: bool = False, changed: bool = False) -> Response:
    case = case_here(s, case_id)
    child = next((one.name for one in case.people if one.id == receipt.child_id), "")
    facts = {"receipt": receipt, "child": child, "forms": FILES, "name": _name(receipt)}
    status = 409 if changed else 200
    return page("desk/takeaway_taken.html", status, here=case_id, case=case, fetch=fetch, changed=changed, **facts)
