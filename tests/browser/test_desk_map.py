"""The map sorted in a real browser: by single keys, by marking words, without JavaScript, and readable by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from review.case_event import Topic
from review.map.decision import DecisionKind
from review.map.placing import Category, Gate, Part, Placing, placing_body, placings_of
from review.map.safety_map import build
from review.map.sorting import may_be_cut
from review.sets.sets import Wording, wording_body
from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on
from tests.web.conftest import Site
from tests.web.desking import play

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TOO_SMALL = """() => [...document.querySelectorAll("main button, main summary, main select, main .seg, main textarea")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A laptop."""
    laptop = {"viewport": {"width": 1366, "height": 768}, "has_touch": False, "is_mobile": False, "locale": "en-GB"}
    return {**browser_context_args, **laptop}


@pytest.fixture
def desk(server: Server) -> Desk:
    """A case to which a child of nine to twelve sent something, with one set."""
    made = desk_on(server)
    s = server.services
    play(cast(Site, server), made.worker, made.case, "places_9_12.main", 2)
    words = Wording("Dad may shout and hurt", "Calm nights", "How sure?", "never", "always")
    s.case_log.append(made.case.id, Topic.SET, "set-1", made.worker.id, s.clock(), wording_body(words))
    return made


@pytest.fixture
def at_map(page: Page, desk: Desk) -> Iterator[Page]:
    """The map, watched for script errors and things the content policy refused."""
    problems: list[str] = []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.on("console", lambda told: problems.append(told.text) if "Content Security" in told.text else None)
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/map")
    yield page
    assert problems == []


def stands(desk: Desk, entry_id: str) -> Placing:
    events = desk.server.services.case_log.of_case(desk.case.id, Topic.PLACING)
    return placings_of(events).get(entry_id, Placing())


def a_text(desk: Desk, server: Server) -> tuple[str, str]:
    """The id and the words of something a child typed that works well, in more than three words."""
    drawn = build(server.services.conversations.entries_of_case(desk.case.id), {})
    fit = (item for item in drawn.working_well if may_be_cut(item) and item.entry.mode is None)
    return next((item.id, item.words) for item in fit if len(item.words.split()) > 3)


def worry(page: Page) -> str:
    found = page.locator(".col.worry .group.not_sorted .card").first.get_attribute("id")
    assert found
    return found


def test_one_key_sorts_a_card_and_the_same_key_takes_it_out(at_map: Page, desk: Desk) -> None:
    id_ = worry(at_map)
    card = at_map.locator(f"#{id_}")
    card.focus()
    at_map.keyboard.press("2")
    expect(at_map.locator(f"[data-group=worry-danger] #{id_}")).to_be_focused()
    expect(at_map.locator("#announcer")).to_have_text("Sorted: Danger")
    expect(at_map.locator("[data-group=worry-danger] [data-group-n]")).to_have_text("1")
    assert stands(desk, id_.removeprefix("e-")).parts[0].category is Category.DANGER
    at_map.keyboard.press("2")
    expect(at_map.locator(f"[data-group=worry-not_sorted] #{id_}")).to_be_focused()
    at_map.keyboard.press("y")
    expect(card.locator(".stands")).to_contain_text("Kept")
    at_map.keyboard.press("1")
    expect(at_map.locator(f"[data-group=worry-past_harm] #{id_} .stands")).to_contain_text("Kept")
    at_map.keyboard.press("/")
    expect(at_map.locator("#wanted-q")).to_be_focused()


def test_a_kept_card_folds_opens_answers_its_keys_and_is_whole_on_paper(at_map: Page) -> None:
    card = at_map.locator(f"#{worry(at_map)}")
    tall = card.evaluate("one => one.offsetHeight")
    card.focus()
    at_map.keyboard.press("y")
    expect(card.locator(".short-who")).to_contain_text("Kept")
    expect(card.locator("blockquote").first).to_be_hidden()
    assert card.evaluate("one => one.offsetHeight") < tall / 2
    at_map.keyboard.press("Tab")
    at_map.keyboard.press("Enter")
    expect(card.locator("blockquote").first).to_be_visible()
    expect(card.locator(".short-words")).to_be_hidden()
    at_map.reload()
    at_map.emulate_media(media="print")
    expect(card.locator("blockquote").first).to_be_visible()
    expect(card.locator("summary").first).to_be_hidden()
    at_map.emulate_media(media="screen")
    card.focus()
    at_map.keyboard.press("u")
    expect(card.locator(".keep")).to_be_visible()


def test_only_what_is_decided_has_a_tick(at_map: Page, desk: Desk, server: Server) -> None:
    play(cast(Site, server), desk.worker, desk.case, "professional.main", 1)
    at_map.reload()
    card = at_map.locator(".col.worry .card:has(.detail)").first
    card.focus()
    at_map.keyboard.press("y")
    expect(card.locator(".short-who")).to_contain_text("Kept")
    detail = card.locator(".detail").first
    card.locator(".settled > summary").click()
    detail.locator(".alone > summary").click()
    detail.get_by_role("button", name="Undo").click()
    waits = detail.locator(".stands strong")
    expect(waits).to_have_text("Not decided yet")
    tick = "one => getComputedStyle(one, '::before').content"
    assert waits.evaluate(tick) == "none"
    assert "✓" in card.locator(".stands.is-keep strong").last.evaluate(tick)


def test_marked_words_become_a_part_of_their_own(at_map: Page, desk: Desk, server: Server) -> None:
    id_, words = a_text(desk, server)
    at_map.goto(f"{desk.here}/map/{id_}/place")
    at_map.evaluate(
        """() => { const text = document.querySelector("[data-words]").firstChild;
             getSelection().setBaseAndExtent(text, 0, text, text.data.indexOf(" ")); }"""
    )
    at_map.get_by_role("button", name="Make it a part of its own").click()
    expect(at_map.locator("main [role=status]")).to_contain_text("It is in parts now")
    first, second = stands(desk, id_).parts
    assert first.of(words) + second.of(words) == words
    assert first.of(words).strip() == words.split()[0]


def test_paper_holds_no_question_for_the_chair_and_nothing_set_aside(at_map: Page) -> None:
    card = at_map.locator(".col.worry .card").first
    card.focus()
    at_map.keyboard.press("s")
    at_map.keyboard.type("Said twice")
    card.get_by_role("button", name="Set aside").click()
    expect(at_map.locator(".card.set_aside")).to_have_count(1)
    at_map.reload()
    at_map.emulate_media(media="print")
    expect(at_map.locator(".on-paper").first).to_contain_text("1 card was set aside and is not printed")
    expect(at_map.locator(".card.set_aside")).to_be_hidden()
    expect(at_map.locator(".col.chair_question")).to_be_hidden()
    expect(at_map.locator(".card:not(.set_aside) .who").first).to_be_visible()
    expect(at_map.locator(".wanted")).to_be_hidden()


def test_the_gate_is_passed_without_javascript_and_says_what_is_missing(
    browser: Browser, desk: Desk, server: Server
) -> None:
    id_, _ = a_text(desk, server)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1366, "height": 768})
    page = desk.sign_in(context.new_page(), desk.worker)
    page.goto(f"{desk.here}/map/{id_}/place?gate=1")
    page.get_by_label("Which danger did it meet?").select_option("set-1")
    for name in ("who", "did", "when", "how_often", "how_long"):
        page.locator(f"#{name}-1").fill(f"words of {name}")
    page.locator("#gate-1").get_by_role("button", name="Save").click()
    expect(page.locator("#gate-1 .notice")).to_contain_text("who saw it")
    expect(page.locator("#who-1")).to_have_value("words of who")
    page.locator("#seen_by-1").fill("Mum")
    page.locator("#gate-1").get_by_role("button", name="Save").click()
    expect(page.locator(".safety-stands")).to_contain_text("Counts as safety")
    page.goto(f"{desk.here}/map")
    expect(page.locator("[data-group=working_well-safety] .card")).to_have_count(1)
    context.close()


@pytest.mark.parametrize("size", [(1366, 768), (360, 640)])
def test_the_map_and_a_cards_page_have_no_violations(
    at_map: Page, desk: Desk, server: Server, size: tuple[int, int]
) -> None:
    s, (id_, _) = server.services, a_text(desk, server)
    gate = Gate("set-1", "Nan", "came", "Fridays", "every time", "May to July", "Mum")
    unfinished = Part(4, None, Category.STRENGTH, gate=Gate("", "Nan", "", "", "", "", ""))
    split = (Part(0, 4, Category.SAFETY, ("set-1",), gate), unfinished)
    s.case_log.append(desk.case.id, Topic.PLACING, id_, desk.worker.id, s.clock(), placing_body(Placing(split)))
    kept = worry(at_map).removeprefix("e-")
    s.decisions.decide(kept, desk.case.id, desk.worker.id, DecisionKind.KEEP, "", "", s.clock())
    at_map.set_viewport_size({"width": size[0], "height": size[1]})
    for path in ("map", "map?sorted=no", f"map/{id_}/place?gate=2"):
        at_map.goto(f"{desk.here}/{path}")
        assert at_map.evaluate("document.documentElement.scrollWidth") <= size[0], path
        found = Axe().run(at_map, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
        assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == [], path
        if size[0] < 500:
            assert at_map.evaluate(TOO_SMALL) == [], path
