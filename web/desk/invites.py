"""Invites: made in two steps so that nobody's link goes to somebody else, shown again, renewed, closed, printed.

The PIN is on the page that makes it, once, and nowhere after that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import segno
from flask import abort, redirect, request, url_for
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.sets.about import about_told, children_of_set, is_about
from store.cases import CaseFile
from store.invites import Invite
from web.desk import desk
from web.desk.door import LOCALE, case_here, page, staff, who
from web.desk.drafts import drafts
from web.desk.invite_wanted import (
    Wanted,
    asked_about,
    children_in,
    fitting_sets,
    must_follow,
    person_in,
    read_wanted,
    uses_sets,
)
from web.desk.once import once
from web.desk.shared_sets import MOST_SETS, key_of, open_sets, picked_ids, typed_sets
from web.desk.words import CHILDREN, INVITE_STATES, ROLES, language_name, scripts_for
from web.language import translator
from web.services import Services, services

QUIET_ZONE = 4
"""Blank squares around a QR code (ISO/IEC 18004)."""
SLIP = (
    N_("Your questions"),
    N_("Point the camera of a phone here."),
    N_("Or open this address and put in the code:"),
    N_("Your PIN is told to you separately."),
    N_("QR code of the link"),
)
"""All that is on a slip: it may lie on a kitchen table, so it names nobody and does not say who it is from."""
CHANGED = N_(
    "One of these sets was changed or closed meanwhile. Read what will be shared again before you make the link."
)


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code as one SVG path on a square of this many units."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The QR code of a text, with its quiet zone."""
    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=QUIET_ZONE))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return QrCode(len(rows), path)


@desk.get("/cases/<case_id>/invites/new")
@staff(Action.INVITE)
def new_invite(case_id: str) -> Response:
    """Who the link is for; then which conversation, in which language, about which child. What was filled in before
    the check stands there again."""
    s = services()
    given = drafts.form(who().id, case_id, request.args.get("draft", "")) or ImmutableMultiDict()
    return _form(s, case_here(s, case_id), given, person=request.args.get("person", ""))


@desk.post("/cases/<case_id>/invites/check")
@staff(Action.INVITE)
def check_invite(case_id: str) -> Response:
    """Goes to the page that says it again, when nothing is missing."""
    s = services()
    case = case_here(s, case_id)
    wanted = read_wanted(s, case, request.form)
    if isinstance(wanted, str):
        return _form(s, case, request.form, wanted, 422)
    draft = drafts.keep(who().id, case_id, request.form)
    return redirect(url_for("desk.checked_invite", case_id=case_id, draft=draft), 303)


@desk.get("/cases/<case_id>/invites/check/<draft>")
@staff(Action.INVITE)
def checked_invite(case_id: str, draft: str) -> Response:
    """Says again who will receive the link and what it is about, before it is made."""
    s = services()
    case, given = case_here(s, case_id), drafts.form(who().id, case_id, draft)
    if given is None:
        return redirect(url_for("desk.new_invite", case_id=case_id), 303)
    wanted = read_wanted(s, case, given)
    if isinstance(wanted, str):
        return _form(s, case, given, wanted, 422)
    if wanted.sets:
        s.audit.record("read_sets", who().id, case_id, None, s.clock())
    return _check(s, case, wanted, draft)


@desk.post("/cases/<case_id>/invites")
@staff(Action.INVITE)
def make_invite(case_id: str) -> Response:
    """Makes the invite and shows its PIN, this once."""
    s = services()
    case = case_here(s, case_id)
    wanted = read_wanted(s, case, request.form)
    if isinstance(wanted, str):
        return _form(s, case, request.form, wanted, 422)
    if wanted.stale:
        return _check(s, case, wanted, drafts.keep(who().id, case_id, request.form), CHANGED, 409)
    form = request.form.get("form", "")
    if not once.use(form):
        return _again(case_id, once.made(form))
    now = s.clock()
    issued = s.invites.issue(
        case_id=case_id,
        person_id=wanted.person.id,
        about_person_id=wanted.about.id,
        script=wanted.script.id,
        locale=wanted.language.locale,
        by=who().id,
        at=now,
        days=s.settings.invite_days,
        sets=wanted.sets,
    )
    once.note(form, issued.invite_id)
    s.audit.record("make_invite", who().id, case_id, issued.invite_id, now)
    return _show(s, case, issued.invite_id, issued.pin)


@desk.get("/cases/<case_id>/invites/<invite_id>")
@staff(Action.INVITE)
def invite_page(case_id: str, invite_id: str) -> Response:
    """The link, QR code and code again; not the PIN."""
    s = services()
    response = _show(s, case_here(s, case_id), invite_id)
    s.audit.record("read_invite", who().id, case_id, invite_id, s.clock())
    return response


@desk.get("/cases/<case_id>/invites/<invite_id>/slip")
@staff(Action.INVITE)
def slip(case_id: str, invite_id: str) -> Response:
    """A slip to print, with no name and no word about who it is from."""
    s = services()
    invite = _invite(s, case_here(s, case_id), invite_id)
    words = s.messages.translator(invite.locale)
    says = [words.text(source) for source in SLIP]
    if any(told == source for told, source in zip(says, SLIP, strict=True)):
        words, says = s.messages.translator(LOCALE), list(SLIP)
    way_in = _way_in(s, invite)
    s.audit.record("print_invite", who().id, case_id, invite_id, s.clock())
    return page("desk/slip.html", case_id=case_id, says=says, slip_language=words.language, **way_in)


