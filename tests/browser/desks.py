"""A worker's case and a practice lead in the browser tests, and what they do: sign in, tab along, play a script."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page, expect

from store.accounts import Account, SignedIn
from store.cases import CaseFile, NewPerson
from store.notices import Contact
from tests.browser.acting import Invitation, Server
from tests.browser.families import draw, send


@dataclass(frozen=True, slots=True)
class Desk:
    """A worker's case in which much was said, and a practice lead, on a server where somebody is on duty."""

    server: Server
    worker: Account
    lead: Account
    case: CaseFile
    talk: str = ""

    @property
    def here(self) -> str:
        return f"{self.server.url}/desk/cases/{self.case.id}"

    def person(self, name: str) -> str:
        return next(one.id for one in self.case.people if one.name == name)

    def way_in(self, name: str, script: str = "places_6_8") -> Invitation:
        s, who = self.server.services, self.person(name)
        issued = s.invites.issue(self.case.id, who, who, script, "en", self.worker.id, s.clock(), 2)
        link = f"{self.server.url}/#{issued.token}"
        return Invitation(issued.invite_id, link, issued.code, issued.pin, self.server)

    def tap(self, name: str) -> str:
        """A notice of somebody who tapped “I'm not safe”; its page."""
        s, now = self.server.services, self.server.services.clock()
        told = [Contact("first", "email", now), Contact("second", "email", now + timedelta(minutes=15))]
        raised = s.notices.raise_one(self.case.id, self.person(name), self.way_in(name).id, told, now)
        return f"{self.server.url}/desk/notices/{raised}"

    def play(self, script: str) -> str:
        """Where a practice lead plays this script."""
        return f"{self.server.url}/desk/scripts/{self.server.services.scripts[script].digest}/play"

    def sign_in(self, page: Page, who: Account) -> Page:
        """Behind the screen, because the door counts tries."""
        word = who.email.split("@")[0]
        outcome = self.server.services.accounts.sign_in(who.email, word * 2, "", self.server.services.clock(), "here")
        assert isinstance(outcome, SignedIn)
        page.context.add_cookies([{"name": "d", "value": outcome.secret, "url": self.server.url, "httpOnly": True}])
        return page


def account(server: Server, role: str) -> Account:
    """A new account whose password is its e-mail's first part twice."""
    s, word = server.services, secrets.token_hex(8)
    made = s.accounts.add(f"{word}@example.org", role.title(), role, word * 2, s.clock())
    assert isinstance(made, Account)
    return made


def desk_on(server: Server) -> Desk:
    """A new worker with a case of their own, in which nothing was sent yet, and a new practice lead."""
    s = server.services
    worker, lead = (account(server, role) for role in ("worker", "practice_lead"))
    people = [NewPerson("young_person", "Sam"), NewPerson("parent", "Dee"), NewPerson("child", "Ali")]
    case = s.cases.create("The Example family", s.clock() + timedelta(days=9), worker.id, people, s.clock())
    return Desk(server, worker, lead, case)


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until what is called this has the focus."""
    called = "(one => one.matches('body, main') ? '' : (one.labels?.[0] ?? one).textContent)(document.activeElement)"
    for _ in range(40):
        page.keyboard.press("Tab")
        if name in page.evaluate(called):
            return
    raise AssertionError(f"Tab never reaches {name}")


def play_on(page: Page, until: str = "") -> set[str]:
    """Answers whatever is asked until the end, or until the step `until`; which kinds of answers there were."""
    kinds: set[str] = set()
    while page.locator("#answer").count():
        place = page.locator("#answer [name=position]").input_value()
        seq = page.locator("#answer [name=seq]").input_value()
        if until and place.startswith(until):
            break
        kinds.add(answer(page, drawn="canvas" in kinds))
        send(page)
        expect(page.locator(f"#now [name=seq][value='{seq}']")).to_have_count(0)
    return kinds


def answer(page: Page, drawn: bool) -> str:
    """Gives some answer to the question that stands; its kind."""
    now = page.locator("#answer")
    if now.locator("[data-draw]:visible").count() and not drawn:
        now.locator("[data-draw]").click()
        draw(page)
        return "canvas"
    if now.locator("[name=number]").count():
        now.locator("[name=number]").nth(5).check(force=True)
        return "scale"
    if now.locator("[name=choices]").count():
        now.locator(".card").first.click()
        return "steps" if now.locator(".steps").count() else "pictures" if now.locator(".pic").count() else "choices"
    if now.locator("[name=name]").count():
        now.locator("[name=name]").first.fill("Nan")
        return "people"
    if now.locator("#text").count():
        page.fill("#text", "my cat is called pepper")
        return "text"
    return "read_back"
