"""Every newer family page against axe (WCAG 2.2 AA and best practice), and none of them scrolls sideways at 320 px."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.acting import Invitation, Server, sit_down
from tests.browser.families import Family, answer_up_to, draw, family_on, send
from tests.browser.serving import serving

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HIT = {"en": "dad hits me", "ar": "بابا بيضربني"}


@dataclass(frozen=True)
class Seen:
    """A page of one size, in one language and scheme, and the family that looks at it."""

    page: Page
    family: Family
    locale: str

    def sit(self, script: str, step: str | None = None, safe: str | None = "yes", **words: str) -> Invitation:
        """Comes to a step of a script, in this language."""
        invitation = self.family.invite(script, self.locale)
        if step is not None:
            answer_up_to(invitation, step, **words)
        sit_down(self.page, invitation, safe=safe, locale=self.locale)
        expect(self.page.locator("html")).to_have_attribute("lang", self.locale)
        return invitation


def pictures(seen: Seen) -> None:
    seen.sit("places_6_8", "good_place")
    seen.page.locator("#answer .card").nth(1).click()


def wordless_bears(seen: Seen) -> None:
    seen.sit("feelings", "today")
    seen.page.locator("#answer .card").nth(1).click()


def steps(seen: Seen) -> None:
    seen.sit("places_6_8", "your_step")
    seen.page.locator("#answer .card").nth(1).click()


def drawing_sheet(seen: Seen) -> None:
    seen.sit("places_6_8", "good_about")
    seen.page.locator("[data-draw]").click()
    draw(seen.page)


def a_drawing_sent(seen: Seen) -> None:
    drawing_sheet(seen)
    send(seen.page)
    expect(seen.page.locator("#log svg.drawing")).to_be_visible()


def read_back_with_wishes(seen: Seen) -> None:
    a_drawing_sent(seen)
    while not seen.page.locator(".told").count():
        seq = seen.page.locator("#now [name=seq]").input_value()
        seen.page.locator("#answer button[name=move]:is([value=skip], [value=no_more])").first.click()
        expect(seen.page.locator("#now [name=seq]")).not_to_have_value(seq)
    seen.page.locator(".wish .card").first.click()


def kind_reply(seen: Seen) -> None:
    seen.sit("places_6_8", "worry_place")
    seen.page.fill("#text", HIT[seen.locale])
    send(seen.page)
    expect(seen.page.locator(".kind-reply")).to_be_attached()


def help_page(seen: Seen) -> None:
    seen.sit("places_6_8")
    seen.page.goto(f"{seen.family.server.url}/help")
    expect(seen.page.locator("form[action='/not-safe']")).to_be_visible()


def not_safe_before(seen: Seen) -> None:
    help_page(seen)
    seen.page.locator("form[action='/not-safe'] button").click()
    expect(seen.page.locator("[name=sure]")).to_be_visible()


def not_safe_after(seen: Seen) -> None:
    not_safe_before(seen)
    seen.page.locator("[name=sure]").click()
    expect(seen.page.locator(".numbers")).to_be_visible()


def who_helps(seen: Seen) -> None:
    seen.sit("places_6_8", safe=None)
    seen.page.locator(".helped summary").click()
    expect(seen.page.locator("#beside")).to_be_visible()


def plan(seen: Seen) -> None:
    seen.sit("family_plan")
    seen.page.locator("#answer .card").first.click()
    send(seen.page)
    seen.page.locator("[name=name]").first.fill("Nan")
    send(seen.page)
    expect(seen.page.locator("#text")).to_be_visible()


def plan_menu(seen: Seen) -> None:
    plan(seen)
    seen.page.locator(".more > summary").click()
    expect(seen.page.locator(".menu [data-print]")).to_be_visible()


PAGES: list[Callable[[Seen], None]] = [
    pictures, wordless_bears, steps, drawing_sheet, a_drawing_sent, read_back_with_wishes, kind_reply, help_page,
    not_safe_before, not_safe_after, who_helps, plan, plan_menu,
]  # fmt: skip


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[Server]:
    """A server where somebody is on duty."""
    with serving(tmp_path_factory.mktemp("watched"), tmp_path_factory.mktemp("packs"), elsewhere) as server:
        yield server


@pytest.fixture(params=[(360, 640), (1366, 768)], ids=["phone", "desktop"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """A small phone, then a laptop."""
    width, height = request.param
    return width, height


@pytest.fixture(params=[("en", "light"), ("ar", "dark")], ids=["English, light", "Arabic, dark"])
def seen(request: pytest.FixtureRequest, browser: Browser, watched: Server, size: tuple[int, int]) -> Iterator[Seen]:
    """One language and scheme."""
    locale, scheme = request.param
    view = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=view, color_scheme=scheme, locale=locale)  # type: ignore[arg-type]
    yield Seen(context.new_page(), family_on(watched), locale)
    context.close()


def audit(page: Page, rules: dict[str, dict[str, bool]]) -> None:
    """What axe says of this page as it is scrolled now."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "rules": rules})
    assert found.violations_count == 0, found.generate_report()


def low_targets(page: Page) -> list[str]:
    """Controls that are less than 44 px high."""
    low: list[str] = page.evaluate(
        "[...document.querySelectorAll('.btn, .input, .card, .scale label')].filter(part =>"
        " part.checkVisibility() && part.offsetHeight && part.offsetHeight < 44).map(part => part.outerHTML)"
    )
    return low


@pytest.mark.parametrize("show", PAGES, ids=[each.__name__ for each in PAGES])
def test_the_page_is_clean(seen: Seen, show: Callable[[Seen], None]) -> None:
    show(seen)
    audit(seen.page, {"target-size": {"enabled": False}})  # what scrolls under a bar has no size of its own: see below
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert low_targets(seen.page) == []
    view = seen.page.viewport_size
    assert view is not None
    tall = seen.page.evaluate("document.documentElement.scrollHeight") + 200
    seen.page.set_viewport_size({"width": view["width"], "height": tall})
    audit(seen.page, {})


@pytest.mark.parametrize("size", [(320, 640)], ids=["320"])
@pytest.mark.parametrize("show", PAGES, ids=[each.__name__ for each in PAGES])
def test_nothing_scrolls_sideways_at_320(seen: Seen, show: Callable[[Seen], None]) -> None:
    show(seen)
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    out = seen.page.evaluate(
        "[...document.querySelectorAll('main *, .menu *')].filter(part => part.checkVisibility() &&"
        " !part.closest('.unseen, canvas, select')).map(part => [part, part.getBoundingClientRect()])"
        ".filter(([, box]) => box.width && (box.left < -1 || box.right > innerWidth + 1))"
        ".map(([part]) => part.outerHTML.slice(0, 120))"
    )
    assert out == []
