"""Every family page against axe (WCAG 2.2 AA and best practice), left to right and right to left, light and dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.acting import Invite, ahead_to, asked, sit_down

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STOPS = ("hello", "going_ok", "how_safe", "who_helps", "take_part", "read_back")


@pytest.fixture(params=[("en", "light"), ("ar", "dark")], ids=["English, light", "Arabic, dark"])
def small_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page on a small phone in one language and scheme."""
    locale, scheme = request.param
    context = browser.new_context(viewport={"width": 360, "height": 640}, color_scheme=scheme, locale=locale)
    yield context.new_page()
    context.close()


def clean(page: Page) -> None:
    """No finding, no sideways scrolling, every target at least 44 px high."""
    audit(page, {"target-size": {"enabled": False}})  # what scrolls under a bar has no size of its own: see below
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    low = page.evaluate(
        "[...document.querySelectorAll('.btn, .input, .card, .scale label')].filter(part => part.checkVisibility()"
        " && part.offsetHeight && part.offsetHeight < 44).map(part => part.outerHTML)"
    )
    assert low == []
    page.set_viewport_size({"width": 360, "height": page.evaluate("document.documentElement.scrollHeight") + 200})
    audit(page, {})
    page.set_viewport_size({"width": 360, "height": 640})


def audit(page: Page, rules: dict[str, dict[str, bool]]) -> None:
    """What axe says of this page as it is scrolled now."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "rules": rules})
    assert found.violations_count == 0, found.generate_report()


def speak_its_language(page: Page) -> None:
    """The sitting speaks the language of this browser."""
    locale = page.evaluate("navigator.language.slice(0, 2)")
    if locale != "en":
        page.locator(".more > summary").click()
        page.locator("#locale").select_option(locale)
        page.locator(".speak button").click()
    expect(page.locator("html")).to_have_attribute("lang", locale)


@pytest.mark.parametrize("path", ["/", "/help", "/nothing-here"])
def test_pages_outside_the_conversation_are_clean(small_page: Page, invite: Invite, path: str) -> None:
    small_page.goto(invite().server.url + path)
    clean(small_page)


def test_the_page_before_the_questions_and_help_first_are_clean(small_page: Page, invite: Invite) -> None:
    invitation = invite()
    sit_down(small_page, invitation, safe=None)
    clean(small_page)
    small_page.locator("[name=safe][value=no]").check()
    small_page.locator("main .btn-main").click()
    clean(small_page)


@pytest.mark.parametrize("stop", STOPS)
def test_the_conversation_is_clean(small_page: Page, invite: Invite, stop: str) -> None:
    invitation = invite()
    ahead_to(invitation, stop)
    sit_down(small_page, invitation)
    speak_its_language(small_page)
    clean(small_page)
    for closed in small_page.locator("#now details").all():
        closed.evaluate("part => { part.open = true }")
    small_page.locator(".more").evaluate("part => { part.open = true }")
    clean(small_page)


@pytest.mark.parametrize("stop", ["going_ok", "how_safe", "who_helps"])
def test_a_refused_reply_is_clean(small_page: Page, invite: Invite, stop: str) -> None:
    invitation = invite()
    ahead_to(invitation, stop)
    sit_down(small_page, invitation)
    small_page.locator(".send").click()
    small_page.locator("#refusal").wait_for()
    clean(small_page)


def test_the_end_and_the_lock_are_clean(small_page: Page, invite: Invite) -> None:
    invitation = invite()
    ahead_to(invitation, "read_back")
    sit_down(small_page, invitation)
    small_page.locator(".send").click()
    small_page.locator(".end-panel").wait_for()
    clean(small_page)


@pytest.mark.parametrize("width", [320, 360, 1366])
def test_wide_letters_and_lines_lose_nothing(page: Page, invite: Invite, width: int) -> None:
    invitation = invite()
    ahead_to(invitation, "how_safe")
    page.set_viewport_size({"width": width, "height": 700})
    sit_down(page, invitation)
    page.evaluate(
        "const sheet = new CSSStyleSheet(); sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em"
        " !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');"
        " document.adoptedStyleSheets = [sheet]"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cut = page.evaluate(
        "[...document.querySelectorAll('.btn, .said, .mine, .card, .end')].filter(part => part.checkVisibility()"
        " && part.scrollWidth > part.clientWidth + 1).map(part => part.textContent)"
    )
    assert cut == []


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("locale", ["en", "cy", "pl", "ar"])
def test_help_and_leave_stand_side_by_side_in_every_language(
    page: Page, invite: Invite, locale: str, width: int
) -> None:
    invitation = invite(locale=locale)
    page.set_viewport_size({"width": width, "height": 640})
    sit_down(page, invitation, locale=locale)
    boxes = [page.locator(part).bounding_box() for part in (".out [data-help]", ".out [data-leave]")]
    help_, leave = (box for box in boxes if box is not None)
    assert abs(help_["y"] + help_["height"] / 2 - leave["y"] - leave["height"] / 2) < 1
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in (help_, leave))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_with_a_keyboard_up_the_question_and_the_writing_line_are_both_seen(page: Page, invite: Invite) -> None:
    invitation = invite()
    ahead_to(invitation, "going_ok")
    sit_down(page, invitation)
    page.locator("#text").focus()
    page.set_viewport_size({"width": 360, "height": 340})
    expect(page.locator("#question")).to_be_in_viewport(ratio=1)
    expect(page.locator("#text")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Leave")).to_be_in_viewport(ratio=1)


def test_at_a_keyboard_typing_goes_to_the_answer_and_enter_sends_it(browser: Browser, invite: Invite) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    invitation = invite()
    ahead_to(invitation, "practice")
    sit_down(page, invitation)
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    expect(page.locator(".turn .mine").last).to_contain_text("one\ntwo")
    asked(page, "What is going OK")
    page.keyboard.type("more")
    expect(page.locator("#text")).to_have_value("more")
    context.close()


VOICES = """
const voice = { localService: LOCAL, lang: "en-GB", name: "A voice" };
self.spoken = [];
Object.defineProperty(self, "speechSynthesis", { value: {
  getVoices: () => [voice], speak: (words) => spoken.push(words), cancel: () => {}, speaking: false } });
self.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def test_it_is_read_aloud_only_by_a_voice_of_this_device(page: Page, invite: Invite) -> None:
    invitation = invite()
    ahead_to(invitation, "how_safe")
    page.add_init_script(VOICES.replace("LOCAL", "true"))
    sit_down(page, invitation)
    page.get_by_role("button", name="Read it to me").click()
    assert "number" in page.evaluate("spoken[0].text")
    assert page.evaluate("spoken[0].lang") == "en"


def test_a_voice_somewhere_on_the_internet_is_never_used(page: Page, invite: Invite) -> None:
    invitation = invite()
    ahead_to(invitation, "how_safe")
    page.add_init_script(VOICES.replace("LOCAL", "false"))
    sit_down(page, invitation)
    expect(page.locator("#question")).to_be_visible()
    expect(page.locator("[data-read]")).to_be_hidden()
