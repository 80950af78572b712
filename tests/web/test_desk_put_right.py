"""Names put right: the case, somebody in it, who they are, and somebody who was added by mistake."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from review.case_event import Topic
from review.plan.network import About, about_body
from review.plan.plan import Kind, proposal_body
from review.plan.text import Actor, Box, PlanText
from store.accounts import Account
from store.cases import CaseFile, NewPerson, Person
from store.invites import IssuedInvite
from store.search import prints
from store.tables import search_word
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, send_a_talk


def place(case: CaseFile) -> str:
    return f"/desk/cases/{case.id}/names"


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    """Maja's browser."""
    return at_the_desk(site, maja)


def words(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


def people(site: Site, maja: Account, case: CaseFile) -> dict[str, str]:
    found = site.services.cases.case_for(maja.id, case.id)
    assert found is not None
    return {one.name: one.role for one in found.people}


def put(browser: Browser, case: CaseFile, one: Person, **fields: str) -> tuple[int, str]:
    browser.get(place(case))
    given = {"called": one.name, "role": one.role, "was": one.name, **fields}
    answer = browser.post(f"{place(case)}/{one.id}", follow=True, **given)
    return answer.status_code, words(answer.text)


def take_out(browser: Browser, case: CaseFile, one: Person) -> tuple[int, str]:
    browser.get(place(case))
    answer = browser.post(f"{place(case)}/{one.id}/out")
    return answer.status_code, words(answer.text)


def found_by(site: Site, maja: Account, asked: str) -> bool:
    """Whether the one case is found so; it lies under the fingerprints of its names now, and under no other."""
    s = site.services
    [case] = s.cases.for_account(maja.id)
    names = (case.name, *people(site, maja, case))
    with s.database.reading() as connection:
        of_case = search_word.c.case_id == case.id
        assert set(connection.scalars(select(search_word.c.word).where(of_case))) == prints(s.vault, names)
    return bool(s.cases.search(maja.id, asked, 10))


def done(site: Site, case: CaseFile) -> list[tuple[str, str | None]]:
    events = site.services.audit.events(case.id)
    return [(one.action, one.subject) for one in events if not one.action.startswith("read_")]


def test_a_case_gets_its_right_name_and_is_found_by_it_alone(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    desk.get(place(case_file))
    answer = desk.post(place(case_file), called=" The  Åberg family ", was=case_file.name)
    assert "Saved." in answer.text
    assert found_by(site, maja, "aberg")
    assert not found_by(site, maja, "Example")
    assert found_by(site, maja, "Alva")
    assert "The Åberg family" in desk.get("/desk").text
    assert done(site, case_file) == [("rename_case", None)]


def test_a_child_is_called_right_everywhere_also_on_a_page_that_is_open(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    ali, phone = case_file.people[2], site.browser()
    phone.come_in(site.invite(maja, case_file, "parent", 1))
    assert "Ali" in phone.page
    status, page = put(desk, case_file, ali, called="Alia")
    assert (status, "Saved." in page) == (200, True)
    assert found_by(site, maja, "alia")
    again = phone.get("/").text
    assert "Alia" in again
    assert not re.search(r"\bAli\b", again)
    assert done(site, case_file) == [("rename_person", ali.id)]


def test_a_name_that_cannot_be_taken_says_why_and_keeps_what_was_typed(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    alva = case_file.people[0]
    for called, told in (("", "Say what the person is called."), ("x" * 101, "100 characters or fewer")):
        status, page = put(desk, case_file, alva, called=called)
        assert (status, told in page) == (422, True)
        assert f'value="{called}"' in desk.page
        answer = desk.post(place(case_file), called=called, was=case_file.name)
        assert answer.status_code == 422
    assert put(desk, case_file, alva, role="king")[0] == 422
    assert "Alva" in people(site, maja, case_file)
    assert done(site, case_file) == []


def test_what_somebody_else_put_right_meanwhile_is_not_overwritten(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    alva = case_file.people[0]
    put(desk, case_file, alva, called="Alma")
    status, page = put(desk, case_file, alva, called="Elva")
    assert (status, "Somebody changed this meanwhile." in page) == (409, True)
    assert 'value="Elva"' in desk.page
    assert "Alma" in people(site, maja, case_file)
    desk.get(place(case_file))
    desk.post(place(case_file), called="Berg", was=case_file.name)
    assert desk.post(place(case_file), called="Borg", was=case_file.name).status_code == 409


def test_who_somebody_is_can_be_put_right_until_a_link_was_opened(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, alva: IssuedInvite
) -> None:
    person = case_file.people[0]
    assert "the links made for them or about them are closed" in words(desk.get(place(case_file)).text)
    assert put(desk, case_file, person, role="parent")[0] == 200
    assert people(site, maja, case_file)["Alva"] == "parent"
    assert [one.state for one in site.services.invites.of_case(case_file.id, site.clock())] == ["revoked"]
    assert done(site, case_file) == [("change_role", person.id)]
    kim = case_file.people[1]
    send_a_talk(site, case_file, site.invite(maja, case_file, "meeting_13_17", 1), 1)
    status, page = put(desk, case_file, kim, role="relative")
    assert (status, "A link of theirs was opened" in page) == (422, True)
    assert people(site, maja, case_file)["Kim"] == "parent"


def test_somebody_added_by_mistake_is_taken_out_and_no_longer_found(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    ray = site.services.cases.add_person(case_file.id, NewPerson("relative", "Raymond"), site.clock())
    assert found_by(site, maja, "raymond")
    status, page = take_out(desk, case_file, ray)
    assert (status, "Taken out of the case." in page) == (200, True)
    assert "Raymond" not in people(site, maja, case_file)
    assert not found_by(site, maja, "raymond")
    assert done(site, case_file) == [("remove_person", ray.id)]
    assert take_out(desk, case_file, ray)[0] == 404


@pytest.mark.parametrize("how", ["link", "about", "set", "network", "answer"])
def test_somebody_with_a_link_or_a_place_in_the_case_stays(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, how: str
) -> None:
    s, now = site.services, site.clock()
    ray = s.cases.add_person(case_file.id, NewPerson("child", "Ray"), now)
    kim = case_file.people[1]
    if how == "link":
        s.invites.issue(case_file.id, ray.id, None, "places_6_8", "en", maja.id, now, 14)
    elif how == "about":
        s.invites.issue(case_file.id, kim.id, ray.id, "parent", "en", maja.id, now, 14)
    elif how == "set":
        s.case_log.append(case_file.id, Topic.SET, "a" * 32, maja.id, now, {"wording": {"about": [ray.id]}})
    elif how == "network":
        s.case_log.append(case_file.id, Topic.NETWORK, "b" * 32, maja.id, now, {"name": " ray "})
    else:
        s.case_log.append(case_file.id, Topic.ANSWER, ray.id, maja.id, now, {"words": "Thank you"})
    status, page = take_out(desk, case_file, ray)
    told = "A link was made for them" if how in ("link", "about") else "They have a place in this case."
    assert (status, told in page) == (409, True)
    assert "Ray" in people(site, maja, case_file)


def test_somebody_added_twice_can_be_taken_out_once(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    s, now = site.services, site.clock()
    nan, again = (s.cases.add_person(case_file.id, NewPerson("relative", "Nan"), now) for _ in range(2))
    s.case_log.append(case_file.id, Topic.NETWORK, "b" * 32, maja.id, now, {"name": "Nan"})
    assert take_out(desk, case_file, again)[0] == 200
    assert take_out(desk, case_file, nan)[0] == 409


def test_no_word_of_a_name_stands_in_the_audit_trail(site: Site, desk: Browser, case_file: CaseFile) -> None:
    put(desk, case_file, case_file.people[0], called="Alma")
    told = [str(event) for event in site.services.audit.events(case_file.id)]
    assert not any(name in line for line in told for name in ("Alva", "Alma"))


def test_a_chair_changes_no_name(site: Site, maja: Account, case_file: CaseFile) -> None:
    chair = site.account("chris", "chair")
    site.services.cases.grant(case_file.id, chair.id, maja.id, site.clock())
    browser = at_the_desk(site, chair)
    assert "Put a name right" not in browser.get(f"/desk/cases/{case_file.id}").text
    assert browser.client.get(place(case_file)).status_code == 403


def test_another_worker_cannot_see_it(site: Site, maja: Account, case_file: CaseFile) -> None:
    other = at_the_desk(site, site.account("olle"))
    person = case_file.people[0].id
    assert other.client.get(place(case_file)).status_code == 404
    for path in ("", f"/{person}", f"/{person}/out"):
        other.get("/desk")
        assert other.post(place(case_file) + path, called="Bo", was="Alva").status_code == 404
    assert "Alva" in people(site, maja, case_file)


def test_somebody_in_another_case_cannot_be_put_right_from_here(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    other = site.case(site.account("olle"), "Olle's family")
    for path in ("", "/out"):
        desk.get(place(case_file))
        answer = desk.post(f"{place(case_file)}/{other.people[0].id}{path}", called="Bo", was="Alva")
        assert answer.status_code == 404


def stand(site: Site, maja: Account, case: CaseFile, ref: str) -> None:
    """Kim in the network and doing two lines of the plan: under their id, or (no `ref`) by the name alone."""
    log, now = site.services.case_log, site.clock()
    log.append(case.id, Topic.NETWORK, "b" * 32, maja.id, now, about_body(About("Kim", person=ref)))
    for line in ("ab12", "cd34"):
        text = PlanText(Box.WHO_DOES_WHAT, "I ring at five.", actors=(Actor("Kim", ref),), days="every Friday")
        log.append(case.id, Topic.PLAN, line, maja.id, now, proposal_body(Kind.ADD, text, "Alva"))


def test_a_name_put_right_stands_in_the_network_and_the_plan_where_they_know_who_it_is(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    kim = next(one for one in case_file.people if one.name == "Kim")
    stand(site, maja, case_file, kim.id)
    _, page = put(desk, case_file, kim, called="Kim Pat")
    assert "Still called" not in page
    at = f"/desk/cases/{case_file.id}"
    assert "<h3><bdi>Kim Pat</bdi></h3>" in desk.get(f"{at}/network").text
    plan = desk.get(f"{at}/plan").text
    assert plan.count("<strong><bdi>Kim Pat</bdi></strong>") == 2
    assert "<bdi>Kim</bdi>" not in plan


def test_where_a_name_was_written_by_hand_it_is_listed_with_links_and_never_in_an_address(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    kim = next(one for one in case_file.people if one.name == "Kim")
    stand(site, maja, case_file, "")
    desk.get(place(case_file))
    answer = desk.post(f"{place(case_file)}/{kim.id}", follow=False, called="Kim Pat", role=kim.role, was="Kim")
    assert "Kim" not in answer.location
    page = desk.get(answer.location).text
    assert "Still called “Kim” in the network in 2 lines of the plan: line 1 , line 2" in words(page)
    for path in (f"network/{'b' * 32}", "plan/lines/ab12", "plan/lines/cd34"):
        assert f'href="/desk/cases/{case_file.id}/{path}"' in page
        assert desk.get(f"/desk/cases/{case_file.id}/{path}").status_code == 200
    other = site.account("second")
    site.services.cases.grant(case_file.id, other.id, maja.id, site.clock())
    assert "Still called" not in at_the_desk(site, other).get(answer.location).text
