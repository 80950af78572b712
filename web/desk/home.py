"""The first page of the desk: what waits to be read, and the cases. The inbox alone is also sent to a live page."""

from __future__ import annotations

from collections.abc import Sequence

from flask import jsonify, make_response, render_template, request
from werkzeug.wrappers import Response

from access.permissions import Action, Role
from store.accounts import Account
from store.desk_rows import InboxRow
from web.desk import desk
from web.desk.door import page, partial, staff, who
from web.desk.to_read import read_waiting, to_read
from web.desk.words import days_until, meeting_words
from web.services import Services, services

ON_A_LEAF = 25
"""Cases listed at once; the rest are on the next leaves, and found by their names."""


@desk.get("/", strict_slashes=False)
@staff(Action.SEE_DESK)
def home() -> Response:
    """What waits to be read, then the cases."""
    s, account = services(), who()
    if partial():
        return make_response(jsonify(inbox_now(s, account)))
    rows = s.conversations.inbox(account.id)
    leaf = max(1, request.args.get("leaf", 1, type=int))
    cases, now = s.cases.for_account(account.id, ON_A_LEAF + 1, (leaf - 1) * ON_A_LEAF), s.clock()
    return page(
        "desk/home.html",
        here="home",
        rows=rows,
        beside=to_read(),
        names=s.cases.names(account.id, (row.case_id for row in rows)),
        order=_order(rows),
        scripts=s.scripts,
        cases=cases[:ON_A_LEAF],
        how_many=s.cases.how_many(account.id),
        leaf=leaf,
        more=len(cases) > ON_A_LEAF,
        meetings={case.id: meeting_words(case.meeting_on) for case in cases},
        until={case.id: days_until(case.meeting_on, now) for case in cases},
    )


def inbox_now(s: Services, account: Account) -> dict[str, object]:
    """The inbox as it is now: its markup, how many wait to be read, and the place of the newest."""
    rows = s.conversations.inbox(account.id)
    names = s.cases.names(account.id, (row.case_id for row in rows))
    beside = read_waiting(s, account)
    html = render_template("desk/_inbox.html", rows=rows, names=names, scripts=s.scripts, beside=beside)
    urgent = render_template("desk/_urgent.html", urgent=s.notices.open_for(account.id, account.role == Role.MANAGER))
    return {"ok": True, "html": html, "urgent": urgent, "order": _order(rows), "waiting": beside.count}


def _order(rows: Sequence[InboxRow]) -> int:
    return max((row.sent_order for row in rows), default=0)
