"""Finding a case by a name in it. What is looked for is posted and remembered for a while: no name stands in an
address."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from web.desk import desk
from web.desk.door import page, staff, who
from web.desk.looks import looks
from web.services import services

MOST = 30
"""Cases listed at once."""
LONGEST = 80


@desk.get("/search")
@staff(Action.SEE_DESK)
def search_page() -> Response:
    """The form, and what was found when something was looked for: the cases of whoever asks in which these words begin
    a name."""
    asked = looks.words(who().id, request.args.get("look", ""))
    found = services().cases.search(who().id, asked, MOST + 1)
    many = found is not None and len(found) > MOST
    return page(
        "desk/search.html", here="search", asked=asked, found=None if found is None else found[:MOST], many=many
    )


@desk.post("/search")
@staff(Action.SEE_DESK)
def search() -> Response:
    """Goes to what is found, so that Back comes to it again."""
    look = looks.keep(who().id, request.form.get("asked", "").strip()[:LONGEST])
    return redirect(url_for("desk.search_page", look=look or None), 303)
