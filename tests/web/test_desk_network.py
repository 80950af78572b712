"""The network: who was named is offered and never added alone, what was asked of each stays, and the picture has
everybody.
"""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from review.case_event import Topic
from review.plan.network import About, Answer, Network, Ring, Said, about_body, network_of
from store.accounts import Account
from store.cases import CaseFile, NewPerson
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, play


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    return at_the_desk(site, maja)


def at(case: CaseFile, rest: str = "") -> str:
    return f"/desk/cases/{case.id}/network{rest}"


def network(site: Site, case: CaseFile) -> Network:
    return network_of(site.services.case_log.of_case(case.id))


def put(site: Site, case: CaseFile, by: Account, about: About, id_: str = "ab12") -> int:
    return site.services.case_log.append(case.id, Topic.NETWORK, id_, by.id, site.clock(), about_body(about)).order


def names(site: Site, case: CaseFile) -> list[str]:
    return [one.name for one in network(site, case).people]


def test_the_network_works(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    about = About("<Nan>", "mum's mum", "Fridays & more", Ring.EVERY_DAY, knows=Answer(Said.YES, date(2026, 3, 1)))
    put(site, case_file, maja, about)
    page = desk.get(at(case_file)).text
    card = page[page.index('id="p-ab12"') :].split("</li>")[0]
    for part in ("&lt;Nan&gt;", "mum&#39;s mum", "Fridays &amp; more", "Sunday 1 March 2026", "Not asked"):
        assert part in card
    assert "&lt;Nan&gt;</text>" in page
    assert ">Ali</text>" in page
    events = [(event.action, event.case_id) for event in site.services.audit.events()]
    assert ("read_network", case_file.id) in events


def test_who_was_named_is_offered_and_nobody_comes_in_alone(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "family_plan.main", 1)
    page = unescape(desk.get(at(case_file)).text)
    assert names(site, case_file) == []
    offered = page[page.index('class="candidates"') :]
    assert offered.index("Kim") < offered.index("Jo")
    assert "“Who is in the room?”".strip("“”") in offered
    assert 'value="ali"' not in offered
    desk.post(at(case_file, "/named"), key="jo")
    about = network(site, case_file).people[0].about
    assert (about.name, about.who, about.ring, len(about.entries)) == ("Jo", "next door", None, 1)
    assert about.not_asked == ("knows", "willing", "contact", "invited")
    page = unescape(desk.get(at(case_file)).text)
    assert 'value="jo"' not in page
    assert "named in 1 answer" in page
    assert f"/map#e-{about.entries[0]}" in page
    assert desk.post(at(case_file, "/named"), key="jo").status_code == 409
    assert names(site, case_file) == ["Jo"]


def test_a_grown_up_of_the_case_comes_in_with_one_press(site: Site, desk: Browser, case_file: CaseFile) -> None:
    desk.get(at(case_file))
    desk.post(at(case_file, "/named"), key="kim")
    assert network(site, case_file).people[0].about.person == case_file.people[1].id
    assert 'value="kim"' not in desk.get(at(case_file)).text


def test_somebody_named_can_be_a_person_who_is_here_already(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "family_plan.main", 1)
    put(site, case_file, maja, About("Uncle Raymond"))
    desk.get(at(case_file))
    page = unescape(desk.post(at(case_file, "/also"), key="ray", person="ab12").text)
    assert names(site, case_file) == ["Uncle Raymond"]
    assert 'value="ray"' not in page
    card = page[page.index('id="p-ab12"') :]
    assert "also called" in card
    assert "named in 1 answer" in card


def test_somebody_is_added_by_hand_once(site: Site, desk: Browser, case_file: CaseFile) -> None:
    desk.get(at(case_file, "/new"))
    typed = {"name": "Coach <Ade>", "who": "football", "ring": "often", "contact": "yes", "contact_on": "2026-03-01"}
    form = desk.field("form")
    for _ in range(2):
        desk.post(at(case_file), **typed, source="Dad, on the phone", form=form)
    people = network(site, case_file).people
    assert [one.name for one in people] == ["Coach <Ade>"]
    assert people[0].about.ring is Ring.OFTEN
    assert people[0].about.contact == Answer(Said.YES, date(2026, 3, 1))
    assert people[0].about.source == "Dad, on the phone"


def test_somebody_called_like_a_person_who_is_here_comes_in_only_all_the_same(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    put(site, case_file, maja, About("Nan", "mum's mum"))
    desk.get(at(case_file, "/new"))
    answered = desk.post(at(case_file), name="nan", helps="sings <loudly>", form=desk.field("form"))
    page = unescape(answered.text)
    assert answered.status_code == 422
    assert names(site, case_file) == ["Nan"]
    assert "Nan is already in the network." in page
    assert f'href="{at(case_file, "/ab12")}"' in page
    assert "sings &lt;loudly&gt;</textarea>" in answered.text
    sent = {"name": "Nan", "who": "dad's mum", "form": desk.field("form"), "another": desk.field("another")}
    for _ in range(2):
        desk.post(at(case_file), **sent)
    assert [one.about.who for one in network(site, case_file).people] == ["mum's mum", "dad's mum"]


def test_of_two_with_one_name_each_answer_belongs_to_one(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    play(site, maja, case_file, "family_plan.main", 1)
    put(site, case_file, maja, About("Nan", "mum's mum"))
    put(site, case_file, maja, About("Nan", "dad's mum"), "cd34")
    page = unescape(desk.get(at(case_file)).text)
    first, second = (page[page.index(f'id="p-{id_}"') :].split('class="who-acts')[0] for id_ in ("ab12", "cd34"))
    assert "named in 1 answer" in first
    assert "named in" not in second


def test_a_person_of_the_case_with_a_role_after_the_name_is_not_offered_beside_themselves(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    site.services.cases.add_person(case_file.id, NewPerson("professional", "Ms Cole, teacher"), site.clock())
    assert 'value="ms cole, teacher"' in desk.get(at(case_file)).text
    put(site, case_file, maja, About("Ms Cole"))
    page = desk.get(at(case_file)).text
    assert 'value="ms cole, teacher"' not in page
    assert "this case" in page[page.index('id="p-ab12"') :].split('class="who-acts')[0]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": " "}, "Say what the person is called."),
        ({"name": "x" * 101}, "That name is too long."),
        ({"knows": "yes", "knows_on": "soon"}, "That day could not be read."),
        ({"who": "x" * 201}, "Use 200 characters or fewer."),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_taken_says_why_and_stays_typed(
    site: Site, desk: Browser, case_file: CaseFile, typed: dict[str, Any], told: str
) -> None:
    desk.get(at(case_file, "/new"))
    answered = desk.post(at(case_file), **{"name": "Jo", "helps": "rings <early>", **typed})
    assert answered.status_code == 422
    assert told in unescape(answered.text)
    assert "rings &lt;early&gt;</textarea>" in answered.text
    assert names(site, case_file) == []


def test_a_change_keeps_what_was_known(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    put(site, case_file, maja, About("Jo", "next door", entries=("e1",)))
    page = desk.get(at(case_file, "/ab12")).text
    assert 'value="next door"' in page
    typed = {"name": "Jo", "who": "our neighbour", "willing": "no", "willing_on": "2026-03-01"}
    desk.post(at(case_file, "/ab12"), **typed, why="she said so", seen=desk.field("seen"))
    jo = network(site, case_file).people[0]
    assert [one.about.who for one in jo.versions] == ["next door", "our neighbour"]
    assert jo.about.entries == ("e1",)
    page = unescape(desk.get(at(case_file, "/ab12")).text)
    for part in ("next door", "our neighbour", "she said so", "Willing to help? No, Sunday 1 March 2026"):
        assert part in page


def test_two_writers_do_not_overwrite_each_other(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    put(site, case_file, maja, About("Jo"))
    desk.get(at(case_file, "/ab12"))
    seen = desk.field("seen")
    put(site, case_file, maja, About("Jo", "theirs"))
    answered = desk.post(at(case_file, "/ab12"), name="Jo", who="mine", seen=seen)
    assert answered.status_code == 409
    assert 'value="mine"' in answered.text
    assert "theirs" in answered.text
    assert desk.post(at(case_file, "/ab12/ring"), ring="often", seen=seen).status_code == 409
    about = network(site, case_file).people[0].about
    assert (about.who, about.ring) == ("theirs", None)


def test_the_worker_puts_somebody_in_a_ring(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    put(site, case_file, maja, About("Jo", "next door"))
    desk.get(at(case_file))
    page = desk.post(at(case_file, "/ab12/ring"), ring="often", seen=desk.field("seen")).text
    about = network(site, case_file).people[0].about
    assert (about.ring, about.who) == (Ring.OFTEN, "next door")
    assert re.search(r'value="often" aria-pressed="true"', page)
    assert desk.post(at(case_file, "/ab12/ring"), ring="far", seen="9").status_code == 404


def test_leaving_asks_why_and_loses_nothing(site: Site, desk: Browser, maja: Account, case_file: CaseFile) -> None:
    put(site, case_file, maja, About("Jo", "next door"))
    desk.get(at(case_file, "/ab12"))
    seen = desk.field("seen")
    assert desk.post(at(case_file, "/ab12/leave"), seen=seen).status_code == 422
    page = desk.post(at(case_file, "/ab12/leave"), seen=seen, leave_why="moved <away>").text
    assert names(site, case_file) == []
    assert "moved &lt;away&gt;" in page
    desk.get(at(case_file, "/ab12"))
    desk.post(at(case_file, "/ab12/leave"), seen=desk.field("seen"), leave_why="is back")
    assert names(site, case_file) == ["Jo"]


@pytest.mark.parametrize("rest", ["", "/new", "/ab12"])
def test_another_worker_cannot_see_it(site: Site, maja: Account, case_file: CaseFile, rest: str) -> None:
    put(site, case_file, maja, About("Jonathan"))
    stranger = at_the_desk(site, site.account("sol"))
    answered = stranger.get(at(case_file, rest))
    assert answered.status_code == 404
    assert "Jonathan" not in answered.text


@pytest.mark.parametrize("rest", ["", "/named", "/also", "/ab12", "/ab12/ring", "/ab12/leave"])
def test_another_worker_cannot_change_it(site: Site, maja: Account, case_file: CaseFile, rest: str) -> None:
    put(site, case_file, maja, About("Jo"))
    stranger = at_the_desk(site, site.account("sol"))
    stranger.get("/desk")
    sent = {"name": "Mallory", "ring": "often", "leave_why": "x", "key": "kim", "person": "ab12", "seen": "1"}
    assert stranger.post(at(case_file, rest), **sent).status_code == 404
    assert [one.about for one in network(site, case_file).people] == [About("Jo")]
