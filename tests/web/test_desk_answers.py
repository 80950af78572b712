"""The worker's side of closing the loop: what people see, what they say back, and what they are told."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from review.case_event import Topic
from review.heard import Told, response_body, told_to
from review.map.decision import DecisionKind
from store.accounts import Account
from store.cases import CaseFile
from store.heard import Heard
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, play

ALI = 2
OWN = "Nan will come & stay <on Fridays>."


@pytest.fixture
def talk(site: Site, maja: Account, case_file: CaseFile) -> str:
    return play(site, maja, case_file, "places_9_12.main", ALI)


@pytest.fixture
def desk(site: Site, maja: Account, talk: str) -> Browser:
    return at_the_desk(site, maja)


def place(case: CaseFile, tail: str = "") -> str:
    return f"/desk/cases/{case.id}/answers{tail}"


def ali(case: CaseFile) -> str:
    return case.people[ALI].id


def told(site: Site, case: CaseFile) -> Told:
    return told_to(site.services.case_log.of_case(case.id, Topic.ANSWER), ali(case))


def answer(desk: Browser, case: CaseFile, tail: str = "", **fields: object) -> str:
    """Posts an answer for Ali with the page's own hidden fields."""
    given: dict[str, Any] = {"form": desk.field("form"), "seen": desk.field("seen"), "words": OWN, **fields}
    response = desk.post(place(case, f"/{ali(case)}{tail}"), **given)
    return f"{response.status_code} {unescape(response.text)}"


def say_back(site: Site, case: CaseFile, talk: str, words: str) -> str:
    entry = site.services.conversations.entries(talk)[0]
    body = response_body("not_meant", words, "en")
    site.services.case_log.append(case.id, Topic.RESPONSE, entry.id, entry.person_id, site.clock(), body)
    return entry.id


def test_an_answer_is_checked_first_and_then_kept(site: Site, desk: Browser, case_file: CaseFile, talk: str) -> None:
    page = desk.get(place(case_file)).text
    assert "Nothing yet. Ali sent words" in page
    seen = answer(desk, case_file, "/check", phrases=["read", "meeting"])
    assert seen.startswith("200")
    for part in ("This is what Ali will see", "From Maja to you", "I talked about it at the meeting.", OWN):
        assert part in seen
    assert told(site, case_file) == Told()
    page = answer(desk, case_file, phrases=["read", "meeting"], written="en", interpreter="")
    [reply] = told(site, case_file).replies
    assert (reply.phrases, reply.words, reply.locale) == (("read", "meeting"), OWN, "en")
    assert "Not seen yet" in page
    assert "answer_person" in [one.action for one in site.services.audit.events(case_file.id)]


def test_a_form_sent_twice_answers_once_and_an_older_page_does_not_overtake(
    site: Site, desk: Browser, case_file: CaseFile
) -> None:
    desk.get(place(case_file))
    form = desk.field("form")
    for _ in range(2):
        answer(desk, case_file, form=form, seen="0")
    assert len(told(site, case_file).replies) == 1
    late = answer(desk, case_file, form="another", seen="0", words="mine, typed meanwhile")
    assert late.startswith("409")
    assert "mine, typed meanwhile" in late
    assert len(told(site, case_file).replies) == 1


def test_every_answer_stays(site: Site, desk: Browser, case_file: CaseFile) -> None:
    desk.get(place(case_file))
    answer(desk, case_file, words="the first")
    desk.get(place(case_file))
    page = answer(desk, case_file, words="the second", seen="1")
    assert [one.words for one in told(site, case_file).replies] == ["the first", "the second"]
    assert page.index("the second") < page.index("the first")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"words": ""}, "Pick a sentence"),
        ({"words": "", "phrases": ["not_yet"]}, "Say why"),
        ({"words": "x" * 4001}, "too long"),
        ({"words": "", "phrases": ["no_such_sentence"]}, "Pick a sentence"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    site: Site, desk: Browser, case_file: CaseFile, fields: dict[str, object], why: str
) -> None:
    desk.get(place(case_file))
    for tail in ("/check", ""):
        page = answer(desk, case_file, tail, **fields)
        assert page.startswith("422")
        assert why in page
        assert str(fields["words"]) in page
    assert told(site, case_file) == Told()


def test_own_words_in_their_language_carry_who_put_them_there(site: Site, maja: Account, case_file: CaseFile) -> None:
    play(site, maja, case_file, "places_9_12.main", ALI, locale="pl")
    desk = at_the_desk(site, maja)
    assert "Who put them into Polish?" in desk.get(place(case_file)).text
    refused = answer(desk, case_file, "/check", words="Babcia przyjdzie.", written="pl")
    assert refused.startswith("422")
    assert "Say who put your words" in refused
    assert "Babcia przyjdzie." in refused
    seen = answer(desk, case_file, "/check", words="Babcia przyjdzie.", written="pl", interpreter="Ewa")
    assert 'lang="pl" dir="ltr"' in seen
    assert re.search(r'lang="pl" dir="auto">Babcia przyjdzie\.', seen)
    english = answer(desk, case_file, "/check", words="Nan will come.", written="en")
    assert re.search(r'lang="en" dir="auto">Nan will come\.</p>\s*<p class="soft">[^<]*English', english)
    answer(desk, case_file, words="Babcia przyjdzie.", written="pl", interpreter="Ewa")
    [reply] = told(site, case_file).replies
    assert (reply.locale, reply.interpreter) == ("pl", "Ewa")


