"""An export for one child of several: what the others said, and what was asked about them, is in no form of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from dialogs.script import EntryKind
from review.export import paste
from review.export.one_child import for_child
from review.export.words import Takeaway, not_here
from review.map.decision import DecisionKind
from review.map.safety_map import COLUMNS, MapEntry, SafetyMap, build
from review.numbers.marks import Mark, Reason, Voice
from review.numbers.scales import ScaleLine
from review.plan.plan import Plan
from review.room.in_the_room import Said
from review.sets.sets import Account, SafetySet, Sharing
from review.voices_heard import children_of
from tests.review.conftest import NOON, OnFile, decided, on_file
from tests.review.test_export import validate, write_document, write_paste, write_record
from tests.review.test_export_meeting import DAY, a_line, a_set

EVERY_FORM = pytest.mark.parametrize("write", [write_record, write_paste, write_document])
BO: dict[str, Any] = {"person_id": "bo", "person": "Bo", "role": "child", "conversation_id": "talk-bo"}
MUM: dict[str, Any] = {"person_id": "mum", "person": "Mum", "role": "parent"}
HERS = "I wet the bed"
"""What Bo says; Mum says "He wets the bed" where she was asked about Bo."""


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    role: str


PEOPLE = (Person("sam", "Sam", "young_person"), Person("bo", "Bo", "child"), Person("mum", "Mum", "parent"))
ABOUT = {"talk-1": "bo", "talk-bo": "bo", "mum-on-bo": "bo", "mum-on-sam": "sam", "mum-on-all": "mum"}


def family() -> tuple[OnFile, ...]:
    return (
        on_file("I go upstairs", id="sam"),  # in a talk whose questions named Bo: still Sam's own words
        on_file(HERS, id="bo", asked="Bo, what worries you?", **BO),
        on_file("He wets the bed", conversation_id="mum-on-bo", **MUM),
        on_file("Sam hides", conversation_id="mum-on-sam", **MUM),
        on_file("I get tired", conversation_id="mum-on-all", **MUM),
        on_file("Can I sit by Nan?", EntryKind.CHAIR_QUESTION, **BO),
        on_file("", EntryKind.SCALE, number=2, id="number", **BO),
    )


@pytest.fixture
def both(takeaway: Callable[..., Takeaway]) -> Takeaway:
    """A case of two children who share a set that Bo disputes, was shown, and put a number on."""
    made = takeaway(*family())
    one = a_set("s1", "they may be hit")
    wording = replace(one.wording, dispute=(Account("Bo", "It never happened"), Account("Mum", "He is calm now")))
    shown = (*one.sharings, Sharing(2, DAY, "Bo", "", "dont_agree", "Not fair", "priya", NOON))
    one = replace(one, versions=(one.versions[0], replace(one.versions[1], wording=wording)), sharings=shown)
    mark = Mark(2, DAY, (Reason("I cry at night"),), item=made.map.find("number"))
    line = ScaleLine("low", "high", set_id="s1", set_number=1, voices=(Voice("Bo", "bo", "child", (mark,)),))
    said = (Said("l1", EntryKind.WORRY, "I want my bear", "Bo", "s1", "priya", NOON),)
    return replace(made, sets=(one,), meeting=replace(made.meeting, lines=(line,), said=said))


def for_sam(both: Takeaway) -> Takeaway:
    return for_child(both, PEOPLE[0], PEOPLE, ABOUT)


@EVERY_FORM
def test_other_children_s_words_are_in_no_form_and_shared_grown_ups_words_stay(
    write: Callable[[Takeaway], str], both: Takeaway
) -> None:
    everything = ["It never happened", "Not fair", "I want my bear", HERS, "He wets the bed", "Bo, what worries you?"]
    whole, text = write(both), write(for_sam(both))
    for words in everything:
        assert words in whole
        assert words not in text
    for words in ("I cry at night", "Can I sit by Nan?", "Bo"):
        assert words not in text
    for words in ("I go upstairs", "Sam hides", "I get tired", "they may be hit", "He is calm now"):
        assert words in text


def test_it_says_whom_it_is_for_and_how_much_is_left_out(both: Takeaway) -> None:
    told = "For Sam only. What other children said, and what was said about them alone, is left out."
    made = for_sam(both)
    assert told in write_document(made)
    assert all(told in field.text for field in paste.fields(made))
    assert not_here(made) == ["3 entries by or about other children, left out."]
    record = validate(write_record(made))
    assert record["only_child"] == {"id": "sam", "name": "Sam"}
    assert record["counts"]["other_children"] == 3
    assert record["people"] == [{"name": "Sam", "role": "young_person"}, {"name": "Mum", "role": "parent"}]
    assert validate(write_record(both))["only_child"] is None


def test_a_set_about_another_child_alone_goes_with_its_plan_lines_and_numbers_stay(both: Takeaway) -> None:
    hers, theirs = a_set("s2", "Bo comes to school hungry"), a_set("s3", "Sam and Bo may be hit")
    plan = Plan((a_line("Breakfast at school", "s2"), a_line("Ring Nan", "s3"), a_line("Everybody sleeps", "")))
    many = replace(both, sets=(*both.sets, hers, theirs), meeting=replace(both.meeting, plan=plan))
    made = for_sam(many)
    for write in (write_record, write_paste, write_document):
        text = write(made)
        assert "hungry" not in text
        assert "Breakfast" not in text
        for words in ("Sam and Bo may be hit", "Ring Nan", "Everybody sleeps"):
            assert words in text
    assert [one["number"] for one in validate(write_record(made))["sets"]] == [1, 3]
    assert "Worry statement 3" in write_paste(made) or "Danger statement 3" in write_paste(made)
    assert "1 set about another child, left out." in write_document(made)


@EVERY_FORM
def test_a_set_goes_with_the_children_it_was_said_to_be_about_whatever_its_words_name(
    write: Callable[[Takeaway], str], both: Takeaway
) -> None:
    def about(one: SafetySet, *children: str) -> SafetySet:
        now = replace(one.now, wording=replace(one.wording, about=children))
        return replace(one, versions=(*one.versions[:-1], now))

    hers, his = about(a_set("s2", "Sam is hungry"), "bo"), about(a_set("s3", "Bo is tired"), "sam")
    every = about(a_set("s4", "Bo is cold"))
    many = replace(both, sets=(hers, his, every), children=PEOPLE[:2])
    text = write(for_sam(many))
    assert [words in text for words in ("Sam is hungry", "Bo is tired", "Bo is cold")] == [False, True, True]
    assert "About" not in text


def test_each_form_says_which_children_a_set_is_about_in_a_case_of_several(both: Takeaway) -> None:
    sets = (a_set("s2", "Bo is hungry"), a_set("s3", "Sam and Bo may be hit"), a_set("s4", "they may be hit"))
    many = replace(both, sets=sets, children=PEOPLE[:2])
    for write in (write_paste, write_document):
        text = write(many)
        assert (text.count("About Bo"), text.count("About Sam and Bo")) == (1, 1)
    told = [[child["id"] for child in one["about"]] for one in validate(write_record(many))["sets"]]
    assert told == [["bo"], ["sam", "bo"], ["sam", "bo"]]
    assert validate(write_record(for_sam(many)))["sets"][0]["about"] == [{"id": "sam", "name": "Sam"}]
    assert "About" not in write_paste(replace(many, children=PEOPLE[:1]))


def test_it_never_says_that_nobody_answered_where_another_child_did(both: Takeaway) -> None:
    shown_to_bo = replace(both.sets[0], sharings=both.sets[0].sharings[1:])
    text = write_paste(for_sam(replace(both, sets=(shown_to_bo,))))
    assert "Neither Sam nor a grown-up has put a number on it yet." in text
    assert "It has not been shown to Sam or to a grown-up yet." in text
    assert "anybody" not in text


def test_one_child_alone_is_no_choice() -> None:
    assert [one.name for one in children_of(PEOPLE)] == ["Sam", "Bo"]
    assert children_of(PEOPLE[1:]) == ()


def answering(both: Takeaway, **asked: SafetySet) -> Takeaway:
    """The same with Mum's answer, number and reason to each of these sets, in the conversation of that name; her number
    stands on the set's line. What says more about an answer has no shared words of its own."""
    entries = list(family())
    for talk, one in asked.items():
        said: dict[str, Any] = {**MUM, "conversation_id": talk.replace("_", "-")}
        view = on_file(f"Mum on {one.id}", EntryKind.SET_VIEW, id=f"view-{one.id}", **said)
        more = on_file(f"More on {one.id}", EntryKind.SET_VIEW, id=f"more-{one.id}", detail_of=view.entry.turn, **said)
        entries += [view, more, on_file("", EntryKind.SCALE, number=7, id=f"seven-{one.id}", **said)]
    whole = build(entries, {one.id: (decided(DecisionKind.KEEP),) for one in entries}, "case-1")
    about = {f"{kind}-{one.id}": one for one in asked.values() for kind in ("view", "seven")}

    def shared(item: MapEntry) -> MapEntry:
        return replace(item, shared=about[item.id].wording.shared) if item.id in about else item

    columns = {name: tuple(map(shared, getattr(whole, name))) for name in COLUMNS.values()}
    drawn = SafetyMap("case-1", **columns)
    lines = tuple(
        ScaleLine(
            *(one.wording.low, one.wording.high),
            set_id=one.id,
            set_number=one.number,
            voices=(Voice("Mum", "mum", "parent", (Mark(7, DAY, item=drawn.find(f"seven-{one.id}")),)),),
        )
        for one in asked.values()
    )
    sets = tuple(asked.values())
    return replace(both, map=drawn, sets=sets, meeting=replace(both.meeting, lines=lines, said=()))


