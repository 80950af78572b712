"""The way in and back on a phone: a small slip at the door does not lose the link, and what may tell of harm is
answered at once and waits at the desk. No violations on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from review.case_event import Topic
from store.heard import Heard
from tests.browser.acting import Invitation, Invite, Server, sit_down
from tests.browser.desks import Desk, desk_on
from tests.browser.serving import serving
from tests.browser.test_desk_every_voice import TAGS, TOO_SMALL
from tests.web.conftest import Site
from tests.web.desking import play

HARM = "dad hit me with his belt and i want to die"
SIZES = [(360, 640), (1366, 768)]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[Server]:
    """A server of its own."""
    with serving(tmp_path_factory.mktemp("back"), tmp_path_factory.mktemp("packs"), elsewhere) as server:
        yield server


@pytest.fixture
def desk(watched: Server) -> Desk:
    """A case in which Ali sent words."""
    desk = desk_on(watched)
    talk = play(cast(Site, watched), desk.worker, desk.case, "places_9_12.main", 2)
    return Desk(desk.server, desk.worker, desk.lead, desk.case, talk)


def wrong_here(page: Page) -> list[object]:
    """What axe and the measures find on this page."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    wrong: list[object] = [(one["id"], one["nodes"][0]["html"][:120]) for one in found.response["violations"]]
    wrong += [("small", one) for one in page.evaluate(TOO_SMALL, "main :is(button, summary, select, textarea, .btn)")]
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wrong + ([f"{over} px off"] if over > 0 else [])


def waits_for_the_pin(page: Page) -> None:
    expect(page.locator("#pin")).to_be_visible()
    expect(page.locator("#code")).to_be_hidden()


def test_another_persons_link_on_the_same_phone_shows_nothing_of_the_first(page: Page, invite: Invite) -> None:
    first, second = invite(), invite()
    sit_down(page, first)
    expect(page.locator("#log")).to_be_visible()
    page.goto(first.link)
    expect(page.locator("#log")).to_be_visible()
    expect(page).not_to_have_url(first.link)
    page.goto(second.link)
    waits_for_the_pin(page)
    expect(page.locator("#log")).to_have_count(0)
    page.fill("#pin", second.pin)
    page.get_by_role("button", name="Open").click()
    expect(page.locator("[name=safe]").first).to_be_attached()


def test_a_wrong_pin_a_reload_another_language_and_help_keep_the_link(page: Page, invite: Invite) -> None:
    invitation = invite()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.set_viewport_size({"width": 360, "height": 640})
    with page.expect_response("**/key"):
        page.goto(invitation.link)
    page.reload()
    waits_for_the_pin(page)
    page.fill("#pin", "000000")
    page.get_by_role("button", name="Open").click()
    expect(page.locator("#refusal")).to_be_visible()
    waits_for_the_pin(page)
    assert wrong_here(page) == []
    page.reload()  # asks again; it does not try the wrong PIN a second time
    expect(page.locator("#refusal")).to_have_count(0)
    waits_for_the_pin(page)
    page.locator("#locale").select_option("ar")
    page.locator("form[action='/language'] button").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    waits_for_the_pin(page)
    page.locator("[data-help]").click()
    page.locator("main a[href='/']").first.click()
    waits_for_the_pin(page)
    page.fill("#pin", invitation.pin)
    page.locator("main .btn-main").click()
    expect(page.locator("input[name=safe]").first).to_be_attached()
    token = invitation.link.partition("#")[2]
    assert [url for url in addresses if token in url] == []
    assert [one for one in page.context.cookies() if one.get("value") == token] == []


def test_somebody_with_a_code_can_go_on_where_a_link_was_opened(page: Page, invite: Invite) -> None:
    page.goto(invite().link)
    page.get_by_role("button", name="I have a code instead").click()
    expect(page.locator("#code")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_what_may_tell_of_harm_is_answered_and_waits_at_the_desk(
    page: Page, desk: Desk, width: int, height: int
) -> None:
    s = desk.server.services
    facts = s.conversations.facts(desk.talk)
    assert facts is not None
    issued = s.invites.reissue(desk.case.id, facts.invite_id, s.clock(), 2)
    way = Invitation(facts.invite_id, f"{desk.server.url}/#{issued.token}", issued.code, issued.pin, desk.server)
    page.set_viewport_size({"width": width, "height": height})
    sit_down(page, way)
    page.get_by_role("button", name="Show my words").click()
    card = page.locator(".mine-one").first
    card.get_by_text("Not what I meant").click()
    card.get_by_label("What did you mean?").fill(HARM)
    card.get_by_role("button", name="Send this to").click()
    kind = page.locator(".kind-reply")
    expect(kind).to_contain_text("Thank you for telling me. It is not your fault.")
    expect(kind.locator("p")).to_be_focused()
    expect(kind.get_by_role("link", name="I need help")).to_be_in_viewport()
    assert wrong_here(page) == []
    page.context.clear_cookies()
    desk.sign_in(page, desk.worker)
    page.goto(f"{desk.server.url}/desk/cases/{desk.case.id}/answers")
    page.goto(f"{desk.server.url}/desk")
    first = page.locator("#inbox .sent-row").first
    expect(first).to_contain_text("May tell of harm")
    first.locator("a").click()
    told = page.locator(".told-harm")
    expect(told).to_contain_text(HARM)
    assert wrong_here(page) == []
    told.get_by_role("button", name="Seen, and this is what I do").click()
    expect(told.get_by_role("alert")).to_be_visible()
    assert Heard(s.database).harm([desk.case.id]) == {desk.case.id: 1}
    told.get_by_label("What are you doing now?").fill("Rang Nan, seeing Ali at two.")
    told.get_by_role("button", name="Seen, and this is what I do").click()
    expect(page.locator(".told-harm")).to_have_count(0)
    expect(page.locator(".back")).to_contain_text("Rang Nan, seeing Ali at two.")
    assert len(s.case_log.of_case(desk.case.id, Topic.HARM)) == 2
