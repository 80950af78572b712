"""A small child's conversation: pictures, a drawing, five steps, wishes for who sees what; by tap, keys and forms."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from dialogs.conversation import SharingWish
from tests.browser.acting import Invitation, Server, asked, on_socket, sit_down
from tests.browser.families import Family, answer_up_to, decline, draw, family_on, said, send, told

CAT = "my cat is called pepper"
TEA = "i wish everybody had tea together"


@pytest.fixture
def family(server: Server) -> Family:
    """A family of its own."""
    return family_on(server)


@pytest.fixture
def ali(family: Family) -> Invitation:
    """Ali's way in to the questions for children of 6 to 8."""
    return family.invite("places_6_8")


def card(page: Page, label: str) -> None:
    """Taps a card, not the hidden box in it."""
    page.locator("#answer .card", has_text=label).first.tap()


def test_a_child_picks_pictures_draws_picks_a_step_and_sends_with_a_wish(page: Page, ali: Invitation) -> None:
    sit_down(page, ali)
    on_socket(page)
    card(page, "Yes, start")
    send(page)
    asked(page, "something you like to do")
    page.get_by_role("button", name="Draw it instead").tap()
    draw(page)
    send(page)
    asked(page, "What goes in your good place?")
    expect(page.locator("#log .mine svg.drawing path")).to_have_count(1)
    card(page, "Pets")
    card(page, "Food")
    send(page)
    asked(page, "good things in your life")
    page.fill("#text", CAT)
    send(page)
    asked(page, "Tell me more about that")
    decline(page, "no_more")
    for words in ("Who is in your good place", "any worries you have"):
        asked(page, words)
        decline(page)
    asked(page, "magic wish")
    page.fill("#text", TEA)
    send(page)
    asked(page, "What could happen first")
    page.get_by_role("button", name="Draw it instead").tap()
    draw(page)
    page.fill("#text", "this is us")
    send(page)
    asked(page, "Which step are you on")
    card(page, "Happy and safe")
    send(page)
    asked(page, "What helps you be on the top step")
    decline(page)
    asked(page, "Who helps you feel safe")
    decline(page)
    asked(page, "Do you want to send this")
    shown = told(page, "this is us").locator("svg.drawing")
    expect(shown).to_be_visible()
    expect(told(page, "Which step are you on")).to_contain_text("Happy and safe")
    told(page, TEA).get_by_text("at the meeting").tap()
    send(page)
    asked(page, "Your answers are sent")

    held = said(ali)
    replies = {str(turn.position): turn.reply for turn in held.turns}
    assert held.sent
    assert set(replies["good_place.0.0"].choices) == {"pets", "food"}
    assert replies["wish_first.0.0"].text == "this is us"
    assert replies["wish_first.0.0"].drawing.count("M") == 2
    assert replies["practice.0.0"].drawing.count("M") == 2
    assert replies["your_step.0.0"].choices == ("step_5",)
    assert replies["read_back.0.0"].wishes == (("wish_place.0.0", SharingWish.MEETING),)


def test_pictures_and_steps_can_be_picked_with_keys_alone(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "good_place")
    sit_down(page, ali)
    asked(page, "What goes in your good place?")
    boxes = page.locator("#answer [name=choices]")
    boxes.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    picked = page.locator("#answer [name=choices]:checked").evaluate_all("all => all.map(box => box.value)")
    assert len(picked) == 2
    page.keyboard.press("Enter")
    asked(page, "good things in your life")
    assert set(said(ali).turns[-1].reply.choices) == set(picked)


def test_a_step_is_picked_with_the_arrow_keys_as_it_stands_on_the_page(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "your_step")
    sit_down(page, ali)
    steps = page.locator("#answer [name=choices]")
    assert steps.evaluate_all("all => all.map(one => one.value)")[0] == "step_5"
    steps.first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#answer [name=choices]:checked")).to_have_attribute("value", "step_4")
    page.keyboard.press("Enter")
    asked(page, "What could help you go up one step?")


