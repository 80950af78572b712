"""Links for people: made in two steps, shown again without the PIN, renewed, closed, printed."""

from __future__ import annotations

import re

from access.invites import Opened
from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk
from web.desk.invites import qr_code


def pin_on(page: str) -> str:
    found = re.findall(r'class="pin"[^>]*>(\d{3}) (\d{3})<', page)
    return "".join(found[0]) if found else ""


def link_on(page: str) -> str:
    return re.findall(r'id="link"[^>]*>[^<#]+#([\w-]+)<', page)[0]


def wanted(case: CaseFile, person: int = 1, script: str = "parent") -> dict[str, str]:
    return {"person": case.people[person].id, "about": case.people[2].id, "script": script, "locale": "pl"}


def make(browser: Browser, case: CaseFile) -> str:
    browser.get(f"/desk/cases/{case.id}/invites/new?person={case.people[1].id}")
    browser.post(f"/desk/cases/{case.id}/invites/check", **wanted(case))
    return browser.post(f"/desk/cases/{case.id}/invites", **wanted(case), form=browser.field("form")).text


def test_making_a_link_works(site: Site, maja: Account, case_file: CaseFile) -> None:
    browser = at_the_desk(site, maja)
    page = browser.get(f"/desk/cases/{case_file.id}/invites/new?person={case_file.people[1].id}").text
    assert 'value="parent"' in page
    assert 'value="meeting_13_17"' not in page
    check = browser.post(f"/desk/cases/{case_file.id}/invites/check", **wanted(case_file)).text
    assert "Who will receive this?" in check
    facts = re.findall(r"<dd><bdi>([^<]+)</bdi>", check)
    assert facts == ["Kim", "Ali"]
    assert site.services.invites.of_case(case_file.id, site.clock()) == ()
    page = browser.post(f"/desk/cases/{case_file.id}/invites", **wanted(case_file), form=browser.field("form")).text
    assert isinstance(site.services.invites.try_open(link_on(page), pin_on(page), site.clock()), Opened)
    (invite,) = site.services.invites.of_case(case_file.id, site.clock())
    assert (invite.person_id, invite.about_person_id) == (case_file.people[1].id, case_file.people[2].id)
    assert (invite.script, invite.locale) == ("parent", "pl")


def test_the_pin_is_shown_once_and_the_form_works_once(site: Site, maja: Account, case_file: CaseFile) -> None:
    browser = at_the_desk(site, maja)
    browser.get(f"/desk/cases/{case_file.id}/invites/new?person={case_file.people[1].id}")
    browser.post(f"/desk/cases/{case_file.id}/invites/check", **wanted(case_file))
    token, form = browser.field("csrf_token"), browser.field("form")
    page = browser.post(f"/desk/cases/{case_file.id}/invites", **wanted(case_file), form=form).text
    pin, link = pin_on(page), link_on(page)
    again = browser.post(f"/desk/cases/{case_file.id}/invites", **wanted(case_file), form=form, csrf_token=token).text
    assert link_on(again) == link
    assert pin_on(again) == ""
    assert pin not in again
    assert len(site.services.invites.of_case(case_file.id, site.clock())) == 1


def test_a_conversation_only_for_whom_it_is_written(site: Site, maja: Account, case_file: CaseFile) -> None:
    browser = at_the_desk(site, maja)
    here = f"/desk/cases/{case_file.id}/invites"
    browser.get(f"{here}/new?person={case_file.people[1].id}")
    elsewhere = site.case(maja, "Another family")
    for fields in (
        {**wanted(case_file), "script": "meeting_13_17"},
        {**wanted(case_file), "person": elsewhere.people[1].id},
        {**wanted(case_file), "about": elsewhere.people[2].id},
        {**wanted(case_file), "about": case_file.people[1].id},
    ):
        assert browser.post(f"{here}/check", **fields).status_code == 422
        assert browser.post(here, **fields, form="f" * 12).status_code == 422
    assert site.services.invites.of_case(case_file.id, site.clock()) == ()


def test_an_own_conversation_is_about_oneself(site: Site, maja: Account, case_file: CaseFile) -> None:
    browser = at_the_desk(site, maja)
    browser.get(f"/desk/cases/{case_file.id}/invites/new?person={case_file.people[0].id}")
    asked = wanted(case_file, 0, "meeting_13_17")
    assert "themselves" in browser.post(f"/desk/cases/{case_file.id}/invites/check", **asked).text


def test_renewing_and_closing_work(site: Site, maja: Account, case_file: CaseFile) -> None:
    browser = at_the_desk(site, maja)
    old = make(browser, case_file)
    (invite,) = site.services.invites.of_case(case_file.id, site.clock())
    here = f"/desk/cases/{case_file.id}/invites/{invite.id}"
    new = browser.post(f"{here}/renew", form=browser.field("form")).text
    try_open, now = site.services.invites.try_open, site.clock()
    assert not isinstance(try_open(link_on(old), pin_on(old), now), Opened)
    assert isinstance(try_open(link_on(new), pin_on(new), now), Opened)
    closed = browser.post(f"{here}/close").text
    assert "closed for good" in closed
    assert not isinstance(try_open(link_on(new), pin_on(new), now), Opened)
    browser.post(f"{here}/renew", form="another form")
    (invite,) = site.services.invites.of_case(case_file.id, now)
    assert invite.state == "revoked"


def test_the_slip_names_nobody_and_says_nothing_of_the_work(site: Site, maja: Account, case_file: CaseFile) -> None:
    browser = at_the_desk(site, maja)
    made = make(browser, case_file)
    (invite,) = site.services.invites.of_case(case_file.id, site.clock())
    page = browser.get(f"/desk/cases/{case_file.id}/invites/{invite.id}/slip").text
    code = re.findall(r'class="code"[^>]*>([^<]+)<', made)[0]
    assert code in page
    assert pin_on(made) not in page
    for word in ("Kim", "Ali", "Maja", "council", "social", "worker", "child", "family", "conference", "Own Words"):
        assert word.lower() not in re.sub("<[^>]+>", " ", page).lower()


def test_a_qr_code_is_one_path_with_its_quiet_zone() -> None:
    code = qr_code("https://example.org/#abc")
    rows = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", code.path)}
    assert min(min(place) for place in rows) == 4
    assert max(max(place) for place in rows) == code.size - 5


def test_another_worker_cannot_see_it(site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite) -> None:
    olle = site.account("olle")
    other = site.case(olle, "Olle's family")
    browser = at_the_desk(site, olle)
    token = browser.field("csrf_token")
    for case_id in (case_file.id, other.id):
        here = f"/desk/cases/{case_id}/invites/{alva.invite_id}"
        assert browser.get(here).status_code == 404
        assert browser.get(f"{here}/slip").status_code == 404
        assert browser.post(f"{here}/renew", form="f", csrf_token=token).status_code == 404
        assert browser.post(f"{here}/close", csrf_token=token).status_code == 404
    here = f"/desk/cases/{case_file.id}/invites"
    assert browser.get(f"{here}/new").status_code == 404
    assert browser.post(f"{here}/check", **wanted(case_file), csrf_token=token).status_code == 404
    assert browser.post(here, **wanted(case_file), form="f", csrf_token=token).status_code == 404
    (invite,) = site.services.invites.of_case(case_file.id, site.clock())
    assert invite.state == "waiting"
