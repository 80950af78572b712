"""The wall follows the room: what is typed, saved, taken back, and who may see it, while it is on the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from review.case_event import Topic
from review.room.in_the_room import COLUMNS, SAID, said_body
from review.sets.sets import Wording, wording_body
from tests.browser.acting import Server
from tests.browser.desks import Desk
from tests.browser.walls import FULL_HD, desk_with_a_wall, wall


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """The screen in the room."""
    return {**browser_context_args, "viewport": FULL_HD, "has_touch": False, "is_mobile": False, "locale": "en-GB"}


@pytest.fixture
def desk(server: Server) -> Desk:
    return desk_with_a_wall(server)


def test_on_a_phone_the_wall_is_one_page_that_stays_where_it_is_read_and_shows_what_was_just_said(
    page: Page, desk: Desk
) -> None:
    page.route_web_socket(re.compile("socket.io"), lambda socket: socket.close())
    page.set_viewport_size({"width": 360, "height": 640})
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/wall")
    expect(page.get_by_role("button", name="Next")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.source .w')).fontSize") == "18px"
    read = page.locator(".source .said", has_text="Nan fetches Ali when it gets loud").first
    read.evaluate("(one) => { one.scrollIntoView(); scrollBy(0, 90) }")
    top = read.evaluate("(one) => one.getBoundingClientRect().top")
    s, by = desk.server.services, desk.worker.id
    wording = Wording("Bo may be hungry.", "Bo eats.", "", "none", "all")
    s.case_log.append(desk.case.id, Topic.SET, "s2", by, s.clock(), wording_body(wording))
    expect(page.get_by_text("Bo may be hungry.")).to_be_attached(timeout=8_000)
    assert abs(read.evaluate("(one) => one.getBoundingClientRect().top") - top) < 2
    said = said_body(COLUMNS[2], "Ray rang the school", "Ray", "")
    s.case_log.append(desk.case.id, Topic.MEETING, SAID, by, s.clock(), said)
    expect(page.locator(".fresh", has_text="Ray rang the school")).to_be_in_viewport(timeout=8_000)


def test_what_is_typed_in_the_room_is_on_the_wall_at_once_and_what_is_saved_stays(
    page: Page, desk: Desk, browser: Browser
) -> None:
    screen = wall(browser.new_page(viewport=FULL_HD), desk)
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/room")
    draft = screen.locator("[data-draft]")
    expect(page.locator("[data-shown]")).to_contain_text("page 1 of")
    page.get_by_label("In their words").press_sequentially("Ray comes on Fridays")
    expect(draft).to_contain_text("Ray comes on Fridays")
    page.get_by_label("Who said it").fill("Ray")
    page.get_by_role("button", name="Put it on the wall").first.click()
    expect(draft).to_be_hidden()
    expect(screen.locator(".page:not([hidden]) .in-room.fresh")).to_contain_text("Ray comes on Fridays")
    expect(page.get_by_label("In their words")).to_have_value("")
    expect(page.get_by_label("In their words")).to_be_focused()
    page.locator("#on li", has_text="Ray comes on Fridays").get_by_role("button", name="Take back").click()
    expect(screen.locator(".page", has_text="Ray comes on Fridays")).to_have_count(0)
    page.get_by_role("button", name="Set 1", exact=True).click()
    expect(screen.locator(".page:not([hidden])")).to_contain_text("Ali may be hit")
    screen.context.close()


def test_a_draft_is_on_the_wall_within_half_a_second(page: Page, desk: Desk, browser: Browser) -> None:
    screen = wall(browser.new_page(viewport=FULL_HD), desk)
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/room")
    expect(page.locator("[data-shown]")).to_contain_text("page 1 of")
    expect(screen.locator("[data-away]")).to_be_empty()
    screen.evaluate("""() => { self.came = new Promise((done) => new MutationObserver(() => done(Date.now()))
      .observe(document.querySelector('[data-draft-words]'), { childList: true })) }""")
    typed = page.evaluate("""() => { const words = document.querySelector('#words'); words.value = 'now';
      words.dispatchEvent(new InputEvent('input', { bubbles: true })); return Date.now() }""")
    assert screen.evaluate("self.came") - typed < 500
    screen.context.close()


def test_a_revoked_account_loses_its_wall(page: Page, desk: Desk) -> None:
    wall(page, desk)
    expect(page.locator("[data-away]")).to_be_empty()
    desk.server.services.accounts.disable(desk.worker.id, desk.server.services.clock())
    expect(page).to_have_url(re.compile("/desk/sign-in"), timeout=6_000)
    expect(page.get_by_text("Ali may be hit")).to_have_count(0)


def test_with_the_socket_away_it_says_so_and_reads_again(page: Page, desk: Desk) -> None:
    page.route_web_socket(re.compile("socket.io"), lambda socket: socket.close())
    wall(page, desk)
    expect(page.locator("[data-away]")).to_contain_text("Reconnecting")
    s = desk.server.services
    said = said_body(COLUMNS[1], "Ray rang the school", "Ray", "")
    s.case_log.append(desk.case.id, Topic.MEETING, SAID, desk.worker.id, s.clock(), said)
    expect(page.locator(".page:not([hidden])")).to_contain_text("Ray rang the school", timeout=8_000)


def test_without_a_script_the_wall_is_one_page_and_the_room_can_be_written_in(browser: Browser, desk: Desk) -> None:
    page = browser.new_context(java_script_enabled=False, viewport=FULL_HD).new_page()
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/room")
    page.get_by_label("In their words").fill("Ray comes on Fridays")
    page.get_by_label("Nobody in particular").check()
    page.get_by_role("button", name="Put it on the wall").first.click()
    page.goto(f"{desk.here}/wall")
    for words in ("Ali may be hit", "What's working well?", "Ray comes on Fridays"):
        expect(page.locator(".source").get_by_text(words).locator("visible=true").first).to_be_visible()
    page.get_by_role("link", name="Dark room").click()
    expect(page.locator("body.dark")).to_have_count(1)
    page.context.close()
