"""Help, telling and the PIN while only this page holds a plan: it is never thrown away, and never left lying open."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.acting import Invitation, Server, asked
from tests.browser.families import Family, family_on, send
from tests.browser.planning import RULES, nothing_at_the_server, pass_over, to_the_read_back, to_the_rules, write


@pytest.fixture
def family(server: Server) -> Family:
    """A family of its own."""
    return family_on(server)


@pytest.fixture
def dee(family: Family) -> Invitation:
    """Dee's way in to the family's own plan."""
    return family.invite("family_plan")


def test_help_opens_over_the_plan_and_loses_nothing(page: Page, dee: Invitation) -> None:
    to_the_rules(page, dee)
    write(page, RULES)
    page.get_by_role("link", name="I need help").click()
    expect(page.locator("#over h1")).to_be_focused()
    page.get_by_role("link", name="Back to the questions").first.click()
    expect(page.locator("#log")).to_contain_text(RULES)


def test_help_that_cannot_be_fetched_does_not_throw_the_plan_away(page: Page, dee: Invitation) -> None:
    page.route("**/help", lambda route: route.abort())
    to_the_rules(page, dee)
    write(page, RULES)
    page.get_by_role("link", name="I need help").click(no_wait_after=True)
    page.unroute("**/help")
    expect(page.locator("#log")).to_contain_text(RULES)


def to_not_safe(page: Page) -> Page:
    """From help over the plan to the page before a tap is sent. It opens beside the plan."""
    page.get_by_role("link", name="I need help").click()
    expect(page.locator("#over h1")).to_be_focused()
    with page.expect_popup() as opened:
        page.locator("#over form[action='/not-safe'] button").click()
    beside = opened.value
    expect(beside.locator("h1")).to_have_text("Tell someone I'm not safe")
    return beside


def test_telling_that_one_is_not_safe_does_not_throw_the_plan_away(page: Page, family: Family, dee: Invitation) -> None:
    to_the_rules(page, dee)
    write(page, RULES)
    beside = to_not_safe(page)
    beside.get_by_role("button", name="Yes, tell them I'm not safe").click()
    expect(beside.locator("h1")).to_have_text("We have told them")
    expect(beside.locator("main")).to_contain_text("Close this page to go back to your plan")
    assert len(dee.server.services.notices.open_for(family.worker.id)) == 1
    beside.close()
    page.locator("#over [data-back]").first.click()
    pass_over(page)
    expect(page.locator("#log")).to_contain_text(RULES)
    assert nothing_at_the_server(dee)


def test_no_way_beside_the_plan_offers_to_begin_it_again(page: Page, dee: Invitation) -> None:
    to_the_rules(page, dee)
    beside = to_not_safe(page)
    assert beside.locator("main a[href='/']:visible").count() == 0
    beside.get_by_role("link", name="No, show me who can help").click()
    expect(beside.locator("h1")).to_have_text("People who can help")
    assert beside.locator("main a[href='/']:visible").count() == 0


def test_leaving_beside_the_plan_blanks_the_plan_too(page: Page, dee: Invitation) -> None:
    to_the_rules(page, dee)
    write(page, RULES)
    beside = to_not_safe(page)
    beside.locator("header").get_by_role("button", name="Leave").click()
    expect(beside).to_have_title("Weather")
    expect(page).not_to_have_title("Questions")
    assert RULES not in page.content()


def test_after_a_lock_the_plan_waits_for_the_pin_and_goes_on(
    page: Page, context: BrowserContext, dee: Invitation
) -> None:
    to_the_rules(page, dee)
    write(page, RULES)
    page.evaluate(
        "() => fetch('/lock', {method: 'POST',"
        " headers: {'X-CSRFToken': document.querySelector('[name=csrf_token]').value}})"
    )
    page.fill("#text", "and nan comes too")
    send(page)
    expect(page.locator("#shut")).to_be_visible()
    expect(page.locator("#log")).to_contain_text(RULES)
    with page.expect_popup() as opened:
        page.locator("#shut a").click()
    opened.value.fill("#pin", dee.pin)
    opened.value.get_by_role("button", name="Go on").click()
    asked(opened.value, "Is it OK to start?")
    opened.value.close()
    asked(page, "You wrote “and nan comes too”", within=15_000)
    expect(page.locator("#shut")).to_be_hidden()
    to_the_read_back(page)
    expect(page.locator(".told .words")).to_contain_text(["Dee", RULES, "and nan comes too"])
