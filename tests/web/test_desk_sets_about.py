"""The builder asks which children a set is about, where there are several, and what was said holds on every page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from review.case_event import Topic
from review.sets.sets import Wording, drafts_of, wording_body
from store.accounts import Account
from store.cases import CaseFile, NewPerson
from tests.web.conftest import Browser, Site
from tests.web.desking import at_the_desk, send_a_talk, take_file
from tests.web.test_desk_sets import WORDS, at, change, said, sets, write

ASKED = "Which children is it about?"
OLD = Wording(**WORDS)


@pytest.fixture
def desk(site: Site, maja: Account) -> Browser:
    """Maja's browser; her case has two children, Alva and Ali."""
    return at_the_desk(site, maja)


@pytest.fixture
def alva(case_file: CaseFile) -> str:
    return case_file.people[0].id


@pytest.fixture
def ali(case_file: CaseFile) -> str:
    return case_file.people[2].id


def ticks(about: str | list[str]) -> dict[str, Any]:
    """What the builder's boxes send."""
    return {"asks_about": "1", "about": about}


def boxes(page: str) -> list[tuple[str, bool]]:
    """The children offered, and whether each is ticked."""
    found = re.findall(r'name="about" value="(\w+)"( checked)?', page)
    return [(id_, bool(ticked)) for id_, ticked in found]


def on_file(site: Site, case: CaseFile, by: Account, wording: Wording, set_id: str = "old") -> None:
    site.services.case_log.append(case.id, Topic.SET, set_id, by.id, site.clock(), wording_body(wording))


def abouts(site: Site, case: CaseFile) -> list[tuple[int, tuple[str, ...] | None]]:
    """Of each set, how many versions it has and whom it is about."""
    return [(one.now.number, one.wording.about) for one in sets(site, case)]


def test_a_case_with_one_child_is_not_asked(site: Site, desk: Browser, maja: Account) -> None:
    people = [NewPerson("parent", "Kim"), NewPerson("child", "Ali")]
    alone = site.services.cases.create("Alone", None, maja.id, people, site.clock())
    assert ASKED not in desk.get(at(alone, "new")).text
    assert write(desk, alone) == 303
    assert abouts(site, alone) == [(1, None)]
    assert "About Ali" not in desk.get(at(alone)).text


def test_what_is_ticked_is_kept_and_stands_with_the_set(
    site: Site, desk: Browser, case_file: CaseFile, alva: str, ali: str
) -> None:
    page = desk.get(at(case_file, "new")).text
    assert ASKED in page
    assert boxes(page) == [(alva, False), (ali, False)]
    assert write(desk, case_file, **ticks([ali])) == 303
    assert abouts(site, case_file) == [(1, (ali,))]
    one = sets(site, case_file)[0].id
    for place in (at(case_file), at(case_file, one), f"/desk/cases/{case_file.id}/wall"):
        assert "About Ali" in said(desk.get(place).text)
    assert boxes(desk.get(at(case_file, one, "change")).text) == [(alva, False), (ali, True)]


def test_nobody_ticked_is_all_of_them(site: Site, desk: Browser, case_file: CaseFile) -> None:
    assert write(desk, case_file, **ticks([])) == 303
    assert abouts(site, case_file) == [(1, ())]
    assert "About Alva and Ali" in said(desk.get(at(case_file)).text)


def test_other_words_are_about_the_same_children_until_other_boxes_are_ticked(
    site: Site, desk: Browser, case_file: CaseFile, alva: str, ali: str
) -> None:
    write(desk, case_file, **ticks([ali]))
    (one,) = sets(site, case_file)
    assert change(desk, case_file, one, question="And now?", why="plainer", **ticks([ali])) == 303
    assert change(desk, case_file, one, question="A form that did not ask", why="plainer still") == 303
    assert abouts(site, case_file) == [(3, (ali,))]
    other = {**ticks([alva, ali]), "question": "And both?", "why": "both"}
    assert change(desk, case_file, one, **other, do="draft") == 303
    assert [draft.wording.about for draft in drafts_of(site.services.case_log.of_case(case_file.id))] == [(alva, ali)]
    assert boxes(desk.get(at(case_file, one.id, "change")).text) == [(alva, True), (ali, True)]


