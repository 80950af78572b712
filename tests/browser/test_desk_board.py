"""Numbers, voices and the check in a browser: a number is written down with keys alone, nothing is cramped, and axe
finds nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from review.case_event import Topic
from review.numbers.ratings import rating_body, ratings_of
from review.sets.sets import Wording, wording_body
from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on, tab_to
from tests.web.conftest import Site
from tests.web.desking import play

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WORDS = Wording(
    "Priya and Nan are worried that if Dad drinks, Ali could be hit by something and badly hurt.",
    "Mum and Nan make sure a sober grown-up is with Ali every night.",
    "How safe is Ali at night?",
    "Ali is at home with no sober grown-up",
    "For six months a sober grown-up was there every night",
)
SEEN = """() => [...document.querySelectorAll(".scale-svg")].filter((one) => one.checkVisibility()).map((svg) => {
  const box = (one) => one.getBoundingClientRect();
  const [edge, names, marks] = [box(svg), ...[".name", ".now"].map((one) => [...svg.querySelectorAll(one)].map(box))];
  const cut = names.filter((one) => one.left < edge.left - 3 || one.right > edge.right + 3).length;
  const over = names.filter((n) => marks.some((m) => n.right > m.left && n.left < m.right && n.bottom > m.top
    && n.top < m.bottom)).length;
  return [cut, over, names.length];
})"""
ENDS = """() => { const [a, b] = [...document.querySelectorAll(".scale-svg .tick-number")]
  .filter((one) => one.checkVisibility()).map((one) => [one.textContent, one.getBoundingClientRect().left])
  .filter(([n]) => n === "0" || n === "10"); return a[1] < b[1] ? [a[0], b[0]] : [b[0], a[0]]; }"""


@pytest.fixture
def desk(server: Server) -> Desk:
    """A case with a set, eight numbers on it, a child's own numbers and steps, and what people said."""
    made = desk_on(server)
    s, site, case = server.services, cast(Site, server), made.case
    s.case_log.append(case.id, Topic.SET, "a", made.worker.id, s.clock(), wording_body(WORDS))
    names = (
        "Uncle Ray with a very long name indeed",
        "Nan",
        "Ms Cole, teacher",
        "Dad",
        "جدتي",
        "Jo",
        "Dr Shah",
        "Nan 2",
    )
    for place, who in enumerate(names):
        for day, number in enumerate((place, 10 - place)):
            on = (s.clock() - timedelta(days=9 - day)).date()
            body = rating_body(who, number, "because it is so", "a key for Ray", on, 1)
            s.case_log.append(case.id, Topic.RATING, "a", made.worker.id, s.clock(), body)
    for script, person in (("network.main", 1), ("places_9_12.main", 2), ("places_6_8.main", 2)):
        play(site, made.worker, case, script, person)
    return made


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A laptop."""
    laptop = {"viewport": {"width": 1366, "height": 768}, "has_touch": False, "is_mobile": False, "locale": "en-GB"}
    return {**browser_context_args, **laptop}


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1366, 768, "light"), (360, 640, "light"), (1366, 768, "dark")], ids=str
)
def test_axe_finds_nothing_and_nothing_is_cramped(page: Page, desk: Desk, width: int, height: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": height})
    desk.sign_in(page, desk.worker)
    wrong: list[tuple[Any, ...]] = []
    for path in ("numbers", "voices", "voices?by=set", "voices?by=time", "check"):
        page.goto(f"{desk.here}/{path}")
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        wrong += [(path, one["id"], one["nodes"][0]["html"][:160]) for one in found.response["violations"]]
        for direction in ("rtl", "ltr"):
            page.evaluate("direction => { document.documentElement.dir = direction }", direction)
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            wrong += [(path, direction, f"{over} px off")] if over > 0 else []
            wrong += [(path, direction, one) for one in page.evaluate(SEEN) if one[0] or one[1]]
    assert wrong == []


def test_nought_stands_where_reading_begins(page: Page, desk: Desk) -> None:
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/numbers")
    assert page.evaluate(ENDS) == ["0", "10"]
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate(ENDS) == ["10", "0"]


def test_a_number_is_written_down_with_keys_alone(page: Page, desk: Desk) -> None:
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/numbers")
    page.get_by_text("Write down a number said in the room").first.focus()
    page.keyboard.press("Enter")
    tab_to(page, "Whose number")
    page.keyboard.type("Dee")
    tab_to(page, "0")
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    tab_to(page, "What stops it being lower?")
    page.keyboard.type("nan is there")
    tab_to(page, "Save the number")
    page.keyboard.press("Enter")
    row = page.locator("#set-a tr:has(th bdi:text-is('Dee'))")
    expect(row.locator(".big-number")).to_have_text("7")
    expect(row).to_contain_text("nan is there")
    said = ratings_of(desk.server.services.case_log.of_case(desk.case.id, Topic.RATING))
    assert [(one.number, one.person_id) for one in said if one.who == "Dee"] == [(7, desk.person("Dee"))]


def test_printed_the_reasons_are_on_the_page_even_when_they_are_folded_away(page: Page, desk: Desk) -> None:
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/numbers")
    page.locator("#set-a .told > summary").click()
    reason = page.locator("#set-a .ratings .reason").first
    expect(reason).not_to_be_visible()
    page.emulate_media(media="print")
    expect(reason).to_be_visible()
