"""The wall in a real browser: large words in pages that fit, quiet, on A3, accessible."""

from __future__ import annotations

import re
import zlib
from typing import cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from review.case_event import Topic
from review.map.decision import DecisionKind
from review.numbers.ratings import rating_body
from review.room.in_the_room import COLUMNS, SAID, said_body
from review.sets.sets import Wording, wording_body
from tests.browser.acting import Server
from tests.browser.desks import Desk
from tests.browser.walls import FULL_HD, LONG, desk_with_a_wall, wall
from tests.web.conftest import Site
from tests.web.desking import play

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CUT_OFF = """() => [...document.querySelectorAll('.page:not([hidden])')].flatMap((page) =>
  [page, ...page.querySelectorAll('.page-body, ol')].filter((one) => one.scrollHeight > one.clientHeight + 2)).length"""
SMALLEST = """() => { const seen = document.createTreeWalker(document.querySelector('.page:not([hidden])'), 4); const sizes = [];
  while (seen.nextNode()) { const around = seen.currentNode.parentElement;
    if (seen.currentNode.data.trim() && !around.closest('.unseen, .rule-words')) sizes.push(parseFloat(getComputedStyle(around).fontSize)); }
  return Math.min(...sizes); }"""  # noqa: E501


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """The screen in the room."""
    return {**browser_context_args, "viewport": FULL_HD, "has_touch": False, "is_mobile": False, "locale": "en-GB"}


@pytest.fixture
def desk(server: Server) -> Desk:
    return desk_with_a_wall(server)


def pages(page: Page) -> int:
    return page.locator(".page").count()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (1024, 600)])
