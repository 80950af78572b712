"""Who may open a case, and names put right, in a real browser: let in, taken away, renamed; no violations and nothing
cramped.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from store.cases import NewPerson
from tests.browser.acting import Server
from tests.browser.desks import Desk, account, desk_on
from tests.browser.test_desk_closed_days import clean


@pytest.fixture
def desk(server: Server) -> Desk:
    return desk_on(server)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 640)])
def test_somebody_is_let_in_and_their_access_taken_away_with_a_reason(
    page: Page, desk: Desk, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    other = account(desk.server, "chair")
    desk.sign_in(page, desk.worker).goto(desk.here)
    panel = page.locator("#access")
    panel.get_by_text("Let somebody in", exact=True).click()
    panel.get_by_role("button", name="Let in").click()
    expect(panel.get_by_label("Who", exact=True)).to_be_focused()
    panel.get_by_label("Who", exact=True).select_option(other.id)
    panel.get_by_role("button", name="Let in").click()
    line = panel.locator("li", has_text="Let in by Worker")
    line.get_by_text("Take access away").first.click()
    line.get_by_role("button", name="Take access away").click()
    expect(line.get_by_label("Why")).to_be_focused()
    clean(page)
    line.get_by_label("Why").fill("Has another team now")
    line.get_by_role("button", name="Take access away").click()
    expect(line).to_have_count(0)
    panel.get_by_text("2 changes to who may open it").click()
    expect(panel.get_by_text("Has another team now")).to_be_visible()
    clean(page)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 640)])
def test_a_name_is_put_right_and_a_mistake_taken_out(page: Page, desk: Desk, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    s = desk.server.services
    s.cases.add_person(desk.case.id, NewPerson("relative", "Nann"), s.clock())
    desk.sign_in(page, desk.worker).goto(desk.here)
    page.get_by_role("link", name="Put a name right").click()
    row = page.locator(".folk > li").nth(2)
    row.get_by_label("What they are called").fill("")
    row.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Say what the person is called.")).to_be_visible()
    clean(page)
    row.get_by_label("What they are called").fill("Alia")
    row.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(row.get_by_label("What they are called")).to_have_value("Alia")
    last = page.locator(".folk > li").nth(3)
    last.get_by_text("Take out of the case").click()
    clean(page)
    last.get_by_role("button", name="Take Nann out").click()
    expect(page.get_by_text("Taken out of the case.")).to_be_visible()
    expect(page.locator(".folk > li")).to_have_count(3)
