"""What a family does on the page of its own plan, in the browser tests."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.acting import Invitation, asked, sit_down
from tests.browser.families import decline, send

RULES = "Nan or Ray stays the night"


def write(page: Page, words: str) -> None:
    """Writes an answer, sends it, and waits until it is taken."""
    seq = page.locator("#now [name=seq]").input_value()
    page.fill("#text", words)
    send(page)
    expect(page.locator("#now [name=seq]")).not_to_have_value(seq)


def pass_over(page: Page) -> None:
    """Does not answer, and waits until that is taken."""
    seq = page.locator("#now [name=seq]").input_value()
    decline(page, "skip" if page.locator("#answer [name=move][value=skip]").count() else "no_more")
    expect(page.locator("#now [name=seq]")).not_to_have_value(seq)


def to_the_rules(page: Page, invitation: Invitation) -> None:
    """Up to the first question about a worry that was shared."""
    sit_down(page, invitation)
    asked(page, "Is it OK to start?")
    page.get_by_label("Yes, start").check()
    send(page)
    asked(page, "Who is in the room?")
    page.get_by_label("Name 1", exact=True).fill("Dee")
    page.get_by_label("Name 2", exact=True).fill("Nan")
    send(page)
    asked(page, "so that this worry does not come true")


def to_the_read_back(page: Page) -> None:
    """Passes over the rest."""
    while not page.locator(".told").count():
        pass_over(page)


def nothing_at_the_server(invitation: Invitation) -> bool:
    """Whether the server holds neither a conversation nor a turn of this invite."""
    return invitation.server.services.conversations.latest_for_invite(invitation.id) is None
