"""Finding a case by a name in it, and a desk with many cases."""

from __future__ import annotations

from datetime import timedelta

from store.accounts import Account
from store.cases import CaseFile
from tests.web.conftest import Site
from tests.web.desking import at_the_desk
from web.desk.door import SIDE_CASES
from web.desk.home import ON_A_LEAF


def test_finding_a_name_works(site: Site, maja: Account, case_file: CaseFile) -> None:
    browser = at_the_desk(site, maja)
    browser.get("/desk/search")
    answer = browser.post("/desk/search", asked=case_file.people[0].name[:3])
    assert answer.status_code == 200
    assert f"/desk/cases/{case_file.id}" in answer.text.partition("<main")[2]
    assert "No case of yours has this name." in browser.post("/desk/search", asked="zzzz").text
    assert "Type at least two letters" in browser.post("/desk/search", asked="z").text


def test_another_worker_cannot_find_it(site: Site, case_file: CaseFile) -> None:
    browser = at_the_desk(site, site.account("olle"))
    browser.get("/desk/search")
    page = browser.post("/desk/search", asked=case_file.name).text
    assert "No case of yours has this name." in page
    assert case_file.id not in page


def test_what_is_looked_for_is_never_in_an_address(site: Site, maja: Account, case_file: CaseFile) -> None:
    browser = at_the_desk(site, maja)
    page = browser.get(f"/desk/search?asked={case_file.people[0].name}").text
    assert case_file.id not in page.partition("<main")[2]


def test_going_back_finds_what_was_looked_for_again_and_nobody_else_does(
    site: Site, maja: Account, case_file: CaseFile
) -> None:
    browser, name = at_the_desk(site, maja), case_file.people[0].name
    browser.get("/desk/search")
    there = browser.client.post("/desk/search", data={"asked": name, "csrf_token": browser.field("csrf_token")})
    assert there.status_code == 303
    assert name not in there.location
    for _ in range(2):
        assert case_file.id in browser.get(there.location).text.partition("<main")[2]
    olle = at_the_desk(site, site.account("olle"))
    assert name not in olle.get(there.location).text


def test_many_cases_come_leaf_by_leaf(site: Site, maja: Account) -> None:
    s = site.services
    for number in range(ON_A_LEAF + 3):
        s.cases.create(f"Family {number:02}", s.clock() + timedelta(days=number), maja.id, (), s.clock())
    browser = at_the_desk(site, maja)
    first, second = browser.get("/desk/").text, browser.get("/desk/?leaf=2").text
    last = f"Family {ON_A_LEAF + 2:02}"
    assert last not in first
    assert last in second
    assert f"Family {ON_A_LEAF - 1:02}" in first.partition("<main")[2]
    assert f"Family {SIDE_CASES:02}" not in first.partition("<main")[0]
    assert browser.get("/desk/?leaf=nonsense").status_code == 200
