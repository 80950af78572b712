"""Holding the conversation in a browser: over the socket, by plain forms, changing answers, when things go wrong."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from tests.browser.acting import (
    FIRST,
    Invite,
    ahead_to,
    asked,
    come_in,
    decline,
    on_socket,
    pick,
    sit_down,
    to_going_ok,
    write,
)

LONG_STORY = "my nan picks me up on fridays & we get <chips>\nand it is OK"


def test_a_conversation_over_the_socket_ends_with_sent(page: Page, invite: Invite) -> None:
    invitation = invite()
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if "/reply" in request.url else None)
    sit_down(page, invitation)
    on_socket(page)
    to_going_ok(page)
    write(page, LONG_STORY)
    asked(page, "Anything you want to add?")
    assert posts == []
    decline(page, "That's all")
    for question in ("Think of someone you trust", "Tell me about anything", "If I asked someone"):
        asked(page, question)
        decline(page, "Skip for now")
    asked(page, "How safe do you feel at home now?")
    page.get_by_role("radio", name="6", exact=True).check(force=True)
    page.get_by_role("button", name="Send", exact=True).click()
    asked(page, "What stops the number being lower?")
    decline(page, "I don't know")
    asked(page, "What would move it up by one?")
    decline(page, "I don't want to say")
    asked(page, "Who would you call")
    page.get_by_label("Name 1").fill("Nan")
    page.get_by_label("Who they are to you 1").fill("my gran")
    page.get_by_role("button", name="Send", exact=True).click()
    asked(page, "Do they know what is going on?")
    pick(page, "They know")
    for question in (
        "Think six months ahead",
        "What needs to change",
        "What do you not want",
        "How would you like",
        "What do you want the people at the meeting to know?",
        "If there is something you don't want said",
    ):
        asked(page, question)
        decline(page, "Skip for now")
    asked(page, "What do you want to ask the Chair?")
    decline(page, "Nothing right now")
    asked(page, "Only the Chair of the meeting reads this")
    decline(page, "Skip for now")
    asked(page, "Do you want to send this")
    expect(page.locator(".told")).to_contain_text("Nan (my gran)")
    expect(page.locator(".told .words").first).to_have_text(re.compile(re.escape("<chips>\nand it is OK")))
    page.get_by_role("button", name="Send my answers").click()
    asked(page, "Your answers are sent")
    assert invitation.turns()[2] == ("going_ok", LONG_STORY)


def test_a_conversation_works_without_javascript(browser: Browser, invite: Invite) -> None:
    invitation = invite()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    come_in(page, invitation, by_code=True)
    to_going_ok(page)
    page.get_by_text("Say it another way", exact=True).click()
    expect(page.locator("[data-simpler]")).to_be_visible()
    write(page, "  ")
    expect(page.locator("#refusal")).to_contain_text("There is nothing here yet")
    write(page, LONG_STORY)
    asked(page, "Anything you want to add?")
    page.locator(".turn", has_text="drawing").get_by_role("button", name="Change").click()
    expect(page.locator("#text")).to_have_value("drawing")
    page.fill("#text", "swimming")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("#log")).to_contain_text("swimming")
    asked(page, "Anything you want to add?")
    assert invitation.turns()[-1] == ("practice", "swimming")
    context.close()


def test_the_whole_question_stands_above_its_answer(page: Page, invite: Invite) -> None:
    sit_down(page, invite())
    to_going_ok(page)
    write(page, "chips " * 25)
    asked(page, "Anything you want to add?")
    see = "part => { const box = document.querySelector(part).getBoundingClientRect(); return [box.top, box.bottom] }"
    header, question, bar = (page.evaluate(see, part) for part in (".top", "#question", ".bar"))
    assert header[1] <= question[0] < question[1] <= bar[0]
    assert bar[1] <= 640


def test_the_new_question_is_focused_and_what_was_said_is_told_once(page: Page, invite: Invite) -> None:
    sit_down(page, invite())
    to_going_ok(page)
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#announcer")).to_have_text(re.compile("^Thanks. That is how it works"))
    assert page.locator("#log").get_attribute("aria-live") == "off"


def test_a_refusal_stands_by_the_control_and_keeps_what_was_typed(page: Page, invite: Invite) -> None:
    invitation = invite()
    sit_down(page, invitation)
    to_going_ok(page)
    write(page, "a" * 4003)
    expect(page.locator("#refusal")).to_contain_text("3 letters too long")
    expect(page.locator("#text")).to_have_value("a" * 4003)
    expect(page.locator("#text")).to_be_focused()
    assert "refusal" in (page.locator("#text").get_attribute("aria-describedby") or "")
    assert [step for step, _ in invitation.turns()] == ["hello", "practice"]


def test_changing_an_answer_first_shows_what_it_sets_aside(page: Page, invite: Invite) -> None:
    invitation = invite()
    sit_down(page, invitation)
    to_going_ok(page)
    decline(page, "Skip for now")
    asked(page, "Think of someone you trust")
    decline(page, "Skip for now")
    asked(page, "Tell me about anything")
    write(page, "when they shout")
    asked(page, "Is there anything else about that?")
    decline(page, "That's all")
    asked(page, "Tell me about a time when this did not happen")
    write(page, "when uncle ray was staying")
    asked(page, "How do you get through")
    before = len(invitation.turns())
    page.locator(".turn", has_text="when they shout").get_by_role("button", name="Change").click()
    expect(page.locator("#text")).to_have_value("when they shout")
    decline(page, "Nothing right now")
    asked(page, "Change this answer?")
    expect(page.locator(".told")).to_contain_text("when uncle ray was staying")
    assert len(invitation.turns()) == before
    page.get_by_role("link", name="No, leave it").click()
    asked(page, "How do you get through")
    page.locator(".turn", has_text="when they shout").get_by_role("button", name="Change").click()
    decline(page, "Nothing right now")
    page.get_by_role("button", name="Yes, change it").click()
    asked(page, "If I asked someone you trust")
    expect(page.locator("#log")).not_to_contain_text("uncle ray")
    assert len(invitation.turns()) == before + 1


def test_a_reply_written_without_a_network_goes_once_when_it_is_back(
    page: Page, context: BrowserContext, invite: Invite
) -> None:
    invitation = invite()
    page.route_web_socket(re.compile("socket.io"), lambda ws: ws.close())
    sit_down(page, invitation)
    to_going_ok(page)
    context.set_offline(True)
    write(page, "the bus was late")
    expect(page.locator(".turn.waiting")).to_contain_text("the bus was late")
    expect(page.locator(".turn.waiting")).to_contain_text("Not sent yet")
    expect(page.locator("#offline")).to_be_visible()
    assert len(invitation.turns()) == 2
    context.set_offline(False)
    asked(page, "Anything you want to add?")
    expect(page.locator("#offline")).to_be_hidden()
    expect(page.locator(".mine", has_text="the bus was late")).to_have_count(1)
    assert invitation.turns()[2:] == [("going_ok", "the bus was late")]


def test_a_reply_whose_answer_got_lost_is_taken_once(page: Page, invite: Invite) -> None:
    invitation = invite()
    lost: list[str] = []

    def listen(ws: WebSocketRoute) -> None:
        server = ws.connect_to_server()

        def back(message: str | bytes) -> None:
            if str(message).startswith("43/family"):
                lost.append(str(message))
            else:
                ws.send(message)

        server.on_message(back)

    page.route_web_socket(re.compile("socket.io"), listen)
    sit_down(page, invitation)
    on_socket(page)
    pick(page, "Yes, start")
    asked(page, FIRST, within=15_000)
    assert lost
    assert [step for step, _ in invitation.turns()] == ["hello"]


def test_a_second_tab_follows_and_never_overwrites(page: Page, context: BrowserContext, invite: Invite) -> None:
    invitation = invite()
    sit_down(page, invitation)
    on_socket(page)
    other = context.new_page()
    other.goto(invitation.server.url)
    on_socket(other)
    pick(page, "Yes, start")
    asked(other, FIRST)
    other.fill("#text", "from the other tab")
    write(page, "from the first tab")
    asked(page, "What is going OK")
    other.get_by_role("button", name="Send", exact=True).click()
    expect(other.locator(".notice")).to_contain_text("another window")
    expect(other.locator("#text")).to_have_value("from the other tab")
    assert invitation.turns() == [("hello", ""), ("practice", "from the first tab")]


def test_people_are_added_one_by_one_and_go_over_the_socket(page: Page, invite: Invite) -> None:
    invitation = invite()
    ahead_to(invitation, "who_helps")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if "/reply" in request.url else None)
    sit_down(page, invitation)
    on_socket(page)
    for row in range(1, 6):
        if row > 3:
            page.get_by_role("button", name="Add another person").click()
            expect(page.get_by_label(f"Name {row}", exact=True)).to_be_focused()
        page.get_by_label(f"Name {row}", exact=True).fill(f"Person {row}")
    page.get_by_role("button", name="Send", exact=True).click()
    asked(page, "Do they know what is going on?")
    expect(page.locator(".turn .mine").last).to_contain_text("Person 5")
    assert posts == []


def test_taking_an_answer_out_of_the_read_back_asks_first(page: Page, invite: Invite) -> None:
    invitation = invite()
    ahead_to(invitation, "dont_want")
    sit_down(page, invitation)
    write(page, "dont move me school")
    asked(page, "How would you like to take part")
    decline(page, "Skip for now")
    asked(page, "What do you want the people at the meeting to know?")
    decline(page, "Skip for now")
    asked(page, "If there is something you don't want said")
    decline(page, "Nothing right now")
    asked(page, "What do you want to ask the Chair?")
    decline(page, "Nothing right now")
    asked(page, "Only the Chair of the meeting reads this")
    decline(page, "Skip for now")
    asked(page, "Do you want to send this")
    card = page.locator(".told li", has_text="dont move me school")
    card.get_by_role("button", name="Take out").click()
    asked(page, "Take this answer out?")
    page.get_by_role("button", name="Yes, take it out").click()
    asked(page, "Do you want to send this")
    expect(page.locator(".told")).not_to_contain_text("dont move me school")
