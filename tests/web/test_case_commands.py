"""Erasing a case from the command line: nobody reads it again, nobody comes in, and a receipt without content stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from click.testing import Result
from sqlalchemy import select

from review.case_event import Topic
from store import tables
from store.accounts import Account
from store.cases import CaseFile
from store.deadlines import Kept
from store.invites import IssuedInvite
from store.notices import Contact
from store.vault import TheCaseKeyIsDestroyed
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, send_a_talk

SECRET = "do not read out where we live"


def erase(site: Site, *args: str, typed: str = "") -> Result:
    return site.app.test_cli_runner().invoke(args=["cases", "erase", *args], input=f"{typed}\n")


@pytest.fixture
def talk(site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite) -> str:
    """A case with something in every store that has one."""
    s, now = site.services, site.clock()
    s.case_log.append(case_file.id, Topic.NETWORK, "a" * 32, maja.id, now, {"name": "Nan"})
    s.chair_notes.write(case_file.id, maja.id, SECRET, now)
    s.deadlines.keep(case_file.id, [Kept("icpc", now + timedelta(days=3))])
    return send_a_talk(site, case_file, alva)


def test_nobody_at_the_desk_finds_an_erased_case_and_their_other_cases_are_as_before(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    other, browser = site.case(maja, "The Other family"), at_the_desk(site, maja)
    assert erase(site, case_file.id, typed=case_file.id).exit_code == 0
    for path in ("/desk", "/desk/timetable"):
        page = browser.get(path)
        assert page.status_code == 200, path
        assert case_file.name not in page.text
    for path in ("", "/map", "/sets", "/chair", "/answers", f"/talks/{talk}"):
        assert browser.get(f"/desk/cases/{case_file.id}{path}").status_code == 404, path
    assert browser.get(f"/desk/cases/{other.id}").status_code == 200
    browser.get("/desk/search")
    assert case_file.name not in browser.post("/desk/search", asked="Example").text


def test_the_family_s_links_and_open_conversations_end(site: Site, case_file: CaseFile, alva: IssuedInvite) -> None:
    phone, newcomer = site.browser(), site.browser()
    phone.come_in(alva)
    assert erase(site, case_file.id, "--yes").exit_code == 0
    site.clock.pass_by(seconds=3)
    page = phone.get("/")
    assert page.status_code == 200
    assert 'name="pin"' in page.text
    newcomer.get("/")
    assert newcomer.post("/open", token=alva.token, pin=alva.pin).status_code == 403


def test_the_keys_are_gone_with_the_chair_s_notes_the_dates_and_the_words_it_is_found_by(
    site: Site, case_file: CaseFile, talk: str
) -> None:
    s = site.services
    assert erase(site, case_file.id, "--yes").exit_code == 0
    with pytest.raises(TheCaseKeyIsDestroyed):
        s.case_log.of_case(case_file.id)
    assert s.chair_notes.of_case(case_file.id) == ()
    assert s.deadlines.of_case(case_file.id) == ()
    with s.database.reading() as connection:
        of_case = tables.search_word.c.case_id == case_file.id
        assert connection.execute(select(tables.search_word).where(of_case)).all() == []


def test_what_stays_is_a_receipt_without_a_word(site: Site, case_file: CaseFile, talk: str) -> None:
    assert erase(site, case_file.id, "--yes").exit_code == 0
    last = site.services.audit.events(case_file.id)[-1]
    assert (last.action, last.account_id, last.subject) == ("erase_case", None, None)
    assert site.services.audit.verify() == []


@pytest.mark.parametrize(("args", "typed"), [((), ""), ((), "c" * 32)])
def test_another_id_typed_the_second_time_erases_nothing(
    site: Site, maja: Account, case_file: CaseFile, args: Sequence[str], typed: str
) -> None:
    assert erase(site, case_file.id, *args, typed=typed).exit_code == 1
    assert at_the_desk(site, maja).get(f"/desk/cases/{case_file.id}").status_code == 200


def test_a_case_that_is_not_there_is_not_erased(site: Site) -> None:
    said = erase(site, "d" * 32, "--yes")
    assert said.exit_code == 1
    assert "There is no case with this id" in said.output


def test_a_case_in_which_somebody_is_not_safe_is_answered_before_it_is_erased(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    s, now = site.services, site.clock()
    told = [Contact("first", "email", now), Contact("second", "email", now)]
    notice = s.notices.raise_one(case_file.id, case_file.people[0].id, alva.invite_id, told, now)
    assert erase(site, case_file.id, "--yes").exit_code == 1
    assert len(s.notices.due(now)) == 2
    s.notices.acknowledge(notice, maja.id, "rang", now)
    assert erase(site, case_file.id, "--yes").exit_code == 0
    assert not s.notices.due(now)


def test_a_live_page_of_somebody_who_had_access_shows_nothing_of_it(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    browser: Browser = at_the_desk(site, maja)
    wall = f"/desk/cases/{case_file.id}/wall"
    assert browser.get(wall).status_code == 200
    assert erase(site, case_file.id, "--yes").exit_code == 0
    gone = browser.client.get(wall, headers={"X-Partial": "1"})
    assert (gone.status_code, gone.json) == (404, {"ok": False, "gone": True})
    assert not re.search("Alva|Example", gone.text)
