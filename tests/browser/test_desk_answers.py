"""A worker answers a person, and feedback about meetings is looked at: with the mouse, and with no violations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import update

from review.case_event import Topic
from review.heard import response_body, told_to
from review.map.decision import DecisionKind
from store import tables
from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on
from tests.browser.serving import serving
from tests.browser.test_desk_every_voice import TAGS, TARGETS, TOO_SMALL
from tests.web.conftest import Site
from tests.web.desking import play


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[Server]:
    """A server of its own."""
    with serving(tmp_path_factory.mktemp("answers"), tmp_path_factory.mktemp("packs"), elsewhere) as server:
        yield server


@pytest.fixture
def desk(watched: Server) -> Desk:
    """A case in which Ali sent words in Polish, one is not on the map, and Ali said something back."""
    desk = desk_on(watched)
    s = watched.services
    talk = play(cast(Site, watched), desk.worker, desk.case, "places_9_12.main", 2, locale="pl")
    entry, aside, *_ = [one for one in s.conversations.entries(talk) if one.entry.reply.text]
    s.decisions.decide(aside.id, desk.case.id, desk.worker.id, DecisionKind.SET_ASIDE, "", "said elsewhere", s.clock())
    body = response_body("not_meant", "tylko w piątki", "pl")
    s.case_log.append(desk.case.id, Topic.RESPONSE, entry.id, entry.person_id, s.clock(), body)
    return replace(desk, talk=talk)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A laptop."""
    laptop = {"viewport": {"width": 1366, "height": 768}, "has_touch": False, "is_mobile": False, "locale": "en-GB"}
    return {**browser_context_args, **laptop}


def answers(page: Page, desk: Desk) -> None:
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/answers")
    expect(page.locator(".back")).to_contain_text("tylko w piątki")
    for more in page.locator(".reasons-told > summary, .reply > summary").all():
        more.click()


def refused(page: Page, desk: Desk) -> None:
    answers(page, desk)
    page.get_by_role("button", name="See it as Ali will").click()
    expect(page.locator(".refusal")).to_contain_text("Pick a sentence")


def check(page: Page, desk: Desk) -> None:
    answers(page, desk)
    page.get_by_label("I talked about it at the meeting.").check()
    page.get_by_label("In your own words").fill("Babcia przyjdzie w piątek.")
    page.get_by_label("Polish", exact=True).check()
    page.get_by_label("Who put them into Polish?").fill("Ewa")
    page.get_by_role("button", name="See it as Ali will").click()
    expect(page.locator(".as-seen")).to_contain_text("Babcia przyjdzie w piątek.")


def feedback(page: Page, desk: Desk) -> None:
    for _ in range(5 - len(desk.server.services.feedback.all())):
        play(cast(Site, desk.server), desk.worker, desk.case, "after_meeting.unnamed", 1)
    long_ago = update(tables.feedback).values(month="2026-01")  # a quarter is shown once it is over
    desk.server.services.database.write(lambda connection: connection.execute(long_ago) and None)
    desk.sign_in(page, desk.lead).goto(f"{desk.server.url}/desk/feedback")
    page.locator(".teams summary").first.click()
    expect(page.locator(".read-words").first).to_be_visible()


def test_a_worker_answers_and_the_answer_stands(page: Page, desk: Desk) -> None:
    check(page, desk)
    page.get_by_role("link", name="No, change it").click()
    expect(page.get_by_label("In your own words")).to_have_value("Babcia przyjdzie w piątek.")
    page.get_by_role("button", name="See it as Ali will").click()
    page.get_by_role("button", name="Yes, answer Ali").click()
    expect(page.locator(".told-last")).to_contain_text("Babcia przyjdzie w piątek.")
    expect(page.locator(".told-last")).to_contain_text("put into their language by Ewa")
    expect(page.locator(".seen-state")).to_have_text("Not seen yet")
    log = desk.server.services.case_log.of_case(desk.case.id, Topic.ANSWER)
    assert [one.interpreter for one in told_to(log, desk.person("Ali")).replies] == ["Ewa"]


PAGES: list[Callable[[Page, Desk], None]] = [answers, refused, check, feedback]


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1366, 768, "light"), (360, 640, "light"), (1366, 768, "dark")], ids=str
)
def test_axe_finds_nothing_and_nothing_is_cramped(page: Page, desk: Desk, width: int, height: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": height})
    wrong: list[object] = []
    for show in PAGES:
        show(page, desk)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        wrong += [(show.__name__, one["id"], one["nodes"][0]["html"][:120]) for one in found.response["violations"]]
        if width == 360:
            small = page.evaluate(TOO_SMALL, TARGETS)
            wrong += [(show.__name__, "small", one) for one in small if 'class="tabs' not in one]
        for direction in ("rtl", "ltr"):
            page.evaluate("direction => { document.documentElement.dir = direction }", direction)
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            wrong += [(show.__name__, direction, f"{over} px off")] if over > 0 else []
    assert wrong == []