@desk.post("/cases/<case_id>/invites/<invite_id>/renew")
@staff(Action.INVITE)
def renew_invite(case_id: str, invite_id: str) -> Response:
    """New link, code and PIN; the old ones stop working at once."""
    s = services()
    case = case_here(s, case_id)
    if _invite(s, case, invite_id).state == "revoked" or not once.use(request.form.get("form", "")):
        return _again(case_id, invite_id)
    issued = s.invites.reissue(case_id, invite_id, s.clock(), s.settings.invite_days)
    s.audit.record("renew_invite", who().id, case_id, invite_id, s.clock())
    return _show(s, case, invite_id, issued.pin)


@desk.post("/cases/<case_id>/invites/<invite_id>/close")
@staff(Action.INVITE)
def close_invite(case_id: str, invite_id: str) -> Response:
    """Closes a way in for good."""
    s = services()
    _invite(s, case_here(s, case_id), invite_id)
    s.invites.revoke(case_id, invite_id, s.clock())
    s.audit.record("close_invite", who().id, case_id, invite_id, s.clock())
    return _again(case_id, invite_id)


def _check(
    s: Services, case: CaseFile, wanted: Wanted, draft: str, trouble: str | None = None, status: int = 200
) -> Response:
    """What will be made. One draft makes one link, however often its page is come back to."""
    facts: dict[str, Any] = {"wanted": wanted, "roles": ROLES, "draft": draft, "days": s.settings.invite_days}
    facts |= {"abouts": _abouts(s, case), "others": _others(s, case, wanted)}
    return page("desk/invite_check.html", status, here=case.id, case=case, trouble=trouble, **facts)


def _abouts(s: Services, case: CaseFile) -> dict[str, str]:
    """Which children each open set is about, in words, by its key; nothing in a case of one child."""
    children = children_in(case)
    return {key_of(one): about_told(translator().text, one.wording, children) for one in open_sets(s, case.id)}


def _others(s: Services, case: CaseFile, wanted: Wanted) -> frozenset[str]:
    """The keys of the open sets that are not about the child the link is about."""
    children = children_in(case)
    return frozenset(key_of(one) for one in open_sets(s, case.id) if not is_about(one.wording, wanted.about, children))


def _form(
    s: Services,
    case: CaseFile,
    given: MultiDict[str, str],
    trouble: str | None = None,
    status: int = 200,
    person: str = "",
) -> Response:
    chosen = person_in(case, person or given.get("person", ""))
    offered, children = open_sets(s, case.id), children_in(case)
    known = MultiDict({**given, "person": chosen.id if chosen else ""})
    child = asked_about(case, known)
    by_hand = given.get("offered") and not must_follow(case, given, offered)
    if offered and chosen:
        s.audit.record("read_sets", who().id, case.id, None, s.clock())
    return page(
        "desk/invite_new.html",
        status,
        here=case.id,
        case=case,
        chosen=chosen,
        roles=ROLES,
        children=children,
        asked_child=child,
        whose={one.id: [each.id for each in children_of_set(one.wording, children)] for one in offered},
        abouts=_abouts(s, case),
        about_self=chosen is not None and chosen.role in CHILDREN,
        fitting=scripts_for(s, chosen.role) if chosen else (),
        trouble=trouble,
        roles_with=_roles_with(s),
        given=given,
        rows=typed_sets(given),
        with_sets=[script.title for script in (scripts_for(s, chosen.role) if chosen else ()) if uses_sets(script)],
        most_sets=MOST_SETS,
        offered=offered,
        key_of=key_of,
        ticked=picked_ids(given) if by_hand else fitting_sets(offered, case, child),
    )


def _roles_with(s: Services) -> str:
    """The roles for which there is a conversation, named."""
    words = translator()
    return ", ".join(words.text(name) for role, name in ROLES.items() if scripts_for(s, role))


def _invite(s: Services, case: CaseFile, invite_id: str) -> Invite:
    found = next((invite for invite in s.invites.of_case(case.id, s.clock()) if invite.id == invite_id), None)
    return found if found is not None else abort(404)


def _again(case_id: str, invite_id: str | None) -> Response:
    if not invite_id:
        return redirect(url_for("desk.case_page", case_id=case_id), 303)
    return redirect(url_for("desk.invite_page", case_id=case_id, invite_id=invite_id), 303)


def _way_in(s: Services, invite: Invite) -> dict[str, Any]:
    token, code = s.invites.way_in(invite.case_id, invite.id)
    address = s.settings.public_url.rstrip("/")
    link = f"{address}/#{token}"
    return {"invite": invite, "link": link, "code": code, "address": address, "qr": qr_code(link)}


def _show(s: Services, case: CaseFile, invite_id: str, pin: str | None = None) -> Response:
    invite = _invite(s, case, invite_id)
    names = {person.id: person for person in case.people}
    return page(
        "desk/invite.html",
        here=case.id,
        case=case,
        person=names[invite.person_id],
        about=names.get(invite.about_person_id or invite.person_id),
        script=s.scripts.get(invite.script),
        language_in=language_name(s, invite.locale),
        states=INVITE_STATES,
        roles=ROLES,
        pin=pin,
        sets=s.invites.sets(invite_id),
        form=once.fresh(),
        **_way_in(s, invite),
    )
