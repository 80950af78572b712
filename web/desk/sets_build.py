"""The builder of a set: the family's words on one side, the set on the other, the rules beside each field.

What is typed is never lost: it stands, or is kept as a draft, or comes back with what is missing.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import replace

from flask import jsonify, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.case_event import Topic
from review.sets.sets import Wording, about_body, dropping_body, wording_body
from store.case_log import SomebodyWroteMeanwhile
from web.desk import desk
from web.desk.cards import COLUMNS, read_map
from web.desk.door import page, staff, who
from web.desk.once import once
from web.desk.set_words import words_for
from web.desk.sets_form import (
    EMPTY,
    NO_SUCH_CHILD,
    NO_WHY,
    NOTHING_CHANGED,
    Typed,
    around,
    from_file,
    judged,
    proposed,
    read_typed,
    ticked,
    told_of_proposal,
)
from web.desk.sets_read import Here, quotes_here, quotes_of, sets_here
from web.desk.words import CHILDREN, KINDS, ROLES
from web.services import services

NOT_READY = N_("Not ready yet: see what is marked. You can keep it as a draft meanwhile.")
MEANWHILE = N_(
    "Somebody changed this set while you were writing. What stands now is shown first; your words are below."
)


@desk.get("/cases/<case_id>/sets/new")
@staff(Action.DECIDE)
def new_set(case_id: str) -> Response:
    """The builder, empty."""
    return _builder(case_id, "", from_file(None, None))


@desk.get("/cases/<case_id>/sets/<set_id>/change")
@staff(Action.DECIDE)
def change_set(case_id: str, set_id: str) -> Response:
    """The builder with what stands, or with its draft."""
    here = sets_here(services(), case_id)
    draft = here.draft(set_id)
    one = here.one(set_id) if draft is None else next((one for one in here.sets if one.id == set_id), None)
    return _builder(case_id, set_id, from_file(one, draft))


@desk.post("/cases/<case_id>/sets")
@staff(Action.DECIDE)
def make_set(case_id: str) -> Response:
    """A new set, ready or as a draft. A form sent twice makes one."""
    return _save(case_id, "")


@desk.post("/cases/<case_id>/sets/<set_id>/change")
@staff(Action.DECIDE)
def save_set(case_id: str, set_id: str) -> Response:
    """The next version of a set, or its draft."""
    here = sets_here(services(), case_id)
    if here.draft(set_id) is None:
        here.one(set_id)
    return _save(case_id, set_id)


@desk.post("/cases/<case_id>/sets/<set_id>/drop")
@staff(Action.DECIDE)
def drop_draft(case_id: str, set_id: str) -> Response:
    """Puts a draft away, if it is still as it was seen; a wording that stands goes on standing."""
    s = services()
    draft = sets_here(s, case_id).draft(set_id)
    if draft is not None and request.form.get("seen", "") == str(draft.seen):
        with suppress(SomebodyWroteMeanwhile):
            s.case_log.append(case_id, Topic.SET, set_id, who().id, s.clock(), dropping_body(), after=draft.seen)
            s.audit.record("drop_draft", who().id, case_id, set_id, s.clock())
    return redirect(url_for("desk.sets_page", case_id=case_id), 303)


@desk.post("/cases/<case_id>/sets/judge")
@staff(Action.DECIDE)
def judge_set(case_id: str) -> Response:
    """What the rules say about what is typed, and what the pair proposes for its scale. Keeps nothing."""
    s = services()
    typed = read_typed(request.form)
    knows = around(s, sets_here(s, case_id), request.form.get("set", ""), typed.wording.about)
    found, is_ready = judged(typed, knows)
    made = proposed(typed.wording, knows, over=True)
    told = [{"field": one.field, "blocking": one.blocking, "words": one.words} for one in found]
    fresh = {"question": made.question, "low": made.low, "high": made.high}
    return make_response(
        jsonify(ok=True, ready=is_ready, problems=told, proposed=told_of_proposal(typed.wording, knows), **fresh)
    )


def _save(case_id: str, set_id: str) -> Response:
    """Keeps the posted form as its button says; otherwise the builder again with what was typed."""
    s = services()
    here = sets_here(s, case_id)
    typed = _as_it_was_said(here, set_id, read_typed(request.form))
    knows = around(s, here, set_id, typed.wording.about)
    wish = request.form.get("do", "ready")
    if wish in ("propose", "pick"):
        wording = proposed(typed.wording, knows, over=True) if wish == "propose" else typed.wording
        said = told_of_proposal(typed.wording, knows) if wish == "propose" else ""
        return _builder(case_id, set_id, replace(typed, wording=wording), said=said)
    draft = wish == "draft"
    typed = replace(typed, wrong=_wrong(here, set_id, typed, draft))
    if _is_stale(here, set_id, typed):
        return _builder(case_id, set_id, typed, MEANWHILE, 409)
    found, is_ready = judged(typed, knows)
    only_about = not draft and _only_about(here, set_id, typed)
    if typed.wrong or not (draft or is_ready or only_about):
        return _builder(case_id, set_id, typed, "" if typed.wrong else NOT_READY, 422)
    if not once.use(typed.form):
        return _after(case_id, once.made(typed.form) or set_id, draft)
    made = set_id or secrets.token_hex(16)
    try:
        body = about_body(typed.wording) if only_about else wording_body(typed.wording, typed.why, draft)
        s.case_log.append(case_id, Topic.SET, made, who().id, s.clock(), body, after=typed.seen)
    except SomebodyWroteMeanwhile:
        return _builder(case_id, set_id, typed, MEANWHILE, 409)
    once.note(typed.form, made)
    done = "draft_set" if draft else "say_whom_set_is_about" if only_about else "change_set" if set_id else "make_set"
    s.audit.record(done, who().id, case_id, made, s.clock())
    return _after(case_id, made, draft)


def _is_stale(here: Here, set_id: str, typed: Typed) -> bool:
    """Whether somebody else kept something since this form was opened. It comes before what else is to mend, so that
    nobody mends words that are not what stands any more. A form sent twice only finds its own line."""
    one = next((one for one in here.sets if one.id == set_id), None)
    return once.made(typed.form) is None and _seen(one, here.draft(set_id)) > typed.seen


def _wrong(here: Here, set_id: str, typed: Typed, draft: bool) -> dict[str, str]:
    """What keeps the form from being kept at all, by field."""
    wrong = dict(typed.wrong)
    standing = _standing(here, set_id)
    if not {one.id for one in here.case.people if one.role in CHILDREN}.issuperset(typed.wording.about or ()):
        wrong["about"] = NO_SUCH_CHILD
    if _words(typed.wording) == Wording("", "", "", "", ""):
        wrong["set"] = EMPTY
    elif draft or standing is None or _only_about(here, set_id, typed):
        return wrong
    elif _words(standing) == _words(typed.wording):
        wrong["set"] = NOTHING_CHANGED
    elif not typed.why:
        wrong["why"] = NO_WHY
    return wrong


def _standing(here: Here, set_id: str) -> Wording | None:
    return next((one.wording for one in here.sets if one.id == set_id), None)


def _words(wording: Wording) -> Wording:
    """Only the words: neither where they come from nor whom they are about."""
    return replace(wording, quotes=(), about=None)


def _only_about(here: Here, set_id: str, typed: Typed) -> bool:
    """Whether the words that stand are to stay, about other children than was said, or said for the first time."""
    standing, about = _standing(here, set_id), typed.wording.about
    if standing is None or about is None or _words(standing) != _words(typed.wording):
        return False
    return standing.about is None or set(standing.about) != set(about)


def _as_it_was_said(here: Here, set_id: str, typed: Typed) -> Typed:
    """The same, about the children it was about before where the form did not ask."""
    before = draft.wording if (draft := here.draft(set_id)) else _standing(here, set_id)
    if typed.wording.about is not None or before is None:
        return typed
    return replace(typed, wording=replace(typed.wording, about=before.about))


def _after(case_id: str, set_id: str, draft: bool) -> Response:
    if draft:
        return redirect(url_for("desk.sets_page", case_id=case_id, _anchor=f"d-{set_id}"), 303)
    return redirect(url_for("desk.set_page", case_id=case_id, set_id=set_id), 303)


def _builder(case_id: str, set_id: str, typed: Typed, trouble: str = "", status: int = 200, said: str = "") -> Response:
    s = services()
    here = sets_here(s, case_id)
    drawn, _ = read_map(s, case_id)
    one = next((one for one in here.sets if one.id == set_id), None)
    draft = here.draft(set_id)
    boxes = ticked(typed.wording, here)
    found, _ready = judged(typed, around(s, here, set_id, boxes))
    fresh = not typed.form and draft is None
    response = page(
        "desk/sets_build.html",
        status,
        here=case_id,
        case=here.case,
        set_id=set_id,
        one=one,
        draft=draft,
        typed=replace(typed, form=once.fresh(), seen=_seen(one, draft) if status == 409 else typed.seen),
        trouble=trouble,
        said_of_proposal=said,
        stale=status == 409,
        remarks=() if fresh and one is None else found,
        quotes=quotes_here(drawn),
        children=here.children,
        ticked=boxes,
        picked=quotes_of(drawn, typed.wording.quotes),
        columns=COLUMNS,
        kinds=KINDS,
        roles=ROLES,
        called=words_for(s, case_id),
        undecided=drawn.waiting,
        staff_names=s.accounts.names(),
    )
    s.audit.record("read_map", who().id, case_id, None, s.clock())
    return response


def _seen(one: object, draft: object) -> int:
    return max(getattr(one, "seen", 0), getattr(draft, "seen", 0))
