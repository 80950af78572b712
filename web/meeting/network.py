"""Who is around the child, how they help, and a picture of it. Nobody comes in by themselves."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import N_
from review.case_event import Topic
from review.named import RINGS
from review.plan.network import QUESTIONS, About, NetworkPerson, Ring, about_body, leaving_body
from store.case_log import SomebodyWroteMeanwhile
from web.desk import desk
from web.desk.door import case_here, page, staff, who
from web.desk.forms import whole_number
from web.desk.once import once
from web.desk.words import MODES, meeting_words, wish_words
from web.meeting.network_forms import PersonForm, form_of, read_person
from web.meeting.network_view import ASKED, SAID, read_network
from web.meeting.plan_forms import LONGEST, NO_WHY, TOO_LONG, many_lines
from web.services import services

STALE = N_("Somebody else has changed this meanwhile. Look at what it says now, then send yours again.")
MOVED = N_("Somebody else has changed this person meanwhile. Nothing was done; here is how it is now.")
NOT_NAMED = N_("That person is in the network already, or is not named any more. Nothing was done.")


@desk.get("/cases/<case_id>/network")
@staff(Action.SEE_CASE)
def network_page(case_id: str) -> Response:
    """Everybody around the child. Reading it is written in the audit trail."""
    s = services()
    response = _network(case_id)
    s.audit.record("read_network", who().id, case_id, None, s.clock())
    return response


@desk.get("/cases/<case_id>/network/new")
@staff(Action.CHANGE_CASE)
def new_network_person(case_id: str) -> Response:
    """The form for somebody new."""
    return _person(case_id, None, PersonForm())


@desk.post("/cases/<case_id>/network")
@staff(Action.CHANGE_CASE)
def add_network_person(case_id: str) -> Response:
    """Adds somebody by hand. A form sent twice adds one. Somebody called like a person who is here comes in when the
    worker has seen that, and says that they are another person."""
    given, form = read_person(request.form, About("")), request.form.get("form", "")
    if made_before := once.made(form):
        return _back(case_id, made_before)
    if given.wrong:
        return _person(case_id, None, given, 422)
    network = read_network(services(), case_here(services(), case_id)).network
    same = network.called(given.about.name)
    if same is not None and same.id != request.form.get("another", ""):
        return _person(case_id, None, given, 422, same=same)
    made = secrets.token_hex(16)
    if once.use(form, made):
        _keep(case_id, made, about_body(given.about, given.why), "add_network_person")
    return _back(case_id, once.made(form) or made)


@desk.post("/cases/<case_id>/network/named")
@staff(Action.CHANGE_CASE)
def add_named(case_id: str) -> Response:
    """Adds somebody who was named in a conversation, or is in the case, with what was said of them and no more."""
    around = read_network(services(), case_here(services(), case_id))
    found = next((one for one in around.candidates if one.key == request.form.get("key", "")), None)
    if found is None:
        return _network(case_id, NOT_NAMED, 409)
    made = secrets.token_hex(16)
    _keep(case_id, made, about_body(found.about), "add_network_person")
    return _back(case_id, made)


@desk.get("/cases/<case_id>/network/<person_id>")
@staff(Action.SEE_CASE)
def network_person(case_id: str, person_id: str) -> Response:
    """Somebody of the network, with everything that was known before."""
    s = services()
    person = _find(case_id, person_id)
    response = _person(case_id, person, form_of(person.about))
    s.audit.record("read_network", who().id, case_id, person_id, s.clock())
    return response


@desk.post("/cases/<case_id>/network/<person_id>")
@staff(Action.CHANGE_CASE)
def change_network_person(case_id: str, person_id: str) -> Response:
    """Writes down what is known of somebody now. What was known before stays in the history."""
    person = _find(case_id, person_id)
    given = read_person(request.form, person.about)
    if given.wrong:
        return _person(case_id, person, given, 422)
    if not _keep(case_id, person_id, about_body(given.about, given.why), "change_network_person", _seen()):
        return _person(case_id, _find(case_id, person_id), given, 409)
    return _back(case_id, person_id)


@desk.post("/cases/<case_id>/network/<person_id>/ring")
@staff(Action.CHANGE_CASE)
def place_network_person(case_id: str, person_id: str) -> Response:
    """Puts somebody in a ring of the picture."""
    person, ring = _find(case_id, person_id), request.form.get("ring", "")
    if ring not in set(Ring):
        abort(404)
    body = about_body(replace(person.about, ring=Ring(ring)))
    if not _keep(case_id, person_id, body, "change_network_person", _seen()):
        return _network(case_id, MOVED, 409)
    return _back(case_id, person_id)


@desk.post("/cases/<case_id>/network/also")
@staff(Action.CHANGE_CASE)
def is_already_here(case_id: str) -> Response:
    """Notes that somebody who was named is a person of the network under another name."""
    around = read_network(services(), case_here(services(), case_id))
    found = next((one for one in around.candidates if one.key == request.form.get("key", "")), None)
    person = around.network.find(request.form.get("person", ""))
    if found is None or person is None or not person.here:
        return _network(case_id, NOT_NAMED, 409)
    about = person.about
    entries = tuple(dict.fromkeys((*about.entries, *found.about.entries)))
    linked = replace(about, also=(*about.also, found.name), entries=entries, person=about.person or found.person)
    if not _keep(case_id, person.id, about_body(linked), "change_network_person", person.seen):
        return _network(case_id, MOVED, 409)
    return _back(case_id, person.id)


@desk.post("/cases/<case_id>/network/<person_id>/leave")
@staff(Action.CHANGE_CASE)
def leave_network(case_id: str, person_id: str) -> Response:
    """Takes somebody out of the network, or back in, for a reason. Nothing known of them is lost."""
    person = _find(case_id, person_id)
    why = many_lines(request.form, "leave_why")
    wrong = TOO_LONG if len(why) > LONGEST else "" if why else NO_WHY
    if wrong:
        given = form_of(person.about)
        given.wrong["leave_why"] = wrong
        return _person(case_id, person, given, 422, leave_why=why)
    if not _keep(case_id, person_id, leaving_body(why, back=not person.here), "change_network_person", _seen()):
        return _person(case_id, _find(case_id, person_id), form_of(person.about), 409, leave_why=why)
    return redirect(url_for("desk.network_page", case_id=case_id), 303)


def _find(case_id: str, person_id: str) -> NetworkPerson:
    around = read_network(services(), case_here(services(), case_id))
    return around.network.find(person_id) or abort(404)


def _seen() -> int:
    return whole_number(request.form.get("seen", ""), otherwise=-1)


def _keep(case_id: str, person_id: str, body: Mapping[str, Any], did: str, seen: int = 0) -> bool:
    """Adds a line to the log; False when there is a newer one about this person than the form knew of."""
    s = services()
    try:
        s.case_log.append(case_id, Topic.NETWORK, person_id, who().id, s.clock(), body, after=seen)
    except SomebodyWroteMeanwhile:
        return False
    s.audit.record(did, who().id, case_id, person_id, s.clock())
    return True


def _back(case_id: str, person_id: str) -> Response:
    return redirect(url_for("desk.network_page", case_id=case_id, _anchor=f"p-{person_id}"), 303)


def _page(template: str, case_id: str, status: int, **context: object) -> Response:
    s = services()
    case = case_here(s, case_id)
    words = {
        "rings": RINGS,
        "asked": ASKED,
        "said": SAID,
        "questions": QUESTIONS,
        "places": [*Ring, None],
        "modes": MODES,
    }
    common = {
        "here": case_id,
        "case": case,
        "case_id": case_id,
        "around": read_network(s, case),
        "meeting": meeting_words(case.meeting_on),
        "staff_names": s.accounts.names(),
        "form": once.fresh(),
    }
    return page(template, status, **{**words, **common, **context})


def _network(case_id: str, notice: str = "", status: int = 200) -> Response:
    return _page("meeting/network.html", case_id, status, notice=notice, wish_of=_wish)


def _wish(item: Any) -> str:
    """Whom a person wishes to see the answer that named somebody."""
    return wish_words(item.entry.wish, item.worker)


def _person(
    case_id: str,
    person: NetworkPerson | None,
    given: PersonForm,
    status: int = 200,
    leave_why: str = "",
    same: NetworkPerson | None = None,
) -> Response:
    """The page of one person. `same`: who is called so already, to be told apart before this one comes in."""
    notice = STALE if status == 409 else ""
    return _page(
        "meeting/network_person.html",
        case_id,
        status,
        person=person,
        given=given,
        notice=notice,
        leave_why=leave_why,
        same=same,
    )
