"""The screen everybody in the room sees, live, and its print. What may stand on it is decided in
`review/room/on_the_wall.py`; here is nothing that could add to it.
"""

from __future__ import annotations

import hashlib

from flask import jsonify, make_response, render_template, request
from werkzeug.wrappers import Response

from access.permissions import Action
from web.desk import desk
from web.desk.door import case_here, partial, rights, staff, who
from web.desk.set_words import words_for
from web.desk.words import MODES, meeting_words
from web.meeting import wall_room  # noqa: F401 - the page beside the wall
from web.meeting.wall_reading import read_case, wall_parts, whom_about
from web.meeting.wall_turns import turns
from web.services import services

LIGHTS = ("dark", "bright")


@desk.get("/cases/<case_id>/wall")
@staff(Action.SEE_CASE)
def wall_page(case_id: str) -> Response:
    """The wall of a case; a live wall asks again for its content alone, which it gets when that has changed.

    Every reading is in the audit trail; a look that found nothing new is not."""
    s = services()
    case, read, turn = case_here(s, case_id), read_case(s, case_id), turns.now(case_id)
    wall = read.wall
    whom, called = whom_about(wall, case), words_for(s, case_id)
    shown = {"wall": wall, "parts": wall_parts(wall), "modes": MODES, "called": called, "whom": whom}
    html = render_template("meeting/_wall.html", **shown)
    seen = hashlib.sha256(html.encode()).hexdigest()[:16]
    known = partial() and request.args.get("seen") == seen
    if not known:
        s.audit.record("read_wall", who().id, case_id, None, s.clock())
    if partial():
        fresh = {} if known else {"html": html}
        return make_response(jsonify(ok=True, seen=seen, turn=turn.count, to=turn.to, **fresh))
    light = request.args.get("room", "")
    page = render_template(
        "meeting/wall.html",
        **shown,
        case=case,
        seen=seen,
        turn=turn,
        light=light if light in LIGHTS else "",
        meeting=meeting_words(case.meeting_on),
        printed=s.clock(),
        can=rights(),
    )
    return make_response(page)
