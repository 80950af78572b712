"""The desk's door: who is signed in, what they may do, signing in and out. Nothing behind it is shown without it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from flask import abort, g, jsonify, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from access.permissions import OF_A_CASE, Action, Role, may
from i18n.messages import N_
from store.accounts import Account, SignedIn, StaffSession
from store.cases import CaseFile
from web.desk import desk
from web.gate import open_gate
from web.language import translator, use_language
from web.limits import SIGN_IN
from web.security import address, cookie, give_cookie, take_cookie
from web.services import Services, services
from web.sockets import shut

COOKIE = "d"
LOCALE = "en"
"""The desk speaks English only for now; families have their own language."""
SIDE_CASES = 12
"""Cases the side bar lists before it says “All cases”."""
NOT_IN = N_("That did not work. Check your e-mail, password and one-time code, and try again.")
SIGN_IN_WAIT_ONE = N_("There were several tries. You can try again in {n} second.")
SIGN_IN_WAIT_MANY = N_("There were several tries. You can try again in {n} seconds.")
TOO_MANY = N_("There were many tries from here. Wait ten minutes, then try again.")


def session_of(s: Services) -> StaffSession | None:
    """The staff session this browser holds, or None."""
    secret = cookie(request, COOKIE, s.settings)
    return s.accounts.by_token(secret, s.clock()) if secret else None


def staff(action: Action) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Lets a view be reached only by somebody signed in who may do this.

    A view with a `case_id` in its address is only for those with access to that case; to everybody else the case is
    not there at all (404, as for an address that never was).
    """

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(**place: str) -> Any:
            s = services()
            use_language(LOCALE)
            here = session_of(s)
            if here is None:
                return _outside()
            case_id = place.get("case_id")
            has_access = case_id is not None and s.cases.may_open(here.account.id, case_id)
            if case_id is not None and not has_access:
                abort(404)
            if not may(here.account.role, has_access, action) or (action in OF_A_CASE and case_id is None):
                abort(403)
            g.account = here.account
            answer = make_response(view(**place))
            return open_gate(answer, s.settings) if answer.status_code == 200 else answer

        return guarded

    return guard


def who() -> Account:
    """The signed-in account, inside a view behind `staff`."""
    return cast(Account, g.account)


def case_here(s: Services, case_id: str) -> CaseFile:
    """The case of this page. Access may have gone since `staff` looked, hence the second 404."""
    found = s.cases.case_for(who().id, case_id)
    return found if found is not None else abort(404)


def rights() -> dict[str, bool]:
    """What the signed-in account's role may do in a case it has access to, so that pages offer nothing else."""
    return {action.value: may(who().role, True, action) for action in Action}


def partial() -> bool:
    """Whether the page asked for a part of itself."""
    return bool(request.headers.get("X-Partial"))


def page(template: str, status: int = 200, **context: object) -> Response:
    """A desk page, with what its side bar shows: the open cases and what is urgent."""
    s, account = services(), who()
    cases = s.cases.for_account(account.id, SIDE_CASES + 1)
    urgent = s.notices.open_for(account.id, account.role == Role.MANAGER)
    common = {"account": account, "side_cases": cases, "urgent": urgent, "can": rights()}
    return make_response(render_template(template, **{"here": "", **common, **context}), status)


@desk.get("/sign-in")
def sign_in() -> Response:
    """The page that asks who is there."""
    use_language(LOCALE)
    if session_of(services()) is not None:
        return redirect(url_for("desk.home"), 303)
    return _doorstep()


@desk.post("/sign-in")
def come_in() -> Response:
    """Begins a session. Unknown, wrong and disabled get the same answer after the same work."""
    s = services()
    use_language(LOCALE)
    if not services().limits.allows(f"sign-in:{address(request)}", SIGN_IN):
        return _doorstep(translator().text(TOO_MANY), 429)
    given = {name: request.form.get(name, "") for name in ("email", "password", "code")}
    outcome = s.accounts.sign_in(**given, now=s.clock(), address=address(request))
    if not isinstance(outcome, SignedIn):
        seconds = math.ceil(outcome.wait.total_seconds())
        words = translator()
        told = words.count(SIGN_IN_WAIT_ONE, SIGN_IN_WAIT_MANY, seconds) if seconds > 0 else words.text(NOT_IN)
        return _doorstep(told, 429 if seconds > 0 else 403, given["email"][:254])
    s.audit.record("sign_in", outcome.account.id, None, outcome.session_id, s.clock())
    session.clear()
    response = redirect(url_for("desk.home"), 303)
    give_cookie(response, COOKIE, outcome.secret, s.settings)
    return open_gate(response, s.settings)


@desk.post("/sign-out")
def sign_out() -> Response:
    """Ends the session and its live pages, and clears what the browser keeps of this site."""
    s = services()
    here = session_of(s)
    if here is not None:
        s.accounts.end(here.id, s.clock())
        shut(here.id)
        s.audit.record("sign_out", here.account.id, None, here.id, s.clock())
    session.clear()
    response = redirect(url_for("desk.sign_in"), 303)
    take_cookie(response, COOKIE, s.settings)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@desk.errorhandler(403)
def _not_yours(error: Exception) -> Response:
    return _problem(
        N_("That is not part of your role"), N_("Somebody who runs this installation can change that."), 403
    )


@desk.errorhandler(404)
def _not_here(error: Exception) -> Response:
    text = N_("The address may be old, or it is for somebody else.")
    return _problem(N_("There is nothing here"), text, 404)


def _problem(heading: str, text: str, status: int) -> Response:
    if partial():
        return make_response(jsonify(ok=False, gone=True), status)
    return make_response(render_template("desk/problem.html", heading=heading, text=text), status)


def _outside() -> Response:
    if partial():
        return make_response(jsonify(ok=False, gone=True), 401)
    return redirect(url_for("desk.sign_in"), 303)


def _doorstep(refusal: str | None = None, status: int = 200, email: str = "") -> Response:
    return make_response(render_template("desk/sign_in.html", refusal=refusal, email=email), status)
