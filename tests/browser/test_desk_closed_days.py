"""Closed days in a real browser: a manager closes some and takes one back; no violations and nothing cramped. And a
note for the Chair that arrives on an open page.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from review.dates.due import LONDON
from store.accounts import Account
from tests.browser.acting import Server
from tests.browser.desks import Desk, account, desk_on
from tests.browser.test_desk_every_voice import TAGS, TARGETS, TOO_SMALL

ROWS_OF_ITS_OWN = ", .opens > summary, .more > summary"


@pytest.fixture
def desk(server: Server) -> Desk:
    return desk_on(server)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 640)])
def test_a_manager_closes_days_and_takes_one_back(page: Page, desk: Desk, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    desk.sign_in(page, account(desk.server, "manager")).goto(f"{desk.server.url}/desk/closed-days")
    own = page.locator(".own .days").first
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("Closed on")).to_be_focused()
    clean(page)
    year = datetime.now(LONDON).year + 1
    reason = f"Staff days at {width}"
    month = 9 if width > 400 else 10  # both share one council
    page.get_by_label("Closed on").fill(date(year, month, 1).isoformat())
    page.get_by_label("Until for more than one day").fill(date(year, month, 7).isoformat())
    page.get_by_label("Why everybody at the desk reads this").fill(reason)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(page.get_by_text(reason)).to_have_count(5)
    day = own.locator("li", has_text=reason).first
    day.get_by_text("Take it back").click()
    clean(page)
    day.get_by_label("Why it is a working day after all").fill("The duty team is in")
    day.get_by_role("button", name="Make it a working day").click()
    expect(own.get_by_text(reason)).to_have_count(4)
    page.locator(".more > summary").click()
    expect(page.get_by_text("The duty team is in").first).to_be_visible()
    clean(page)


def test_a_note_arrives_on_the_chairs_open_page(page: Page, desk: Desk) -> None:
    chair: Account = account(desk.server, "chair")
    s = desk.server.services
    s.cases.grant(desk.case.id, chair.id, desk.worker.id, s.clock())
    desk.sign_in(page, chair).goto(f"{desk.server.url}/desk")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    worker = desk.sign_in(page.context.browser.new_context(locale="en-GB").new_page(), desk.worker)  # type: ignore[union-attr]
    worker.goto(f"{desk.here}/chair")
    worker.get_by_label("Yes").check()
    worker.get_by_label("What should the Chair know?").fill("She leaves by the side door.")
    worker.get_by_role("button", name="Send to the Chair").click()
    expect(page.get_by_text("1 note waits for you alone")).to_be_visible()
    expect(page.locator("[data-waiting]").first).to_have_text("1")
    expect(page.locator("#announcer")).to_have_text("Something new has arrived.")


def clean(page: Page) -> None:
    """No violation, nothing too small to tap, and nothing wider than the screen."""
    found = Axe().run(page, options={"runOnly": TAGS})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if page.viewport_size and page.viewport_size["width"] < 400:
        assert page.evaluate(TOO_SMALL, TARGETS + ROWS_OF_ITS_OWN) == []
