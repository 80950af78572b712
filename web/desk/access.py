"""Letting somebody into a case and taking that away again, with a reason; leaving a case oneself."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.case_event import Topic
from store.case_access import Access, CaseAccess, NotLetIn, is_last
from web.desk import desk
from web.desk.access_read import Typed, ended_body
from web.desk.cases import show_case
from web.desk.door import staff, who
from web.desk.forms import one_line
from web.desk.live import sweep_watchers
from web.desk.once import once
from web.services import Services, services

LONGEST_REASON = 300
PICK = N_("Pick who to let in.")
CLOSED = N_("That account is closed. Pick somebody else.")
ROLE = N_("Their role may see no family's words. Somebody who runs this installation can change a role.")
SAY_WHY = N_("Say in a few words why. It stands in the history of this case.")
LONG = N_("That is too long. Use 300 characters or fewer.")
LAST = N_("Nobody else works on this case. Let somebody in first, so that what the family sends is read.")


@desk.post("/cases/<case_id>/access")
@staff(Action.CHANGE_CASE)
def let_in(case_id: str) -> Response:
    """Lets somebody into the case. A form sent twice, or somebody who is in already, changes nothing."""
    s = services()
    asked = request.form.get("who", "")[:64]
    done = CaseAccess(s.database).let_in(case_id, asked, who().id, s.clock()) if asked else NotLetIn.NOBODY
    if isinstance(done, NotLetIn):
        trouble = ROLE if done is NotLetIn.ROLE else CLOSED if asked else PICK
        return show_case(case_id, 422, access=Typed("new", asked, trouble=trouble))
    if done:
        s.audit.record("grant_access", who().id, case_id, asked, s.clock())
    return _back(case_id)


@desk.post("/cases/<case_id>/access/<account_id>/take")
@staff(Action.CHANGE_CASE)
def take_access(case_id: str, account_id: str) -> Response:
    """Takes somebody's access away, with a reason."""
    s = services()
    here = _inside(s, case_id, account_id)
    reason = one_line(request.form.get("reason", ""))
    trouble = SAY_WHY if not reason else LONG if len(reason) > LONGEST_REASON else ""
    if trouble:
        return show_case(case_id, 422, access=Typed(account_id, reason=reason, trouble=trouble))
    if not once.use(request.form.get("form", "")):
        return _back(case_id)
    if not _end(s, here, case_id, reason, "revoke_access"):
        return show_case(case_id, 409, access=Typed(account_id, reason=reason, trouble=LAST))
    return _back(case_id) if account_id != who().id else redirect(url_for("desk.home"), 303)


@desk.post("/cases/<case_id>/access/leave")
@staff(Action.SEE_CASE)
def leave_case(case_id: str) -> Response:
    """Whoever asks leaves the case, unless nobody else works on it."""
    s = services()
    if not _end(s, _inside(s, case_id, who().id), case_id, "", "leave_case"):
        return show_case(case_id, 409, access=Typed(who().id, trouble=LAST))
    return redirect(url_for("desk.home"), 303)


def _inside(s: Services, case_id: str, account_id: str) -> Access:
    found = (one for one in CaseAccess(s.database).of_case(case_id) if one.until is None)
    return next((one for one in found if one.who.account_id == account_id), None) or abort(404)


def _end(s: Services, here: Access, case_id: str, reason: str, done: str) -> bool:
    """Ends an access. The reason is written first: it counts for nothing when the access then stays, and is never lost
    when it ends."""
    access = CaseAccess(s.database)
    if is_last(here.who.account_id, [one.who.account_id for one in access.of_case(case_id) if one.works]):
        return False
    s.case_log.append(case_id, Topic.CASE, here.id, who().id, s.clock(), ended_body(reason))
    if not access.take(case_id, here.who.account_id, s.clock()):
        return False
    s.audit.record(done, who().id, case_id, here.who.account_id, s.clock())
    sweep_watchers(s)
    return True


def _back(case_id: str) -> Response:
    return redirect(url_for("desk.case_page", case_id=case_id, _anchor="access"), 303)