def test_everything_but_drawing_works_without_javascript(browser: Browser, ali: Invitation) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    sit_down(page, ali)
    page.get_by_label("Yes, start").check()
    send(page)
    asked(page, "something you like to do")
    expect(page.locator("[data-draw]")).to_be_hidden()
    expect(page.locator(".draw-page")).to_be_hidden()
    page.fill("#text", "dens")
    send(page)
    page.get_by_label("Pets", exact=True).check()
    send(page)
    asked(page, "good things in your life")
    page.fill("#text", CAT)
    send(page)
    asked(page, "Tell me more about that")
    decline(page, "no_more")
    for words in ("Who is in your good place", "any worries you have", "magic wish"):
        asked(page, words)
        decline(page)
    asked(page, "Which step are you on")
    page.get_by_label("Very worried").check()
    send(page)
    asked(page, "What could help you go up one step?")
    expect(page.locator("#log")).to_contain_text("If you want help now")
    for words in ("go up one step", "Who helps you feel safe"):
        asked(page, words)
        decline(page)
    asked(page, "Do you want to send this")
    told(page, CAT).get_by_role("button", name="Change").click()
    expect(page.locator("#text")).to_have_value(CAT)
    page.fill("#text", "my cat is salt")
    send(page)
    asked(page, "Do you want to send this")
    told(page, "Pets").get_by_role("button", name="Take out").click()
    asked(page, "Take this answer out?")
    send(page)
    asked(page, "Do you want to send this")
    told(page, "my cat is salt").get_by_label("Only", exact=False).check()
    send(page)
    asked(page, "Your answers are sent")
    held = said(ali)
    assert held.turns[-1].reply.wishes == (("good_about.0.0", SharingWish.WORKER_FIRST),)
    assert "my cat is salt" in [turn.reply.text for turn in held.turns]
    context.close()


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_enter_in_a_name_field_sends_the_names_and_changes_nothing(
    browser: Browser, ali: Invitation, scripted: bool
) -> None:
    answer_up_to(ali, "good_people", good_about=CAT)
    context = browser.new_context(java_script_enabled=scripted, viewport={"width": 360, "height": 640})
    page = context.new_page()
    sit_down(page, ali)
    asked(page, "Who is in your good place with you?")
    expect(page.get_by_role("button", name="Change").first).to_be_attached()
    page.get_by_label("Name 1", exact=True).fill("Nan")
    page.get_by_label("Name 1", exact=True).press("Enter")
    asked(page, "any worries you have")
    last = said(ali).turns[-1]
    assert (last.position.step, [one.name for one in last.reply.people]) == ("good_people", ["Nan"])
    context.close()


def test_enter_after_a_change_was_opened_still_sends_that_answer(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "good_people")
    sit_down(page, ali)
    page.get_by_label("Name 1", exact=True).fill("Nan")
    send(page)
    asked(page, "any worries you have")
    page.locator(".turn", has_text="Nan").get_by_role("button", name="Change").click()
    expect(page.get_by_label("Name 1", exact=True)).to_have_value("Nan")
    page.get_by_label("Name 2", exact=True).fill("Pepper")
    page.get_by_label("Name 2", exact=True).press("Enter")
    asked(page, "any worries you have")
    assert [one.name for one in said(ali).turns[-1].reply.people] == ["Nan", "Pepper"]


def test_a_drawing_can_be_undone_started_again_and_left_out(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "good_about")
    sit_down(page, ali)
    field = page.locator("[name=drawing]")
    page.get_by_role("button", name="Draw it instead").tap()
    draw(page)
    expect(field).not_to_have_value("")
    two = field.input_value()
    page.get_by_role("button", name="Undo").tap()
    assert field.input_value().count("M") == two.count("M") - 1
    page.get_by_role("button", name="Start again").tap()
    expect(field).to_have_value("")
    page.get_by_role("button", name="Undo").tap()
    expect(field).not_to_have_value("")
    page.get_by_role("button", name="Leave it out").tap()
    expect(field).to_have_value("")
    expect(page.locator("canvas")).to_be_hidden()
    page.fill("#text", CAT)
    send(page)
    asked(page, "Tell me more about that")
    assert (said(ali).turns[-1].reply.text, said(ali).turns[-1].reply.drawing) == (CAT, "")


