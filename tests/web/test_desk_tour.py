"""The first walk through the made-up case: in the demo only, stop by stop without a script, stopped for good."""

from __future__ import annotations

import json

import pytest

from store.accounts import Account
from store.cases import CaseFile
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk

OFFER = "Look around in 3 minutes"


@pytest.fixture
def demo(site: Site, case_file: CaseFile) -> CaseFile:
    """The case of the note that the demo writes."""
    site.services.settings.instance.mkdir(parents=True, exist_ok=True)
    note = site.services.settings.instance / "demo.json"
    note.write_text(json.dumps({"case": case_file.id, "password": "x"}), encoding="utf-8")
    return case_file


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


def stop(desk: Browser, here: str = "/desk") -> None:
    desk.post("/desk/tour/stop", form=desk.field("form"), here=here)


def test_a_newcomer_is_offered_a_walk_from_stop_to_stop(desk: Browser, demo: CaseFile) -> None:
    desk.get("/desk")
    assert OFFER in desk.page
    seen, path = [], "/desk?tour=1"
    while path:
        answer = desk.get(path)
        assert answer.status_code == 200
        seen.append(path.split("?")[0].removeprefix(f"/desk/cases/{demo.id}"))
        after = desk.page.split("data-tour-next")[0].rpartition('href="')[2].split('"')[0]
        path = after if "data-tour-next" in desk.page else ""
    assert [place for place in seen if place in ("/desk", "/map", "/room", "/take-away")][:1] == ["/desk"]
    assert seen[-1] == "/take-away"
    assert "/room" in seen
    assert "Done" in desk.page


@pytest.mark.parametrize(
    ("role", "left_out"), [("manager", set()), ("chair", {"/room", "/take-away"}), ("practice_lead", None)]
)
def test_every_stop_opens_for_whoever_walks(
    site: Site, maja: Account, demo: CaseFile, role: str, left_out: set[str] | None
) -> None:
    other = site.account("other", role)
    site.services.cases.grant(demo.id, other.id, maja.id, site.clock())
    browser = at_the_desk(site, other)
    assert (OFFER in browser.get("/desk").text) is (left_out is not None)
    if left_out is None:
        assert "Stop 1 of" not in browser.get("/desk?tour=1").text
        return
    path, seen = "/desk?tour=1", []
    while path:
        answer = browser.get(path)
        assert (answer.status_code, "Stop " in browser.page) == (200, True), path
        seen.append(path.split("?")[0].removeprefix(f"/desk/cases/{demo.id}"))
        after = browser.page.split("data-tour-next")[0].rpartition('href="')[2].split('"')[0]
        path = after if "data-tour-next" in browser.page else ""
    assert {"/room", "/take-away"} - set(seen) == left_out
    assert f"Stop {len(seen)} of {len(seen)}" in browser.page


def test_stopping_is_remembered_for_the_account_and_the_walk_can_be_begun_again(
    site: Site, desk: Browser, demo: CaseFile, maja: Account
) -> None:
    desk.get(f"/desk/cases/{demo.id}/map?tour=3")
    stop(desk, f"/desk/cases/{demo.id}/map")
    again = at_the_desk(site, maja)
    assert OFFER not in again.get("/desk").text
    assert "/desk/?tour=1" in again.page
    assert "Stop 1 of" in again.get("/desk?tour=1").text


def test_another_worker_cannot_see_it(site: Site, demo: CaseFile) -> None:
    other = at_the_desk(site, site.account("other"))
    for path in ("/desk", "/desk?tour=1"):
        page = other.get(path).text
        assert OFFER not in page
        assert "Stop 1 of" not in page
        assert demo.id not in page
    other.post("/desk/tour/stop", form="f", here="/desk")
    assert site.services.case_log.of_case(demo.id) == ()


def test_there_is_no_walk_where_there_is_no_made_up_case(desk: Browser, case_file: CaseFile) -> None:
    page = desk.get("/desk?tour=1").text
    assert OFFER not in page
    assert "Stop 1 of" not in page
    assert "Look around" not in page


@pytest.mark.parametrize("here", ["https://evil.example", "//evil.example", "/elsewhere", "/desk\r\nX: y", ""])
def test_stopping_leads_nowhere_but_back_to_the_desk(site: Site, desk: Browser, demo: CaseFile, here: str) -> None:
    desk.get("/desk")
    answer = desk.post("/desk/tour/stop", follow=False, form=desk.field("form"), here=here)
    assert answer.status_code == 303
    assert answer.location in ("/desk", "/desk/")


@pytest.mark.parametrize("asked", ["0", "99", "-1", "x", "1" * 400, "１"])
def test_a_stop_that_is_none_shows_the_plain_page(desk: Browser, demo: CaseFile, asked: str) -> None:
    answer = desk.get(f"/desk/cases/{demo.id}/map?tour={asked}")
    assert answer.status_code == 200
    assert "Stop " not in answer.text.replace("Stop for", "")


def test_a_chair_comes_to_the_chairs_page_and_is_told_only_what_a_chair_can_do(
    site: Site, maja: Account, desk: Browser, demo: CaseFile
) -> None:
    chair = site.account("chris", "chair")
    site.services.cases.grant(demo.id, chair.id, maja.id, site.clock())
    browser, told, path = at_the_desk(site, chair), "", "/desk?tour=1"
    while path:
        page = browser.get(path).text
        told += page.partition('class="tour-words"')[2].partition("</div>")[0]
        after = page.split("data-tour-next")[0].rpartition('href="')[2].split('"')[0]
        path = after if "data-tour-next" in page else ""
    assert "What was written for you alone" in told
    assert "the decisions under them" in told
    assert "Keep it" not in told
    assert "Build them" not in told
    assert "Keep it" in desk.get(f"/desk/cases/{demo.id}/map?tour=2").text
    assert "What was written for you alone" not in desk.get(f"/desk/cases/{demo.id}/chair?tour=8").text


def test_whoever_has_nothing_to_walk_through_is_told_so_when_they_ask(site: Site, demo: CaseFile) -> None:
    manager = at_the_desk(site, site.account("mia", "manager"))
    assert "There is nothing to look around in yet" in manager.get("/desk?tour=1").text
    assert "There is nothing to look around in yet" not in manager.get("/desk").text
