"""The wall in a real browser: large words in pages that fit, live while the worker types, quiet, on A3, accessible."""

from __future__ import annotations

import re
import zlib
from typing import cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from review.case_event import Topic
from review.map.decision import DecisionKind
from review.numbers.ratings import rating_body
from review.room.in_the_room import COLUMNS, SAID, said_body
from review.sets.sets import Wording, wording_body
from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on
from tests.web.conftest import Site
from tests.web.desking import play

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FULL_HD: ViewportSize = {"width": 1920, "height": 1080}
CUT_OFF = """() => [...document.querySelectorAll('.page:not([hidden])')].flatMap((page) =>
  [page, ...page.querySelectorAll('.page-body, ol')].filter((one) => one.scrollHeight > one.clientHeight + 2)).length"""
SMALLEST = """() => { const seen = document.createTreeWalker(document.querySelector('.page:not([hidden])'), 4); const sizes = [];
  while (seen.nextNode()) { const around = seen.currentNode.parentElement;
    if (seen.currentNode.data.trim() && !around.closest('.unseen, .rule-words')) sizes.push(parseFloat(getComputedStyle(around).fontSize)); }
  return Math.min(...sizes); }"""  # noqa: E501
LONG = "Nan fetches Ali when it gets loud, and he sleeps at hers until the morning comes. " * 18


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """The screen in the room."""
    return {**browser_context_args, "viewport": FULL_HD, "has_touch": False, "is_mobile": False, "locale": "en-GB"}


@pytest.fixture
def desk(server: Server) -> Desk:
    """A case with a set, kept words, and one long line said in the room."""
    made = desk_on(server)
    s, by = server.services, made.worker.id
    play(cast(Site, server), made.worker, made.case, "places_9_12.main", 2)
    for entry in s.conversations.entries_of_case(made.case.id):
        s.decisions.decide(entry.id, made.case.id, by, DecisionKind.KEEP, "", "", s.clock())
    wording = Wording("Ali may be hit when there is a row.", "Ali sleeps in peace.", "", "a row a night", "calm")
    s.case_log.append(made.case.id, Topic.SET, "s1", by, s.clock(), wording_body(wording))
    s.case_log.append(made.case.id, Topic.MEETING, SAID, by, s.clock(), said_body(COLUMNS[0], LONG.strip(), "Nan", ""))
    return made


def wall(page: Page, desk: Desk) -> Page:
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/wall")
    expect(page.locator(".page:not([hidden])")).to_be_visible()
    return page


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


def test_it_prints_on_a3_across_with_the_sets_first_and_page_numbers(page: Page, desk: Desk) -> None:
    made = wall(page, desk).pdf(prefer_css_page_size=True)
    width, height = map(float, re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", made)[0])
    assert (round(width), round(height)) == (1191, 842)
    assert made.count(b"/Type /Page\n") + len(re.findall(rb"/Type /Page[ />]", made)) >= 2
    assert any(b"BT" in zlib.decompress(part) for part in re.findall(rb"FlateDecode[^>]*>>\s*stream\r?\n(.*?)endstream", made, re.S)[:3])  # fmt: skip  # noqa: E501


def test_without_a_script_the_wall_is_one_page_and_the_room_can_be_written_in(browser: Browser, desk: Desk) -> None:
    page = browser.new_context(java_script_enabled=False, viewport=FULL_HD).new_page()
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/room")
    page.get_by_label("In their words").fill("Ray comes on Fridays")
    page.get_by_label("Nobody in particular").check()
    page.get_by_role("button", name="Put it on the wall").first.click()
    page.goto(f"{desk.here}/wall")
    for words in ("Ali may be hit", "What's working well?", "Ray comes on Fridays"):
        expect(page.get_by_text(words).first).to_be_visible()
    page.get_by_role("link", name="Dark room").click()
    expect(page.locator("body.dark")).to_have_count(1)
    page.context.close()


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
