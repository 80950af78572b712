"""Making a case and looking at it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from store.accounts import Account
from store.cases import CaseFile
from store.invites import IssuedInvite
from tests.web.conftest import Site
from tests.web.desking import at_the_desk, send_a_talk


def test_new_case_works(site: Site, maja: Account) -> None:
    browser = at_the_desk(site, maja)
    assert "You have no cases yet." in browser.page
    browser.get("/desk/cases/new")
    form = browser.field("form")
    given = {"name": " The  Åberg\x00 family ", "day": "2026-06-04", "time": "10:00", "form": form}
    people = {"role": ["child", "parent", "", ""], "called": ["Ali", "Mum <b>", "", ""]}
    page = browser.post("/desk/cases", **given, **people).text
    assert "The Åberg family" in page
    assert "Mum &lt;b&gt;" in page
    assert "Thursday 4 June 2026, 10:00" in page
    (case,) = site.services.cases.for_account(maja.id)
    assert case.meeting_on == datetime(2026, 6, 4, 9, tzinfo=UTC)
    browser.get("/desk/cases/new")
    browser.post("/desk/cases", **given, **people)
    assert len(site.services.cases.for_account(maja.id)) == 1


def test_a_case_that_cannot_be_made_says_why_and_keeps_what_was_typed(site: Site, maja: Account) -> None:
    browser = at_the_desk(site, maja)
    browser.get("/desk/cases/new")
    form = browser.field("form")
    tries = [
        ({"name": " "}, "Give the case a name"),
        ({"name": "x" * 101}, "100 characters or fewer"),
        ({"name": "Berg", "time": "10:00"}, "Pick a day as well"),
        ({"name": "Berg", "day": "2026-13-40"}, "could not be read"),
        ({"name": "Berg", "day": "9999-12-31", "time": "23:59"}, "could not be read"),
        ({"name": "Berg", "role": "king", "called": "Ali"}, "Pick who each person is"),
        ({"name": "Berg", "role": "child", "called": ""}, "Say what the person is called"),
    ]
    for given, told in tries:
        answer = browser.post("/desk/cases", form=form, **given)
        assert answer.status_code == 422
        assert told in answer.text
        assert str(given["name"]).strip() in answer.text
    assert site.services.cases.for_account(maja.id) == ()


def test_every_page_of_a_case_marks_the_tab_it_belongs_to(site: Site, maja: Account, case_file: CaseFile) -> None:
    browser = at_the_desk(site, maja)
    here = f"/desk/cases/{case_file.id}"
    tabs_of = {"": "Case", "/invites/new": "Case", "/names": "Case", "/sets/new": "Sets", "/room": "Wall"}
    for page, tab in tabs_of.items():
        tabs = browser.get(here + page).text.partition('<nav class="tabs')[2].partition("</nav>")[0]
        assert re.findall(r'aria-current="\w+">(\w+)', tabs) == [tab], page


def test_case_page_works(site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite) -> None:
    browser = at_the_desk(site, maja)
    here = f"/desk/cases/{case_file.id}"
    page = browser.get(here).text
    assert "Nothing has been sent yet." in page
    assert "Not opened yet" in page
    send_a_talk(site, case_file, alva)
    page = browser.get(here).text
    assert "Nothing has been sent yet." not in page
    assert "Getting ready for your meeting" in page


def test_links_of_one_name_are_told_apart_by_when_they_were_made_and_sent(
    site: Site, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    browser = at_the_desk(site, maja)
    here = f"/desk/cases/{case_file.id}"

    def lines() -> list[str]:
        return re.findall(r'class="made">([^<]+)<', browser.get(here).text)

    assert lines() == ["made 2 Mar 2026, 12:00"]
    site.clock.pass_by(minutes=20)
    send_a_talk(site, case_file, alva)
    assert lines() == ["sent 2 Mar 2026, 12:21"]


def test_adding_a_person_and_setting_the_meeting_work(site: Site, maja: Account, case_file: CaseFile) -> None:
    browser = at_the_desk(site, maja)
    here = f"/desk/cases/{case_file.id}"
    browser.get(here)
    assert "Nan" in browser.post(f"{here}/people", role="relative", called="Nan", form=browser.field("form")).text
    refused = browser.post(f"{here}/people", role="", called="Ray", form="x")
    assert refused.status_code == 422
    assert 'value="Ray"' in refused.text
    assert (
        "Friday 1 May 2026" in browser.post(f"{here}/meeting", day="2026-05-01", time="", was=browser.field("was")).text
    )
    refused = browser.post(f"{here}/meeting", day="never", was=browser.field("was"))
    assert refused.status_code == 422
    assert 'value="never"' in refused.text
    assert "No meeting day yet" in browser.post(f"{here}/meeting", day="", time="", was=browser.field("was")).text


def test_a_meeting_somebody_else_changed_is_not_overwritten(site: Site, maja: Account, case_file: CaseFile) -> None:
    browser, here = at_the_desk(site, maja), f"/desk/cases/{case_file.id}"
    browser.get(here)
    seen = browser.field("was")
    assert browser.post(f"{here}/meeting", day="2026-05-01", time="", was=seen).status_code == 200
    refused = browser.post(f"{here}/meeting", day="2026-06-02", time="10:30", was=seen)
    assert refused.status_code == 409
    assert "Friday 1 May 2026" in refused.text
    assert 'value="2026-06-02"' in refused.text
    agreed = browser.post(f"{here}/meeting", day="2026-06-02", time="10:30", was=browser.field("was"))
    assert "Tuesday 2 June 2026" in agreed.text


def test_another_worker_cannot_see_it(site: Site, maja: Account, case_file: CaseFile) -> None:
    olle = at_the_desk(site, site.account("olle"))
    here = f"/desk/cases/{case_file.id}"
    assert case_file.name not in olle.page
    token = olle.field("csrf_token")
    for answer in (
        olle.get(here),
        olle.post(f"{here}/people", role="child", called="Bo", csrf_token=token),
        olle.post(f"{here}/meeting", day="2026-05-01", csrf_token=token),
    ):
        assert answer.status_code == 404
        assert case_file.name not in answer.text
    unknown = olle.get(f"/desk/cases/{'0' * 32}")
    assert unknown.text == olle.get(here).text
    case = site.services.cases.case_for(maja.id, case_file.id)
    assert case is not None
    assert len(case.people) == 3


def test_access_that_is_taken_away_is_gone_at_once(site: Site, maja: Account, case_file: CaseFile) -> None:
    browser = at_the_desk(site, maja)
    site.services.cases.revoke(case_file.id, maja.id, site.clock())
    assert browser.get(f"/desk/cases/{case_file.id}").status_code == 404
