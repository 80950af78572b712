"""Words that may tell of harm, and “I'm not safe”: kind, told where it goes, and seen at the desk at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from store.notices import Notice
from tests.browser.acting import Invitation, Server, asked, on_socket, sit_down
from tests.browser.families import Family, answer_up_to, decline, family_on, said, send
from tests.browser.serving import serving

HIT = "dad hits me"


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[Server]:
    """A server where somebody is on duty."""
    with serving(tmp_path_factory.mktemp("watched"), tmp_path_factory.mktemp("packs"), elsewhere) as server:
        yield server


@pytest.fixture
def family(watched: Server) -> Family:
    """A family of its own."""
    return family_on(watched)


@pytest.fixture
def ali(family: Family) -> Invitation:
    """Ali's way in."""
    return family.invite("places_6_8")


@pytest.fixture
def desk(browser: Browser, family: Family) -> Iterator[Page]:
    """The worker's desk, open on another machine."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
    family.sign_in(context)
    yield context.new_page()
    context.close()


def waiting(family: Family) -> tuple[Notice, ...]:
    """The notices nobody has taken on."""
    return family.server.services.notices.open_for(family.worker.id)


def to_the_end(page: Page) -> None:
    """Declines what is still asked, and sends."""
    while not page.locator(".told").count():
        seq = page.locator("#now [name=seq]").input_value()
        decline(page, "skip" if page.locator("#answer [name=move][value=skip]").count() else "no_more")
        expect(page.locator("#now [name=seq]")).not_to_have_value(seq)
    send(page)
    asked(page, "Your answers are sent")


def test_words_that_may_tell_of_harm_bring_a_kind_reply_and_no_follow_up(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "worry_place")
    sit_down(page, ali)
    on_socket(page)
    page.fill("#text", HIT)
    send(page)
    asked(page, "What do you want to do next?")
    kind = page.locator("#log .kind-reply")
    expect(kind).to_contain_text("It is not your fault")
    expect(kind.get_by_role("link", name="I need help")).to_be_visible()
    expect(kind.get_by_role("button", name="Stop for today")).to_be_visible()
    expect(page.locator("#log")).not_to_contain_text(f"You said “{HIT}”")
    assert said(ali).turns[-1].given.noticed


def test_the_kind_reply_is_read_out_with_the_next_question(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "worry_place")
    sit_down(page, ali)
    page.fill("#text", HIT)
    send(page)
    expect(page.locator("#announcer")).to_contain_text("It is not your fault")


def test_the_kind_reply_is_in_view_when_it_comes(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "worry_place")
    sit_down(page, ali)
    page.fill("#text", HIT)
    send(page)
    asked(page, "What do you want to do next?")
    expect(page.locator(".kind-reply .btn").first).to_be_in_viewport(ratio=1)
    top = page.locator(".top").bounding_box()
    kind = page.locator(".kind-reply").bounding_box()
    assert top is not None
    assert kind is not None
    assert kind["y"] >= top["y"] + top["height"]


def test_help_of_the_kind_reply_opens_over_the_questions(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "worry_place")
    sit_down(page, ali)
    with page.expect_response("**/help") as fetched:
        page.locator("#text").click()
        page.fill("#text", HIT)
        page.locator("#text").press("Shift")
    fetched.value.finished()
    send(page)
    page.locator(".kind-reply [data-help]").click()
    expect(page.locator("#over h1")).to_have_text("People who can help")
    page.locator("#over [data-back]").first.click()
    asked(page, "What do you want to do next?")


def test_stop_of_the_kind_reply_stops_and_keeps_what_was_said(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "worry_place")
    sit_down(page, ali)
    page.fill("#text", HIT)
    send(page)
    page.locator(".kind-reply").get_by_role("button", name="Stop for today").click()
    expect(page.locator("h1")).to_have_text("You have stopped for today")
    assert said(ali).turns[-1].reply.text == HIT


def test_the_kind_reply_is_there_again_after_a_reload_and_without_javascript(
    browser: Browser, page: Page, ali: Invitation
) -> None:
    answer_up_to(ali, "worry_place")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    plain = context.new_page()
    sit_down(plain, ali)
    plain.fill("#text", HIT)
    send(plain)
    asked(plain, "What do you want to do next?")
    expect(plain.locator(".kind-reply")).to_contain_text("It is not your fault")
    plain.locator(".kind-reply [data-help]").click()
    expect(plain.locator("h1")).to_have_text("People who can help")
    context.close()
    sit_down(page, ali)
    expect(page.locator(".kind-reply")).to_be_visible()


def test_a_conversation_that_may_tell_of_harm_comes_first_in_the_inbox(
    page: Page, desk: Page, family: Family, ali: Invitation
) -> None:
    for words in ("we make dens", "we go fishing"):
        older = family.invite("feelings")
        answer_up_to(older, "read_back", helps=words)
        sit_down(page, older)
        to_the_end(page)
    desk.goto(f"{family.server.url}/desk/")
    expect(desk.locator("#inbox .sent-row")).to_have_count(2)
    answer_up_to(ali, "worry_place")
    sit_down(page, ali)
    page.fill("#text", HIT)
    send(page)
    asked(page, "What do you want to do next?")
    to_the_end(page)
    expect(desk.locator("#inbox .sent-row")).to_have_count(3)
    expect(desk.locator("#inbox .sent-row").first).to_contain_text("Three places")


@pytest.mark.parametrize("way", ["help over the questions", "help page"])
def test_i_am_not_safe_says_where_it_goes_then_tells_and_the_desk_shows_it_at_once(
    page: Page, desk: Page, family: Family, ali: Invitation, way: str
) -> None:
    desk.goto(f"{family.server.url}/desk/cases/{family.case.id}")
    expect(desk.locator(".urgent-strip")).to_have_count(0)
    desk.evaluate("window.neverReloaded = true")
    answer_up_to(ali, "wish_place", worry_place="when there is shouting")
    sit_down(page, ali)
    if way == "help page":
        page.goto(f"{family.server.url}/help")
    else:
        with page.expect_response("**/help") as fetched:
            page.fill("#text", "half a thou")
            page.locator("#text").press("Shift")
        fetched.value.finished()
        page.locator(".out [data-help]").click()
        expect(page.locator("#over")).to_be_visible()
    page.locator("form[action='/not-safe'] button:visible").click()
    expect(page.locator("h1")).to_have_text("Tell someone I'm not safe")
    expect(page.locator("main")).to_contain_text("goes to the children's team straight away, with your name")
    expect(page.locator("main")).to_contain_text("Monday to Friday, 9 to 5")
    assert waiting(family) == ()
    page.get_by_role("button", name="Yes, tell them I'm not safe").click()
    expect(page.locator("h1")).to_have_text("We have told them")
    expect(page.get_by_role("link", name="Call 999")).to_be_visible()

    expect(desk.locator(".urgent-strip")).to_contain_text("Ali")
    assert desk.evaluate("window.neverReloaded")
    [notice] = waiting(family)
    assert [(one.contact, one.sent_at, one.given_up) for one in notice.told] == [
        ("first", None, False),
        ("second", None, False),
    ]
    later = notice.told[1].due_at - notice.told[0].due_at
    assert later.total_seconds() == 15 * 60

    desk.get_by_role("link", name="Open and take it on").click()
    desk.get_by_label("What are you doing now?").fill("rang the mobile")
    desk.get_by_role("button", name="I have it").click()
    expect(desk.locator("main")).to_contain_text("rang the mobile")
    expect(desk.locator(".urgent-strip")).to_have_count(0)
    assert waiting(family) == ()
    kept = family.server.services.notices.one_for(family.worker.id, notice.id)
    assert kept is not None
    assert all(one.given_up for one in kept.told)

    page.get_by_role("link", name="Back to the questions").click()
    asked(page, "magic wish")
    assert [turn.reply.text for turn in said(ali).turns if turn.reply.text] == ["when there is shouting"]


def test_every_sentence_of_the_not_safe_pages_begins_with_a_capital(page: Page, ali: Invitation) -> None:
    sit_down(page, ali)
    page.goto(f"{ali.server.url}/help")
    for button in ("I'm not safe", "Yes, tell them I'm not safe"):
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("link", name="Back to the questions")).to_be_visible()
        paragraphs = page.locator("main > p").all_inner_texts()
        starts = [sentence[0] for each in paragraphs for sentence in each.split(". ")]
        assert all(first.isupper() for first in starts), paragraphs


def test_a_notice_taken_on_leaves_every_other_open_desk(
    browser: Browser, page: Page, desk: Page, family: Family, ali: Invitation
) -> None:
    sit_down(page, ali)
    page.goto(f"{family.server.url}/help")
    page.locator("form[action='/not-safe'] button").click()
    page.get_by_role("button", name="Yes, tell them I'm not safe").click()
    context = browser.new_context()
    family.sign_in(context)
    other = context.new_page()
    for each in (desk, other):
        each.goto(f"{family.server.url}/desk/")
        expect(each.locator(".urgent-strip")).to_have_count(1)
    desk.get_by_role("link", name="Open and take it on").click()
    desk.get_by_label("What are you doing now?").fill("going there")
    desk.get_by_role("button", name="I have it").click()
    expect(other.locator(".urgent-strip")).to_have_count(0)
    context.close()


def test_going_back_to_help_or_the_questions_tells_nobody(page: Page, family: Family, ali: Invitation) -> None:
    sit_down(page, ali)
    page.goto(f"{family.server.url}/help")
    page.locator("form[action='/not-safe'] button").click()
    page.get_by_role("link", name="No, show me who can help").click()
    expect(page.locator("h1")).to_have_text("People who can help")
    page.locator("form[action='/not-safe'] button").click()
    page.get_by_role("link", name="Back to the questions").click()
    asked(page, "Is it OK to start?")
    assert waiting(family) == ()


def test_a_reload_of_the_page_after_telling_does_not_tell_again(page: Page, family: Family, ali: Invitation) -> None:
    sit_down(page, ali)
    page.goto(f"{family.server.url}/help")
    page.locator("form[action='/not-safe'] button").click()
    page.get_by_role("button", name="Yes, tell them I'm not safe").click()
    expect(page.locator("h1")).to_have_text("We have told them")
    page.reload()
    assert len(waiting(family)) == 1
