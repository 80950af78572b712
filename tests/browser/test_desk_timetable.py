"""The timetable in a real browser: a date put in, a report ticked off on both ends, somebody invited and logged; no
violations and nothing cramped on either page.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from review.case_event import Topic
from review.dates.council import Happening
from review.dates.due import LONDON
from review.dates.invitations import Invitation, Outcome, invitation_body
from review.dates.timetable import date_body, tick_body
from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on
from tests.browser.test_desk_every_voice import TAGS, TARGETS, TOO_SMALL

ROWS_OF_ITS_OWN = ", .opens > summary, .more > summary"


@pytest.fixture
def desk(server: Server) -> Desk:
    """A case of its own with a conference in nine days."""
    return desk_on(server)


def today() -> date:
    return datetime.now(LONDON).date()


def put(desk: Desk, subject: str, body: dict[str, Any]) -> None:
    s = desk.server.services
    s.case_log.append(desk.case.id, Topic.MEETING, subject, desk.worker.id, s.clock(), body)


def fill(desk: Desk) -> None:
    """Something late, something set too late, something done, something open, and invitations of each kind."""
    put(desk, "strategy", date_body(Happening.STRATEGY_DISCUSSION, today() - timedelta(days=40), None))
    put(desk, "referral", date_body(Happening.REFERRAL, today() - timedelta(days=80), None))
    put(desk, "core", date_body(Happening.CORE_GROUP, today() + timedelta(days=90), None))
    put(desk, "referral_decision.referral", tick_body(today() - timedelta(days=79)))
    conference = f"m{today() + timedelta(days=9):%Y%m%d}"
    asked = today() - timedelta(days=2)
    sent: list[tuple[str, str, date | None, Outcome | None]] = [
        ("one", "office", asked, Outcome.REPORT_ONLY),
        ("two", "worker_spoken", asked, None),
        ("no", "not_invited", None, None),
    ]
    for id_, how, on, outcome in sent:
        put(desk, id_, invitation_body(Invitation(id_, conference, f"Dr {id_.title()}", "gp", how, on, "", outcome)))


def test_from_a_date_to_a_report_that_was_finished_and_a_partner_who_was_heard(page: Page, desk: Desk) -> None:
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/timetable")
    page.get_by_text("Add a date").click()
    page.locator("#date-new-kind").select_option("referral")
    page.locator("#date-new-day").fill((today() - timedelta(days=3)).isoformat())
    page.get_by_role("button", name="Add", exact=True).first.click()
    item = page.locator(".due-item", has_text="Assessment complete")
    item.locator("summary").click()
    item.get_by_role("button", name="Tick it off").click()
    page.get_by_text("things done or set").or_(page.get_by_text("thing done or set")).click()
    expect(page.locator(".finished .due-item", has_text="Assessment complete")).to_contain_text("on time")

    expect(page.get_by_text("A GP who was never invited")).to_be_visible()
    page.locator("#inv-new-who").fill("Dr Patel")
    page.locator("#inv-new-role").select_option("gp")
    page.locator("#inv-new-how").select_option("office")
    page.locator("#inv-new-day").fill(today().isoformat())
    page.locator("#invited").get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Close these invitations").click()
    expect(page.locator(".close-log .refusal")).to_contain_text("cannot be closed yet")
    page.locator(".invited summary").click()
    page.locator("#invited .invited").get_by_label("What came of it").select_option("report_only")
    page.locator("#invited .invited").get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Close these invitations").click()
    expect(page.locator(".close-log")).to_contain_text("Closed: every outcome is logged.")


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1366, 768, "light"), (360, 640, "light"), (1366, 768, "dark")], ids=str
)
def test_axe_finds_nothing_and_nothing_is_cramped(page: Page, desk: Desk, width: int, height: int, scheme: str) -> None:
    fill(desk)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": height})
    desk.sign_in(page, desk.worker)
    wrong: list[tuple[Any, ...]] = []
    for address in (f"{desk.here}/timetable", f"{desk.server.url}/desk/timetable"):
        page.goto(address)
        page.evaluate("() => document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        wrong += [(address, one["id"], one["nodes"][0]["html"][:160]) for one in found.response["violations"]]
        if width == 360:
            small = page.evaluate(TOO_SMALL, TARGETS + ROWS_OF_ITS_OWN)
            wrong += [(address, "small", one) for one in small]
            page.set_viewport_size({"width": 320, "height": 640})
        for direction in ("rtl", "ltr"):
            page.evaluate("direction => { document.documentElement.dir = direction }", direction)
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            wrong += [(address, direction, f"{over} px off")] if over > 0 else []
    assert wrong == []
