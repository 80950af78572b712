"""A worker's case with a child, a parent and what was shared with them; and what people of every age do on the page."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import BrowserContext, Locator, Page, expect

from dialogs.conversation import Conversation, SharedSet
from dialogs.replies import Raw
from dialogs.sitting import Screen, Taken
from store.accounts import Account, SignedIn
from store.cases import CaseFile, NewPerson
from tests.browser.acting import Invitation, Server

SETS = (
    SharedSet(
        "Priya and Nan are worried that Ali could be hit by something in a fight.",
        "A sober grown-up is always with Ali.",
        "Nobody sober is at home when a fight starts.",
        "For six months a sober grown-up has been there.",
    ),
)


@dataclass(frozen=True)
class Family:
    """One family on one server."""

    server: Server
    worker: Account
    case: CaseFile

    def invite(self, script: str, locale: str = "en") -> Invitation:
        """A way in to this script: for the parent where it is for parents, else for the child."""
        s = self.server.services
        child, parent = self.case.people[0].id, self.case.people[1].id
        for_parent = s.scripts[script].audience == "parent"
        sets = SETS if for_parent else ()
        who, now = (parent if for_parent else child), s.clock()
        issued = s.invites.issue(self.case.id, who, child, script, locale, self.worker.id, now, 2, sets)
        link = f"{self.server.url}/#{issued.token}"
        return Invitation(issued.invite_id, link, issued.code, issued.pin, self.server)

    def sign_in(self, context: BrowserContext) -> None:
        """The worker is signed in here; behind the screen, because the door counts tries."""
        s, word = self.server.services, self.worker.email.split("@")[0]
        outcome = s.accounts.sign_in(self.worker.email, word * 2, "", s.clock(), "here")
        assert isinstance(outcome, SignedIn)
        context.add_cookies([{"name": "d", "value": outcome.secret, "url": self.server.url, "httpOnly": True}])


def family_on(server: Server) -> Family:
    """A new worker with a new case."""
    s, word = server.services, secrets.token_hex(8)
    worker = s.accounts.add(f"{word}@example.org", "Priya", "worker", word * 2, s.clock())
    assert isinstance(worker, Account)
    people = [NewPerson("child", "Ali"), NewPerson("parent", "Dee")]
    return Family(
        server, worker, s.cases.create("Example", s.clock() + timedelta(days=9), worker.id, people, s.clock())
    )


def said(invitation: Invitation) -> Conversation:
    """What the server holds of the conversation of this invite."""
    s = invitation.server.services
    kept = s.conversations.latest_for_invite(invitation.id)
    assert kept is not None
    conversation = s.conversations.load(kept.id)
    assert conversation is not None
    return conversation


def answer_up_to(invitation: Invitation, step: str, **words: str) -> None:
    """Answers what comes before `step` behind the screen: with `words` where given, the first choice, else skipped."""
    s = invitation.server.services
    _, secret = s.sittings.open(invitation.id, "en", s.clock())
    sitting = s.sittings.by_token(secret, s.clock())
    assert sitting is not None
    script, kept = s.scripts[sitting.script], secrets.token_urlsafe(12)
    s.conversations.begin(kept, sitting.invite_id, sitting.case_id, sitting.person_id, script, s.clock())
    screen = Screen(s.messages.translator("en"), {"worker": "Priya"}, s.noticing.notices)
    while (here := s.talks.standing(kept).here) is not None and here.step != step:
        first = script.steps[here.step].choices[:1]
        raw = Raw(move="no_more" if here.round else "skip")
        if here.step in words and not here.round:
            raw = Raw(text=words[here.step])
        elif here.step in (script.start, "today"):
            raw = Raw(choices=(first[0].id,))
        seq, fresh = s.talks.standing(kept).seq, secrets.token_hex(8)
        taken = s.talks.reply(kept, sitting.id, seq, raw, fresh, s.clock(), screen)
        assert isinstance(taken, Taken), (here, taken)


def send(page: Page) -> None:
    """Taps the button that sends the answer."""
    page.locator("#answer .send").click()


def decline(page: Page, move: str = "skip") -> None:
    """Taps one of the ways not to answer, in whatever language the page speaks."""
    page.locator(f"#answer button[name=move][value={move}]").click()


def draw(page: Page) -> None:
    """Draws two lines with the mouse."""
    paper = page.locator("canvas")
    expect(paper).to_be_visible()
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    assert box is not None
    for left in (0.2, 0.5):
        page.mouse.move(box["x"] + box["width"] * left, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * (left + 0.3), box["y"] + 60, steps=6)
        page.mouse.up()


def told(page: Page, words: str) -> Locator:
    """One answer of the read-back, by words in it."""
    return page.locator(".told > li", has_text=words)
