"""What was said in the room on the map: in its column, never as a card; it can be taken back."""

from __future__ import annotations

import re

import pytest

from dialogs.script import EntryKind
from review.case_event import CaseEvent, Topic
from review.room.in_the_room import SAID, said_body, said_of
from review.sets.sets import Wording, wording_body
from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, send_a_talk

LINE = "We will ring each other <first>."


@pytest.fixture
def desk(site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite) -> Browser:
    send_a_talk(site, case_file, alva)
    return at_the_desk(site, maja)


@pytest.fixture
def line(site: Site, maja: Account, case_file: CaseFile) -> CaseEvent:
    log, now = site.services.case_log, site.clock()
    wording = Wording("Maja worries about Alva.", "Mum will ring Nan.", "Where is it?", "worst", "best")
    log.append(case_file.id, Topic.SET, "s1", maja.id, now, wording_body(wording))
    body = said_body(EntryKind.NEEDS_TO_HAPPEN, LINE, "Nan", "s1")
    return log.append(case_file.id, Topic.MEETING, SAID, maja.id, now, body)


def the_map(case: CaseFile) -> str:
    return f"/desk/cases/{case.id}/map"


def take_back(case: CaseFile, line: CaseEvent) -> str:
    return f"{the_map(case)}/room/{line.id}/take-back"


def waits(page: str) -> int:
    """How many cards the map says wait."""
    found = re.search(r"(\d+) cards? waits? for (?:your|a) decision", page)
    return int(found[1]) if found else 0


def stands(site: Site, case: CaseFile) -> list[str]:
    return [one.words for one in said_of(site.services.case_log.of_case(case.id))]


def test_a_line_stands_in_its_column_with_who_wrote_it_down(
    desk: Browser, case_file: CaseFile, line: CaseEvent, maja: Account
) -> None:
    page = desk.get(the_map(case_file)).text
    column = re.split(r'<section class="col ', page)
    needs = next(part for part in column if part.startswith("needs_to_happen"))
    assert f"Said in the room by Nan, written down by {maja.name}" in needs
    assert "We will ring each other &lt;first&gt;." in needs
    assert "Set 1" in needs
    assert sum(part.count("We will ring each other &lt;first&gt;.</p>") for part in column) == 1
    assert (
        "<blockquote" not in needs[needs.index('class="room-lines"') : needs.index("</ul>", needs.index("room-lines"))]
    )


def test_it_is_not_a_card_that_waits(desk: Browser, case_file: CaseFile, site: Site, maja: Account) -> None:
    before = waits(desk.get(the_map(case_file)).text)
    body = said_body(EntryKind.WORRY, LINE, "Nan", "")
    site.services.case_log.append(case_file.id, Topic.MEETING, SAID, maja.id, site.clock(), body)
    assert waits(desk.get(the_map(case_file)).text) == before > 0


def test_it_stands_on_a_map_nobody_has_sent_anything_to(site: Site, maja: Account) -> None:
    case, s = site.case(maja, "New family"), site.services
    s.case_log.append(case.id, Topic.MEETING, SAID, maja.id, site.clock(), said_body(EntryKind.WORRY, LINE, "", ""))
    page = at_the_desk(site, maja).get(the_map(case)).text
    assert f"Said in the room, written down by {maja.name}" in page


def test_it_can_be_taken_back_and_pressing_twice_does_no_more(
    site: Site, desk: Browser, case_file: CaseFile, line: CaseEvent
) -> None:
    desk.get(the_map(case_file))
    assert desk.post(take_back(case_file, line)).status_code == 200
    assert stands(site, case_file) == []
    assert "We will ring each other" not in desk.get(the_map(case_file)).text
    kept = len(site.services.case_log.of_case(case_file.id, Topic.MEETING))
    assert desk.post(take_back(case_file, line)).status_code == 200
    assert len(site.services.case_log.of_case(case_file.id, Topic.MEETING)) == kept == 2
    done = [event.subject for event in site.services.audit.events(case_file.id) if event.action == "take_back_in_room"]
    assert done == [line.id]


def test_a_line_of_another_case_cannot_be_taken_back_here(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, line: CaseEvent
) -> None:
    other = site.case(maja, "Another family")
    desk.get(the_map(case_file))
    assert desk.post(take_back(other, line)).status_code == 404
    assert stands(site, case_file) == [LINE]


def test_another_worker_cannot_see_it(site: Site, case_file: CaseFile, line: CaseEvent) -> None:
    olle = at_the_desk(site, site.account("olle"))
    token = olle.field("csrf_token")
    assert olle.get(the_map(case_file)).status_code == 404
    assert olle.post(take_back(case_file, line), csrf_token=token).status_code == 404
    assert stands(site, case_file) == [LINE]


def test_the_printed_map_begins_with_the_sets(desk: Browser, case_file: CaseFile, line: CaseEvent) -> None:
    page = desk.get(the_map(case_file)).text
    first = page.index("Maja worries about Alva.</span>")
    assert page.rindex("on-paper paper-sets", 0, first) < first < page.index('id="map-columns"')
    assert "It has not been shown to anybody yet." in page


def test_the_case_and_the_inbox_say_the_number_that_the_map_says(
    site: Site, desk: Browser, case_file: CaseFile, maja: Account
) -> None:
    on_map = waits(desk.get(the_map(case_file)).text)
    rows = site.services.conversations.inbox(maja.id, case_id=case_file.id)
    assert sum(row.undecided for row in rows) == on_map > 0
    assert f"{on_map} to decide" in desk.get("/desk/").text
    for place in ("check", "room", "sets/new"):
        assert waits(desk.get(f"/desk/cases/{case_file.id}/{place}").text) == on_map
