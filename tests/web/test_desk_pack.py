"""The pack for a professional who is invited: the message, the form, the Word file and the link, and who gets them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest

from review.case_event import Topic
from review.dates.council import Council
from review.dates.council_files import read_council
from review.dates.invitations import Invitation, invitation_body
from review.dates.pack import PACK, Told, told_body
from store.accounts import Account
from store.cases import CaseFile, NewPerson
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk
from web.services import EXTENSION
from web.shelf import Shelf

CONFERENCE = "m20260312"
"""The meeting of the case, ten days on."""


@pytest.fixture
def southwark(site: Site) -> Site:
    """A council that says by when reports are shared and sent."""
    council = read_council("southwark")
    assert isinstance(council, Council)
    site.services = site.app.extensions[EXTENSION] = replace(site.services, council=council)
    return site


@pytest.fixture
def invited(site: Site, maja: Account, case_file: CaseFile) -> CaseFile:
    """The case with a GP who was invited and a nurse who was not."""
    for one in (
        Invitation("gp", CONFERENCE, "Dr <i>Patel", "gp", "office", date(2026, 3, 2)),
        Invitation("nurse", CONFERENCE, "Nurse Joy", "health", "not_invited", None),
    ):
        log(site, maja, case_file, one.id, invitation_body(one))
    return case_file


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


def log(site: Site, by: Account, case: CaseFile, subject: str, body: dict[str, object]) -> None:
    site.services.case_log.append(case.id, Topic.MEETING, subject, by.id, site.clock(), body)


def here(case: CaseFile, more: str = "", one: str = "gp") -> str:
    return f"/desk/cases/{case.id}/timetable/invitations/{one}/pack{more}"


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def message(page: str) -> str:
    found = re.search(r'<div class="pack-text"[^>]*>(.*?)</div>', page, re.S)
    assert found
    return unescape(found[1])


def save(desk: Browser, case: CaseFile, **fields: str) -> int:
    desk.get(here(case))
    hidden: dict[str, Any] = {"form": desk.field("form"), "seen": desk.field("seen")}
    return desk.post(here(case), **{**hidden, **fields}).status_code


def actions(site: Site) -> list[str]:
    return [event.action for event in site.services.audit.events()]


def test_another_worker_cannot_see_it(site: Site, invited: CaseFile) -> None:
    other = at_the_desk(site, site.account("omar"))
    assert [other.client.get(here(invited, more)).status_code for more in ("", ".docx")] == [404, 404]
    for more in ("", "/link"):
        other.get("/desk")
        assert other.post(here(invited, more)).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("chair", 200), ("manager", 200), ("administrator", 403)])
def test_who_may_open_the_timetable_may_open_the_pack(
    site: Site, maja: Account, invited: CaseFile, role: str, status: int
) -> None:
    somebody = site.account("iris", role)
    site.services.cases.grant(invited.id, somebody.id, maja.id, site.clock())
    there = at_the_desk(site, somebody)
    pages = (f"/desk/cases/{invited.id}/timetable", here(invited), here(invited, ".docx"))
    assert [there.client.get(page).status_code for page in pages] == [status] * 3


def test_a_chair_changes_nothing_and_gets_no_link(site: Site, maja: Account, invited: CaseFile) -> None:
    chair = site.account("iris", "chair")
    site.services.cases.grant(invited.id, chair.id, maja.id, site.clock())
    gp = site.services.cases.add_person(invited.id, NewPerson("professional", "Dr <i>Patel"), site.clock())
    invite = site.services.invites.issue(
        invited.id, gp.id, invited.people[2].id, "professional", "en", maja.id, site.clock(), 14
    )
    there = at_the_desk(site, chair)
    there.get(here(invited))
    assert invite.token not in there.page
    assert 'name="place"' not in there.page
    for more in ("", "/link"):
        there.get(here(invited))
        assert there.post(here(invited, more), place="x").status_code == 403


def test_the_timetable_leads_to_the_pack_of_whoever_is_invited(desk: Browser, invited: CaseFile) -> None:
    page = desk.get(f"/desk/cases/{invited.id}/timetable").text
    assert here(invited) in page
    assert here(invited, one="nurse") not in page
    assert desk.get(here(invited)).status_code == 200
    assert desk.get(here(invited, one="nurse")).status_code == 404
    assert desk.get(here(invited, one="nobody")).status_code == 404


def test_the_message_says_when_and_by_when_and_names_no_child_and_no_family(
    southwark: Site, maja: Account, invited: CaseFile
) -> None:
    there = at_the_desk(southwark, maja)
    there.get(here(invited))
    said = message(there.page)
    assert "To Dr <i>Patel" in said
    assert "When: Thursday 12 March 2026, 12:00" in said
    assert "Share with the parents by Tuesday 10 March 2026, 12:00." in said
    assert "Send to the quality assurance unit by Tuesday 10 March 2026, 12:00." in said
    assert "initials A., A." in said
    for name in ("Alva", "Ali", "Kim", invited.name):
        assert name not in said, name


def test_a_limit_that_has_passed_is_not_asked_for_as_if_there_were_time(
    southwark: Site, maja: Account, invited: CaseFile
) -> None:
    southwark.clock.pass_by(days=9)
    there = at_the_desk(southwark, maja)
    there.get(here(invited))
    assert "Share with the parents as soon as you can. It was due by Tuesday 10 March" in message(there.page)
    assert "this has passed" in words(there.page)


def test_where_the_council_gives_no_limit_staff_say_the_day(desk: Browser, invited: CaseFile) -> None:
    assert "gives no limit here" in words(desk.get(here(invited)).text)
    fields = {"place": "Town Hall, room 2", "send_to": "office@example.org", "about": "A., 2019", "day": "2026-03-09"}
    assert save(desk, invited, **fields) == 200
    said = message(desk.page)
    assert "We ask for it by Monday 9 March 2026." in said
    assert "Where: Town Hall, room 2" in said
    assert "Where it goes: office@example.org" in said
    assert "It is about: A., 2019" in said
    assert "initials" not in said


def test_what_cannot_be_taken_is_said_and_stays_typed(southwark: Site, maja: Account, invited: CaseFile) -> None:
    southwark.services.cases.add_person(invited.id, NewPerson("child", "Mo Khan"), southwark.clock())
    there = at_the_desk(southwark, maja)
    assert save(there, invited, about="mo khan, 2019", day="2026-03-11", place="x" * 201) == 422
    said = words(there.page)
    assert "Leave a child's full name out" in said
    assert "Pick a day no later than Tuesday 10 March 2026." in said
    assert "Use 200 characters or fewer." in said
    assert 'value="mo khan, 2019"' in there.page
    assert "mo khan" not in message(there.page)


def test_two_who_write_at_once_are_told_and_nothing_is_lost(
    site: Site, desk: Browser, maja: Account, invited: CaseFile
) -> None:
    desk.get(here(invited))
    hidden: dict[str, Any] = {"form": desk.field("form"), "seen": desk.field("seen")}
    log(site, maja, invited, f"{PACK}{CONFERENCE}", told_body(Told(place="Room 1")))
    assert desk.post(here(invited), place="Room 2", **hidden).status_code == 409
    assert 'value="Room 2"' in desk.page
    assert "Where: Room 1" in message(desk.page)


def test_a_link_is_made_for_the_person_and_its_pin_is_never_in_the_message(
    site: Site, desk: Browser, invited: CaseFile, maja: Account
) -> None:
    desk.get(here(invited))
    answer = desk.post(here(invited, "/link"), follow=False, form=desk.field("form"))
    people = site.services.cases.case_for(maja.id, invited.id)
    assert people is not None
    gp = next(one for one in people.people if one.role == "professional")
    assert gp.name == "Dr <i>Patel"
    assert answer.location.endswith(f"/desk/cases/{invited.id}/invites/new?person={gp.id}")
    invite = site.services.invites.issue(
        invited.id, gp.id, invited.people[2].id, "professional", "en", maja.id, site.clock(), 14
    )
    said = message(desk.get(here(invited)).text)
    assert f"/#{invite.token}\nThe page asks for a PIN." in said
    assert invite.pin not in desk.page
    assert invite.code not in desk.page
    desk.get(here(invited))
    assert desk.post(here(invited, "/link"), follow=False).location.endswith(f"person={gp.id}")
    again = site.services.cases.case_for(maja.id, invited.id)
    assert again is not None
    assert len(again.people) == len(people.people)


def test_a_link_that_was_closed_or_is_somebody_elses_is_not_in_the_message(
    site: Site, desk: Browser, invited: CaseFile, maja: Account
) -> None:
    s = site.services
    for name, called in (("Dr <i>Patel, Elm Surgery", True), ("Dr <i>Patel, Oak Surgery", False), ("Dr Patela", False)):
        gp = s.cases.add_person(invited.id, NewPerson("professional", name), site.clock())
        child = invited.people[2].id
        invite = s.invites.issue(invited.id, gp.id, child, "professional", "en", maja.id, site.clock(), 14)
        assert (invite.token in message(desk.get(here(invited)).text)) is called, name
        s.invites.revoke(invited.id, invite.invite_id, site.clock())
        assert invite.token not in message(desk.get(here(invited)).text)


def test_the_word_file_asks_the_questions_of_the_conversation_and_holds_no_link(
    site: Site, desk: Browser, invited: CaseFile, maja: Account
) -> None:
    gp = site.services.cases.add_person(invited.id, NewPerson("professional", "Dr <i>Patel"), site.clock())
    child = invited.people[2].id
    invite = site.services.invites.issue(invited.id, gp.id, child, "professional", "en", maja.id, site.clock(), 14)
    answer = desk.client.get(here(invited, ".docx"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="conference-invitation.docx"'
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        body = "".join(file.read(name).decode() for name in file.namelist() if name.endswith((".xml", ".rels")))
    asked = (site.services.scripts["professional"].steps["what_next"].ask or "").replace("{child}", "the child")
    assert asked in body
    assert "Dr &lt;i&gt;Patel" in body
    for secret in (invite.token, invite.code, invite.pin, "Alva", "Kim", invited.name):
        assert secret not in body


def test_reading_it_and_taking_it_away_are_on_record(site: Site, desk: Browser, invited: CaseFile) -> None:
    desk.get(here(invited))
    desk.client.get(here(invited, ".docx"))
    save(desk, invited, place="Room 2")
    assert {"read_pack", "take_pack", "change_pack"} <= set(actions(site))


def test_without_a_conversation_for_professionals_there_is_a_message_and_no_form(
    site: Site, maja: Account, invited: CaseFile
) -> None:
    scripts = {name: one for name, one in site.services.scripts.items() if name != "professional"}
    site.app.extensions[EXTENSION] = replace(site.services, scripts=Shelf(scripts, site.services.editions))
    there = at_the_desk(site, maja)
    page = there.get(here(invited)).text
    assert "A form to fill in" not in message(page)
    assert "Report for the conference" not in page
    assert there.client.get(here(invited, ".docx")).status_code == 200
