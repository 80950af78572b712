"""A link that was opened is not lost at the door: not by a wrong PIN, a reload, another language or a look at the help
page. Its key stands in no address, and goes when the door opens or somebody leaves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import app as joining
from access.invites import MOST_WRONG_PINS
from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from web.family.way_in import COOKIE, SECONDS
from web.services import EXTENSION
from web.settings import Settings

ASKED_FOR_A_CODE = '<div class="field" data-by-code>'


@pytest.fixture
def phone(site: Site, alva: IssuedInvite) -> Browser:
    """A browser at the door, in which Alva's link was opened: its script has handed over the key."""
    browser = site.browser()
    browser.get("/")
    assert ASKED_FOR_A_CODE in browser.page
    assert browser.post("/key", token=alva.token).status_code == 204
    browser.get("/")
    return browser


def waits_for_pin(page: str, invite: IssuedInvite) -> bool:
    return f'name="token" value="{invite.token}"' in page and ASKED_FOR_A_CODE not in page


def test_the_right_pin_opens_after_a_wrong_one(site: Site, alva: IssuedInvite) -> None:
    phone = site.browser()
    phone.get("/")
    refused = phone.post("/open", token=alva.token, pin="000000")
    assert refused.status_code == 403
    assert waits_for_pin(refused.text, alva)
    assert 'value="000000"' not in refused.text
    phone.post("/open", token=phone.field("token"), pin=alva.pin)
    assert 'name="safe"' in phone.page


def test_a_reload_another_language_and_the_help_page_keep_the_link(phone: Browser, alva: IssuedInvite) -> None:
    assert waits_for_pin(phone.get("/").text, alva)
    page = phone.post("/language", locale="ar").text
    assert 'dir="rtl"' in page
    assert waits_for_pin(page, alva)
    phone.get("/help")
    phone.post("/language", locale="pl", back="help")
    assert waits_for_pin(phone.get("/").text, alva)
    phone.post("/open", token=phone.field("token"), pin=alva.pin)
    assert 'name="safe"' in phone.page


def test_a_code_can_be_typed_instead_and_stays_after_a_refusal(phone: Browser, alva: IssuedInvite) -> None:
    assert ASKED_FOR_A_CODE in phone.post("/key").text
    page = phone.post("/open", code=alva.code, pin="000000").text
    assert f'value="{alva.code}"' in page
    assert ASKED_FOR_A_CODE in page
    phone.post("/open", code=alva.code, pin=alva.pin)
    assert 'name="safe"' in phone.page


@pytest.mark.parametrize("way", ["/open", "/leave"])
def test_the_key_goes_when_the_door_opens_or_somebody_leaves(phone: Browser, alva: IssuedInvite, way: str) -> None:
    phone.post(way, follow=False, token=alva.token, pin=alva.pin)
    assert phone.client.get_cookie(COOKIE) is None


def test_the_cookie_is_out_of_reach_and_short_lived(phone: Browser, alva: IssuedInvite) -> None:
    response = phone.client.post("/key", data={"csrf_token": phone.field("csrf_token"), "token": alva.token})
    [given] = [line for line in response.headers.getlist("Set-Cookie") if line.startswith(f"{COOKIE}=")]
    for part in ("HttpOnly", "SameSite=Strict", f"Max-Age={SECONDS}", "Path=/"):
        assert part in given


def test_the_cookie_alone_opens_nothing_and_says_nothing(phone: Browser, site: Site, alva: IssuedInvite) -> None:
    assert phone.post("/open", pin=alva.pin).status_code == 403
    stranger: dict[str, Any] = {}
    for token in (alva.token, "no-such-link"):
        browser = site.browser()
        browser.get("/")
        answer = browser.post("/key", token=token)
        stranger[token] = (answer.status_code, answer.text)
    assert len(set(stranger.values())) == 1


def test_what_no_link_holds_is_not_kept(phone: Browser) -> None:
    phone.post("/key", follow=False, token='"><script>')
    assert phone.client.get_cookie(COOKIE) is None


def test_five_wrong_pins_still_lock_the_link(site: Site, phone: Browser, alva: IssuedInvite) -> None:
    for _ in range(MOST_WRONG_PINS):
        phone.get("/")
        phone.post("/open", token=phone.field("token"), pin="000000")
    assert phone.post("/open", token=alva.token, pin=alva.pin).status_code == 403


def test_another_link_takes_the_place_of_the_first(
    site: Site, phone: Browser, maja: Account, case_file: CaseFile
) -> None:
    other = site.invite(maja, case_file, "feelings", 2)
    phone.post("/key", token=other.token)
    assert waits_for_pin(phone.get("/").text, other)


def test_over_tls_too_the_language_picked_at_the_door_stays(tmp_path: Path) -> None:
    settings = Settings(background=False, instance=tmp_path / "instance", public_url="https://words.example")
    app = joining.create_app(settings)
    phone = app.test_client()
    page = phone.get("/", base_url=settings.public_url).text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    fields = {"csrf_token": token, "locale": "cy"}
    phone.post("/language", data=fields, base_url=settings.public_url, headers={"Referer": settings.public_url})
    assert '<html lang="cy"' in phone.get("/", base_url=settings.public_url).text
    app.extensions[EXTENSION].database.close()


def test_another_persons_link_ends_what_is_open_here_and_asks_for_their_pin(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    kim = site.invite(maja, case_file, "parent", 1)
    phone = site.browser()
    phone.come_in(alva)
    phone.reply(choices="yes")
    assert phone.post("/key", follow=False, token=alva.token).status_code == 204
    assert 'name="reply_id"' in phone.get("/").text
    assert phone.post("/key", follow=False, token=kim.token).status_code == 205
    assert waits_for_pin(phone.get("/").text, kim)
    phone.post("/open", token=phone.field("token"), pin=kim.pin)
    assert 'name="safe"' in phone.page


def test_on_the_lock_somebody_else_can_use_their_own_code(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    kim = site.invite(maja, case_file, "parent", 1)
    phone = site.browser()
    phone.come_in(alva)
    phone.post("/lock")
    assert "Put in your PIN to go on" in phone.page
    assert ASKED_FOR_A_CODE in phone.post("/key").text
    phone.post("/open", code=kim.code, pin=kim.pin)
    assert 'name="safe"' in phone.page
