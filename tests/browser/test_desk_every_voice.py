"""The desk with everything families can send: no violations on any page, nothing cramped, a notice taken on with keys
alone, and a tap told without a reload.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.acting import Server, sit_down
from tests.browser.desks import Desk, desk_on, play_on, tab_to
from tests.browser.serving import serving
from tests.web.conftest import Site
from tests.web.desking import play

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TARGETS = "button, summary, select, textarea, input, .btn, nav a, .brand a, .crumb a, .rows a, a.invite-line, .within a"
TOO_SMALL = """(wanted) => [...document.querySelectorAll(wanted)]
  .filter((one) => one.checkVisibility() && one.offsetWidth > 1 && !one.matches(".skip"))
  .map((one) => one.closest("label") ?? one)
  .filter((one) => one.getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[Server]:
    """A server where somebody is on duty."""
    with serving(tmp_path_factory.mktemp("watched"), tmp_path_factory.mktemp("packs"), elsewhere) as server:
        yield server


@pytest.fixture
def desk(watched: Server) -> Desk:
    """A case of its own with nothing sent yet."""
    return desk_on(watched)


@pytest.fixture
def full(desk: Desk) -> Desk:
    """The same after a drawing, steps, pictures, views on shared worries, a plan, and words that may tell of harm."""
    s, site = desk.server.services, cast(Site, desk.server)
    for script, person in (("places_6_8.main", 2), ("feelings.main", 2), ("sets.main", 1), ("family_plan.main", 1)):
        play(site, desk.worker, desk.case, script, person)
    harm = play(site, desk.worker, desk.case, "places_9_12.tells_of_harm", 2, safe="not_sure_went_on")
    s.cases.set_contact_only(desk.case.id, desk.person("Sam"), desk.worker.id, s.clock())
    desk.tap("Sam")
    return replace(desk, talk=harm)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A laptop."""
    laptop = {"viewport": {"width": 1366, "height": 768}, "has_touch": False, "is_mobile": False, "locale": "en-GB"}
    return {**browser_context_args, **laptop}


def inbox(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.server.url}/desk")
    expect(page.locator(".urgent-strip").first).to_be_visible()
    expect(page.locator("#inbox .tag-unsafe")).to_be_visible()


def notice(page: Page, desk: Desk) -> None:
    page.goto(desk.tap("Ali"))
    page.get_by_role("button", name="I have it").click()
    expect(page.locator("#done[aria-invalid]")).to_be_focused()


def notice_taken(page: Page, desk: Desk) -> None:
    page.goto(desk.tap("Ali"))
    page.get_by_label("What are you doing now?").fill("going there")
    page.get_by_role("button", name="I have it").click()
    expect(page.locator("main blockquote")).to_have_text("going there")


def case(page: Page, desk: Desk) -> None:
    notice_taken(page, desk)
    page.goto(desk.here)
    for more in page.locator("details.more > summary").all():
        more.click()
    expect(page.get_by_role("button", name="Ask about worries again for Sam")).to_be_visible()
    expect(page.get_by_role("link", name="Taken on").first).to_be_visible()


def new_link(page: Page, desk: Desk, who: str = "Dee") -> None:
    page.goto(f"{desk.here}/invites/new")
    page.get_by_role("link", name=who).click()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    for child in page.get_by_role("radio", name="Ali").all():
        child.check()


def new_link_for_contact_only(page: Page, desk: Desk) -> None:
    new_link(page, desk, "Sam Young")
    expect(page.locator(".notice")).to_contain_text("not asked about worries")
    expect(page.locator("[name=script]:checked")).to_have_count(0)


def half_filled_set(page: Page, desk: Desk) -> None:
    new_link(page, desk)
    page.get_by_text("Worries and goals to share").click()
    page.locator("#w0").fill("Nan is worried that Ali could be hit.")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Go to it").click()
    expect(page.locator("#g0[aria-invalid]")).to_be_focused()
    expect(page.locator("#w0:not([aria-invalid])")).to_have_value("Nan is worried that Ali could be hit.")


def check_of_sets(page: Page, desk: Desk) -> None:
    half_filled_set(page, desk)
    for field in ("g0", "l0", "h0"):
        page.locator(f"#{field}").fill("A calm grown-up is there.")
    page.get_by_text("Another worry and goal").first.click()
    for field in ("w1", "g1", "l1", "h1"):
        page.locator(f"#{field}").fill("Ali sleeps in his own bed.")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".shared-sets li")).to_have_count(2)


def talk(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.here}/talks/{desk.talk}")
    expect(page.locator(".exchange .tag-harm").first).to_be_visible()


def the_map(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.here}/map")
    page.locator(".numbers > summary").click()
    for shown in (".card .drawing", ".stairs", ".picked .pic", ".scale-row"):
        expect(page.locator(shown).first).to_be_visible()


def playing(page: Page, desk: Desk) -> None:
    page.goto(desk.play("places_6_8"))
    play_on(page, until="good_place")


PAGES: list[Callable[[Page, Desk], None]] = [
    inbox, notice, notice_taken, case, new_link, new_link_for_contact_only, half_filled_set, check_of_sets, talk,
    the_map, playing,
]  # fmt: skip


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1366, 768, "light"), (360, 640, "light"), (1366, 768, "dark")], ids=str
)
def test_axe_finds_nothing_and_nothing_is_cramped(page: Page, full: Desk, width: int, height: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    wrong: list[tuple[Any, ...]] = []
    for show in PAGES:
        page.set_viewport_size({"width": width, "height": height})
        full.sign_in(page, full.lead if show is playing else full.worker)
        show(page, full)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        wrong += [(show.__name__, one["id"], one["nodes"][0]["html"][:120]) for one in found.response["violations"]]
        if width == 360 and show is not playing:
            wrong += [(show.__name__, "small", one) for one in page.evaluate(TOO_SMALL, TARGETS)]
        page.set_viewport_size({"width": 320, "height": 640})
        for direction in ("rtl", "ltr"):
            page.evaluate("direction => { document.documentElement.dir = direction }", direction)
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            wrong += [(show.__name__, direction, f"{over} px off")] if over > 0 else []
        bar = page.locator(".side").bounding_box() if show is not playing else None
        wrong += [(show.__name__, "the bar on top has two rows")] if bar and bar["height"] > 64 else []
    assert wrong == []


def test_a_notice_is_taken_on_with_keys_alone(page: Page, desk: Desk) -> None:
    desk.tap("Ali")
    desk.sign_in(page, desk.worker).goto(desk.here)
    link = page.get_by_role("link", name="Open and take it on")
    tab_to(page, "Open and take it on")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="I have it")).to_be_visible()
    page.locator("#main").focus()
    tab_to(page, "What are you doing now?")
    page.keyboard.type("rang the mobile, no answer")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main blockquote")).to_have_text("rang the mobile, no answer")
    expect(page.get_by_role("button", name="I have it")).to_have_count(0)
    expect(page.locator(".urgent-strip")).to_have_count(0)
    expect(page.get_by_text("answered before it was due")).to_have_count(2)


def tap_on_a_phone(browser: Browser, desk: Desk) -> None:
    """Ali says on the phone that Ali is not safe."""
    phone = browser.new_page()
    sit_down(phone, desk.way_in("Ali"))
    phone.goto(f"{desk.server.url}/help")
    phone.locator("form[action='/not-safe'] button").click()
    phone.get_by_role("button", name="Yes, tell them I'm not safe").click()
    expect(phone.locator("h1")).to_have_text("We have told them")
    phone.close()


def test_a_tap_is_told_while_something_else_is_being_written(page: Page, desk: Desk, browser: Browser) -> None:
    desk.sign_in(page, desk.worker)
    half_filled_set(page, desk)
    page.locator("#g0").press_sequentially("A calm grown-up")
    tap_on_a_phone(browser, desk)
    expect(page.locator(".urgent-strip")).to_contain_text("Ali")
    expect(page.locator("#announcer")).to_contain_text("I'm not safe")
    expect(page.locator("#g0")).to_be_focused()
    expect(page.locator("#g0")).to_have_value("A calm grown-up")


def test_the_keyboard_stays_on_a_notice_when_another_one_comes(page: Page, desk: Desk, browser: Browser) -> None:
    desk.tap("Sam")
    desk.sign_in(page, desk.worker).goto(desk.here)
    tab_to(page, "Open and take it on")
    tap_on_a_phone(browser, desk)
    expect(page.locator(".urgent-strip")).to_have_count(2)
    expect(page.get_by_role("link", name="Open and take it on").first).to_be_focused()


def test_on_its_own_page_a_notice_is_said_once_and_another_one_still_comes_through(page: Page, desk: Desk) -> None:
    own = desk.tap("Ali")
    desk.tap("Sam")
    with page.expect_response(lambda answer: answer.url.endswith("/desk/")) as told:
        desk.sign_in(page, desk.worker).goto(own)
    told.value.finished()
    expect(page.locator(".urgent-strip")).to_have_count(1)
    expect(page.locator(".urgent-strip")).to_contain_text("Sam")
