"""One set: its words, whom it was shown and what they answered, what came in about it, closing it."""

from __future__ import annotations

from datetime import date

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.replies import tidy
from i18n.messages import LONDON, N_
from review.case_event import Topic
from review.sets.sets import closing_body, sharing_body
from store.case_log import SomebodyWroteMeanwhile
from web.desk import desk
from web.desk.cards import read_map
from web.desk.door import page, staff, who
from web.desk.once import once
from web.desk.sets_read import context_of, quotes_of, sets_here, told_about
from web.desk.sets_sharing import Shared, met_words, read_shared
from web.services import services

LONGEST = 4000
NO_REASON = N_("Say why. The reason is kept with the set.")
TOO_LONG = N_("That is too long. Use 4,000 characters or fewer.")
STALE = N_("This set has changed since you opened it. Here it is as it is now; nothing you pressed was done.")


@desk.get("/cases/<case_id>/sets/<set_id>")
@staff(Action.SEE_CASE)
def set_page(case_id: str, set_id: str) -> Response:
    """One set with everything about it."""
    return _show(case_id, set_id)


@desk.post("/cases/<case_id>/sets/<set_id>/sharing")
@staff(Action.DECIDE)
def share_set(case_id: str, set_id: str) -> Response:
    """Keeps that a wording was shown to somebody, and what they answered."""
    s = services()
    here = sets_here(s, case_id)
    typed = read_shared(request.form, here.one(set_id), here.case, s.clock().astimezone(LONDON).date())
    if typed.wrong:
        return _show(case_id, set_id, shared=typed, status=422)
    if once.use(request.form.get("form", "")):
        met, day = met_words(here.case, typed), date.fromisoformat(typed.on)
        body = sharing_body(typed.version, day, met, typed.interpreter, typed.answer, typed.words)
        s.case_log.append(case_id, Topic.SHARING, set_id, who().id, s.clock(), body)
        s.audit.record("share_set", who().id, case_id, set_id, s.clock())
    return redirect(url_for("desk.set_page", case_id=case_id, set_id=set_id, _anchor="shared"), 303)


@desk.post("/cases/<case_id>/sets/<set_id>/close")
@staff(Action.DECIDE)
def close_set(case_id: str, set_id: str) -> Response:
    """Closes a set, or opens a closed one again, with a reason. Nothing of it is lost."""
    s = services()
    one = sets_here(s, case_id).one(set_id)
    reopen = request.form.get("reopen") == "1"
    why = tidy(request.form.get("why", ""))[0].strip()
    if not why or len(why) > LONGEST:
        return _show(case_id, set_id, close_trouble=TOO_LONG if why else NO_REASON, status=422)
    if request.form.get("seen", "") != str(one.seen) or reopen is one.is_open:
        return _show(case_id, set_id, close_trouble=STALE, status=409)
    if once.use(request.form.get("form", "")):
        try:
            s.case_log.append(case_id, Topic.SET, set_id, who().id, s.clock(), closing_body(why, reopen), one.seen)
        except SomebodyWroteMeanwhile:
            return _show(case_id, set_id, close_trouble=STALE, status=409)
        s.audit.record("reopen_set" if reopen else "close_set", who().id, case_id, set_id, s.clock())
    return redirect(url_for("desk.set_page", case_id=case_id, set_id=set_id), 303)


def _show(
    case_id: str,
    set_id: str,
    shared: Shared | None = None,
    close_trouble: str | None = None,
    status: int = 200,
) -> Response:
    """The page of one set, with what could not be taken beside its form."""
    s = services()
    here = sets_here(s, case_id)
    one = here.one(set_id)
    drawn, _ = read_map(s, case_id)
    response = page(
        "desk/sets_one.html",
        status,
        one=one,
        told=told_about(s, here).get(set_id, ()),
        quotes=quotes_of(drawn, one.wording.quotes),
        typed=shared or Shared(version=one.now.number),
        today=s.clock().date().isoformat(),
        close_trouble=close_trouble,
        close_why=request.form.get("why", "") if close_trouble else "",
        form=once.fresh(),
        **context_of(s, here),
    )
    s.audit.record("read_set", who().id, case_id, set_id, s.clock())
    return response