def test_what_they_say_back_is_new_until_it_is_read(site: Site, desk: Browser, case_file: CaseFile, talk: str) -> None:
    entry_id = say_back(site, case_file, talk, "only <on> fridays")
    heard = Heard(site.services.database)
    assert heard.said_back([case_file.id, "another"]) == {case_file.id: 1}
    assert "1 thing was said back" in desk.get("/desk").text
    page = unescape(desk.get(place(case_file)).text)
    assert "only <on> fridays" in page
    assert f"#e-{entry_id}" in page
    assert ">New<" in page
    assert heard.said_back([case_file.id]) == {}
    assert ">New<" not in desk.get(place(case_file)).text
    say_back(site, case_file, talk, "and more")
    assert heard.said_back([case_file.id]) == {case_file.id: 1}


def test_the_number_beside_the_list_counts_what_stands_in_it(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile, talk: str
) -> None:
    site.services.conversations.mark_read(talk, maja.id, site.clock())
    assert "data-waiting>0<" in desk.get("/desk").text
    say_back(site, case_file, talk, "only on fridays")
    assert "data-waiting>1<" in desk.get(f"/desk/cases/{case_file.id}/numbers").text
    assert desk.get("/desk", headers={"X-Partial": "1"}).json["waiting"] == 1
    for n in range(20):
        site.case(maja, f"Family {n}")
    assert "1 thing was said back" in desk.get("/desk").text
    assert "data-waiting>1<" in desk.page
    desk.get(place(case_file))
    assert "data-waiting>0<" in desk.get("/desk").text


def test_a_chair_who_looks_does_not_take_it_off_the_worker_s_list(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    say_back(site, case_file, talk, "only on fridays")
    chair = site.account("rosa", "chair")
    site.services.cases.grant(case_file.id, chair.id, maja.id, site.clock())
    browser = at_the_desk(site, chair)
    assert "only on fridays" in browser.get(place(case_file)).text
    assert Heard(site.services.database).said_back([case_file.id]) == {case_file.id: 1}
    assert "was said back" not in browser.get("/desk").text
    assert browser.post(place(case_file, f"/{ali(case_file)}"), words="hello", seen="0").status_code == 403


def test_a_manager_who_looks_does_not_take_it_off_the_worker_s_list(
    site: Site, maja: Account, case_file: CaseFile, talk: str
) -> None:
    say_back(site, case_file, talk, "only on fridays")
    manager = site.account("gita", "manager")
    site.services.cases.grant(case_file.id, manager.id, maja.id, site.clock())
    assert "only on fridays" in at_the_desk(site, manager).get(place(case_file)).text
    assert "1 thing was said back" in at_the_desk(site, maja).get("/desk").text


def test_a_reason_is_told_only_where_it_is_ticked(
    site: Site, maja: Account, desk: Browser, case_file: CaseFile, talk: str
) -> None:
    first, second = site.services.conversations.entries(talk)[:2]
    for one in (first, second):
        kind = DecisionKind.SET_ASIDE
        site.services.decisions.decide(one.id, case_file.id, maja.id, kind, "", "said elsewhere", site.clock())
    assert "2 answers are not on the map" in desk.get(place(case_file)).text
    shown = [f"{one.id}.1" for one in (first, second)]
    desk.post(place(case_file, f"/{ali(case_file)}/reasons"), shown=shown, tell=[first.id])
    assert told(site, case_file).reasons == {(first.id, 1)}
    desk.post(place(case_file, f"/{ali(case_file)}/reasons"), shown=shown, tell=[])
    assert told(site, case_file).reasons == frozenset()


def test_what_nobody_read_in_time_is_marked(site: Site, desk: Browser, case_file: CaseFile, talk: str) -> None:
    assert "Not read within" not in desk.get(place(case_file)).text
    site.clock.pass_by(days=3)
    desk = at_the_desk(site, site.services.accounts.find("maja@example.org"))  # type: ignore[arg-type]
    assert "Not read within 2 working days" in desk.get(place(case_file)).text
    assert "Later than promised" in desk.get("/desk").text
    desk.get(f"/desk/cases/{case_file.id}/talks/{talk}")
    assert "Not read within" not in desk.get(place(case_file)).text
    assert "Later than promised" not in desk.get("/desk").text


def test_a_link_that_no_longer_opens_is_said(site: Site, case_file: CaseFile, maja: Account, talk: str) -> None:
    site.clock.pass_by(days=15)
    page = at_the_desk(site, maja).get(place(case_file)).text
    assert "Their link no longer opens." in page


def test_reading_it_is_written_down(site: Site, desk: Browser, case_file: CaseFile, maja: Account) -> None:
    desk.get(place(case_file))
    event = site.services.audit.events(case_file.id)[-1]
    assert (event.action, event.account_id) == ("read_answers", maja.id)


def test_before_anybody_sent_anything_it_says_what_will_come(site: Site, maja: Account, case_file: CaseFile) -> None:
    assert "Nobody has sent anything yet." in at_the_desk(site, maja).get(place(case_file)).text


def test_another_worker_cannot_see_it(site: Site, desk: Browser, case_file: CaseFile) -> None:
    other = at_the_desk(site, site.account("vik"))
    assert other.get(place(case_file)).status_code == 404
    for tail in ("", "/check", "/reasons"):
        other.get("/desk")
        posted = other.post(place(case_file, f"/{ali(case_file)}{tail}"), words="hello", seen="0")
        assert posted.status_code == 404
    desk.get("/desk")
    assert desk.post(place(case_file, "/nobody/check"), words="hello").status_code == 404
    assert told(site, case_file) == Told()
