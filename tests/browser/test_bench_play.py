"""A script played through at the bench: everything in it works, nothing is kept, and nobody is signed out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on, play_on


@pytest.fixture
def desk(server: Server) -> Desk:
    """A practice lead, and a worker's case beside."""
    return desk_on(server)


@pytest.mark.parametrize(
    ("script", "kinds"),
    [
        ("places_6_8", {"canvas", "pictures", "steps", "text", "read_back", "choices", "people"}),
        ("sets", {"scale", "text", "read_back", "choices"}),
    ],
)
def test_a_lead_plays_a_whole_script_keeps_nothing_and_stays_signed_in(
    page: Page, desk: Desk, script: str, kinds: set[str]
) -> None:
    desk.sign_in(page, desk.lead)
    before = kept(desk)
    page.goto(desk.play(script))
    assert play_on(page) >= kinds
    expect(page.locator(".end-panel")).to_contain_text("Your answers are sent")
    expect(page.get_by_text("Here it is thrown away")).to_be_visible()
    assert kept(desk) == before
    assert page.locator("form[action='/leave']:visible, form[action='/stop']:visible").count() == 0
    page.get_by_role("link", name="Back to the script").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.go_back()
    page.goto(f"{desk.server.url}/desk/scripts")
    expect(page.get_by_role("link", name="Upload a script")).to_be_visible()


def kept(desk: Desk) -> list[int]:
    """How many conversations, turns and entries the store has."""
    with desk.server.services.database.reading() as connection:
        counts = ("select count(*) from conversation", "select count(*) from turn", "select count(*) from entry")
        return [connection.exec_driver_sql(count).scalar_one() for count in counts]
