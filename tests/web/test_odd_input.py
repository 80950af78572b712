"""Whatever is typed or put into an address, the answer is a page that says what happened: never an error of ours."""

from __future__ import annotations

from typing import Any

import pytest

from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import PASSWORD, Site
from tests.web.desking import at_the_desk

ODD = ["\x00", "a\x00b", "9" * 5000, "\ufdfa" * 500, "\u202e\u2066x", "'\"%s{0}{{7*7}}", "x" * 100_000]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_the_doors_take_anything(site: Site, maja: Account, alva: IssuedInvite, odd: str) -> None:
    browser = site.browser()
    browser.get("/desk/sign-in")
    for fields in ({"email": odd, "password": PASSWORD}, {"email": maja.email, "password": odd, "code": odd}):
        assert browser.post("/desk/sign-in", **fields).status_code == 403
    browser.get("/")
    for fields in ({"token": odd, "pin": "1"}, {"code": odd, "pin": odd}, {"token": alva.token, "pin": odd}):
        assert browser.post("/open", **fields).status_code == 403


@pytest.mark.parametrize("odd", ["%00", "a%00b", "%ff%fe", "x" * 3000, "%E2%80%AE", "..%2f..", "%0d%0aX-Y:1"])
def test_an_address_that_never_was_is_not_there(site: Site, maja: Account, case_file: CaseFile, odd: str) -> None:
    browser = at_the_desk(site, maja)
    here = f"/desk/cases/{case_file.id}"
    for path in (f"/desk/cases/{odd}", f"/desk/cases/{odd}/map", f"{here}/sets/{odd}", f"{here}/talks/{odd}"):
        assert browser.get(path).status_code in (308, 404), path
    for path in (f"{here}/invites/{odd}", f"{here}/plan/lines/{odd}", f"{here}/network/{odd}", f"/desk/notices/{odd}"):
        assert browser.get(path).status_code in (308, 404), path


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_what_is_typed_into_a_form_is_kept_or_refused(site: Site, maja: Account, case_file: CaseFile, odd: str) -> None:
    browser = at_the_desk(site, maja)
    here = f"/desk/cases/{case_file.id}"
    browser.get(here)
    posts: dict[str, dict[str, Any]] = {
        "/people": {"role": "parent", "called": odd},
        "/people/meeting": {"day": odd, "time": odd},
        "/invites": {"person": odd, "about": odd, "script": odd, "locale": odd, "pick": odd},
        "/sets": {"worry": odd, "goal": odd, "quote": odd, "seen": odd, "form": "f1", "who": odd, "says": odd},
        "/network": {"name": odd, "knows": odd, "knows_on": odd, "ring": odd, "form": "f2"},
        "/network/named": {"key": odd},
        "/network/also": {"key": odd, "person": odd},
        "/plan/lines": {"words": odd, "actor": odd, "set": odd, "box": "who_does_what", "starts": odd, "form": "f3"},
        "/plan/order": {"line": odd, "way": odd, "seen": odd},
        "/plan/target": {"on": odd, "why": odd, "seen": odd},
        "/plan/family": {"entry": odd, "box": odd, "set": odd},
        "/timetable/dates": {"kind": odd, "day": odd, "time": odd, "seen": odd, "form": "f4"},
        "/timetable/invitations": {"event": odd, "who": odd, "role": odd, "how": odd, "form": "f5"},
        "/room/said": {"column": "worry", "words": odd, "by_name": odd, "set": odd, "form": "f6"},
        "/room/number": {"rated": odd, "who": odd, "number": odd, "form": "f7"},
        "/room/take-back": {"line": odd},
        "/room/turn": {"to": odd},
        "/numbers": {"set_id": odd, "person": odd, "number": odd, "day": odd, "version": odd, "form": "f8"},
        "/chair": {"words": odd, "risk": "yes", "form": "f9"},
        "/check/ready": {"ready": "1", "reason": odd, "seen": odd, "form": odd},
        "/take-away": {"form": odd, "piece": odd, "chosen": "1"},
        "/map/look": {"words": odd, "person": odd, "set": odd, "category": odd},
    }
    token = browser.field("csrf_token")
    for path, fields in posts.items():
        answer = browser.client.post(here + path, data={"csrf_token": token, **fields})
        assert answer.status_code < 500, path
    browser.get("/desk/search")
    assert browser.post("/desk/search", asked=odd).status_code == 200
