"""Coming in, staying, leaving: link or code with PIN, the question whether it is safe now, the lock, the help page."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from access.invites import Opened
from dialogs.replies import LONGEST_NAME, tidy
from i18n.messages import N_
from i18n.negotiation import negotiate
from store.locked_out import why_link_is_shut
from store.sittings import Sitting
from web.desk.live import arrived
from web.family import family
from web.family.held import is_in_page
from web.family.way_in import drop_key, keep_key, kept_key, typed_key
from web.family.who import COOKIE, sitting_of
from web.gate import open_gate
from web.help_numbers import numbers
from web.language import WISH, translator, use_language
from web.limits import DOOR
from web.security import address, cookie, csrf, give_cookie, name, take_cookie
from web.services import Services, services
from web.sockets import shut

NO_WAY_IN = N_(
    "That link, code or PIN did not work. Check them and try again. Your worker can give you new ones. "
    "After five wrong tries, only new ones work."
)
WRONG_PIN = N_(
    "That PIN did not match. Check it and try again. After five wrong tries your worker must give you a new one."
)
CLOSED = N_("This is closed now. {worker} can give you a new PIN.")
TOO_MANY = N_("There were many tries. Wait ten minutes, then try again.")
SAFE = ("yes", "not_sure", "no", "skip")
TYPING = ("self", "together", "other")
PRESENT = ("alone", "someone", "rather_not")
GONE_ON = "_went_on"


def doorstep(refusal: str | None = None, status: int = 200) -> Response:
    """The page that asks for the PIN, and for a code where no link was opened. A refused link is not lost."""
    s = services()
    key, code = typed_key(request), request.form.get("code", "").strip()
    words = None if refusal is None else translator().text(refusal)
    held = key or ("" if code else kept_key(request, s.settings))
    response = make_response(render_template("family/door.html", refusal=words, key=held, code=code[:80]), status)
    return keep_key(response, key, s.settings) if key else response


@family.post("/open")
def come_in() -> Response:
    """Opens a sitting. Unknown, expired and wrong all get the same answer after the same work."""
    s = services()
    if not s.limits.allows(f"door:{address(request)}", DOOR):
        return doorstep(TOO_MANY, 429)
    key = typed_key(request) or request.form.get("code", "").strip()
    outcome = s.invites.try_open(key, request.form.get("pin", ""), s.clock())
    if not isinstance(outcome, Opened):
        return doorstep(NO_WAY_IN, 403)
    wished = cookie(request, WISH, s.settings) or s.invites.about(outcome.invite_id).locale
    locale = negotiate(s.messages.offered, request.headers.get("Accept-Language", ""), wished).locale
    _, secret = s.sittings.open(outcome.invite_id, locale, s.clock())
    response = drop_key(redirect(url_for("family.here"), 303), s.settings)
    give_cookie(response, COOKIE, secret, s.settings)
    return open_gate(response, s.settings)


@family.post("/key")
def hold_key() -> Response:
    """Keeps the key of an opened link while its PIN is asked, so that a reload, another language or the help page does
    not lose it; without one, lets it go and asks for a code. It says nothing about whether the key opens anything.

    Two people may share a phone: another person's link ends what is open here (205: ask for the door), and so does
    asking for a code on the lock."""
    s, key = services(), typed_key(request)
    sitting = sitting_of(request, s)
    if sitting is not None and key and s.invites.opens(key, sitting.invite_id):
        return make_response("", 204)
    response = make_response("", 204) if key else redirect(url_for("family.here"), 303)
    if sitting is not None and (key or sitting.state == "locked"):
        s.sittings.end(sitting.id, s.clock())
        shut(sitting.id)
        take_cookie(response, COOKIE, s.settings)
        response.status_code = 205 if key else 303
    return keep_key(response, key, s.settings) if key else drop_key(response, s.settings)


def before(s: Services, sitting: Sitting) -> Response:
    """What comes between the PIN and the conversation: is it safe to do this now, and how to leave."""
    if sitting.safe in ("no", "not_sure"):
        return make_response(render_template("family/unsafe.html", numbers=numbers(s.settings.nation)))
    resuming = s.conversations.latest_for_invite(sitting.invite_id) is not None
    return make_response(render_template("family/before.html", resuming=resuming, in_page=is_in_page(s, sitting)))


def is_through(sitting: Sitting) -> bool:
    """Whether this sitting has passed the question about safety."""
    return sitting.safe in ("yes", "skip") or (sitting.safe or "").endswith(GONE_ON)


@family.post("/before")
def answer_before() -> Response:
    """Keeps whether it is safe now and who is there; goes on."""
    s = services()
    sitting = sitting_of(request, s)
    if sitting is not None and sitting.state == "open":
        safe, present = request.form.get("safe", "skip"), request.form.get("present", "rather_not")
        if request.form.get("go_on") and sitting.safe in ("no", "not_sure"):
            s.sittings.set_safe(sitting.id, sitting.safe + GONE_ON, sitting.present)
        elif safe in SAFE and present in PRESENT:
            s.sittings.set_safe(sitting.id, safe, present)
            _keep_who_helped(s, sitting)
    return redirect(url_for("family.here"), 303)


def _keep_who_helped(s: Services, sitting: Sitting) -> None:
    """Who types, whether somebody interprets, and who is beside the person: the circumstances of the words."""
    typing, beside = request.form.get("typing", ""), tidy(request.form.get("beside", ""))[0].strip()
    interpreter = "yes" if request.form.get("interpreter") else ""
    if typing in TYPING or beside or interpreter:
        typing = typing if typing in TYPING else ""
        s.sittings.set_helped(sitting.id, sitting.case_id, typing, interpreter, beside[:LONGEST_NAME])


@family.post("/unlock")
def unlock() -> Response:
    """Opens a locked sitting with its PIN; wrong tries count on the invite."""
    s = services()
    sitting = sitting_of(request, s)
    if sitting is None:
        return redirect(url_for("family.here"), 303)
    if not s.limits.allows(f"door:{address(request)}", DOOR):
        return locked(sitting, TOO_MANY, 429)
    outcome = s.sittings.unlock(sitting.id, request.form.get("pin", ""), s.clock())
    if not isinstance(outcome, Opened):
        if outcome.reason == "wrong" and why_link_is_shut(s.database, sitting.invite_id, s.clock()):
            arrived()
        return locked(sitting, WRONG_PIN, 403)
    return open_gate(redirect(url_for("family.here"), 303), s.settings)


def locked(sitting: Sitting, refusal: str | None = None, status: int = 200) -> Response:
    """The page that asks for the PIN again, or says who gives a new one where no PIN opens this link any more. It shows
    nothing of what was said; that the link is shut is no secret here, the PIN once opened it in this browser."""
    s = services()
    words, closed = None if refusal is None else translator().text(refusal), ""
    if why_link_is_shut(s.database, sitting.invite_id, s.clock()) is not None:
        closed = translator().text(CLOSED, worker=s.invites.about(sitting.invite_id).worker)
    page = render_template("family/locked.html", refusal=words, closed=closed, in_page=is_in_page(s, sitting))
    return make_response(page, status)


@family.post("/lock")
def lock() -> Response:
    """Locks the sitting; the PIN opens it again."""
    s = services()
    sitting = sitting_of(request, s)
    if sitting is not None:
        s.sittings.lock(sitting.id, s.clock())
        shut(sitting.id)
    return redirect(url_for("family.here"), 303)


@family.post("/stay")
def stay() -> Response:
    """The person is still there: the idle clock starts again."""
    s = services()
    sitting = sitting_of(request, s)
    if sitting is not None and sitting.state == "open":
        s.sittings.touch(sitting.id, s.clock())
        return make_response("", 204)
    return make_response("", 403)


@family.post("/leave")
def leave() -> Response:
    """Leaves at once: locks the sitting, clears what the browser keeps of this site, and goes elsewhere.

    Exempt from CSRF on purpose: leaving must work from any page however old, and all it can do is lock.
    """
    s = services()
    sitting = sitting_of(request, s)
    if sitting is not None:
        s.sittings.end(sitting.id, s.clock())
        shut(sitting.id)
    return _forget(redirect(s.settings.leave_to, 303), s)


csrf.exempt(leave)


@family.post("/stop")
def stop() -> Response:
    """Stops for today. With `forget`, what was said and not sent is deleted at once."""
    s = services()
    sitting = sitting_of(request, s)
    forget = bool(request.form.get("forget"))
    nothing_here = sitting is not None and is_in_page(s, sitting)
    if sitting is not None:
        kept = s.conversations.latest_for_invite(sitting.invite_id)
        if forget and kept is not None:
            s.conversations.forget(kept.id)
            s.talks.forget(kept.id)
        s.sittings.end(sitting.id, s.clock())
        shut(sitting.id)
    return _forget(make_response(render_template("family/stopped.html", forgotten=forget, in_page=nothing_here)), s)


@family.post("/language")
def change_language() -> Response:
    """Changes the language and stays in the same place."""
    s = services()
    wish = request.form.get("locale", "")
    locale = negotiate(s.messages.offered, "", wish).locale
    response = redirect(url_for("family.help_page" if request.form.get("back") == "help" else "family.here"), 303)
    sitting = sitting_of(request, s)
    if sitting is not None:
        s.sittings.set_locale(sitting.id, locale)
    use_language(locale)
    if sitting is not None and request.form.get("carried"):
        from web.family.talk import in_page

        response = in_page(s, sitting)
    secure = s.settings.secure
    response.set_cookie(name(WISH, s.settings), locale, httponly=True, samesite="Strict", secure=secure, path="/")
    return response


@family.get("/help")
def help_page() -> str:
    """Help numbers. Open to everybody, without signing in, and without the store."""
    s = services()
    sitting, beside = None, False
    try:
        sitting = sitting_of(request, s)
        beside = sitting is not None and is_in_page(s, sitting)
    except Exception:  # the numbers are shown even when nothing else works
        translator()
    can_tell = sitting is not None and sitting.state == "open"
    return render_template("family/help.html", numbers=numbers(s.settings.nation), can_tell=can_tell, in_page=beside)


def _forget(response: Response, s: Services) -> Response:
    take_cookie(response, COOKIE, s.settings)
    take_cookie(response, "t", s.settings)
    drop_key(response, s.settings)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
