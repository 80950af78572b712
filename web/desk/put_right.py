"""Names put right: what the case is called, what somebody in it is called and who they are, and taking out somebody who
was added by mistake. What was called differently before is written nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.case_event import CaseEvent, Topic
from review.mentioned import is_mentioned
from review.plan.names_now import with_names_now
from review.plan.still_called import StillCalled, still_called
from review.same_person import same_name
from store.cases import CaseFile, Person
from store.put_right import PutRight, SomebodyWasFaster, Tie
from web.desk import desk
from web.desk.door import case_here, page, staff, who
from web.desk.forms import LONG_NAME, LONGEST_NAME, NO_NAME, NO_ROLE, NOBODY, one_line
from web.desk.looks import looks
from web.desk.words import CHILDREN, ROLES, meeting_words
from web.family.who import let_go
from web.services import Services, services

MEANWHILE = N_("Somebody changed this meanwhile. See what stands there now; to change it all the same, save again.")
WAS_USED = N_("A link of theirs was opened, so who they are stays as it is. Add them again as who they are.")
HAS_A_PLACE = N_("They have a place in this case. Take them out of the sets, the plan and the network first.")
HAS_A_LINK = N_("A link was made for them or about them, so they stay in this case.")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in one of the forms: whose (a person's id, or `case`), what was typed, what is wrong with it."""

    at: str = ""
    called: str = ""
    role: str = ""
    trouble: str = ""
    done: str = ""
    was: str = ""
    """What somebody was called until now, found by a token: nowhere but in this answer."""


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody in the case: whether who they are can be changed, and, in words, why they cannot be taken out."""

    person: Person
    tie: Tie
    has_a_place: bool

    @property
    def role_stays(self) -> bool:
        """Whether a link of theirs was opened: what was asked followed from who they are."""
        return self.tie is Tie.WORDS

    @property
    def stays(self) -> str:
        """Why they cannot be taken out, or nothing."""
        return HAS_A_LINK if self.tie is not Tie.NOTHING else HAS_A_PLACE if self.has_a_place else ""


@desk.get("/cases/<case_id>/names")
@staff(Action.CHANGE_CASE)
def names_page(case_id: str) -> Response:
    """Every name in the case, each in a form of its own."""
    was = looks.words(who().id, request.args.get("was", ""))
    return _page(case_id, Typed(done=request.args.get("done", "")[:40], was=was))


@desk.post("/cases/<case_id>/names")
@staff(Action.CHANGE_CASE)
def rename_case(case_id: str) -> Response:
    """Gives the case another name, for somebody who saw the one it has."""
    s, name, was = services(), one_line(request.form.get("called", "")), request.form.get("was", "")
    trouble = NO_NAME if not name else LONG_NAME if len(name) > LONGEST_NAME else ""
    if trouble:
        return _page(case_id, Typed("case", name, trouble=trouble), 422)
    if name != was:
        try:
            PutRight(s.database, s.vault).rename_case(case_id, name, was)
        except SomebodyWasFaster:
            return _page(case_id, Typed("case", name, trouble=MEANWHILE), 409)
        s.audit.record("rename_case", who().id, case_id, None, s.clock())
    return _back(case_id, "case")


@desk.post("/cases/<case_id>/names/<person_id>")
@staff(Action.CHANGE_CASE)
def put_person_right(case_id: str, person_id: str) -> Response:
    """Changes what somebody is called, and who they are while no link of theirs was opened."""
    s = services()
    row = _row(s, case_id, person_id)
    name, role = one_line(request.form.get("called", "")), request.form.get("role", row.person.role)[:20]
    trouble = _trouble(row, name, role)
    if trouble:
        return _page(case_id, Typed(person_id, name, role, trouble), 422)
    right = PutRight(s.database, s.vault)
    was = request.form.get("was", "")
    if name != was:
        try:
            right.rename_person(case_id, person_id, name, was)
        except SomebodyWasFaster:
            return _page(case_id, Typed(person_id, name, role, MEANWHILE), 409)
        s.audit.record("rename_person", who().id, case_id, person_id, s.clock())
    if role != row.person.role:
        if not right.change_role(case_id, person_id, role):
            return _page(case_id, Typed(person_id, name, role, WAS_USED), 409)
        _close_links(s, case_id, person_id)
        s.audit.record("change_role", who().id, case_id, person_id, s.clock())
    let_go([one.id for one in s.invites.of_case(case_id, s.clock())], ())
    return _back(case_id, person_id, was if name != was == row.person.name else "")


@desk.post("/cases/<case_id>/names/<person_id>/out")
@staff(Action.CHANGE_CASE)
def take_person_out(case_id: str, person_id: str) -> Response:
    """Takes somebody out of the case who was added by mistake: without a link, words, or a place in it."""
    s = services()
    row = _row(s, case_id, person_id)
    trouble = row.stays
    if not trouble and not PutRight(s.database, s.vault).take_out(case_id, person_id):
        trouble = HAS_A_LINK
    if trouble:
        return _page(case_id, Typed(person_id, row.person.name, row.person.role, trouble), 409)
    s.audit.record("remove_person", who().id, case_id, person_id, s.clock())
    return _back(case_id, "out")


def _trouble(row: Row, name: str, role: str) -> str:
    """Why this cannot be put right so, or nothing."""
    if not name:
        return NOBODY
    if len(name) > LONGEST_NAME:
        return LONG_NAME
    if role == row.person.role:
        return ""
    if role not in ROLES:
        return NO_ROLE
    if row.role_stays:
        return WAS_USED
    crosses = (role in CHILDREN) != (row.person.role in CHILDREN)
    return HAS_A_PLACE if crosses and row.has_a_place else ""


def _close_links(s: Services, case_id: str, person_id: str) -> None:
    """Links made for who somebody was typed as ask the wrong questions: none of them opens any more."""
    for one in s.invites.of_case(case_id, s.clock()):
        if person_id in (one.person_id, one.about_person_id) and one.state != "revoked":
            s.invites.revoke(case_id, one.id, s.clock())


def _rows(s: Services, case: CaseFile) -> tuple[Row, ...]:
    ties, log = PutRight(s.database, s.vault).ties(case.id), s.case_log.of_case(case.id)
    return tuple(Row(one, ties.get(one.id, Tie.NOTHING), _has_a_place(log, case, one)) for one in case.people)


def _has_a_place(log: Sequence[CaseEvent], case: CaseFile, person: Person) -> bool:
    """Somebody who was added twice has no place by their name alone: the other one has it."""
    twice = any(same_name(one.name) == same_name(person.name) for one in case.people if one.id != person.id)
    return is_mentioned(log, person.id, "" if twice else person.name)


def _row(s: Services, case_id: str, person_id: str) -> Row:
    rows = _rows(s, case_here(s, case_id))
    return next((one for one in rows if one.person.id == person_id), None) or abort(404)


def _back(case_id: str, done: str, was: str = "") -> Response:
    token = looks.keep(who().id, was) or None
    return redirect(url_for("desk.names_page", case_id=case_id, done=done, was=token), 303)


def _still(s: Services, case: CaseFile, was: str) -> StillCalled:
    """Where the name that was just put right still stands; nowhere while somebody of the case is called so."""
    if not was or any(same_name(one.name) == same_name(was) for one in case.people):
        return StillCalled()
    events = s.case_log.of_case(case.id, Topic.NETWORK, Topic.PLAN, Topic.SET, Topic.SHARING)
    return still_called(with_names_now(events, case.names), was)


def _page(case_id: str, typed: Typed, status: int = 200) -> Response:
    s = services()
    case = case_here(s, case_id)
    s.audit.record("read_names", who().id, case_id, None, s.clock())
    return page(
        "desk/names.html",
        status,
        here=case_id,
        case=case,
        meeting=meeting_words(case.meeting_on),
        rows=_rows(s, case),
        roles=ROLES,
        typed=typed,
        most=LONGEST_NAME,
        still=_still(s, case, typed.was),
    )
