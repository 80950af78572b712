"""Who comes in at the desk, and what nobody gets without coming in."""

from __future__ import annotations

import re

import pyotp
import pytest

from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import PASSWORD, Site
from tests.web.desking import at_the_desk

ANY = "a" * 32
OPEN = ("desk.sign_in", "desk.come_in", "desk.sign_out")


def pages(site: Site, method: str, case: str = "c" * 32) -> list[str]:
    """The address of everything at the desk that answers this method, in this case."""
    rules = (rule for rule in site.app.url_map.iter_rules() if rule.endpoint.startswith("desk."))
    behind = [rule for rule in rules if rule.endpoint not in OPEN and method in (rule.methods or ())]
    found = [re.sub("<[^>]+>", ANY, rule.rule.replace("<case_id>", case)) for rule in behind]
    assert len(found) > 20
    return sorted(found)


def test_a_stranger_is_asked_to_sign_in_on_every_page(site: Site) -> None:
    stranger = site.browser().client
    for path in pages(site, "GET"):
        answer = stranger.get(path.replace(ANY, "1") if "<int" in path else path)
        assert (answer.status_code, answer.location) == (303, "/desk/sign-in"), path


def test_a_stranger_cannot_post_anywhere_and_every_form_needs_its_token(site: Site, maja: Account) -> None:
    stranger, worker = site.browser(), at_the_desk(site, maja)
    stranger.get("/desk/sign-in")
    token = stranger.field("csrf_token")
    for path in pages(site, "POST"):
        assert stranger.client.post(path, data={"csrf_token": token}).status_code == 303, path
        assert worker.client.post(path, data={"csrf_token": "forged"}).status_code == 400, path


def test_another_worker_cannot_see_or_change_anything_of_a_case(site: Site, case_file: CaseFile) -> None:
    olle = at_the_desk(site, site.account("olle"))
    token = olle.field("csrf_token")
    for path in pages(site, "GET", case_file.id):
        if case_file.id in path:
            assert olle.client.get(path).status_code == 404, path
    for path in pages(site, "POST", case_file.id):
        if case_file.id in path:
            assert olle.client.post(path, data={"csrf_token": token}).status_code == 404, path


def test_a_stranger_s_live_page_is_told_to_go_rather_than_sent_a_page(site: Site) -> None:
    answer = site.browser().client.get("/desk", headers={"X-Partial": "1"})
    assert (answer.status_code, answer.json) == (401, {"ok": False, "gone": True})


def test_wrong_unknown_and_missing_code_get_the_same_answer(site: Site, maja: Account) -> None:
    coded = site.account("coded")
    site.services.accounts.set_up_totp(coded.id)
    told = set()
    for email, password in ((maja.email, "wrong"), ("nobody@example.org", PASSWORD), (coded.email, PASSWORD)):
        browser = site.browser()
        browser.get("/desk/sign-in")
        answer = browser.post("/desk/sign-in", email=email, password=password)
        assert answer.status_code == 403
        told.add(re.findall(r'role="alert">([^<]+)<', answer.text)[0])
    assert len(told) == 1


def test_a_one_time_code_opens_the_desk(site: Site, maja: Account) -> None:
    secret = site.services.accounts.set_up_totp(maja.id)
    browser = site.browser()
    browser.get("/desk/sign-in")
    code = pyotp.TOTP(secret).at(site.clock())
    assert "To read" in browser.post("/desk/sign-in", email=maja.email, password=PASSWORD, code=code).text


def test_after_several_tries_the_wait_is_told(site: Site, maja: Account) -> None:
    browser = site.browser()
    browser.get("/desk/sign-in")
    for _ in range(5):
        answer = browser.post("/desk/sign-in", email=maja.email, password="wrong")
    assert answer.status_code == 429
    assert "You can try again in" in answer.text
    site.clock.pass_by(minutes=6)
    assert browser.post("/desk/sign-in", email=maja.email, password=PASSWORD).status_code == 200


def test_signing_out_ends_the_session_and_clears_the_browser(site: Site, maja: Account) -> None:
    browser = at_the_desk(site, maja)
    kept = browser.client.get_cookie("d")
    assert kept is not None
    answer = browser.post("/desk/sign-out", follow=False)
    assert "cookies" in answer.headers["Clear-Site-Data"]
    browser.client.set_cookie("d", kept.value)
    assert browser.client.get("/desk").status_code == 303


def test_pages_are_not_kept_by_the_browser_and_titles_name_nobody(
    site: Site, maja: Account, case_file: CaseFile
) -> None:
    browser = at_the_desk(site, maja)
    for path in ("/desk", f"/desk/cases/{case_file.id}", f"/desk/cases/{case_file.id}/map"):
        answer = browser.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        title = re.findall("<title>(.*?)</title>", answer.text)[0]
        assert case_file.name not in title
        assert "Alva" not in title


def test_a_session_left_alone_is_over(site: Site, maja: Account) -> None:
    browser = at_the_desk(site, maja)
    site.clock.pass_by(minutes=31)
    assert browser.client.get("/desk").status_code == 303


@pytest.mark.parametrize(("role", "status"), [("chair", 403), ("administrator", 403), ("manager", 200)])
def test_a_case_is_made_only_by_those_whose_work_it_is(site: Site, role: str, status: int) -> None:
    assert at_the_desk(site, site.account("pat", role)).get("/desk/cases/new").status_code == status


def test_a_chair_with_access_reads_the_map_and_decides_nothing(site: Site, maja: Account, case_file: CaseFile) -> None:
    chair = site.account("chris", "chair")
    browser = at_the_desk(site, chair)
    here = f"/desk/cases/{case_file.id}"
    assert browser.get(f"{here}/map").status_code == 404
    site.services.cases.grant(case_file.id, chair.id, maja.id, site.clock())
    assert browser.get(f"{here}/map").status_code == 200
    assert browser.get(here).status_code == 200
    assert "Make a link" not in browser.page
    token = browser.field("csrf_token")
    assert browser.get(f"{here}/take-away").status_code == 403
    assert browser.post(f"{here}/map/{ANY}", kind="keep", seen="0", csrf_token=token).status_code == 403


def test_opening_a_link_its_slip_or_a_form_of_the_plan_is_written_down(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    browser, here = at_the_desk(site, maja), f"/desk/cases/{case_file.id}"
    wanted = (
        (f"/invites/{alva.invite_id}", "read_invite", alva.invite_id),
        (f"/invites/{alva.invite_id}/slip", "print_invite", alva.invite_id),
        ("/plan/lines/new", "read_plan", None),
    )
    for path, action, subject in wanted:
        assert browser.get(here + path).status_code == 200
        last = site.services.audit.events(case_file.id)[-1]
        assert (last.action, last.subject, last.account_id) == (action, subject, maja.id)
