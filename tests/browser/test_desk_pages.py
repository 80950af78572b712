"""The desk in a real browser: live, by keyboard, without JavaScript, and readable by everybody."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dialogs.replies import Raw
from dialogs.sitting import Screen
from store.accounts import Account, SignedIn
from store.cases import CaseFile, NewPerson
from tests.browser.acting import Invitation, Server, ahead_to, sit_down

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WORRY = "they shout at night"


@dataclass(frozen=True)
class Desk:
    """A worker, their one case, and a young person's way in."""

    server: Server
    worker: Account
    case: CaseFile
    invitation: Invitation

    def url(self, path: str = "") -> str:
        return f"{self.server.url}/desk{path}"

    @property
    def here(self) -> str:
        return self.url(f"/cases/{self.case.id}")


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A laptop."""
    laptop = {"viewport": {"width": 1366, "height": 768}, "has_touch": False, "is_mobile": False, "locale": "en-GB"}
    return {**browser_context_args, **laptop}


@pytest.fixture
def desk(server: Server) -> Desk:
    """A new worker with a case."""
    s, word = server.services, secrets.token_hex(8)
    worker = s.accounts.add(f"{word}@example.org", "Priya", "worker", word * 2, s.clock())
    assert isinstance(worker, Account)
    people = [NewPerson("young_person", "Sam"), NewPerson("parent", "Mum")]
    case = s.cases.create("The Example family", s.clock() + timedelta(days=9), worker.id, people, s.clock())
    sam = case.people[0].id
    issued = s.invites.issue(case.id, sam, sam, "meeting_13_17", "en", worker.id, s.clock(), 2)
    link = f"{server.url}/#{issued.token}"
    return Desk(server, worker, case, Invitation(issued.invite_id, link, issued.code, issued.pin, server))


def sign_in(context: BrowserContext, desk: Desk) -> None:
    """Signs in behind the screen; the door counts tries."""
    s = desk.server.services
    outcome = s.accounts.sign_in(desk.worker.email, desk.worker.email.split("@")[0] * 2, "", s.clock(), "here")
    assert isinstance(outcome, SignedIn)
    context.add_cookies([{"name": "d", "value": outcome.secret, "url": desk.server.url, "httpOnly": True}])


@pytest.fixture
def at_desk(page: Page, desk: Desk) -> Iterator[Page]:
    """A page of the signed-in worker, watched for script errors and things the content policy refused."""
    problems: list[str] = []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.on("console", lambda told: problems.append(told.text) if "Content Security" in told.text else None)
    sign_in(page.context, desk)
    yield page
    assert problems == []


@pytest.fixture
def sent(desk: Desk) -> Desk:
    """The young person has told a worry, put a 6 on the scale and sent."""
    s = desk.server.services
    ahead_to(desk.invitation, "worries")
    kept = s.conversations.latest_for_invite(desk.invitation.id)
    assert kept is not None
    sitting, _ = s.sittings.open(desk.invitation.id, "en", s.clock())
    s.sittings.set_safe(sitting, "yes", "alone")
    screen = Screen(s.messages.translator("en"), {"worker": "Priya"})
    while (here := s.talks.standing(kept.id).here) is not None:
        step = s.scripts["meeting_13_17"].steps[here.step]
        raw = Raw(move="no_more" if here.round else "skip")
        if here.step == "worries" and not here.round:
            raw = Raw(text=WORRY)
        if step.reply == "scale":
            raw = Raw(number="6")
        if step.reply == "read_back":
            raw = Raw()
        seq = s.talks.standing(kept.id).seq
        s.talks.reply(kept.id, sitting, seq, raw, secrets.token_hex(8), s.clock(), screen)
    return desk


def card(page: Page) -> str:
    """How the focused card stands."""
    return page.locator("[data-card]:focus").inner_text()


def test_what_is_sent_appears_without_a_reload(at_desk: Page, desk: Desk, browser: Browser) -> None:
    at_desk.goto(desk.url())
    expect(at_desk.get_by_text("Live", exact=True)).to_be_visible()
    expect(at_desk.get_by_text("Nothing is waiting to be read.")).to_be_visible()
    at_desk.evaluate("window.same = true")
    ahead_to(desk.invitation, "read_back")
    phone = browser.new_page()
    sit_down(phone, desk.invitation)
    phone.locator("#now").get_by_role("button", name="Send").click()
    expect(at_desk.get_by_role("link", name="Sam")).to_be_visible()
    expect(at_desk.locator("[data-waiting]")).to_have_text("1")
    expect(at_desk.locator("#announcer")).to_have_text("Something new has arrived.")
    assert at_desk.evaluate("window.same")
    phone.close()


def test_cards_are_decided_by_keyboard(at_desk: Page, sent: Desk) -> None:
    at_desk.goto(f"{sent.here}/map?show=open")
    waiting = at_desk.locator("[data-undecided-words]")
    before = int(waiting.inner_text().split()[0])
    at_desk.keyboard.press("j")
    assert WORRY in card(at_desk)
    at_desk.keyboard.press("r")
    at_desk.keyboard.type("jkysau")
    at_desk.locator(".act[open]").get_by_role("button", name="Save wording").click()
    expect(waiting).to_contain_text(str(before - 1))
    assert "jkysau" in card(at_desk)
    assert WORRY in card(at_desk)
    at_desk.keyboard.press("u")
    expect(waiting).to_contain_text(f"{before} cards")
    at_desk.keyboard.press("s")
    at_desk.keyboard.press("Escape")
    at_desk.keyboard.press("j")
    assert WORRY not in card(at_desk)
    at_desk.keyboard.press("k")
    at_desk.keyboard.press("y")
    expect(waiting).to_contain_text(str(before - 1))
    assert "Kept" in card(at_desk)


def test_the_keys_are_listed_and_can_be_turned_off(at_desk: Page, sent: Desk) -> None:
    at_desk.goto(f"{sent.here}/map")
    at_desk.keyboard.press("?")
    at_desk.get_by_label("Use these keys").uncheck()
    at_desk.get_by_role("button", name="Close").click()
    at_desk.reload()
    at_desk.keyboard.press("j")
    expect(at_desk.locator("[data-card]:focus")).to_have_count(0)


def test_a_card_decided_elsewhere_comes_back_as_it_is(at_desk: Page, sent: Desk) -> None:
    at_desk.goto(f"{sent.here}/map")
    other = at_desk.context.new_page()
    other.goto(f"{sent.here}/map")
    first = ".col.worry [data-card] >> nth=0"
    other.locator(first).get_by_role("button", name="Keep").click()
    expect(other.locator(first)).to_contain_text("Kept")
    at_desk.locator(first).get_by_role("button", name="Keep").click()
    expect(at_desk.locator(first)).to_contain_text("has changed since you opened it")
    expect(at_desk.locator(first)).to_contain_text("Kept")


def test_the_whole_desk_works_without_javascript(browser: Browser, sent: Desk) -> None:
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, sent)
    page = context.new_page()
    page.goto(sent.url())
    page.get_by_role("link", name="Sam").click()
    expect(page.get_by_text(WORRY).first).to_be_visible()
    page.goto(f"{sent.here}/map")
    first = page.locator(".col.worry [data-card]").first
    first.get_by_text("Set aside").first.click()
    first.get_by_label("Why is it set aside?").fill("Said twice")
    first.get_by_role("button", name="Set aside").click()
    expect(page.locator(".col.worry [data-card]").first).to_contain_text("Said twice")
    page.get_by_role("link", name="Take away").first.click()
    page.get_by_label("Text to paste").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Yes, show the text").click()
    expect(page.locator("textarea").first).to_be_visible()
    context.close()


def test_back_and_reload_after_making_a_link_make_nothing_again(at_desk: Page, desk: Desk) -> None:
    at_desk.goto(desk.here)
    at_desk.get_by_role("link", name="Make a link for Sam").click()
    at_desk.get_by_role("button", name="Go on").click()
    at_desk.get_by_role("button", name="Yes, make the link").click()
    expect(at_desk.locator(".pin")).to_be_visible()
    at_desk.get_by_role("link", name="Slip to print").click()
    at_desk.go_back()
    expect(at_desk.get_by_text("Works until")).to_be_visible()
    expect(at_desk.locator(".pin")).to_have_count(0)
    at_desk.reload()
    s = desk.server.services
    assert len(s.invites.of_case(desk.case.id, s.clock())) == 2


PAGES: dict[str, Callable[[Desk], str]] = {
    "inbox": lambda desk: desk.url(),
    "new case": lambda desk: desk.url("/cases/new"),
    "case": lambda desk: desk.here,
    "map": lambda desk: f"{desk.here}/map",
    "take away": lambda desk: f"{desk.here}/take-away",
    "new link": lambda desk: f"{desk.here}/invites/new?person={desk.case.people[0].id}",
    "link": lambda desk: f"{desk.here}/invites/{desk.invitation.id}",
    "slip": lambda desk: f"{desk.here}/invites/{desk.invitation.id}/slip",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_runs_off_the_side(at_desk: Page, sent: Desk, scheme: str) -> None:
    at_desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    talk = sent.server.services.conversations.latest_for_invite(sent.invitation.id)
    assert talk is not None
    addresses = {**{name: path(sent) for name, path in PAGES.items()}, "talk": f"{sent.here}/talks/{talk.id}"}
    wrong = []
    for name, address in addresses.items():
        at_desk.set_viewport_size({"width": 1366, "height": 768})
        at_desk.goto(address)
        found = Axe().run(at_desk, options={"runOnly": {"type": "tag", "values": TAGS}})
        wrong += [(name, one["id"]) for one in found.response["violations"]]
        for width, direction in ((1366, "rtl"), (320, "rtl"), (320, "ltr")):
            at_desk.set_viewport_size({"width": width, "height": 640})
            at_desk.evaluate("direction => { document.documentElement.dir = direction }", direction)
            over = at_desk.evaluate("document.documentElement.scrollWidth - innerWidth")
            wrong += [(name, f"{over} px off at {width} {direction}")] if over > 0 else []
    assert wrong == []