def test_words_stay_large_and_whole_on_every_page(page: Page, desk: Desk, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    wall(page, desk)
    if width == 1920:
        assert page.evaluate("getComputedStyle(document.querySelector('.page .w')).fontSize") == "40px"
    told, count = "", pages(page)
    assert count > 2
    for number in range(count):
        expect(page.locator("[data-where]")).to_have_text(f"Page {number + 1} of {count}")
        assert page.evaluate(CUT_OFF) == 0
        assert page.evaluate(SMALLEST) >= 32
        told += " ".join(page.locator(".page:not([hidden]) .col.worry .w").all_text_contents()).replace("…", "")
        page.keyboard.press("ArrowRight")
    assert " ".join(LONG.split()) in " ".join(told.split())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_says_more_is_never_on_a_page_without_the_words_it_is_about(page: Page, desk: Desk) -> None:
    s = desk.server.services
    play(cast(Site, desk.server), desk.worker, desk.case, "network.main", 1)
    entries = s.conversations.entries_of_case(desk.case.id)
    for entry in entries:
        s.decisions.decide(entry.id, desk.case.id, desk.worker.id, DecisionKind.KEEP, "", "", s.clock())
    page.set_viewport_size({"width": 1280, "height": 720})
    wall(page, desk)
    detail = next(one for one in entries if one.entry.position.step == "how_you_know")
    whole = next(one for one in entries if one.entry.position.step == "worries" and one.script == "network")
    card = page.locator(".page .said", has_text=detail.entry.verbatim)
    expect(card.locator("> .w").first).to_contain_text(whole.entry.verbatim[:12])
    expect(card.locator(".asked").first).to_have_text(detail.entry.given.asked)
    assert page.locator(".page li.inside").count() == page.locator(".page .said > .w ~ .insides > li.inside").count()
    for number in page.locator(".page.three").all():
        number.evaluate("(one) => one.hidden = false")
    assert (
        page.evaluate("""() => [...document.querySelectorAll('.page.three ol')]
      .filter((one) => one.scrollHeight > one.clientHeight + 2).length""")
        == 0
    )


LONG_END = (
    "Ali is at home at night with nobody sober, there is a row, and he hides in the bathroom until it stops. " * 9
)
PEOPLE = [f"Person {number}" for number in range(1, 13)]
NUMBERS_SEEN = """() => { const turns = document.querySelectorAll('.page').length || 1; const seen = {};
  for (let n = 0; n < turns; n += 1) {
    for (const row of [...document.querySelectorAll('[data-rows] > li')].filter((one) => one.checkVisibility())) {
      if (turns === 1) row.scrollIntoView({ block: 'center' });
      const { top, bottom, left, right } = row.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight || left < 0 || right > innerWidth) continue;
      seen[row.querySelector('.rule-who').innerText] = row.closest('.rule').innerText;
    }
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
  }
  return seen; }"""


def many_numbers(desk: Desk) -> None:
    """A second set with very long ends, and twelve people's numbers about it."""
    s, by = desk.server.services, desk.worker.id
    wording = Wording("Bo may be hungry.", "Bo eats.", "Where is it today? " * 6, LONG_END, LONG_END)
    s.case_log.append(desk.case.id, Topic.SET, "s2", by, s.clock(), wording_body(wording))
    for number, name in enumerate(PEOPLE):
        body = rating_body(name, number % 11, "", "", s.clock().date(), 1)
        s.case_log.append(desk.case.id, Topic.RATING, "s2", by, s.clock(), body)


@pytest.mark.parametrize(("width", "height"), [(360, 640), (640, 360), (1280, 720), (1920, 1080)])
def test_every_number_of_a_set_can_be_reached_and_so_can_every_word(
    page: Page, desk: Desk, width: int, height: int
) -> None:
    many_numbers(desk)
    page.set_viewport_size({"width": width, "height": height})
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/wall")
    expect(page.locator(".page" if width > 960 else ".source .rule").first).to_be_attached()
    seen = page.evaluate(NUMBERS_SEEN)
    assert sorted(seen) == sorted(PEOPLE)
    assert all("Where is it" in around and "Ali is at home" in around for around in seen.values())
    told = page.evaluate("""() => [...document.querySelectorAll(
      document.querySelector('.page') ? '.page .w' : '.source .w')].map((one) => one.textContent).join(' ')""")
    assert " ".join(LONG_END.split()) in " ".join(told.replace("…", "").split())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_columns_that_are_done_give_their_place_to_what_goes_on(page: Page, desk: Desk) -> None:
    s = desk.server.services
    for number in range(30):
        body = said_body(COLUMNS[2], f"Ray comes at eight on day {number} and stays until all sleep", "Ray", "")
        s.case_log.append(desk.case.id, Topic.MEETING, SAID, desk.worker.id, s.clock(), body)
    wall(page, desk)
    later = page.locator(".page.three ~ .page.three")
    expect(later.locator(".col > h2 + ol:empty")).to_have_count(0)
    expect(later.locator(".over-2").first).to_be_attached()
    places = later.evaluate_all("(list) => list.map((one) => one.querySelectorAll('.col > ol').length)")
    assert set(places) == {3}
    for one in later.all():
        one.evaluate("(page) => page.hidden = false")
        assert page.evaluate(CUT_OFF) == 0
        one.evaluate("(page) => page.hidden = true")
    for number in range(30):
        expect(page.locator(".page .w", has_text=f"day {number} and")).to_have_count(1)


def test_words_start_at_the_side_where_the_page_does(page: Page, desk: Desk) -> None:
    wall(page, desk).evaluate("document.documentElement.dir = 'rtl'")
    words = page.locator(".page :not(.ends > *) > .w")
    assert set(words.evaluate_all("(all) => all.map((one) => getComputedStyle(one).textAlign)")) == {"right"}


def test_the_sets_come_first_and_keys_turn_the_pages(page: Page, desk: Desk) -> None:
    wall(page, desk)
    shown = page.locator(".page:not([hidden])")
    expect(shown).to_contain_text("Ali may be hit when there is a row.")
    page.keyboard.press("ArrowRight")
    expect(shown).to_contain_text("What are we worried about?")
    page.keyboard.press("Home")
    expect(shown).to_contain_text("Ali sleeps in peace.")


def test_controls_are_away_until_a_key_or_the_pointer_is_used(page: Page, desk: Desk) -> None:
    wall(page, desk)
    controls = page.locator(".controls")
    expect(controls).to_be_hidden(timeout=8_000)
    page.mouse.move(300, 300)
    expect(controls).to_be_visible()
    page.get_by_role("link", name="Dark room").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"


def test_it_prints_on_a3_across_with_the_sets_first_and_page_numbers(page: Page, desk: Desk) -> None:
    made = wall(page, desk).pdf(prefer_css_page_size=True)
    width, height = map(float, re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", made)[0])
    assert (round(width), round(height)) == (1191, 842)
    assert made.count(b"/Type /Page\n") + len(re.findall(rb"/Type /Page[ />]", made)) >= 2
    assert any(b"BT" in zlib.decompress(part) for part in re.findall(rb"FlateDecode[^>]*>>\s*stream\r?\n(.*?)endstream", made, re.S)[:3])  # fmt: skip  # noqa: E501


def test_every_sheet_of_paper_says_it_is_confidential_and_what_its_columns_are(page: Page, desk: Desk) -> None:
    wall(page, desk).emulate_media(media="print")
    top = page.locator(".paper")
    expect(top).to_contain_text("Confidential: a family's own words.")
    expect(top).to_contain_text("Printed")
    for repeated in (top, page.locator(".source .paper-heads")):
        assert repeated.evaluate("(one) => getComputedStyle(one).display") == "table-header-group"
    expect(page.locator(".source .paper-heads b")).to_contain_text(["worried about", "working well", "needs to happen"])
    expect(page.locator(".source .col > h2").first).to_be_hidden()
    assert page.locator(".source .set").evaluate("(one) => getComputedStyle(one).breakInside") == "avoid"


@pytest.mark.parametrize(("width", "height"), [(1024, 600), (1366, 768)])
def test_of_many_pages_the_bar_says_which_and_the_way_back_stays_whole(
    page: Page, desk: Desk, width: int, height: int
) -> None:
    many_numbers(desk)
    page.set_viewport_size({"width": width, "height": height})
    wall(page, desk)
    page.mouse.move(300, 300)
    count = pages(page)
    assert count > 10
    expect(page.locator("[data-dots]")).to_be_hidden()
    expect(page.get_by_text(f"Page 1 of {count}")).to_be_visible()
    back = page.get_by_role("link", name="Back to the case").bounding_box()
    foot = page.locator(".foot").bounding_box()
    assert back is not None
    assert foot is not None
    assert back["x"] + back["width"] <= foot["x"]
    bar = page.locator(".controls nav")
    assert bar.evaluate("(one) => one.scrollWidth - one.clientWidth") <= 0


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1366, 768, "light"), (1366, 768, "dark"), (360, 640, "light")]
)
def test_axe_finds_nothing_and_nothing_hangs_over(page: Page, desk: Desk, width: int, height: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": height})
    wrong: list[tuple[object, ...]] = []
    for show in ("wall", "room"):
        desk.sign_in(page, desk.worker).goto(f"{desk.here}/{show}")
        if show == "wall":
            page.mouse.move(10, 10)
            page.keyboard.press("ArrowRight")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        wrong += [(show, one["id"], one["nodes"][0]["html"][:150]) for one in found.response["violations"]]
        for direction in ("rtl", "ltr"):
            page.evaluate("direction => { document.documentElement.dir = direction }", direction)
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            wrong += [(show, direction, f"{over} px off")] if over > 0 else []
    assert wrong == []
