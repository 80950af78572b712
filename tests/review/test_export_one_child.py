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
from review.numbers.marks import Mark, Reason, Voice
from review.numbers.scales import ScaleLine
from review.plan.plan import Plan
from review.room.in_the_room import Said
from review.sets.sets import Account, SafetySet, Sharing
from review.voices_heard import children_of
from tests.review.conftest import NOON, OnFile, on_file
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
