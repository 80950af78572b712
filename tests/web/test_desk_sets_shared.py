"""Sets and the family: shown before the meeting, their answer noted, shared by a link, answered in a conversation."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from ruamel.yaml import YAML

from dialogs.conversation import SharedSet
from review.case_event import Topic
from review.sets.sets import SafetySet, Wording, wording_body
from store.accounts import Account
from store.cases import CaseFile
from tests.web.conftest import Browser, Site
from tests.web.desking import TRANSCRIPTS, at_the_desk, play
from tests.web.test_desk_sets import WORDS, at, change, said, sets, write


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    """Maja's browser."""
    return at_the_desk(site, maja)


def share(desk: Browser, case: CaseFile, one: SafetySet, **changed: Any) -> int:
    desk.get(at(case, one.id))
    fields = {"on": "2026-03-01", "met": [case.people[1].id], "answer": "some", "words": "not two times", **changed}
    fields |= {"form": desk.field("form"), "version": desk.field("version")}
    return desk.post(at(case, one.id, "sharing"), follow=False, **fields).status_code


def test_showing_it_is_noted_with_who_when_and_the_answer(site: Site, desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    assert share(desk, case_file, one, others="her sister Jo", interpreter="Lia, Kurdish") == 303
    (sharing,) = sets(site, case_file)[0].sharings
    assert (sharing.version, sharing.met, sharing.answer) == (1, "Kim, her sister Jo", "some")
    assert "share_set" in [event.action for event in site.services.audit.events(case_file.id)]
    page = said(desk.get(at(case_file)).text)
    assert all(words in page for words in ("1 March 2026", "Kim, her sister Jo", "Lia, Kurdish", "Agrees with some"))
    change(desk, case_file, one, question="And now?", why="plainer")
    assert "Changed since it was shared" in desk.get(at(case_file)).text


@pytest.mark.parametrize("odd", ["9" * 5000, "000001" + "9" * 5000, "0000019", "²", ""])
def test_a_sharing_is_never_about_a_version_that_is_not_there(
    site: Site, desk: Browser, case_file: CaseFile, odd: str
) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    desk.get(at(case_file, one.id))
    fields = {"on": "2026-03-01", "others": "Jo", "answer": "agree", "form": desk.field("form"), "version": odd}
    assert desk.post(at(case_file, one.id, "sharing"), follow=False, **fields).status_code == 303
    (sharing,) = sets(site, case_file)[0].sharings
    assert sharing.version == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"on": "2026-03-03"}, "That day has not come yet"),
        ({"on": "soon"}, "Pick the day"),
        ({"met": []}, "Say who was met"),
        ({"met": ["somebody of another case"]}, "Say who was met"),
        ({"answer": ""}, "Pick what they answered"),
    ],
)
def test_what_is_missing_of_a_sharing_is_said_and_the_rest_stays(
    site: Site, desk: Browser, case_file: CaseFile, wrong: dict[str, Any], told: str
) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    assert share(desk, case_file, one, **wrong) == 422
    assert told in said(desk.page)
    assert "not two times</textarea>" in desk.page
    assert sets(site, case_file)[0].sharings == ()


