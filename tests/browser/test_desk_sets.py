"""The builder of a set in a real browser: words are dragged, put and searched, the rules speak while one types, and no
page of the sets breaks a rule of accessibility.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from review.case_event import Topic
from review.map.decision import DecisionKind
from review.sets.sets import Account, Wording, drafts_of, sets_of, sharing_body, wording_body
from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on
from tests.web.conftest import Site
from tests.web.desking import play

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WORDING = Wording(
    "Dee and Nan are worried about Ali. On 3 May Dad was drunk. If this goes on, Ali could be badly hurt.",
    "Dee and Nan make sure a sober grown-up is always with Ali. Ali feels calm at home. Nan sees this for six months.",
    "Where is it today, from 0 to 10?",
    "Ali will be badly hurt",
    "Ali feels calm at home, for six months",
    (Account("Dad", "It was one time."),),
)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A laptop."""
    laptop = {"viewport": {"width": 1366, "height": 768}, "has_touch": False, "is_mobile": False, "locale": "en-GB"}
    return {**browser_context_args, **laptop}


@pytest.fixture
def desk(server: Server) -> Desk:
    """A case in which a child's answers were sent and all of them kept."""
    desk, s = desk_on(server), server.services
    play(cast(Site, server), desk.worker, desk.case, "places_9_12.main", 2)
    for kept in s.conversations.entries_of_case(desk.case.id):
        s.decisions.decide(kept.id, desk.case.id, desk.worker.id, DecisionKind.KEEP, "", "", s.clock(), after=0)
    return desk


@pytest.fixture
def written(desk: Desk) -> Desk:
    """The same with a set that was shown and then changed, and a draft."""
    s, now = desk.server.services, desk.server.services.clock()
    changed = replace(WORDING, high="Ali feels calm", dispute=())
    for topic, subject, body in (
        (Topic.SET, "one", wording_body(WORDING)),
        (Topic.SHARING, "one", sharing_body(1, (now - timedelta(days=2)).date(), "Dee", "Lia", "some", "one time")),
        (Topic.SET, "one", wording_body(changed, "plainer")),
        (Topic.SET, "two", wording_body(WORDING, draft=True)),
    ):
        s.case_log.append(desk.case.id, topic, subject, desk.worker.id, now, body)
    return desk


def builder(page: Page, desk: Desk) -> Page:
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/sets/new")
    expect(page.locator("[data-put]").first).to_be_visible()
    return page


def test_words_are_dragged_into_a_field_and_stay_its_source(page: Page, desk: Desk) -> None:
    builder(page, desk)
    card = page.locator(".quote-card").first
    words = card.locator("blockquote").inner_text().strip("“”")
    card.locator(".who").drag_to(page.locator("#worry"))
    expect(page.locator("#worry")).to_have_value(f"“{words}” ")
    expect(card.locator("[name=quote]")).to_be_checked()
    expect(page.locator("[data-picked] q")).to_have_text(words)
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_role("heading", name="Draft")).to_be_visible()
    (draft,) = drafts_of(desk.server.services.case_log.of_case(desk.case.id))
    assert draft.wording.worry == f"“{words}”"
    assert len(draft.wording.quotes) == 1


