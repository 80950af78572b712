"""The sets of a case at a glance and one by one: what stands, what it was before, who was shown it, what they said."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.case_event import Topic
from review.dates.council import Level
from review.sets.level import level_body
from review.sets.lint import MOST_OPEN
from review.sets.moving import moved
from review.sets.sets import order_body
from review.sets.word_changes import Piece, word_changes
from web.desk import desk, sets_build, sets_one  # noqa: F401 - their views register themselves
from web.desk.door import page, staff, who
from web.desk.set_words import level_here
from web.desk.sets_read import context_of, sets_here, told_about
from web.services import services

LEVELS = {
    Level.PROTECTION: N_("Child protection"),
    Level.IN_NEED: N_("Child in need"),
    Level.EARLY_HELP: N_("Early help"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One field before and after, in pieces."""

    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@desk.get("/cases/<case_id>/sets")
@staff(Action.SEE_CASE)
def sets_page(case_id: str) -> Response:
    """Every set of the case, what is open first, with how each was shared and how many answered."""
    s = services()
    here = sets_here(s, case_id)
    response = page(
        "desk/sets.html",
        told=told_about(s, here),
        level=level_here(s, case_id),
        levels=LEVELS,
        most=MOST_OPEN,
        **context_of(s, here),
    )
    s.audit.record("read_sets", who().id, case_id, None, s.clock())
    return response


@desk.post("/cases/<case_id>/sets/level")
@staff(Action.CHANGE_CASE)
def set_level(case_id: str) -> Response:
    """Says the level of help from now on; what the two halves of a set are called follows it."""
    s = services()
    asked = request.form.get("level", "")
    if asked not in set(Level):
        abort(400)
    if Level(asked) is not level_here(s, case_id):
        s.case_log.append(case_id, Topic.CASE, "", who().id, s.clock(), level_body(Level(asked)))
        s.audit.record("set_level", who().id, case_id, None, s.clock())
    return redirect(url_for("desk.sets_page", case_id=case_id), 303)


@desk.get("/cases/<case_id>/sets/<set_id>/history")
@staff(Action.SEE_CASE)
def set_history(case_id: str, set_id: str) -> Response:
    """Every time the goalposts moved, newest first: old and new side by side, who, when and why."""
    s = services()
    here = sets_here(s, case_id)
    one = here.one(set_id)
    changes = [
        (step, [Compared(each.field, *word_changes(each.before, each.after)) for each in step.changes])
        for step in reversed(moved(one))
    ]
    response = page("desk/sets_history.html", one=one, changes=changes, **context_of(s, here))
    s.audit.record("read_set", who().id, case_id, set_id, s.clock())
    return response


@desk.post("/cases/<case_id>/sets/<set_id>/move")
@staff(Action.DECIDE)
def move_set(case_id: str, set_id: str) -> Response:
    """Moves a set one place up or down among the open ones."""
    s = services()
    here = sets_here(s, case_id)
    ids = [one.id for one in here.open]
    if set_id not in ids:
        abort(404)
    at = ids.index(set_id)
    to = at + (1 if request.form.get("to") == "down" else -1)
    if 0 <= to < len(ids):
        ids[at], ids[to] = ids[to], ids[at]
        order = order_body([*ids, *(one.id for one in here.closed)])
        s.case_log.append(case_id, Topic.SET, "", who().id, s.clock(), order)
        s.audit.record("order_sets", who().id, case_id, set_id, s.clock())
    return redirect(url_for("desk.sets_page", case_id=case_id, _anchor=f"s-{set_id}"), 303)
