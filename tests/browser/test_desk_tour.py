"""The first walk through the made-up case in a real browser: stop by stop, with keys, accessible, and gone for good."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def demo(server: Server) -> Iterator[Desk]:
    """A case that the demo's note names."""
    made = desk_on(server)
    note = server.services.settings.instance / "demo.json"
    note.write_text(json.dumps({"case": made.case.id}), encoding="utf-8")
    yield made
    note.unlink()


def test_the_walk_goes_from_stop_to_stop_and_escape_ends_it_for_good(page: Page, demo: Desk) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    demo.sign_in(page, demo.worker).goto(f"{demo.server.url}/desk")
    page.get_by_role("link", name="Begin").click()
    panel = page.locator("#tour")
    expect(panel).to_be_focused()
    stops = 1
    while panel.get_by_role("link", name="Next").count():
        panel.get_by_role("link", name="Next").click()
        stops += 1
        expect(panel).to_contain_text(f"Stop {stops} of")
        expect(page.locator("h1").first).to_be_visible()
    assert stops >= 4
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    page.goto(f"{demo.server.url}/desk")
    expect(panel).to_have_count(0)
    page.get_by_role("link", name="Look around").click()
    expect(panel).to_contain_text("Stop 1 of")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 640)])
def test_axe_finds_nothing_in_the_walk(page: Page, demo: Desk, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    demo.sign_in(page, demo.worker)
    wrong = []
    for address in ("/desk", "/desk/?tour=1", f"/desk/cases/{demo.case.id}/room?tour=8"):
        page.goto(f"{demo.server.url}{address}")
        expect(page.locator("#tour")).to_be_visible()
        found = Axe().run(page, context="#tour", options={"runOnly": {"type": "tag", "values": TAGS}})
        wrong += [(address, one["id"], one["nodes"][0]["html"][:150]) for one in found.response["violations"]]
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong += [(address, "over", str(over))] if over > 0 else []
    assert wrong == []