def test_a_set_is_written_with_the_keyboard_and_the_buttons(page: Page, desk: Desk) -> None:
    builder(page, desk)
    page.locator("#worry").fill(WORDING.worry)
    page.get_by_role("button", name="Put into the goal").first.press("Enter")
    expect(page.locator("#goal")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(WORDING.goal)
    page.get_by_role("button", name="Propose from the worry and the goal").press("Enter")
    expect(page.locator("#low")).to_have_value("Ali is badly hurt")
    expect(page.locator("#high")).to_have_value(
        "For six months: a sober grown-up is always with Ali. Ali feels calm at home"
    )
    expect(page.locator("[data-proposed]")).to_contain_text("Proposed below")
    page.locator("#who1").fill("Dad")
    page.locator("#says1").fill("It was one time.")
    expect(page.locator("#who2")).to_have_value("")
    expect(page.locator("[data-state]")).to_have_text("Nothing needed is missing.")
    page.get_by_role("button", name="Save the set").click()
    expect(page.get_by_role("heading", name="Set 1")).to_be_visible()
    (one,) = sets_of(desk.server.services.case_log.of_case(desk.case.id))
    assert (one.wording.worry, one.wording.goal, one.wording.dispute) == (WORDING.worry, WORDING.goal, WORDING.dispute)


def test_words_put_before_others_stand_apart_from_them(page: Page, desk: Desk) -> None:
    builder(page, desk)
    page.locator("#worry").fill("Ali hid.")
    page.keyboard.press("Control+Home")
    card = page.locator(".quote-card").first
    words = card.locator("blockquote").inner_text().strip("“”")
    card.get_by_role("button", name="Put into the worry").press("Enter")
    expect(page.locator("#worry")).to_have_value(f"“{words}” Ali hid.")


@pytest.mark.parametrize("size", [(360, 640), (1366, 768)])
def test_one_very_long_word_does_not_widen_the_page(page: Page, desk: Desk, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    builder(page, desk)
    for field in ("worry", "goal", "question", "low", "high"):
        page.locator(f"#{field}").fill("x" * 140)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


def test_the_rules_speak_beside_the_field_while_one_types(page: Page, desk: Desk) -> None:
    builder(page, desk)
    page.locator("#goal").press_sequentially("Dad will not drink.")
    beside = page.locator("#goal-remarks")
    expect(beside).to_contain_text("“not”: say what people will be doing")
    expect(page.locator("#worry-remarks li")).to_have_count(0)
    page.locator("#goal").fill(WORDING.goal)
    expect(beside.locator("li")).to_have_count(0)
    page.locator("#worry").fill("Everybody is worried.")
    expect(page.locator("#worry-remarks")).to_contain_text("Needed: Use the child's name.")
    expect(page.locator("[data-state]")).to_contain_text("Not ready yet")


def test_the_familys_words_are_searched(page: Page, desk: Desk) -> None:
    builder(page, desk)
    cards = page.locator(".quote-card:visible")
    before = cards.count()
    words = cards.last.locator("blockquote").inner_text().strip("“”")
    page.locator("#find").fill(words[:12].upper())
    expect(cards.last).to_contain_text(words)
    assert cards.count() < before
    page.locator("#find").fill("no such words here")
    expect(page.locator("[data-found]")).to_have_text("No words found.")
    page.locator("#find").fill("")
    expect(cards).to_have_count(before)


def test_the_rules_follow_which_children_are_ticked_and_who_is_no_child_is_refused_beside_them(
    page: Page, desk: Desk
) -> None:
    builder(page, desk)
    for field in ("worry", "goal", "question", "low", "high"):
        page.locator(f"#{field}").fill(getattr(WORDING, field))
    whom = page.get_by_role("group", name="Which children is it about?")
    whom.get_by_role("checkbox", name="Sam").check()
    expect(page.locator("#worry-remarks")).to_contain_text("Needed: Use the child's name.")
    whom.get_by_role("checkbox", name="Sam").uncheck()
    whom.get_by_role("checkbox", name="Ali").check()
    expect(page.locator("#worry-remarks")).not_to_contain_text("Use the child's name.")
    whom.get_by_role("checkbox", name="Sam").evaluate("box => { box.value = 'nobody'; box.checked = true; }")
    page.get_by_role("button", name="Save the set").click()
    expect(whom.get_by_role("alert")).to_contain_text("not a child in this case")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.violations_count == 0, found.generate_report()
    page.get_by_role("button", name="Save the set").click()
    expect(page.get_by_text("About Ali", exact=True)).to_be_visible()
    (one,) = sets_of(desk.server.services.case_log.of_case(desk.case.id))
    assert (one.wording.worry, one.wording.about) == (WORDING.worry, (desk.case.people[2].id,))


@pytest.mark.parametrize("size", [(360, 640), (1366, 768)])
def test_no_page_of_the_sets_has_violations(page: Page, written: Desk, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    desk = written
    desk.sign_in(page, desk.worker)
    for place in ("sets", "sets/one", "sets/one/history", "sets/one/change", "invites/new"):
        page.goto(f"{desk.here}/{place}")
        if place == "sets/one/change":
            page.locator("#worry").fill("Everybody is worried.")
            page.get_by_role("button", name="Save as version").click()
            expect(page.locator(".refusal").first).to_be_visible()
        if place == "invites/new":
            page.get_by_role("link", name="Dee").click()
            page.get_by_role("radio", name="The worries and the goals").check()
            page.locator("label:has([name=about])", has_text="Ali").click()
            expect(page.get_by_role("checkbox", name="Set 1")).to_be_checked()
        for more in page.locator("details.more > summary").all():
            if not more.evaluate("one => one.parentElement.open"):
                more.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert found.violations_count == 0, f"{place}\n{found.generate_report()}"
