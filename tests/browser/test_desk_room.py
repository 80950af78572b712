"""The page beside the wall: what somebody held back comes before the room in two steps, and goes again in one."""

from __future__ import annotations

from typing import cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from review.map.decision import DecisionKind
from tests.browser.acting import Server
from tests.browser.desks import Desk
from tests.browser.walls import desk_with_a_wall
from tests.web.conftest import Site
from tests.web.desking import play

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def desk(server: Server) -> Desk:
    return desk_with_a_wall(server)


def held_back(desk: Desk) -> str:
    """Words that may tell of harm, kept on the map; they are not on the wall."""
    s = desk.server.services
    play(cast(Site, desk.server), desk.worker, desk.case, "places_9_12.tells_of_harm", 2)
    found = next(one for one in s.conversations.entries_of_case(desk.case.id) if one.entry.given.noticed)
    s.decisions.decide(found.id, desk.case.id, desk.worker.id, DecisionKind.KEEP, "", "", s.clock())
    return found.entry.verbatim


def test_one_tap_shows_nothing_and_what_is_shown_can_be_taken_off_at_once(page: Page, desk: Desk) -> None:
    words = held_back(desk)
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/room")
    main = page.get_by_role("button", name="Put it on the wall")
    expect(main).to_have_count(1)
    step = page.locator(".hold", has_text="It may tell of harm.")
    step.locator("summary").click()
    expect(step.get_by_text("It may tell of harm.")).to_be_visible()
    expect(page.locator("[data-put]")).to_have_count(0)
    step.get_by_role("button", name="Show it to everybody").click()
    put = page.locator("[data-put]")
    expect(put).to_contain_text(words[:40])
    expect(put).to_be_focused()
    expect(put).to_be_in_viewport()
    expect(page.locator("#announcer")).to_contain_text("On the wall now")
    put.get_by_role("button", name="Take it off").click()
    expect(put).to_have_count(0)
    expect(page.locator(".hold summary").first).to_be_focused()
    expect(page.locator(".hold", has_text="It was taken off the wall by hand.")).to_have_count(1)


def test_without_a_script_it_takes_two_steps_too(browser: Browser, desk: Desk) -> None:
    words = held_back(desk)
    page = browser.new_context(java_script_enabled=False).new_page()
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/room")
    step = page.locator(".hold", has_text="It may tell of harm.")
    expect(step.get_by_role("button", name="Show it to everybody")).to_be_hidden()
    step.locator("summary").click()
    step.get_by_role("button", name="Show it to everybody").click()
    expect(page.locator("[data-put]")).to_contain_text(words[:40])
    page.get_by_role("button", name="Take it off").click()
    expect(page.locator("[data-put]")).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize(("width", "height", "scheme"), [(1366, 768, "light"), (360, 640, "dark")])
def test_axe_finds_nothing_in_either_step(page: Page, desk: Desk, width: int, height: int, scheme: str) -> None:
    held_back(desk)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": height})
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/room")
    wrong: list[tuple[str, str]] = []
    page.locator(".hold summary").first.click()
    for shown in ("asked", "put"):
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        wrong += [(one["id"], one["nodes"][0]["html"][:150]) for one in found.response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if shown == "asked":
            page.get_by_role("button", name="Show it to everybody").first.click()
            expect(page.locator("[data-put]")).to_be_visible()
    assert wrong == []
