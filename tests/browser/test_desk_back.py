"""Back at the desk: from what a page led to, to the page that asked “is this right?”, as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on
from tests.browser.serving import serving
from tests.web.conftest import Site
from tests.web.desking import play


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[Server]:
    """A server of its own."""
    with serving(tmp_path_factory.mktemp("back"), tmp_path_factory.mktemp("packs"), elsewhere) as server:
        yield server


@pytest.fixture
def desk(asked: Server) -> Desk:
    desk = desk_on(asked)
    play(cast(Site, asked), desk.worker, desk.case, "places_9_12.main", 2)
    return desk


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A laptop."""
    laptop = {"viewport": {"width": 1366, "height": 768}, "has_touch": False, "is_mobile": False, "locale": "en-GB"}
    return {**browser_context_args, **laptop}


def a_link(page: Page, desk: Desk) -> str:
    page.goto(f"{desk.here}/invites/new?person={desk.person('Dee')}")
    page.get_by_label("Ali").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Yes, make the link").click()
    expect(page.locator(".pin")).to_be_visible()
    return "Who will receive this?"


def an_answer(page: Page, desk: Desk) -> str:
    page.goto(f"{desk.here}/answers")
    page.locator(".reply > summary").click()
    page.get_by_label("In your own words").fill("Nan comes on Friday.")
    page.get_by_role("button", name="See it as Ali will").click()
    page.get_by_role("button", name="Yes, answer Ali").click()
    expect(page.locator(".told-last")).to_contain_text("Nan comes on Friday.")
    return "This is what Ali will see"


def a_text(page: Page, desk: Desk) -> str:
    page.goto(f"{desk.here}/take-away")
    page.get_by_label("Text to paste").check()
    page.get_by_label("All of them in one").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Yes, show the text").click()
    expect(page.locator(".paste").first).to_be_visible()
    return "Whose words are these?"


@pytest.mark.parametrize("done", [a_link, an_answer, a_text], ids=lambda one: one.__name__)
def test_back_finds_the_page_that_asked(page: Page, desk: Desk, done: Callable[[Page, Desk], str]) -> None:
    asked = done(desk.sign_in(page, desk.worker), desk)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(asked)
    page.go_back()
    expect(page.locator("main form[action*=check]").first).to_be_attached()
