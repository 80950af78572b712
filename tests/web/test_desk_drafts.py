"""What was filled in and not confirmed: its page answers no post, so reload and Back find it; only its writer does."""

from __future__ import annotations

import re
from html import unescape

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from store.accounts import Account
from store.cases import CaseFile
from store.erasing import Erased
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, send_a_talk
from web.desk.drafts import MOST_EACH, Drafts
from web.forgetting import forget

WORDS = "I told Mum <and> Nan."
CHECKS = {
    "invites": "Who will receive this?",
    "take-away": "Whose words are these?",
    "answers": "This is what Alva will see",
}


@pytest.fixture
def desk(site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite) -> Browser:
    send_a_talk(site, case_file, alva)
    return at_the_desk(site, maja)


def fill_in(desk: Browser, case: CaseFile, what: str) -> TestResponse:
    """The form filled in and sent on, not yet confirmed; its answer."""
    here, alva, kim, ali = f"/desk/cases/{case.id}/{what}", *(one.id for one in case.people)
    if what == "invites":
        desk.get(f"{here}/new?person={kim}")
        fields = {"person": kim, "about": ali, "script": "parent", "locale": "pl"}
        return desk.post(f"{here}/check", follow=False, **fields)
    desk.get(here)
    if what == "take-away":
        fields = {"form": "json", "chosen": "1", "child": "all", "undecided": "1"}
        return desk.post(f"{here}/check", follow=False, piece=["sets", "dates"], **fields)
    sent = {"words": WORDS, "phrases": "meeting", "form": desk.field("form"), "seen": "0"}
    return desk.post(f"{here}/{alva}/check", follow=False, **sent)


@pytest.mark.parametrize("what", CHECKS)
def test_the_page_that_asks_again_answers_no_post_and_no_word_stands_in_its_address(
    desk: Browser, case_file: CaseFile, what: str
) -> None:
    answer = fill_in(desk, case_file, what)
    assert answer.status_code == 303
    assert re.fullmatch(rf"/desk/cases/{case_file.id}/{what}/([0-9a-f]+/)?check/[\w-]{{16}}", answer.location)
    for _ in range(2):
        page = desk.get(answer.location)
        assert (page.status_code, CHECKS[what] in page.text) == (200, True)


def again(desk: Browser) -> str:
    """The page after “No, …”, which goes back to the form."""
    found = re.findall(r'<a class="btn" href="([^"]*)">No, ', desk.page)
    return desk.get(unescape(found[0])).text


def test_no_goes_back_to_the_form_as_it_was_filled_in(site: Site, desk: Browser, case_file: CaseFile) -> None:
    desk.get(fill_in(desk, case_file, "invites").location)
    assert '<option value="pl" selected>' in again(desk)
    desk.get(fill_in(desk, case_file, "take-away").location)
    page = again(desk)
    assert re.findall(r'value="([\w-]+)" checked', page) == ["json", "all", "sets", "dates", "1"]
    desk.get(fill_in(desk, case_file, "answers").location)
    page = again(desk)
    assert '<details class="reply" open>' in page
    assert "I told Mum &lt;and&gt; Nan.</textarea>" in page
    assert 'value="meeting" checked' in page


def test_one_draft_makes_one_link_however_often_its_page_is_come_back_to(
    site: Site, desk: Browser, case_file: CaseFile
) -> None:
    before = len(site.services.invites.of_case(case_file.id, site.clock()))
    check = fill_in(desk, case_file, "invites").location
    for _ in range(2):
        desk.get(check)
        names = ("person", "about", "script", "locale", "form", "offered")
        desk.post(f"/desk/cases/{case_file.id}/invites", **{name: desk.field(name) for name in names})
    assert len(site.services.invites.of_case(case_file.id, site.clock())) == before + 1


@pytest.mark.parametrize("what", CHECKS)
def test_a_colleague_in_the_same_case_does_not_find_it(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile, what: str
) -> None:
    check = fill_in(desk, case_file, what).location
    olle = site.account("olle")
    site.services.cases.grant(case_file.id, olle.id, maja.id, site.clock())
    answer = at_the_desk(site, olle).get(check)
    assert (answer.status_code, CHECKS[what] in answer.text) == (303, False)


@pytest.mark.parametrize("what", CHECKS)
def test_another_worker_cannot_see_it(site: Site, desk: Browser, case_file: CaseFile, what: str) -> None:
    olle = at_the_desk(site, site.account("olle"))
    assert olle.get(fill_in(desk, case_file, what).location).status_code == 404


@pytest.mark.parametrize("what", CHECKS)
def test_when_a_case_is_erased_nothing_is_remembered(site: Site, desk: Browser, case_file: CaseFile, what: str) -> None:
    check = fill_in(desk, case_file, what).location
    forget(site.services, Erased((), (), ()))
    assert desk.get(check).status_code == 303


def test_only_the_newest_of_one_account_are_remembered() -> None:
    drafts, form = Drafts(), MultiDict({"words": WORDS})
    other = drafts.keep("other", "case", form)
    kept = [drafts.keep("mine", "case", form) for _ in range(MOST_EACH + 1)]
    assert [drafts.form("mine", "case", one) is not None for one in kept] == [False] + [True] * MOST_EACH
    assert drafts.form("other", "case", other) is not None
    assert drafts.form("mine", "another case", kept[-1]) is None