def test_answers_that_came_in_stand_under_the_wording_they_are_about(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    theirs = _sets_of_the_transcript()
    for shared in theirs:
        _word(site, case_file, maja, shared)
    site.clock.pass_by(minutes=5)
    play(site, maja, case_file, "sets.main", 1)
    first, second = sets(site, case_file)
    page = said(desk.get(at(case_file, first.id)).text)
    assert "On the 3rd we only shouted" in page
    assert "6 out of 10" in page
    other = said(desk.get(at(case_file, second.id)).text)
    assert "On the 3rd we only shouted" not in other
    assert "Kim" in other
    desk.get(at(case_file, first.id))
    _word(site, case_file, maja, SharedSet("Kim worries.", "x", "y", "z"), first.id)
    assert "about version 1" in said(desk.get(at(case_file, first.id)).text)


def _sets_of_the_transcript() -> tuple[SharedSet, ...]:
    document = YAML(typ="safe", pure=True).load((TRANSCRIPTS / "sets.main.yaml").read_text(encoding="utf-8"))
    return tuple(SharedSet(**one) for one in document["sets"])


def _word(site: Site, case: CaseFile, worker: Account, shared: SharedSet, set_id: str = "") -> None:
    """A wording with exactly these words, past the rules."""
    wording = Wording(shared.worry, shared.goal, "Where is it?", shared.low, shared.high)
    id_ = set_id or f"set{site.services.case_log.newest(case.id)}"
    site.services.case_log.append(case.id, Topic.SET, id_, worker.id, site.clock(), wording_body(wording))


def invite(desk: Browser, case: CaseFile) -> dict[str, Any]:
    desk.get(f"/desk/cases/{case.id}/invites/new?person={case.people[1].id}")
    return {"person": case.people[1].id, "about": case.people[2].id, "script": "sets", "locale": "en", "offered": "1"}


def boxes(page: str) -> list[tuple[str, bool]]:
    """The sets offered with a link, by their keys, and whether each is ticked."""
    found = re.findall(r'name="pick" value="([^"]*)"[^>]*?( checked)?>', page)
    return [(key, bool(ticked)) for key, ticked in found]


def three_sets(site: Site, maja: Account, case: CaseFile) -> list[str]:
    """A set about Ali, one about Alva and one about both; their keys."""
    alva, ali = case.people[0].id, case.people[2].id
    for number, about in enumerate([(ali,), (alva,), ()], start=1):
        body = wording_body(Wording(**{**WORDS, "question": f"Question {number}?"}, about=about))
        site.services.case_log.append(case.id, Topic.SET, f"set{number}", maja.id, site.clock(), body)
    return [f"set{number}:1" for number in (1, 2, 3)]


def test_the_sets_about_the_picked_child_are_ticked_and_each_says_whom_it_is_about(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    keys = three_sets(site, maja, case_file)
    here = f"/desk/cases/{case_file.id}/invites"
    wanted = invite(desk, case_file)
    assert boxes(desk.page) == [*((key, False) for key in keys[:2]), (keys[2], True)], "no child is picked yet"
    assert all(words in said(desk.page) for words in ("About Ali", "About Alva", "About Alva and Ali"))
    first = desk.post(f"{here}/check", pick=keys[2:], ticked_for="", **wanted)
    assert (first.status_code, "Look at them, then go on." in said(first.text)) == (422, True)
    assert boxes(desk.page) == list(zip(keys, (True, False, True), strict=True))
    assert desk.field("ticked_for") == wanted["about"]
    again = desk.post(f"{here}/check", pick=[keys[0], keys[2]], ticked_for=wanted["about"], **wanted)
    assert (again.status_code, "This set is not about" in said(again.text)) == (200, False)


def test_a_child_s_own_link_has_the_sets_about_that_child_ticked(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    keys = three_sets(site, maja, case_file)
    page = desk.get(f"/desk/cases/{case_file.id}/invites/new?person={case_file.people[0].id}").text
    assert boxes(page) == list(zip(keys, (False, True, True), strict=True))


def test_a_set_ticked_by_hand_stays_and_the_check_says_that_it_is_about_somebody_else(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile
) -> None:
    keys = three_sets(site, maja, case_file)
    wanted = invite(desk, case_file)
    page = desk.post(f"/desk/cases/{case_file.id}/invites/check", pick=keys[1:], ticked_for="", **wanted).text
    told = said(page)
    assert told.count("This set is not about Ali, whom the link asks about.") == 1
    assert told.index("About Alva") < told.index("This set is not about Ali") < told.index("About Alva and Ali")


def test_a_link_takes_the_open_sets_of_the_case(site: Site, desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file)
    write(desk, case_file, question="Second?", low=WORDS["low"] + "!")
    wanted = invite(desk, case_file)
    keys = [key for key, _ in boxes(desk.page)]
    assert len(keys) == 2
    assert 'name="set_worry"' not in desk.page
    here = f"/desk/cases/{case_file.id}/invites"
    desk.post(f"{here}/check", pick=keys[1:], **wanted)
    assert WORDS["low"] + "!" in said(desk.page)
    desk.post(here, pick=re.findall(r'name="pick" value="([^"]*)"', desk.page), form=desk.field("form"), **wanted)
    (made,) = site.services.invites.of_case(case_file.id, site.clock())
    assert site.services.invites.sets(made.id) == (sets(site, case_file)[1].wording.shared,)


def test_going_back_keeps_what_was_picked(site: Site, desk: Browser, case_file: CaseFile) -> None:
    write(desk, case_file)
    wanted = invite(desk, case_file)
    desk.post(f"/desk/cases/{case_file.id}/invites/check", **wanted)
    back = re.findall(r'href="([^"]*/invites/new[^"]*)"', desk.page)
    desk.get(unescape(back[0]))
    assert [ticked for _, ticked in boxes(desk.page)] == [False]


def test_a_set_that_changes_before_the_link_is_made_is_read_again(
    site: Site, desk: Browser, case_file: CaseFile
) -> None:
    write(desk, case_file)
    (one,) = sets(site, case_file)
    wanted = invite(desk, case_file)
    key = f"{one.id}:1"
    change(desk, case_file, one, low=WORDS["low"] + " again", why="plainer")
    invite(desk, case_file)
    answer = desk.post(f"/desk/cases/{case_file.id}/invites", pick=key, form="f" * 12, follow=False, **wanted)
    assert answer.status_code == 409
    assert "badly hurt again" in said(answer.text)
    assert site.services.invites.of_case(case_file.id, site.clock()) == ()
