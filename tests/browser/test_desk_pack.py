"""The invitation pack in a real browser: from the timetable to a message that is copied, with what only staff know in
it; no violations, nothing cramped, and paper that carries no desk.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from review.case_event import Topic
from review.dates.due import LONDON
from review.dates.invitations import Invitation, invitation_body
from store.cases import NewPerson
from tests.browser.acting import Server
from tests.browser.desks import Desk, desk_on
from tests.browser.test_desk_every_voice import TAGS, TARGETS, TOO_SMALL


@pytest.fixture
def desk(server: Server) -> Desk:
    """A case with a conference in nine days to which a GP was invited, who has a link."""
    made = desk_on(server)
    s, today = server.services, datetime.now(LONDON).date()
    one = Invitation("gp", f"m{today + timedelta(days=9):%Y%m%d}", "Dr Patel", "gp", "office", today)
    s.case_log.append(made.case.id, Topic.MEETING, one.id, made.worker.id, s.clock(), invitation_body(one))
    gp = s.cases.add_person(made.case.id, NewPerson("professional", "Dr Patel"), s.clock())
    ali = made.person("Ali")
    s.invites.issue(made.case.id, gp.id, ali, "professional", "en", made.worker.id, s.clock(), 14)
    return made


def test_from_the_timetable_to_a_message_to_copy_and_to_paper(page: Page, desk: Desk) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/timetable")
    page.get_by_role("link", name="Their pack").click()
    page.get_by_label("Where it is").fill("Town Hall, room 2")
    page.get_by_label("Where reports go").fill("office@example.org")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#message")).to_contain_text("Where: Town Hall, room 2")
    page.get_by_role("button", name="Copy the message").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "To Dr Patel\n" in copied
    assert f"{desk.server.url}/#" in copied
    assert "never in a message with this link" in copied

    with page.expect_download() as taken:
        page.get_by_role("link", name="Word file").click()
    assert taken.value.suggested_filename == "conference-invitation.docx"

    page.emulate_media(media="print")
    for gone in (".side", ".tabs", ".pack-facts", ".pack-side", ".crumb"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator("#message")).to_be_visible()
    expect(page.get_by_text("What are you worried about?")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1366, 768, "light"), (360, 640, "light"), (1366, 768, "dark")], ids=str
)
def test_axe_finds_nothing_and_nothing_is_cramped(page: Page, desk: Desk, width: int, height: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": height})
    desk.sign_in(page, desk.worker).goto(f"{desk.here}/timetable/invitations/gp/pack")
    page.locator("#about").fill("x" * 201)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#about[aria-invalid]")).to_have_value("x" * 201)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    wrong: list[tuple[Any, ...]] = [(one["id"], one["nodes"][0]["html"][:160]) for one in found.response["violations"]]
    if width == 360:
        wrong += [("small", one) for one in page.evaluate(TOO_SMALL, TARGETS + ", .pack-side p > a")]
        page.set_viewport_size({"width": 320, "height": 640})
    for direction in ("rtl", "ltr"):
        page.evaluate("direction => { document.documentElement.dir = direction }", direction)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong += [(direction, f"{over} px off")] if over > 0 else []
    assert wrong == []
