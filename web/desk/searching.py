"""Finding a case by a name in it. What is looked for travels in the body of a form: no name stands in an address."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from access.permissions import Action
from web.desk import desk
from web.desk.door import page, staff, who
from web.services import services

MOST = 30
"""Cases listed at once."""
LONGEST = 80


@desk.get("/search")
@staff(Action.SEE_DESK)
def search_page() -> Response:
    """The empty form."""
    return page("desk/search.html", here="search", found=None, many=False)


@desk.post("/search")
@staff(Action.SEE_DESK)
def search() -> Response:
    """The cases of whoever asks in which these words begin a name."""
    asked = request.form.get("asked", "").strip()[:LONGEST]
    found = services().cases.search(who().id, asked, MOST + 1)
    many = found is not None and len(found) > MOST
    return page(
        "desk/search.html", here="search", asked=asked, found=None if found is None else found[:MOST], many=many
    )