@EVERY_FORM
def test_what_answers_a_set_goes_with_the_children_of_the_set_not_with_the_child_of_the_link(
    write: Callable[[Takeaway], str], both: Takeaway
) -> None:
    hers = a_set("s2", "Bo comes to school hungry")
    asked_about_sam = answering(both, mum_on_sam=hers)
    text = write(for_sam(asked_about_sam))
    for words in ("Mum on s2", "More on s2", "hungry", "low of s2"):
        assert words not in text
    text = write(for_child(asked_about_sam, PEOPLE[1], PEOPLE, ABOUT))
    for words in ("Mum on s2", "More on s2", "hungry", "low of s2"):
        assert words in text
    assert "has put a number on it" not in text


@EVERY_FORM
def test_what_answers_a_set_about_several_children_goes_with_each_of_them(
    write: Callable[[Takeaway], str], both: Takeaway
) -> None:
    made = answering(both, mum_on_bo=a_set("s3", "Sam and Bo may be hit"))
    for child in PEOPLE[:2]:
        text = write(for_child(made, child, PEOPLE, ABOUT))
        assert "Mum on s3" in text
        assert "has put a number on it" not in text


def test_the_number_of_a_set_is_in_the_json_of_its_child_alone(both: Takeaway) -> None:
    made = answering(both, mum_on_sam=a_set("s2", "Bo comes to school hungry"))
    sam, bo = (validate(write_record(for_child(made, child, PEOPLE, ABOUT))) for child in PEOPLE[:2])
    assert (sam["sets"], "seven-s2" in write_record(for_sam(made))) == ([], False)
    assert [mark["number"] for one in bo["sets"][0]["numbers"] for mark in one["given"]] == [7]


