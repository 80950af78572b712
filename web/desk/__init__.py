"""The staff's desk: cases, invites, what families sent, what workers decide. Every page passes `door.staff` first."""

from __future__ import annotations

from flask import Blueprint

desk = Blueprint("desk", __name__, url_prefix="/desk")

import web.bench  # noqa: E402, F401 - the author's bench hangs itself below the desk
import web.meeting  # noqa: E402, F401 - and so do the pages of the meeting
from web.desk import (  # noqa: E402, F401 - views register themselves
    access,
    answers,
    cases,
    door,
    feedback,
    home,
    invites,
    map,
    not_to_say,
    notices,
    placing,
    put_right,
    searching,
    sets,
    supervision,
    takeaway,
    taken,
    talk,
    tour,
    voices,
)
