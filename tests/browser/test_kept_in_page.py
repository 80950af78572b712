"""A family's plan that only its page holds: nothing at the server until it is posted, nothing lost on the way there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dialogs.conversation import Move
from tests.browser.acting import Invitation, Server, asked
from tests.browser.families import Family, family_on, said, send, told
from tests.browser.planning import RULES, nothing_at_the_server, pass_over, to_the_read_back, to_the_rules, write

TOLD = ("Ali has friends round", "pay day", "dad goes quiet", "nan comes in ten minutes", "nan looks in on sunday")


@pytest.fixture
def family(server: Server) -> Family:
    """A family of its own."""
    return family_on(server)


@pytest.fixture
def dee(family: Family) -> Invitation:
    """Dee's way in to the family's own plan."""
    return family.invite("family_plan")


def ten_answers(page: Page, invitation: Invitation) -> None:
    """Ten answers, three of them about rules; the next question is about workers."""
    to_the_rules(page, invitation)
    write(page, RULES)
    pass_over(page)
    for words in TOLD:
        write(page, words)
    asked(page, "What is everyone most worried about")
    pass_over(page)


def test_after_ten_answers_nothing_is_at_the_server_and_a_reload_begins_anew(page: Page, dee: Invitation) -> None:
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    ten_answers(page, dee)
    assert page.locator("#log .turn").count() == 10
    assert nothing_at_the_server(dee)
    page.reload()
    asked(page, "Is it OK to start?")
    assert RULES not in page.content()
    assert nothing_at_the_server(dee)
    assert sockets == []


def test_nothing_of_it_is_kept_in_the_browser_or_told_to_anybody(page: Page, dee: Invitation) -> None:
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url))
    ten_answers(page, dee)
    kept = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,"
        " (await caches.keys()).length]"
    )
    assert kept == [0, 0, 0, 0]
    assert all(url.startswith(dee.server.url) for url in posted)
    assert not any("nan" in url.lower() for url in posted)


def test_a_network_that_goes_away_loses_nothing(page: Page, context: BrowserContext, dee: Invitation) -> None:
    page.clock.install()
    to_the_rules(page, dee)
    context.set_offline(True)
    page.fill("#text", RULES)
    send(page)
    expect(page.locator("#offline")).to_be_visible()
    page.clock.run_for(60_000)
    expect(page.locator(".turn.waiting")).to_contain_text(RULES)
    context.set_offline(False)
    page.clock.run_for(5_000)
    asked(page, "What else will you do?")
    expect(page.locator("#offline")).to_be_hidden()
    expect(page.locator(".mine", has_text=RULES)).to_have_count(1)
    page.clock.resume()
    pass_over(page)
    to_the_read_back(page)
    expect(told(page, RULES)).to_have_count(1)


def test_answers_are_changed_and_taken_out(page: Page, dee: Invitation) -> None:
    ten_answers(page, dee)
    page.locator(".turn", has_text="pay day").get_by_role("button", name="Change").click()
    expect(page.locator("#text")).to_have_value("pay day")
    page.fill("#text", "when the team loses")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator(".turn", has_text="when the team loses")).to_be_visible()
    page.locator(".turn", has_text=RULES).get_by_role("button", name="Change").click()
    expect(page.locator("#text")).to_have_value(RULES)
    page.get_by_role("button", name="Leave it as it was").click()
    asked(page, "What will happen first, this week?")
    to_the_read_back(page)
    told(page, "dad goes quiet").get_by_role("button", name="Take out").click()
    asked(page, "Take this answer out?")
    page.get_by_role("button", name="No, leave it").click()
    asked(page, "Do you want to post this plan")
    told(page, "dad goes quiet").get_by_role("button", name="Take out").click()
    page.get_by_role("button", name="Yes, take it out").click()
    asked(page, "Do you want to post this plan")
    expect(told(page, "dad goes quiet")).to_have_count(0)
    expect(told(page, "when the team loses")).to_have_count(1)
    expect(told(page, RULES)).to_have_count(1)
    assert nothing_at_the_server(dee)


def test_the_language_changes_in_the_middle_and_nothing_is_lost(page: Page, dee: Invitation) -> None:
    to_the_rules(page, dee)
    write(page, RULES)
    page.fill("#text", "half a thou")
    page.get_by_text("More", exact=True).click()
    page.locator("#locale").select_option("ar")
    page.locator(".speak button").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#log")).to_contain_text(RULES)
    expect(page.locator("#text")).to_have_value("half a thou")
    send(page)
    expect(page.locator(".turn .mine").last).to_contain_text("half a thou")
    page.locator(".more > summary").click()
    page.locator("#locale").select_option("en")
    page.locator(".speak button").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator("#log")).to_contain_text("half a thou")
    to_the_read_back(page)
    expect(page.locator(".told .words")).to_contain_text(["Dee", RULES, "half a thou"])


def test_posting_makes_one_sent_conversation_with_every_turn(page: Page, family: Family, dee: Invitation) -> None:
    ten_answers(page, dee)
    to_the_read_back(page)
    turns = int(page.locator("#now [name=seq]").input_value())
    assert nothing_at_the_server(dee)
    page.get_by_role("button", name="Send it").click()
    asked(page, "Your answers are sent")
    held = said(dee)
    assert held.sent
    assert len(held.turns) == turns + 1
    words = [turn.reply.text for turn in held.turns if turn.reply.move is Move.ANSWER and turn.reply.text]
    assert words == [RULES, *TOLD]
    page.reload()
    asked(page, "Your answers are sent")
    assert len(dee.server.services.conversations.inbox(family.worker.id)) == 1


def test_a_page_that_somebody_else_carried_is_refused_kindly(
    page: Page, browser: Browser, family: Family, dee: Invitation
) -> None:
    to_the_rules(page, dee)
    write(page, RULES)
    carried = page.locator("#answer [name=carried]").input_value()
    context = browser.new_context(viewport={"width": 360, "height": 640})
    other = context.new_page()
    to_the_rules(other, family.invite("family_plan"))
    other.evaluate("text => { document.querySelector('#answer [name=carried]').value = text }", carried)
    other.fill("#text", "taken over")
    send(other)
    expect(other.locator("#shut")).to_contain_text("Your words are still here")
    assert RULES not in other.content()
    assert nothing_at_the_server(dee)
    context.close()


def test_the_plan_is_made_without_javascript(browser: Browser, dee: Invitation) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    ten_answers(page, dee)
    page.locator(".more > summary").click()
    page.locator("#locale").select_option("pl")
    page.locator(".speak button").click()
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    expect(page.locator("#log")).to_contain_text(RULES)
    page.locator(".turn", has_text=RULES).locator(".change").click()
    expect(page.locator("#text")).to_have_value(RULES)
    page.fill("#text", "Ray stays the night")
    send(page)
    expect(page.locator("#log")).to_contain_text("Ray stays the night")
    assert nothing_at_the_server(dee)
    to_the_read_back(page)
    send(page)
    expect(page.locator(".end-panel")).to_be_visible()
    assert "Ray stays the night" in [turn.reply.text for turn in said(dee).turns]
    context.close()
