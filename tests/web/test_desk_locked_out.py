"""Five wrong PINs: the person is told on their own lock page that no PIN opens it any more and who gives a new one, and
those who can give one are told at the desk. The door tells nobody anything."""

from __future__ import annotations

from html import unescape

import pytest

from access.invites import MOST_WRONG_PINS
from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk

CLOSED = "This is closed now. Maja can give you a new PIN."
WAITS = "Five wrong PINs: make a new one"


@pytest.fixture
def kim(site: Site, maja: Account, case_file: CaseFile) -> IssuedInvite:
    return site.invite(maja, case_file, "parent", 1)


def lock_out(site: Site, invite: IssuedInvite) -> None:
    for _ in range(MOST_WRONG_PINS):
        site.services.invites.try_open(invite.token, "000000", site.clock())


def link_page(case: CaseFile, invite: IssuedInvite, tail: str = "") -> str:
    return f"/desk/cases/{case.id}/invites/{invite.invite_id}{tail}"


def test_the_lock_page_says_it_is_closed_and_who_helps(site: Site, alva: IssuedInvite) -> None:
    phone = site.browser()
    phone.come_in(alva)
    phone.post("/lock")
    for _ in range(MOST_WRONG_PINS - 1):
        assert CLOSED not in phone.post("/unlock", pin="000000").text
    assert "After five wrong tries" in phone.page
    assert CLOSED in phone.post("/unlock", pin="000000").text
    for page in (phone.post("/unlock", pin=alva.pin).text, phone.get("/").text):
        assert CLOSED in page
        assert "did not match" not in page
        assert 'name="pin"' not in page
        assert "Somebody else? Use your own link or code" in page


def test_the_lock_page_of_a_link_that_is_out_of_date_says_so_too(site: Site, alva: IssuedInvite) -> None:
    site.clock.pass_by(days=13, hours=23)
    phone = site.browser()
    phone.come_in(alva)
    phone.post("/lock")
    site.clock.pass_by(hours=2)
    assert CLOSED in phone.post("/unlock", pin=alva.pin).text


def test_the_door_says_beforehand_that_tries_are_counted_and_nothing_else(site: Site, alva: IssuedInvite) -> None:
    phone = site.browser()
    phone.get("/")
    assert "After five wrong tries, only new ones work." in phone.post("/open", code="ABCD-EFGH", pin="1").text
    lock_out(site, alva)
    page = phone.post("/open", code=alva.code, pin=alva.pin).text
    assert "After five wrong tries, only new ones work." in page
    assert "closed" not in page.partition("<main")[2].partition("</main>")[0]


def test_a_lockout_waits_at_the_desk_until_there_is_a_new_pin(
    site: Site, maja: Account, case_file: CaseFile, kim: IssuedInvite
) -> None:
    desk = at_the_desk(site, maja)
    assert "data-waiting>0<" in desk.get("/desk").text
    lock_out(site, kim)
    home = unescape(desk.get("/desk").text)
    for part in ("Locked out", WAITS, link_page(case_file, kim), "data-waiting>1<"):
        assert part in home
    assert "tag-lock" in desk.get(f"/desk/cases/{case_file.id}").text
    renew = desk.get(link_page(case_file, kim)).text
    assert "Make a new link and PIN" in renew
    desk.post(link_page(case_file, kim, "/renew"), form=desk.field("form"))
    home = desk.get("/desk").text
    assert WAITS not in home
    assert "data-waiting>0<" in home


def test_a_closed_link_waits_no_longer(site: Site, maja: Account, case_file: CaseFile, kim: IssuedInvite) -> None:
    lock_out(site, kim)
    site.services.invites.revoke(case_file.id, kim.invite_id, site.clock())
    assert WAITS not in at_the_desk(site, maja).get("/desk").text


def test_another_worker_and_a_chair_are_not_told(
    site: Site, maja: Account, case_file: CaseFile, kim: IssuedInvite
) -> None:
    lock_out(site, kim)
    chair = site.account("rosa", "chair")
    site.services.cases.grant(case_file.id, chair.id, maja.id, site.clock())
    for browser in (at_the_desk(site, site.account("vik")), at_the_desk(site, chair)):
        home = browser.get("/desk").text
        assert WAITS not in home
        assert "data-waiting>0<" in home
        assert _refused(browser, link_page(case_file, kim))


def _refused(browser: Browser, address: str) -> bool:
    return browser.get(address).status_code in (403, 404)
