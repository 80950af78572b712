"""What a person sees when something cannot be done: one table from status to words. Never the exception itself."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from i18n.messages import N_

log = structlog.get_logger("web")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A heading, what happened, and what to do about it; source words, translated where shown."""

    heading: str
    text: str
    what_to_do: str


AGAIN = N_("Go back and try again. Nothing you gave before is lost.")
TROUBLES = {
    400: Trouble(N_("That did not come through"), N_("Part of what was sent could not be read."), AGAIN),
    403: Trouble(N_("That page is not open to you"), N_("You may need to open your link again."), AGAIN),
    404: Trouble(
        N_("There is nothing here"),
        N_("The address may be old, or typed a little wrong."),
        N_("Check the address, or open your link again."),
    ),
    405: Trouble(N_("That did not come through"), N_("That page does not take this."), AGAIN),
    410: Trouble(
        N_("These questions are not here any more"),
        N_("They were taken away before you began. Nothing you gave is lost."),
        N_("Your worker can give you a new link."),
    ),
    413: Trouble(
        N_("That was too much in one go"),
        N_("What you sent was larger than we can take."),
        N_("Go back and send it in smaller parts. Nothing you gave before is lost."),
    ),
    429: Trouble(
        N_("Please wait a little"),
        N_("There were many tries in a short time."),
        N_("Wait ten minutes, then try again."),
    ),
    500: Trouble(
        N_("Something went wrong here"),
        N_("This is our fault, not yours."),
        N_("Try again in a minute. Answers that were saved are still there."),
    ),
}
STALE_FORM = Trouble(
    N_("This page was open for a long time"),
    N_("For your safety we need you to open it again."),
    N_("Go back and open the page again. Answers that were saved are still there."),
)


def show_errors(app: Flask) -> None:
    """Registers the error table on this app."""

    @app.errorhandler(CSRFError)
    def _stale(error: CSRFError) -> Response:
        return _page(STALE_FORM, 400)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        code = error.code or 500
        return _page(TROUBLES.get(code, TROUBLES[500 if code >= 500 else 400]), code)

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        log.error("unexpected", kind=type(error).__name__, endpoint=request.endpoint, exc_info=_where(error))
        return _page(TROUBLES[500], 500)


def _where(error: Exception) -> bool:
    """Tracebacks are for developers only: an exception's text could carry a family's words."""
    if current_app.testing:
        raise error
    return current_app.debug


def _page(trouble: Trouble, status: int) -> Response:
    if request.headers.get("X-Partial"):
        return make_response(jsonify(ok=False, gone=status in (400, 403, 404), status=status), status)
    page = render_template(
        "errors/problem.html", heading=trouble.heading, text=trouble.text, what_to_do=trouble.what_to_do
    )
    return make_response(page, status)
