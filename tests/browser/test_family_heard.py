"""Coming back after sending, on a phone: words behind one more tap, saying back, leaving; no violations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from review.case_event import Topic
from review.heard import reason_body, reply_body, responses_of
from review.map.decision import DecisionKind
from tests.browser.acting import Invitation, Server, sit_down
from tests.browser.desks import Desk, desk_on
from tests.browser.serving import serving
from tests.browser.test_desk_every_voice import TAGS, TOO_SMALL
from tests.web.conftest import Site
from tests.web.desking import play


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[Server]:
    """A server of its own."""
    with serving(tmp_path_factory.mktemp("heard"), tmp_path_factory.mktemp("packs"), elsewhere) as server:
        yield server


@pytest.fixture
def desk(watched: Server) -> Desk:
    """A case in which Ali sent words, something of everything was decided, and the worker has answered."""
    desk = desk_on(watched)
    s, site = watched.services, cast(Site, watched)
    talk = play(site, desk.worker, desk.case, "places_9_12.main", 2)
    kinds = (DecisionKind.KEEP, DecisionKind.REWORD, DecisionKind.SET_ASIDE, DecisionKind.ASK_AGAIN)
    said = [one for one in s.conversations.entries(talk) if one.entry.reply.text]
    for one, kind in zip(said, kinds, strict=False):
        words = "Ali feels calm with the dog." if kind is DecisionKind.REWORD else ""
        why = "Said in other words." if kind is DecisionKind.SET_ASIDE else ""
        s.decisions.decide(one.id, desk.case.id, desk.worker.id, kind, words, why, s.clock())
    ali = desk.person("Ali")
    for body in (reply_body(["read", "not_yet"], "Nan is in hospital.", "en"), reason_body(said[2].id, 1, True)):
        s.case_log.append(desk.case.id, Topic.ANSWER, ali, desk.worker.id, s.clock(), body)
    return Desk(desk.server, desk.worker, desk.lead, desk.case, talk)


def way_back(desk: Desk) -> Invitation:
    """Ali's own link and PIN, new ones."""
    s = desk.server.services
    facts = s.conversations.facts(desk.talk)
    assert facts is not None
    issued = s.invites.reissue(desk.case.id, facts.invite_id, s.clock(), 2)
    return Invitation(facts.invite_id, f"{desk.server.url}/#{issued.token}", issued.code, issued.pin, desk.server)


def first_words(desk: Desk) -> str:
    said = [one for one in desk.server.services.conversations.entries(desk.talk) if one.entry.reply.text]
    return said[0].entry.verbatim


def test_words_wait_for_one_more_tap_and_can_be_put_right(page: Page, desk: Desk) -> None:
    sit_down(page, way_back(desk))
    expect(page.get_by_text("Worker has written to you")).to_be_visible()
    expect(page.get_by_text(first_words(desk), exact=True)).to_have_count(0)
    page.get_by_role("button", name="Show it, and my words").click()
    expect(page.get_by_text("Nan is in hospital.")).to_be_visible()
    expect(page.get_by_text(first_words(desk), exact=True)).to_be_visible()
    card = page.locator(".mine-one").filter(has_text="Ali feels calm with the dog.")
    card.get_by_text("Not what I meant").click()
    card.get_by_label("What did you mean?").fill("only when he has been for a walk")
    card.get_by_role("button", name="Send this to Worker").click()
    expect(page.locator(".said-back")).to_contain_text("only when he has been for a walk")
    expect(page.locator(".said-back")).to_be_focused()
    expect(page).to_have_title("Questions")
    log = desk.server.services.case_log.of_case(desk.case.id, Topic.RESPONSE)
    assert [said.words for all_said in responses_of(log).values() for said in all_said] == [
        "only when he has been for a walk"
    ]


def test_leaving_takes_the_words_off_the_screen_and_back_does_not_bring_them(page: Page, desk: Desk) -> None:
    sit_down(page, way_back(desk))
    page.get_by_role("button", name="Show it, and my words").click()
    expect(page.get_by_text(first_words(desk), exact=True)).to_be_visible()
    page.get_by_role("button", name="Leave").first.click()
    expect(page.locator("h1")).to_have_text("Sunny")
    page.go_back()
    expect(page.get_by_text(first_words(desk), exact=True)).to_have_count(0)


def test_a_page_left_alone_closes_by_itself(page: Page, desk: Desk) -> None:
    page.clock.install()
    sit_down(page, way_back(desk))
    page.get_by_role("button", name="Show it, and my words").click()
    expect(page.get_by_text(first_words(desk), exact=True)).to_be_visible()
    page.clock.fast_forward("09:30")
    expect(page.get_by_role("dialog")).to_contain_text("Are you still there?")
    page.clock.fast_forward("01:00")
    expect(page.locator("h1")).to_have_text("Put in your PIN to go on")


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(360, 640, "light"), (1366, 768, "light"), (360, 640, "dark")], ids=str
)
def test_axe_finds_nothing_and_nothing_is_cramped(page: Page, desk: Desk, width: int, height: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": height})
    sit_down(page, way_back(desk))
    wrong: list[object] = []
    for step in ("closed", "open"):
        if step == "open":
            page.get_by_role("button", name="Show it, and my words").click()
            page.locator(".say-back summary").first.click()
            expect(page.get_by_label("What did you mean?").first).to_be_visible()
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        wrong += [(step, one["id"], one["nodes"][0]["html"][:120]) for one in found.response["violations"]]
        wrong += [(step, "small", one) for one in page.evaluate(TOO_SMALL, "button, summary, select, textarea, .btn")]
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong += [(step, f"{over} px off")] if over > 0 else []
    assert wrong == []