def test_a_drawing_is_there_again_when_it_is_changed_and_after_another_language(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "good_about")
    sit_down(page, ali)
    page.get_by_role("button", name="Draw it instead").tap()
    draw(page)
    drawn = page.locator("[name=drawing]").input_value()
    page.get_by_text("More", exact=True).tap()
    page.locator("#locale").select_option("ar")
    page.locator(".speak button").tap()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("canvas")).to_be_visible()
    expect(page.locator("[name=drawing]")).to_have_value(drawn)
    send(page)
    expect(page.locator("#log .mine svg.drawing")).to_be_visible()
    page.locator("#log .turn", has=page.locator("svg.drawing")).locator(".change").tap()
    expect(page.locator("canvas")).to_be_visible()
    expect(page.locator("[name=drawing]")).to_have_value(drawn)
    assert said(ali).turns[-1].reply.drawing == drawn


def test_a_refused_pick_keeps_what_was_picked(page: Page, family: Family) -> None:
    bears = family.invite("feelings")
    answer_up_to(bears, "today")
    sit_down(page, bears)
    for at in range(4):
        page.locator("#answer .card").nth(at).tap()
    send(page)
    expect(page.locator("#refusal")).to_contain_text("3")
    expect(page.locator("#answer [name=choices]:checked")).to_have_count(4)
    page.locator("#answer .card").nth(0).tap()
    send(page)
    asked(page, "Tell me about that one")


@pytest.mark.parametrize("way", ["an answer was changed", "another language"])
def test_wishes_already_picked_are_still_there_after(page: Page, ali: Invitation, way: str) -> None:
    """“Only Priya first” must never get lost without a word."""
    answer_up_to(ali, "read_back", worry_place="when there is shouting", wish_place=TEA)
    sit_down(page, ali)
    told(page, "when there is shouting").locator("input[value=worker_first]").check()
    if way == "an answer was changed":
        told(page, TEA).get_by_role("button", name="Change").click()
        page.fill("#text", "i wish for a dog")
        send(page)
        expect(told(page, "i wish for a dog")).to_be_visible()
    else:
        page.get_by_text("More", exact=True).click()
        page.locator("#locale").select_option("pl")
        page.locator(".speak button").click()
        expect(page.locator("html")).to_have_attribute("lang", "pl")
    expect(told(page, "when there is shouting").locator("input[value=worker_first]")).to_be_checked()
    send(page)
    expect(page.locator(".end-panel")).to_be_visible()
    assert said(ali).turns[-1].reply.wishes == (("worry_place.0.0", SharingWish.WORKER_FIRST),)


def test_who_helps_is_kept_with_the_words(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "wish_place")
    sit_down(page, ali, safe=None)
    page.get_by_label("Yes").check()
    page.get_by_label("Someone is with me").check()
    page.get_by_text("Someone is helping me with this").click()
    page.get_by_label("Someone types what I say").check()
    page.get_by_label("Someone is putting the words into my language").check()
    page.get_by_label("Who is with you?").fill("Nan")
    page.locator("main .btn-main").click()
    page.fill("#text", TEA)
    send(page)
    while not page.locator(".told").count():
        seq = page.locator("#now [name=seq]").input_value()
        decline(page)
        expect(page.locator("#now [name=seq]")).not_to_have_value(seq)
    send(page)
    asked(page, "Your answers are sent")
    [entry] = [one for one in ali.server.services.conversations.entries(said(ali).id) if one.entry.reply.text == TEA]
    assert (entry.typing, entry.interpreter, entry.beside, entry.present) == ("other", "yes", "Nan", "someone")
