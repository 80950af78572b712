"""The staff's desk: cases, invites, what families sent, what workers decide. Every page passes `door.staff` first."""

from __future__ import annotations

from flask import Blueprint

desk = Blueprint("desk", __name__, url_prefix="/desk")

import web.bench  # noqa: E402, F401 - the author's bench hangs itself below the desk
from web.desk import cases, door, home, invites, map, notices, takeaway, talk  # noqa: E402, F401 - views register themselves