def test_only_saying_whom_it_is_about_asks_no_reason_and_moves_no_goalposts(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, alva: str, ali: str
) -> None:
    on_file(site, case_file, maja, OLD)
    (one,) = sets(site, case_file)
    assert "About Ali going by the names in its words" in said(desk.get(at(case_file)).text)
    assert boxes(desk.get(at(case_file, one.id, "change")).text) == [(alva, False), (ali, True)]
    assert change(desk, case_file, one, **ticks([ali])) == 303
    assert abouts(site, case_file) == [(1, (ali,))]
    assert "going by" not in desk.get(at(case_file)).text
    assert change(desk, case_file, one, **ticks([ali])) == 422
    assert "These are the words that stand already." in desk.page
    assert change(desk, case_file, one, **ticks([alva])) == 303, "words that stand already are not judged again"
    assert abouts(site, case_file) == [(1, (alva,))]
    assert "say_whom_set_is_about" in [event.action for event in site.services.audit.events()]


@pytest.mark.parametrize("do", ["ready", "draft"])
def test_somebody_who_is_no_child_of_the_case_is_refused_and_nothing_typed_is_lost(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, alva: str, ali: str, do: str
) -> None:
    elsewhere = site.case(maja, "Another family").people[2].id
    for wrong in (elsewhere, case_file.people[1].id, "<nobody>"):
        assert write(desk, case_file, **ticks([ali, wrong]), do=do, who=["Dad"], says=["I did not."]) == 422
        assert "Somebody you ticked is not a child in this case." in desk.page
        assert boxes(desk.page) == [(alva, False), (ali, True)]
        assert all(words in said(desk.page) for words in WORDS.values())
        assert 'value="I did not."' in desk.page
    assert site.services.case_log.newest(case_file.id) == 0


def test_the_rules_look_for_a_child_who_is_ticked(desk: Browser, case_file: CaseFile, alva: str, ali: str) -> None:
    needed = "Use the child's name."
    for about, told in (([alva], True), ([ali], False), ([], False)):
        desk.get(at(case_file, "new"))
        judged = desk.post(at(case_file, "judge"), **WORDS, **ticks(about)).json
        assert judged is not None
        assert (needed in [one["words"] for one in judged["problems"]]) is told


def test_an_export_for_one_child_and_the_voices_about_one_follow_what_was_said(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, alva: str, ali: str
) -> None:
    on_file(site, case_file, maja, replace(OLD, question="of Alva", about=(alva,)), "hers")
    on_file(site, case_file, maja, replace(OLD, worry="Alva is in its words", question="of Ali", about=(ali,)), "his")
    fields: dict[str, Any] = {"form": "json", "chosen": "1", "piece": ["sets"]}
    taken = f"/desk/cases/{case_file.id}/take-away"
    whole = json.loads(take_file(desk, taken, child="all", **fields).data)
    assert [[child["id"] for child in one["about"]] for one in whole["sets"]] == [[alva], [ali]]
    content = json.loads(take_file(desk, taken, child=ali, **fields).data)
    assert [(one["id"], one["about"]) for one in content["sets"]] == [("his", [{"id": ali, "name": "Ali"}])]
    send_a_talk(site, case_file, site.invite(maja, case_file))
    for child, own, other in ((alva, OLD.worry, "Alva is in its words"), (ali, "Alva is in its words", OLD.worry)):
        page = said(desk.get(f"/desk/cases/{case_file.id}/voices?by=set&child={child}").text)
        assert own in page
        assert other not in page


def test_the_check_names_a_child_whom_no_set_is_about(
    site: Site, desk: Browser, maja: Account, case_file: CaseFile, ali: str
) -> None:
    on_file(site, case_file, maja, replace(OLD, about=(ali,)))
    page = said(desk.get(f"/desk/cases/{case_file.id}/check").text)
    assert "No set is about Alva." in page
    assert "No set is about Ali." not in page
    send_a_talk(site, case_file, site.invite(maja, case_file))
    voices = f"/desk/cases/{case_file.id}/voices?by=set&child={case_file.people[0].id}"
    assert "No set is about Alva yet." in said(desk.get(voices).text)


def test_another_worker_cannot_say_it(site: Site, maja: Account, case_file: CaseFile, ali: str) -> None:
    on_file(site, case_file, maja, OLD)
    other = at_the_desk(site, site.account("olu"))
    place = at(case_file, "old", "change")
    assert other.get(place).status_code == 404
    other.get("/desk")
    assert other.post(place, **WORDS, **ticks([ali]), do="ready", form="f", seen="1").status_code == 404
    assert abouts(site, case_file) == [(1, None)]
