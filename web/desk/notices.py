"""“I'm not safe” at the desk: what waits for somebody, one notice with all that is known, and taking it on."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action, Role
from dialogs.replies import tidy
from i18n.messages import N_
from store.accounts import Account
from store.notices import Notice
from web.desk import desk
from web.desk.door import page, staff, who
from web.desk.live import arrived
from web.desk.words import ROLES
from web.services import Services, services

LONGEST_DONE = 2000
SAY_WHAT = N_("Write one line about what you are doing now. The next person reads it.")
CONTACTS = {"first": N_("Duty contact"), "second": N_("Second contact")}
KINDS = {"email": N_("by e-mail"), "text": N_("by text message")}


def sees_every(account: Account) -> bool:
    """A manager answers for everybody's notices; others for those of their own cases."""
    return account.role == Role.MANAGER


def open_notices(s: Services, account: Account) -> tuple[Notice, ...]:
    """The notices nobody has taken on, as far as this account may know of them."""
    return s.notices.open_for(account.id, sees_every(account))


@desk.get("/notices/<notice_id>")
@staff(Action.SEE_DESK)
def notice_page(notice_id: str) -> Response:
    """One notice: who, when, who was told and when."""
    s = services()
    notice = s.notices.one_for(who().id, notice_id, sees_every(who())) or abort(404)
    s.audit.record("read_notice", who().id, notice.case_id, notice_id, s.clock())
    return _page(s, notice)


@desk.post("/notices/<notice_id>")
@staff(Action.SEE_DESK)
def take_on(notice_id: str) -> Response:
    """Takes it on, with a line about what is being done."""
    s = services()
    notice = s.notices.one_for(who().id, notice_id, sees_every(who())) or abort(404)
    done = tidy(request.form.get("done", ""))[0].strip()[:LONGEST_DONE]
    if not done:
        return _page(s, notice, SAY_WHAT, 422)
    if s.notices.acknowledge(notice_id, who().id, done, s.clock()):
        s.audit.record("take_on_notice", who().id, notice.case_id, notice_id, s.clock())
        arrived()
    return redirect(url_for("desk.notice_page", notice_id=notice_id), 303)


def _page(s: Services, notice: Notice, trouble: str | None = None, status: int = 200) -> Response:
    return page(
        "desk/notice.html",
        status,
        here=notice.case_id,
        notice=notice,
        roles=ROLES,
        contacts=CONTACTS,
        kinds=KINDS,
        names=s.accounts.names(),
        may_open=s.cases.may_open(who().id, notice.case_id),
        trouble=trouble,
    )
