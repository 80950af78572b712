"""Making a link in a browser: the sets about the picked child are ticked until somebody ticks one by hand."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from review.case_event import Topic
from review.sets.sets import Wording, wording_body
from store.cases import NewPerson
from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("size", [{"width": 360, "height": 640}, {"width": 1366, "height": 768}])
def test_the_ticks_follow_the_picked_child_until_one_is_set_by_hand(
    server: Server, page: Page, size: dict[str, int]
) -> None:
    made = desk_on(server)
    s, family = server.services, [NewPerson("relative", "Nan"), NewPerson("child", "Cy"), NewPerson("child", "Bo")]
    case = s.cases.create("Two children", None, made.worker.id, family, s.clock())
    nan, cy, bo = case.people
    for number, child in enumerate((cy, bo), start=1):
        words = Wording(f"{child.name} is hungry", "Breakfast", "And today?", "Never", "Daily", about=(child.id,))
        s.case_log.append(case.id, Topic.SET, f"set{number}", made.worker.id, s.clock(), wording_body(words))
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    here = Desk(server, made.worker, made.lead, case)
    here.sign_in(page, made.worker).goto(f"{here.here}/invites/new?person={nan.id}")
    page.locator("[name=script][value=sets]").check()
    ticks = page.locator("[name=pick]")
    for child, ticked in ((bo, (False, True)), (cy, (True, False))):
        page.locator(f"[name=about][value='{child.id}']").check()
        assert tuple(ticks.nth(at).is_checked() for at in (0, 1)) == ticked
    ticks.nth(1).check()
    page.locator(f"[name=about][value='{bo.id}']").check()
    assert ticks.nth(0).is_checked(), "what was ticked by hand stays"
    assert Axe().run(page, options={"runOnly": TAGS}).response["violations"] == []
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("This set is not about Bo, whom the link asks about.")).to_have_count(1)
    assert Axe().run(page, options={"runOnly": TAGS}).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
