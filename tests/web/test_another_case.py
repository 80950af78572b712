"""A worker who knows every id of another family's case and posts them to their own: nothing is read or changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from dialogs.script import EntryKind
from review.case_event import Topic
from review.numbers.ratings import rating_body
from review.plan.network import About, about_body
from review.room.in_the_room import SAID, said_body
from review.sets.sets import Wording, wording_body
from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from tests.web.desking import SAID as TOLD
from tests.web.desking import at_the_desk, send_a_talk

SET, NAN = "5" * 32, "6" * 32
SECRET = "nan knows where the key is"


@dataclass(frozen=True)
class Theirs:
    """Another family's case, and every id of it."""

    case: CaseFile
    ids: tuple[str, ...]


@pytest.fixture
def theirs(site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite) -> Theirs:
    """Maja's case with something of everything."""
    s, now = site.services, site.clock()
    talk = send_a_talk(site, case_file, alva)
    log = s.case_log
    made = [
        log.append(
            case_file.id, Topic.SET, SET, maja.id, now, wording_body(Wording(SECRET, "g", "q", "l", "h"), "", False)
        ),
        log.append(case_file.id, Topic.NETWORK, NAN, maja.id, now, about_body(About(SECRET))),
        log.append(case_file.id, Topic.RATING, SET, maja.id, now, rating_body("Nan", 3, SECRET, "", now.date(), 1)),
        log.append(case_file.id, Topic.MEETING, SAID, maja.id, now, said_body(EntryKind.WORRY, SECRET, "Nan", SET)),
    ]
    note = s.chair_notes.write(case_file.id, maja.id, SECRET, now)
    entries = s.conversations.entries_of_case(case_file.id)
    people = [one.id for one in case_file.people]
    ids = (SET, NAN, talk, alva.invite_id, note.id, *people, *(one.id for one in made), *(one.id for one in entries))
    return Theirs(case_file, ids)


@pytest.fixture
def olle(site: Site) -> Account:
    """Another worker."""
    return site.account("olle")


@pytest.fixture
def own(site: Site, olle: Account) -> CaseFile:
    """The other worker's own case."""
    return site.case(olle, "The Own family")


@pytest.fixture
def desk(site: Site, olle: Account) -> Browser:
    """The other worker's browser."""
    return at_the_desk(site, olle)


def on_file(site: Site, case: CaseFile) -> str:
    """Everything of a case that somebody could change."""
    s = site.services
    kept: list[Any] = [s.case_log.of_case(case.id), s.decisions.for_case(case.id), s.chair_notes.of_case(case.id)]
    kept += [s.invites.of_case(case.id, site.clock()), s.conversations.entries_of_case(case.id)]
    return repr(kept)


def shows(page: str) -> list[str]:
    return [words for words in (SECRET, *TOLD.values()) if len(words) > 10 and words in page]


def test_their_ids_in_an_address_of_one_s_own_case_lead_nowhere(
    site: Site, theirs: Theirs, own: CaseFile, desk: Browser
) -> None:
    token, before = desk.field("csrf_token"), on_file(site, theirs.case)
    rules = [one for one in site.app.url_map.iter_rules() if "case_id" in one.arguments and len(one.arguments) == 2]
    assert len(rules) > 15
    for rule in rules:
        (name,) = rule.arguments - {"case_id"}
        for id_ in theirs.ids:
            path = rule.rule.replace("<case_id>", own.id).replace(f"<{name}>", id_)
            for method in {"GET", "POST"} & set(rule.methods or ()):
                answer = desk.client.open(path, method=method, data={"csrf_token": token, "seen": "0", "why": "w"})
                assert answer.status_code in (303, 404), (method, path)
                assert not shows(answer.text), path
    assert on_file(site, theirs.case) == before
    assert site.services.case_log.of_case(own.id) == ()


def test_their_ids_in_a_form_of_one_s_own_case_change_nothing_there_and_bring_nothing_here(
    site: Site, theirs: Theirs, own: CaseFile, desk: Browser
) -> None:
    token, before = desk.field("csrf_token"), on_file(site, theirs.case)
    forms: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
        "/numbers": ({"number": "3", "day": "2026-03-01", "version": "1", "name": "X"}, ("set_id", "person")),
        "/room/said": ({"column": "worry", "words": "w", "by_name": "X"}, ("set",)),
        "/room/number": ({"who": "X", "number": "3"}, ("rated", "instead")),
        "/room/take-back": ({}, ("line",)),
        "/room/turn": ({}, ("to",)),
        "/plan/lines": ({"box": "who_does_what", "words": "w", "origin": "worker", "until": "u"}, ("set", "actor")),
        "/plan/family": ({}, ("entry",)),
        "/plan/order": ({"way": "up", "seen": "0"}, ("line",)),
        "/network/named": ({}, ("key",)),
        "/network/also": ({}, ("key", "person")),
        "/timetable/invitations": ({"who": "X", "role": "gp", "how": "office", "day": "2026-02-20"}, ("event",)),
        "/invites": ({"script": "parent", "locale": "en"}, ("person", "about", "pick")),
        "/sets": ({"worry": "w", "goal": "g", "do": "draft"}, ("quote",)),
        "/take-away": ({"form": "json"}, ("piece",)),
    }
    for number, (path, (fields, names)) in enumerate(forms.items()):
        for id_ in theirs.ids:
            for name in names:
                data = {"csrf_token": token, "form": f"f{number}{id_}{name}"[:60], **fields, name: id_}
                answer = desk.client.post(f"/desk/cases/{own.id}{path}", data=data)
                assert answer.status_code < 500, (path, name)
                assert not shows(answer.text), (path, name)
    assert on_file(site, theirs.case) == before
    mine = [json.dumps(dict(one.body)) for one in site.services.case_log.of_case(own.id) if one.topic is not Topic.SET]
    assert [id_ for id_ in theirs.ids if any(id_ in body for body in mine)] == []
    for page in ("", "/map", "/sets", "/plan", "/network", "/numbers", "/room", "/wall", "/answers"):
        assert not shows(desk.get(f"/desk/cases/{own.id}{page}").text), page
