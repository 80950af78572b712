"""The made-up family of the demo: it lays out, and everything it should show is there."""

from __future__ import annotations

import json

import pytest

from dialogs.script import EntryKind
from review.case_event import Topic
from review.map.safety_map import build
from review.plan.plan import plan_of
from review.sets.sets import sets_of
from store.cases import CaseFile
from tests.web.conftest import Browser, Site
from web.demo import CHAIR, WORKER, lay_out, note, tell

PAGES = ("", "/map", "/sets", "/numbers", "/plan", "/network", "/voices", "/timetable", "/chair", "/answers", "/check")


@pytest.fixture
def told(site: Site) -> dict[str, str]:
    with site.app.app_context():
        lay_out(site.services)
    return dict(json.loads(note(site.services).read_text(encoding="utf-8")))


def signed_in(site: Site, email: str, password: str) -> Browser:
    browser = site.browser()
    browser.get("/desk/sign-in")
    assert browser.post("/desk/sign-in", email=email, password=password).status_code == 200
    return browser


def case_of(site: Site, told: dict[str, str]) -> CaseFile:
    worker = next(id_ for id_, name in site.services.accounts.names().items() if name == "Priya")
    found = site.services.cases.case_for(worker, told["case"])
    assert found is not None
    return found


def test_six_voices_two_sets_and_three_scalings_are_there(site: Site, told: dict[str, str]) -> None:
    s, case = site.services, case_of(site, told)
    drawn = build(s.conversations.entries_of_case(case.id), s.decisions.for_case(case.id), case.id)
    assert len({item.person for item in drawn}) >= 6
    sets = sets_of(s.case_log.of_case(case.id, Topic.SET, Topic.SHARING))
    assert [len(one.versions) for one in sets] == [2, 1]
    numbers = [item.entry.reply.number for item in drawn.column(EntryKind.SCALE) if item.person == "Ali"]
    assert numbers == [3, 4, 6]
    plan = plan_of(s.case_log.of_case(case.id, Topic.PLAN))
    assert plan.targets
    assert s.chair_notes.count(case.id) == 2
    assert [notice.acknowledged_at is not None for notice in s.notices.of_case(case.id)] == [True]
    assert any(one.translated_by for made in s.decisions.for_case(case.id).values() for one in made)


@pytest.mark.parametrize("email", [WORKER, CHAIR])
def test_every_page_of_the_case_opens(site: Site, told: dict[str, str], email: str) -> None:
    browser = signed_in(site, email, told["password"])
    here = f"/desk/cases/{told['case']}"
    assert {page: browser.get(here + page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)


def test_it_is_laid_out_once(site: Site, told: dict[str, str]) -> None:
    before = len(site.services.accounts.names())
    with site.app.app_context():
        lay_out(site.services)
    assert len(site.services.accounts.names()) == before
    assert any(told["password"] in line for line in tell(site.services))


def test_the_practice_lead_has_something_to_read(site: Site, told: dict[str, str]) -> None:
    page = signed_in(site, told["lead"], told["password"]).get("/desk/feedback").text
    assert "Riverside" in page
    assert "11 sendings in all" in page
