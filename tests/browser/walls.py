"""What the tests of the wall share: a case with something to show, and the screen in the room."""

from __future__ import annotations

from typing import cast

from playwright.sync_api import Page, ViewportSize, expect

from review.case_event import Topic
from review.map.decision import DecisionKind
from review.room.in_the_room import COLUMNS, SAID, said_body
from review.sets.sets import Wording, wording_body
from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on
from tests.web.conftest import Site
from tests.web.desking import play

FULL_HD: ViewportSize = {"width": 1920, "height": 1080}
LONG = "Nan fetches Ali when it gets loud, and he sleeps at hers until the morning comes. " * 18


def desk_with_a_wall(server: Server) -> Desk:
    """A case with a set, kept words, and one long line said in the room."""
    made = desk_on(server)
    s, by = server.services, made.worker.id
    play(cast(Site, server), made.worker, made.case, "places_9_12.main", 2)
    for entry in s.conversations.entries_of_case(made.case.id):
        s.decisions.decide(entry.id, made.case.id, by, DecisionKind.KEEP, "", "", s.clock())
    wording = Wording("Ali may be hit when there is a row.", "Ali sleeps in peace.", "", "a row a night", "calm")
    s.case_log.append(made.case.id, Topic.SET, "s1", by, s.clock(), wording_body(wording))
    s.case_log.append(made.case.id, Topic.MEETING, SAID, by, s.clock(), said_body(COLUMNS[0], LONG.strip(), "Nan", ""))
    return made


def wall(page: Page, desk: Desk) -> Page:
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/wall")
    expect(page.locator(".page:not([hidden])")).to_be_visible()
    return page
