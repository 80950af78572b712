"""The keys of the desk: listed on every page, never in the way of writing, turned off; and the bar of the wall."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on, tab_to
from tests.browser.test_desk_every_voice import TAGS, TARGETS, TOO_SMALL


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A laptop."""
    laptop = {"viewport": {"width": 1366, "height": 768}, "has_touch": False, "is_mobile": False, "locale": "en-GB"}
    return {**browser_context_args, **laptop}


@pytest.fixture
def desk(server: Server) -> Desk:
    return desk_on(server)


@pytest.fixture
def at_desk(page: Page, desk: Desk) -> Page:
    return desk.sign_in(page, desk.worker)


def open_list(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def close_list(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_every_page_lists_its_keys(at_desk: Page, desk: Desk) -> None:
    pages = [
        "",
        "/map",
        "/sets",
        "/numbers",
        "/plan",
        "/network",
        "/voices",
        "/timetable",
        "/chair",
        "/answers",
        "/wall",
    ]
    home = f"{desk.server.url}/desk"
    for address in [home, f"{home}/search", *(desk.here + one for one in pages), f"{desk.here}/room"]:
        at_desk.goto(address)
        open_list(at_desk)
        expect(at_desk.locator("#keys")).to_contain_text("this list")
        close_list(at_desk)


def test_a_letter_goes_to_a_page_and_brackets_to_the_one_beside(at_desk: Page, desk: Desk) -> None:
    at_desk.goto(desk.here)
    at_desk.get_by_role("button", name="Keys").click()
    places = at_desk.locator("[data-keys-places] > div")
    expect(places).to_have_count(at_desk.locator("[data-goes]").count())
    expect(places.filter(has_text="Timetable")).to_have_text("TTimetable")
    close_list(at_desk)
    at_desk.keyboard.press("g")
    expect(at_desk.locator("[data-keys-wait]")).to_contain_text("Press the letter of a page")
    at_desk.keyboard.press("n")
    at_desk.wait_for_url(f"{desk.here}/numbers")
    at_desk.keyboard.press("]")
    at_desk.wait_for_url(f"{desk.here}/plan")
    at_desk.keyboard.press("[")
    at_desk.wait_for_url(f"{desk.here}/numbers")
    at_desk.keyboard.press("g")
    at_desk.keyboard.press("Escape")
    expect(at_desk.locator("[data-keys-wait]")).to_be_hidden()
    at_desk.keyboard.press("r")
    expect(at_desk.locator("h1")).to_have_text("Numbers")


def test_no_key_acts_while_something_is_written(at_desk: Page, desk: Desk) -> None:
    at_desk.goto(desk.here)
    at_desk.keyboard.press("/")
    expect(at_desk.locator("#asked")).to_be_focused()
    at_desk.keyboard.type("/gm[]?")
    expect(at_desk.locator("#asked")).to_have_value("/gm[]?")
    expect(at_desk.locator("#keys")).to_be_hidden()
    at_desk.locator("h1").click()
    at_desk.keyboard.press("Control+g")
    expect(at_desk.locator("[data-keys-wait]")).to_be_hidden()


def test_all_single_keys_can_be_turned_off_and_on_again(at_desk: Page, desk: Desk) -> None:
    at_desk.goto(desk.here)
    open_list(at_desk)
    at_desk.get_by_label("Use these keys").uncheck()
    close_list(at_desk)
    at_desk.goto(f"{desk.here}/plan")
    for key in ("?", "g", "/", "]"):
        at_desk.keyboard.press(key)
    expect(at_desk.locator("#keys")).to_be_hidden()
    expect(at_desk.locator("[data-keys-wait]")).to_be_hidden()
    assert at_desk.url == f"{desk.here}/plan"
    tab_to(at_desk, "Keys")
    at_desk.keyboard.press("Enter")
    at_desk.get_by_label("Use these keys").check()
    close_list(at_desk)
    at_desk.locator("h1").click()
    open_list(at_desk)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 640)])
def test_axe_finds_nothing_wrong_with_the_list(at_desk: Page, desk: Desk, width: int, height: int) -> None:
    at_desk.set_viewport_size({"width": width, "height": height})
    for address in (desk.here, f"{desk.here}/wall"):
        at_desk.goto(address)
        for is_open in (False, True):
            if is_open:
                open_list(at_desk)
            found = Axe().run(at_desk, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], (address, is_open)
        assert width > 360 or at_desk.evaluate(TOO_SMALL, TARGETS) == []
        assert at_desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (1024, 600)])
def test_the_bar_of_the_wall_covers_and_moves_nothing(at_desk: Page, desk: Desk, width: int, height: int) -> None:
    at_desk.set_viewport_size({"width": width, "height": height})
    at_desk.goto(f"{desk.here}/wall")
    page, bar = at_desk.locator(".page:not([hidden])"), at_desk.locator(".controls")
    expect(bar).to_be_hidden(timeout=10_000)
    before = page.bounding_box()
    at_desk.mouse.move(200, 200)
    at_desk.mouse.move(240, 220)
    expect(bar).to_be_visible()
    there, below = page.bounding_box(), bar.bounding_box()
    assert before is not None
    assert there == before
    assert below is not None
    assert there["y"] + there["height"] <= below["y"] + 0.5
    assert below["y"] + below["height"] <= height + 0.5
