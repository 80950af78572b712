"""Coming in, leaving, being away: what another person who picks up this phone must never find."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.browser.acting import Invite, ahead_to, asked, come_in, on_socket, pick, sit_down, to_going_ok, write

SECRET = "when they shout i go in the bathroom"


def to_a_secret(page: Page, invite: Invite) -> str:
    """A conversation in which something was said that nobody else may see. Returns its address."""
    invitation = invite()
    sit_down(page, invitation)
    to_going_ok(page)
    write(page, SECRET)
    asked(page, "Think of someone you trust")
    return invitation.server.url


def test_the_link_brings_only_the_pin_question_and_leaves_the_address(page: Page, invite: Invite) -> None:
    invitation = invite()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(invitation.link)
    expect(page.locator("#code")).to_be_hidden()
    expect(page.locator("#pin")).to_be_focused()
    assert page.url == invitation.server.url + "/"
    page.fill("#pin", "000000")
    page.get_by_role("button", name="Open").click()
    expect(page.locator("#refusal")).to_contain_text("did not work")
    token = invitation.link.partition("#")[2]
    assert not any(token in url for url in seen)


def test_the_page_before_the_questions_tells_what_leave_does(page: Page, invite: Invite) -> None:
    come_in(page, invite(), by_code=True)
    asked(page, "Is it OK to start?")
    assert page.title() == "Questions"


def test_somebody_who_is_not_safe_gets_help_first_and_can_have_nothing_kept(page: Page, invite: Invite) -> None:
    invitation = invite()
    ahead_to(invitation, "worries")
    sit_down(page, invitation, safe=None)
    page.get_by_label("I'm not sure").check()
    page.get_by_role("button", name="Carry on").click()
    expect(page.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    page.get_by_role("button", name="keep nothing").click()
    expect(page.locator("h1")).to_have_text("You have stopped for today")
    assert invitation.turns() == []


def test_leaving_blanks_the_page_locks_and_back_shows_nothing(page: Page, invite: Invite) -> None:
    url = to_a_secret(page, invite)
    page.get_by_role("button", name="Leave").click()
    expect(page).to_have_title("Weather")
    page.go_back()
    assert SECRET not in page.content()
    page.goto(url)
    expect(page.locator("#pin")).to_be_visible()
    assert SECRET not in page.content()


def test_leaving_works_without_javascript(browser: Browser, invite: Invite) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    to_a_secret(page, invite)
    page.get_by_role("button", name="Leave").click()
    expect(page).to_have_title("Weather")
    page.go_back()
    assert SECRET not in page.content()
    context.close()


def test_leaving_shows_nothing_even_when_the_network_is_gone(
    page: Page, context: BrowserContext, invite: Invite
) -> None:
    to_a_secret(page, invite)
    context.set_offline(True)
    page.get_by_role("button", name="Leave").click()
    page.wait_for_url(re.compile("weather|chrome-error"))
    assert SECRET not in page.content()


def test_a_page_left_alone_asks_and_then_locks(page: Page, invite: Invite) -> None:
    page.clock.install()
    to_a_secret(page, invite)
    page.clock.fast_forward("09:05")
    expect(page.locator("#idle")).to_be_visible()
    with page.expect_response("**/stay") as stayed:
        page.get_by_role("button", name="I'm still here").click()
    assert stayed.value.status == 204
    expect(page.locator("#idle")).to_be_hidden()
    page.clock.fast_forward("09:05")
    expect(page.locator("#idle")).to_be_visible()
    page.clock.fast_forward("01:00")
    expect(page.locator("h1")).to_have_text("Put in your PIN to go on")
    assert SECRET not in page.content()


def test_a_lock_anywhere_closes_this_page_too(page: Page, context: BrowserContext, invite: Invite) -> None:
    url = to_a_secret(page, invite)
    on_socket(page)
    other = context.new_page()
    other.goto(url)
    other.evaluate(
        "() => { fetch('/lock', {method: 'POST',"
        " headers: {'X-CSRFToken': document.querySelector('[name=csrf_token]').value}}) }"
    )
    expect(page.locator("h1")).to_have_text("Put in your PIN to go on")


def test_a_page_that_comes_back_from_the_browsers_memory_is_blanked(page: Page, invite: Invite) -> None:
    to_a_secret(page, invite)
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    asked(page, "Think of someone you trust")


def test_help_opens_over_the_questions_without_a_network_and_keeps_what_was_typed(
    page: Page, context: BrowserContext, invite: Invite
) -> None:
    sit_down(page, invite())
    with page.expect_response("**/help") as fetched:
        pick(page, "Yes, start")
    fetched.value.finished()
    page.fill("#text", "half a thou")
    context.set_offline(True)
    page.get_by_role("link", name="I need help").click()
    expect(page.locator("#over h1")).to_be_focused()
    expect(page.get_by_role("link", name="Call Childline")).to_have_attribute("href", "tel:08001111")
    page.get_by_role("link", name="Back to the questions").first.click()
    expect(page.locator("#text")).to_have_value("half a thou")


def test_changing_the_language_turns_the_page_and_keeps_what_was_typed(page: Page, invite: Invite) -> None:
    sit_down(page, invite())
    pick(page, "Yes, start")
    page.fill("#text", "half a thou")
    page.get_by_text("More", exact=True).click()
    page.locator("#locale").select_option("ar")
    page.locator(".speak button").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#text")).to_have_value("half a thou")
    write_button = page.locator(".send")
    write_button.click()
    expect(page.locator(".turn .mine").last).to_contain_text("half a thou")


def test_nothing_is_kept_in_the_browser_and_nobody_else_is_told(page: Page, invite: Invite) -> None:
    hosts: set[str] = set()
    complaints: list[str] = []

    def asked_for(request: Request) -> None:
        hosts.add(urlsplit(request.url).netloc)

    def complained(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("request", asked_for)
    page.on("console", complained)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    url = to_a_secret(page, invite)
    page.get_by_role("banner").get_by_role("link", name="I need help").click()
    kept = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,"
        " (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]"
    )
    assert kept == [0, 0, 0, 0, 0]
    assert page.evaluate("document.cookie") == ""
    assert hosts == {urlsplit(url).netloc}
    assert complaints == []
