"""“I'm not safe”: says first where it goes and who watches when, then tells them at once, then shows who can help now.

It sends nothing that was written. Where nobody is set up to watch it says so, and leaves word at the desk.
"""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from store.sittings import Sitting
from web.desk.live import arrived
from web.duty import raise_notice, somebody_watches
from web.family import family
from web.family.held import is_in_page
from web.family.who import screen, sitting_of
from web.help_numbers import numbers
from web.services import Services, services


def who_is_told(s: Services, sitting: Sitting) -> dict[str, object]:
    """What the page says about where a tap goes."""
    values = screen(s, sitting).values
    return {
        "worker": values["worker"],
        "team": values["team"],
        "reading_days": values["reading_days"],
        "watched": somebody_watches(s.settings),
        "hours": s.settings.duty_hours,
        "in_page": is_in_page(s, sitting),
    }


@family.post("/not-safe")
def not_safe() -> Response:
    """The page before it is sent; with `sure`, sends it."""
    s = services()
    sitting = sitting_of(request, s)
    if sitting is None or sitting.state != "open":
        return redirect(url_for("family.help_page"), 303)
    sent = bool(request.form.get("sure"))
    if sent:
        raise_notice(s, sitting)
        s.sittings.touch(sitting.id, s.clock())
        arrived()
    told = who_is_told(s, sitting)
    page = render_template("family/not_safe.html", sent=sent, numbers=numbers(s.settings.nation), **told)
    return make_response(page)