def test_an_answer_to_words_no_set_has_goes_with_the_child_of_the_link(both: Takeaway) -> None:
    made = replace(answering(both, mum_on_sam=a_set("s2", "Bo comes to school hungry")), sets=())
    assert "Mum on s2" in write_paste(for_sam(made))
    assert "Mum on s2" not in write_paste(for_child(made, PEOPLE[1], PEOPLE, ABOUT))


def test_a_child_s_own_answer_to_a_set_about_another_stays_their_own(both: Takeaway) -> None:
    made = answering(both, mum_on_sam=a_set("s2", "Bo comes to school hungry"))
    own = replace(made.map.set_views[0], person_id="sam", person="Sam", role="young_person")
    made = replace(made, map=replace(made.map, set_views=(own,)))
    assert "Mum on s2" in write_paste(for_sam(made))
    assert "Mum on s2" not in write_paste(for_child(made, PEOPLE[1], PEOPLE, ABOUT))


@EVERY_FORM
def test_people_who_rated_the_words_before_are_told_of_where_nobody_rated_these(
    write: Callable[[Takeaway], str], both: Takeaway
) -> None:
    made = answering(both, mum_on_sam=a_set("s3", "Sam and Bo may be hit"))
    before = replace(made.meeting.lines[0], stands=False)
    reworded = replace(made, meeting=replace(made.meeting, lines=(before,)))
    if write is write_record:
        assert validate(write(reworded))["sets"][0]["numbers"] == []
        return
    assert "Nobody has put a number on these words yet; 1 person did on the words before." in write(reworded)
    told = "Neither Sam nor a grown-up has put a number on these words yet; 1 person did on those before."
    assert told in write(for_sam(reworded))
