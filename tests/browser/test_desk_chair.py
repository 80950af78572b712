"""The Chair's channel in a real browser: a worker tells the Chair, the Chair reads it, a relative takes it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.acting import Invitation, Server, ahead_to, sit_down
from tests.browser.desks import Desk, account, desk_on
from tests.browser.families import send
from tests.web.conftest import Site
from tests.web.desking import play

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NOTE = "She leaves by the side door on Friday."
SECRET = "He does not know where we went."


@pytest.fixture
def desk(server: Server) -> Desk:
    """A case in which a relative had a question for the Chair, and told them something alone."""
    made = desk_on(server)
    play(cast(Site, server), made.worker, made.case, "network.main", person=1)
    return made


def test_an_open_page_of_the_chairs_says_that_a_note_arrived_and_stays_as_it_is(browser: Browser, desk: Desk) -> None:
    chair = account(desk.server, "chair")
    desk.server.services.cases.grant(desk.case.id, chair.id, desk.worker.id, desk.server.services.clock())
    hers = desk.sign_in(browser.new_context(locale="en-GB").new_page(), chair)
    hers.goto(f"{desk.here}/chair")
    expect(hers.locator("[data-news]")).to_be_empty()
    page = desk.sign_in(browser.new_context(locale="en-GB").new_page(), desk.worker)
    page.goto(f"{desk.here}/chair")
    page.get_by_label("Yes").check()
    page.get_by_label("What should the Chair know?").fill(NOTE)
    page.get_by_role("button", name="Send to the Chair").click()
    expect(hers.get_by_text("A new note has arrived.")).to_be_visible()
    expect(hers.get_by_text("1 note you have not read")).to_be_visible()
    assert NOTE not in hers.content()
    clean(hers)
    hers.get_by_role("link", name="Reload to read it").click()
    expect(hers.get_by_text("2 notes you have not read")).to_be_visible()
    expect(hers.locator("[data-news]")).to_be_empty()


@pytest.mark.parametrize("size", [(1366, 768), (360, 640)])
def test_a_worker_tells_the_chair_and_the_chair_reads_it(browser: Browser, desk: Desk, size: tuple[int, int]) -> None:
    width, height = size
    options: dict[str, Any] = {"viewport": {"width": width, "height": height}, "locale": "en-GB"}
    page = desk.sign_in(browser.new_context(**options).new_page(), desk.worker)
    page.goto(f"{desk.here}/chair")
    page.get_by_label("Yes").check()
    page.get_by_label("What should the Chair know?").fill(NOTE)
    clean(page)
    page.get_by_role("button", name="Send to the Chair").click()
    expect(page.get_by_text("Sent to the Chair only.")).to_be_visible()
    expect(page.get_by_text("Not read yet")).to_be_visible()
    assert NOTE not in page.content()
    clean(page)

    chair = account(desk.server, "chair")
    desk.server.services.cases.grant(desk.case.id, chair.id, desk.worker.id, desk.server.services.clock())
    hers = desk.sign_in(browser.new_context(**options).new_page(), chair)
    hers.goto(f"{desk.here}/chair")
    expect(hers.get_by_text("Will you ask Ali what he wants?")).to_be_visible()
    clean(hers)
    hers.get_by_role("link", name="Read the notes").click()
    expect(hers.get_by_text(NOTE)).to_be_visible()
    expect(hers.get_by_text("New", exact=True)).to_have_count(2)
    clean(hers)
    hers.get_by_role("link", name="Close the notes").click()
    hers.get_by_role("button", name="Print on A4").click()
    expect(hers.locator(".a4")).not_to_contain_text(NOTE)
    hers.get_by_role("link", name="Back").click()
    hers.get_by_label("with the notes, this once").check()
    hers.get_by_role("button", name="Print on A4").click()
    expect(hers.locator(".a4")).to_contain_text(NOTE)
    clean(hers)
    page.reload()
    expect(page.get_by_text("Read ", exact=False).first).to_be_visible()


def test_a_form_that_comes_back_puts_the_keyboard_where_there_is_something_to_mend(page: Page, desk: Desk) -> None:
    desk.sign_in(page, desk.worker)
    page.goto(f"{desk.here}/chair")
    page.get_by_role("button", name="Send to the Chair").click()
    expect(page.get_by_role("alert")).to_have_text("Write the note first, then send it.")
    expect(page.get_by_label("What should the Chair know?")).to_be_focused()


def test_a_relative_reads_it_back_marked_and_takes_it_out(page: Page, invite: Callable[..., Invitation]) -> None:
    relative = invite("network", role="relative")
    ahead_to(relative, "chair_only")
    sit_down(page, relative)
    page.fill("#text", SECRET)
    send(page)
    told = page.locator(".told li", has_text=SECRET)
    expect(told).to_contain_text("Only for the Chair")
    clean(page)
    told.get_by_role("button", name="Take out").click()
    page.get_by_role("button", name="Yes, take it out").click()
    expect(page.locator(".told")).not_to_contain_text(SECRET)


def clean(page: Page) -> None:
    """No violation, and nothing wider than the screen."""
    found = Axe().run(page, options={"runOnly": TAGS})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
