"""Bringing the family's own plan lines into the plan: their exact words, as proposals with where they come from."""

from __future__ import annotations

import secrets

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.case_event import Topic
from review.plan.plan import Kind, proposal_body
from review.plan.text import Box, Origin, PlanText
from web.desk import desk
from web.desk.door import staff, who
from web.meeting.plan_pages import line_address, plan_answer
from web.meeting.plan_view import Offer, Told, read_plan
from web.services import services

ALL = "all"
GONE = N_("That line has been brought in already, or is set aside on the map. Nothing was done.")


@desk.post("/cases/<case_id>/plan/family")
@staff(Action.CHANGE_CASE)
def bring_in(case_id: str) -> Response:
    """Brings one offered line in, into the set and box picked beside it; or all of them where they seem to belong.

    The words come from the map, never from the form: nobody can slip other words in as the family's."""
    s = services()
    told = read_plan(s, case_id)
    asked = request.form.get("entry", "")
    chosen = [one for one in told.offers if asked in (ALL, one.item.id)]
    if not chosen:
        return plan_answer(case_id, 409, family_notice=GONE)
    lines = [(secrets.token_hex(16), _text(one, told, picked=asked != ALL)) for one in chosen]
    bodies = [
        (Topic.PLAN, id_, proposal_body(Kind.ADD, text, one.item.person))
        for (id_, text), one in zip(lines, chosen, strict=True)
    ]
    s.case_log.append_all(case_id, who().id, s.clock(), bodies)
    for id_, _ in lines:
        s.audit.record("propose_plan_line", who().id, case_id, id_, s.clock())
    if asked == ALL:
        return redirect(url_for("desk.plan_page", case_id=case_id, _anchor="sets"), 303)
    return redirect(line_address(case_id, lines[0][0]), 303)


def _text(offer: Offer, told: Told, picked: bool) -> PlanText:
    """The family's exact words in their place."""
    box, set_id = offer.box, offer.set_id
    if picked:
        asked = request.form.get("box", "")
        box = Box(asked) if asked in set(Box) else box
        asked = request.form.get("set", set_id)
        set_id = asked if asked in {"", *(one.id for one in told.open_sets)} else set_id
    return PlanText(box, offer.item.words, set_id, origin=Origin.FAMILY, entry=offer.item.id)
