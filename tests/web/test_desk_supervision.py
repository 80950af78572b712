"""The check of a case: done, missing, why, and where to mend it; and ready for the conference with a reason."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest

from review.case_event import Topic
from review.sets.sets import Wording, sharing_body, wording_body
from review.supervision import READY, ready_of
from store.accounts import Account
from store.cases import CaseFile
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, play

WORDS = Wording("Ali could be hit", "A sober adult is there", "How safe?", "No sober adult", "Six calm months")


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


@pytest.fixture
def worded(site: Site, maja: Account, case_file: CaseFile) -> None:
    """A set nobody was shown yet."""
    site.services.case_log.append(case_file.id, Topic.SET, "a", maja.id, site.clock(), wording_body(WORDS))


def share(site: Site, maja: Account, case: CaseFile) -> None:
    body = sharing_body(1, date(2026, 3, 1), "Kim")
    site.services.case_log.append(case.id, Topic.SHARING, "a", maja.id, site.clock(), body)


def place(case: CaseFile) -> str:
    return f"/desk/cases/{case.id}/check"


def say(desk: Browser, case: CaseFile, reason: str = "", ready: str = "1", seen: str = "") -> tuple[int, str]:
    desk.get(place(case))
    fields: dict[str, Any] = {
        "form": desk.field("form"),
        "seen": seen or desk.field("seen"),
        "reason": reason,
        "ready": ready,
    }
    answer = desk.post(f"{place(case)}/ready", **fields)
    return answer.status_code, unescape(answer.text)


def said(site: Site, case: CaseFile) -> list[tuple[bool, str]]:
    events = site.services.case_log.of_case(case.id, Topic.MEETING)
    return [(event.body["ready"], event.body["reason"]) for event in events if event.subject == READY]


def test_what_is_missing_says_why_it_matters_and_leads_there(
    site: Site, desk: Browser, case_file: CaseFile, worded: None
) -> None:
    page = unescape(desk.get(place(case_file)).text)
    line = page[page.index("Not shared with the family yet.") :].split("</li>")[0]
    assert "The family should meet these words before the conference, not in it." in line
    assert f"/desk/cases/{case_file.id}/sets/a" in line
    assert "Ali has not been heard yet." in page
    assert "No day to aim for yet, and no reason why not." in page
    assert "%" not in page[page.index("<main") :]
    assert ("read_check", case_file.id) in [(one.action, one.case_id) for one in site.services.audit.events()]


def test_what_is_done_says_when(site: Site, desk: Browser, maja: Account, case_file: CaseFile, worded: None) -> None:
    share(site, maja, case_file)
    play(site, maja, case_file, "places_9_12.main", 2)
    site.clock.pass_by(days=3)
    page = unescape(at_the_desk(site, maja).get(place(case_file)).text)
    assert "Shared with Kim on Sunday 1 March 2026." in page
    assert "Ali was heard 3 days ago, on Monday 2 March 2026." in page
    assert "1 conversation is not read yet." in page


def test_without_sharing_it_is_ready_only_with_a_reason(
    site: Site, desk: Browser, case_file: CaseFile, worded: None
) -> None:
    status, page = say(desk, case_file)
    assert status == 422
    assert "Not every set is shared as it stands." in page
    assert said(site, case_file) == []
    _, page = say(desk, case_file, "Mum is in hospital & <asleep>")
    assert "Said to be ready" in page
    assert "Mum is in hospital & <asleep>" in page
    assert said(site, case_file) == [(True, "Mum is in hospital & <asleep>")]


def test_with_everything_shared_no_reason_is_needed(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, worded: None
) -> None:
    share(site, maja, case_file)
    say(desk, case_file)
    assert said(site, case_file) == [(True, "")]


def test_it_can_be_taken_back_with_a_reason(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, worded: None
) -> None:
    share(site, maja, case_file)
    say(desk, case_file)
    assert say(desk, case_file, ready="0")[0] == 422
    assert "Said not to be ready" in say(desk, case_file, "Dad has come back", ready="0")[1]
    assert said(site, case_file) == [(True, ""), (False, "Dad has come back")]


def test_words_that_change_afterwards_are_told(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, worded: None
) -> None:
    say(desk, case_file, "Mum is ill")
    site.services.case_log.append(case_file.id, Topic.SET, "a", maja.id, site.clock(), wording_body(WORDS, "plainer"))
    assert "The words of a set have changed since." in desk.get(place(case_file)).text


def test_two_who_say_it_at_once_are_told_of_each_other(
    site: Site, desk: Browser, case_file: CaseFile, worded: None
) -> None:
    say(desk, case_file, "Mum is ill")
    status, page = say(desk, case_file, "All is shared by phone", seen="0")
    assert status == 409
    assert "All is shared by phone" in page
    assert "Mum is ill" in page
    assert said(site, case_file) == [(True, "Mum is ill")]


def test_a_form_sent_twice_says_it_once(site: Site, desk: Browser, case_file: CaseFile, worded: None) -> None:
    desk.get(place(case_file))
    form = desk.field("form")
    for _ in range(2):
        answer = desk.post(f"{place(case_file)}/ready", form=form, seen="0", reason="Mum is ill", ready="1")
        assert answer.status_code == 200
    assert len(said(site, case_file)) == 1


def test_a_manager_sees_it_and_the_chair_does_not_decide_it(
    site: Site, maja: Account, case_file: CaseFile, worded: None
) -> None:
    for name, role, may in (("mo", "manager", True), ("chris", "chair", False)):
        one = site.account(name, role)
        site.services.cases.grant(case_file.id, one.id, maja.id, site.clock())
        browser = at_the_desk(site, one)
        page = browser.get(place(case_file)).text
        assert "Not shared with the family yet." in page
        assert ("It is ready" in page) is may
        status = browser.post(f"{place(case_file)}/ready", form="f", seen="0", reason="r", ready="1").status_code
        assert (status == 403) is not may


def test_another_worker_cannot_see_it(site: Site, case_file: CaseFile, worded: None) -> None:
    other = at_the_desk(site, site.account("olu"))
    other.get("/desk")
    assert other.client.get(place(case_file)).status_code == 404
    assert other.post(f"{place(case_file)}/ready", reason="r", ready="1").status_code == 404
    assert ready_of(site.services.case_log.of_case(case_file.id)) is None
