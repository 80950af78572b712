"""The plan and the network in a browser: a line goes from an idea to the plan, things are put in order with the
keyboard, and no page has a violation.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from datetime import date
from typing import cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from review.case_event import Topic
from review.plan.network import About, Answer, Ring, Said, about_body
from review.plan.plan import Kind, answer_body, plan_of, proposal_body, sighting_body
from review.plan.text import Actor, Box, Origin, PlanText
from review.sets.sets import Wording, wording_body
from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on
from tests.browser.serving import serving
from tests.web.conftest import Site
from tests.web.desking import play

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("planned"), tmp_path_factory.mktemp("packs"), elsewhere) as server:
        yield server


@pytest.fixture
def desk(served: Server) -> Desk:
    """A case with a set, a family's plan, lines of each standing, and people around the child."""
    desk = desk_on(served)
    play(cast(Site, served), desk.worker, desk.case, "family_plan.main", 1)
    wording = Wording("Nan is worried that Ali could be hit.", "A calm grown-up is there.", "Today?", "hit", "calm")
    put(desk, Topic.SET, "5e7" * 10, wording_body(wording))
    add(desk, PlanText(Box.GOING_WELL, "Ali sleeps in his own bed", "5e7" * 10, origin=Origin.FAMILY))
    for words, who in (("Nan stays the night", "Nan"), ("Ray walks him", "Ray")):
        line = add(desk, PlanText(Box.WHO_DOES_WHAT, words, "5e7" * 10, (Actor(who),), "Fridays"))
        put(desk, Topic.PLAN, line, sighting_body(True, DAY, "Nan", "fast asleep"))
    add(desk, PlanText(Box.RED_FLAGS, "he goes quiet", "5e7" * 10), accepted=False)
    for name, ring in (("Nan", Ring.EVERY_DAY), ("Ray", Ring.OFTEN), ("Coach Adeyemi", Ring.NOW_AND_THEN)):
        about = About(name, "family", "comes by", ring, knows=Answer(Said.YES, DAY))
        put(desk, Topic.NETWORK, secrets.token_hex(8), about_body(about))
    return desk


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A laptop."""
    laptop = {"viewport": {"width": 1366, "height": 768}, "has_touch": False, "is_mobile": False, "locale": "en-GB"}
    return {**browser_context_args, **laptop}


def put(desk: Desk, topic: Topic, subject: str, body: dict[str, object]) -> int:
    s = desk.server.services
    return s.case_log.append(desk.case.id, topic, subject, desk.worker.id, s.clock(), body).order


def add(desk: Desk, text: PlanText, accepted: bool = True) -> str:
    line = secrets.token_hex(8)
    order = put(desk, Topic.PLAN, line, proposal_body(Kind.ADD, text, "Nan"))
    if accepted:
        put(desk, Topic.PLAN, line, answer_body(order, True, DAY, "Mum and Nan"))
    return line


def the_plan(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.here}/plan")
    page.locator("#family summary").click()
    expect(page.get_by_role("button", name="Bring in all")).to_be_visible()


def a_refused_line(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.here}/plan/lines/new?box=who_does_what")
    page.get_by_label("Somebody else").fill("Dr Patel")
    page.get_by_label("That is a professional or a service").check()
    page.get_by_role("button", name="Propose this line").click()
    expect(page.locator("#until[aria-invalid]")).to_be_visible()


def the_core_group(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.here}/plan/core-group")
    page.get_by_role("radio", name="Decline").first.check()
    page.get_by_role("button", name="Save the answers").click()
    expect(page.locator(".refusal").first).to_be_visible()


def a_line(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.here}/plan")
    page.get_by_role("link", name=re.compile("History ?: Nan stays")).click()
    expect(page.get_by_role("heading", name="Seen or not seen")).to_be_visible()


def the_target(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.here}/plan/target")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".refusal")).to_be_visible()


def the_network(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.here}/network")
    expect(page.locator(".circles:visible")).to_have_count(1)
    for more in page.locator("details > summary").all():
        more.click()


def somebody(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.here}/network")
    page.get_by_role("link", name=re.compile("Change ?: Nan")).click()
    page.get_by_label("Name", exact=True).fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#name[aria-invalid]")).to_be_visible()


PAGES: list[Callable[[Page, Desk], None]] = [
    the_plan, a_refused_line, the_core_group, a_line, the_target, the_network, somebody,
]  # fmt: skip


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1366, 768, "light"), (360, 640, "light"), (1366, 768, "dark")], ids=str
)
def test_axe_finds_nothing_and_nothing_is_cut_off(page: Page, desk: Desk, width: int, height: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    desk.sign_in(page, desk.worker)
    wrong: list[tuple[str, ...]] = []
    for show in PAGES:
        page.set_viewport_size({"width": width, "height": height})
        show(page, desk)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        wrong += [(show.__name__, one["id"], one["nodes"][0]["html"][:120]) for one in found.response["violations"]]
        page.set_viewport_size({"width": 320, "height": 640})
        for direction in ("rtl", "ltr"):
            page.evaluate("direction => { document.documentElement.dir = direction }", direction)
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            wrong += [(show.__name__, direction, f"{over} px off")] if over > 0 else []
    assert wrong == []


def test_an_idea_becomes_part_of_the_plan(page: Page, desk: Desk) -> None:
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/plan")
    page.get_by_role("link", name=re.compile("Add a line ?: Stresses and triggers, Set 1")).click()
    page.get_by_label("The line").fill("pay day")
    page.get_by_label("From the network").check()
    page.get_by_role("button", name="Propose this line").click()
    line = page.locator(".plan-line", has_text="pay day")
    expect(line).to_contain_text("Proposed")
    page.get_by_role("link", name="Core group").click()
    page.get_by_role("checkbox", name="Dee").check()
    page.get_by_role("radio", name=re.compile("Accept ?: pay day")).check()
    page.get_by_role("button", name="Save the answers").click()
    expect(line).to_be_visible()
    expect(line).not_to_contain_text("Proposed")


def test_the_first_thing_is_put_first_with_the_keyboard(page: Page, desk: Desk) -> None:
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/plan")
    first = page.locator(".steps li .step-words a").first
    expect(first).to_have_text("Nan stays the night")
    button = page.get_by_role("button", name="Later: Nan stays")
    button.focus()
    page.keyboard.press("Enter")
    expect(first).to_have_text("Ray walks him")
    expect(page.locator("#announcer")).to_have_text("Moved: now 2 of 2.")
    expect(page.get_by_role("button", name="Earlier: Nan stays")).to_be_focused()
    page.keyboard.press("Enter")
    expect(first).to_have_text("Nan stays the night")
    events = desk.server.services.case_log.of_case(desk.case.id)
    assert [one.text.words for one in plan_of(events).timeline] == ["Nan stays the night", "Ray walks him"]


def test_on_paper_every_set_begins_a_page_and_controls_are_gone(page: Page, desk: Desk) -> None:
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/plan")
    page.emulate_media(media="print")
    assert page.locator("button:visible, .line-acts:visible, .tabs:visible, .offers:visible").count() == 0
    assert page.locator(".plan-card").first.evaluate("one => getComputedStyle(one).breakBefore") == "page"
    assert page.locator(".line-words").first.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
