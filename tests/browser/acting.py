"""What people do in the browser tests, named as what they do."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from dialogs.replies import Raw
from dialogs.sitting import Screen
from web.services import Services

FIRST = "Here is one to try out"


@dataclass(frozen=True)
class Server:
    """Where the app runs, and its services for looking behind the screen."""

    url: str
    elsewhere: str
    services: Services


@dataclass(frozen=True)
class Invitation:
    """One person's way in."""

    id: str
    link: str
    code: str
    pin: str
    server: Server

    def turns(self) -> list[tuple[str, str]]:
        """What the store holds of this person's conversation: (step, text), in order."""
        s = self.server.services
        kept = s.conversations.latest_for_invite(self.id)
        conversation = None if kept is None else s.conversations.load(kept.id)
        return [] if conversation is None else [(turn.position.step, turn.reply.text) for turn in conversation.turns]


Invite = Callable[..., Invitation]


def come_in(page: Page, invitation: Invitation, by_code: bool = False) -> None:
    """From the link (or the code) through the door to the first question."""
    page.goto(invitation.server.url if by_code else invitation.link)
    if by_code:
        page.fill("#code", invitation.code)
    page.fill("#pin", invitation.pin)
    page.get_by_role("button", name="Open").click()
    page.get_by_label("Yes").check()
    page.get_by_label("I am on my own").check()
    page.locator("main .btn-main").click()
    expect(page.locator("#log")).to_be_visible()


def sit_down(page: Page, invitation: Invitation, safe: str | None = "yes", locale: str = "en") -> None:
    """Straight to the conversation, as somebody whose PIN was right. The door counts tries, so few tests go through."""
    s = invitation.server.services
    sitting, secret = s.sittings.open(invitation.id, locale, s.clock())
    if safe is not None:
        s.sittings.set_safe(sitting, safe, "alone")
    page.context.add_cookies([{"name": "s", "value": secret, "url": invitation.server.url, "httpOnly": True}])
    page.goto(invitation.server.url)


def ahead_to(invitation: Invitation, step: str) -> None:
    """Answers what comes before `step` behind the screen: the first choice, otherwise skipped."""
    s = invitation.server.services
    _, secret = s.sittings.open(invitation.id, "en", s.clock())
    sitting = s.sittings.by_token(secret, s.clock())
    assert sitting is not None
    script = s.scripts[sitting.script]
    kept = secrets.token_urlsafe(12)
    s.conversations.begin(kept, sitting.invite_id, sitting.case_id, sitting.person_id, script, s.clock())
    screen = Screen(s.messages.translator("en"), {})
    while (here := s.talks.standing(kept).here) is not None and here.step != step:
        first = script.steps[here.step].choices[:1]
        raw = Raw(choices=(first[0].id,)) if here.step == script.start else Raw(move="skip")
        seq = s.talks.standing(kept).seq
        s.talks.reply(kept, sitting.id, seq, raw, secrets.token_hex(8), s.clock(), screen)


def pick(page: Page, label: str) -> None:
    """Picks a choice and sends it."""
    page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name="Send", exact=True).click()


def write(page: Page, words: str) -> None:
    """Writes an answer and sends it."""
    page.fill("#text", words)
    page.get_by_role("button", name="Send", exact=True).click()


def decline(page: Page, name: str) -> None:
    """Taps one of the other buttons."""
    page.locator("#now").get_by_role("button", name=name, exact=True).click()


def asked(page: Page, words: str, within: float = 5_000) -> None:
    """Waits (at most `within` milliseconds) until this is the question."""
    expect(page.locator("#question")).to_contain_text(words, timeout=within)


def on_socket(page: Page) -> None:
    """Waits until the live connection is open."""
    expect(page.locator("html.live")).to_be_attached()


def to_going_ok(page: Page) -> None:
    """Answers the opening, up to the first question that counts."""
    asked(page, "Is it OK to start?")
    pick(page, "Yes, start")
    asked(page, FIRST)
    write(page, "drawing")
    asked(page, "What is going OK")
