"""Which children a set is about: what a worker said counts, in every fold of it; before that, names in its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pytest

from dialogs.script import EntryKind
from review.case_event import Topic
from review.map.safety_map import SafetyMap
from review.numbers.marks import Mark, Voice
from review.numbers.scales import ScaleLine
from review.sets.about import about_told, children_of_set, is_about
from review.sets.sets import SafetySet, SetVersion, Wording, about_body, closing_body, drafts_of, sets_of
from review.supervision import State, of_sets_for
from review.voices import Speaker, speakers
from tests.review.conftest import NOON
from tests.review.test_sets import FIRST, SECOND, log, word
from tests.review.test_voices import drawn, said


@dataclass(frozen=True)
class Child:
    id: str
    name: str
    role: str = "child"


ALI, BO, SAM = Child("ali", "Ali"), Child("bo", "Bo (6)"), Child("sam", "Sam Young", "young_person")
CHILDREN = (ALI, BO, SAM)
PLAIN = Wording("Nan worries.", "All sleep.", "Where is it?", "Never", "Always")


def a_set(id_: str, wording: Wording) -> SafetySet:
    return SafetySet(id_, (SetVersion(1, wording, "maja", NOON),))


def named(children: Iterable[Child]) -> str:
    return " ".join(one.id for one in children)


@pytest.mark.parametrize(
    ("about", "worry", "whose"),
    [
        (None, "Nan worries about Ali.", "ali"),
        (None, "Bo and Sam are hungry.", "bo sam"),
        (None, "Aliens worry Boris.", "ali bo sam"),
        ((), "Nan worries about Ali.", "ali bo sam"),
        (("bo",), "Nan worries about Ali.", "bo"),
        (("sam", "ali"), "Nan worries.", "ali sam"),
        (("gone",), "Nan worries about Ali.", ""),
    ],
)
def test_what_was_said_counts_and_names_only_where_nobody_was_asked(
    about: tuple[str, ...] | None, worry: str, whose: str
) -> None:
    wording = replace(PLAIN, worry=worry, about=about)
    assert named(children_of_set(wording, CHILDREN)) == whose
    assert named(one for one in CHILDREN if is_about(wording, one, CHILDREN)) == whose


def text(source: str, **values: str) -> str:
    return source.format(**values)


def test_it_is_told_by_name_in_a_case_of_several_children_where_anybody_or_anything_says_it() -> None:
    both = replace(PLAIN, about=("ali", "sam"))
    assert about_told(text, both, CHILDREN) == "About Ali and Sam Young"
    assert about_told(text, replace(PLAIN, about=()), CHILDREN) == "About Ali, Bo (6) and Sam Young"
    assert about_told(text, replace(PLAIN, worry="Bo is hungry."), CHILDREN) == "About Bo (6)"
    assert about_told(text, PLAIN, CHILDREN) == ""
    assert about_told(text, replace(PLAIN, about=("gone",)), CHILDREN) == ""
    assert about_told(text, both, (ALI,)) == ""


def test_saying_whom_it_is_about_moves_no_goalposts_and_puts_the_draft_away() -> None:
    now = replace(FIRST, about=("bo",), quotes=("e2",))
    draft = word(replace(SECOND, about=("ali",)), draft=True)
    lines = log(word(FIRST), word(SECOND, "why"), draft)
    assert [one.wording.about for one in drafts_of(lines)] == [("ali",)]
    said_so = (*lines, replace(lines[0], order=4, body=about_body(now)))
    (one,) = sets_of(said_so)
    assert [(version.number, version.wording.about) for version in one.versions] == [(1, None), (2, ("bo",))]
    assert replace(one.wording, about=None, quotes=SECOND.quotes) == SECOND
    assert one.wording.quotes == ("e2",)
    assert (one.now.why, one.seen) == ("why", 4)
    assert drafts_of(said_so) == ()


def voices_of(child: str, *sets: SafetySet, found: SafetyMap | None = None) -> tuple[Speaker, ...]:
    marks = (Mark(4, NOON.date()),)
    rated = [
        ScaleLine("0", "10", set_id=one.id, set_number=n, voices=(Voice("Nan", "nan", "relative", marks),))
        for n, one in enumerate(sets, 1)
    ]
    talks = {"mum-talk": "ali"}
    return speakers(found or SafetyMap("case-1"), child, talks, {}, sets, rated, children=CHILDREN)


def test_a_number_stands_with_the_children_its_set_is_about() -> None:
    sets = [a_set(name, replace(PLAIN, about=about)) for name, about in (("a", ("ali",)), ("b", ("bo",)), ("c", ()))]
    numbers = {
        child.id: [one.line.set_id for speaker in voices_of(child.id, *sets) for one in speaker.numbers]
        for child in CHILDREN
    }
    assert numbers == {"ali": ["a", "c"], "bo": ["b", "c"], "sam": ["c"]}


def test_what_is_said_of_another_child_s_set_stands_with_that_child_and_is_nowhere_lost() -> None:
    hers = a_set("b", replace(PLAIN, about=("bo",)))
    theirs = a_set("c", replace(PLAIN, worry="other", about=("ali", "sam")))
    items = drawn(said("I agree", "mum", EntryKind.SET_VIEW, talk="mum-talk"), said("They row", "mum", talk="mum-talk"))

    def words(child: str, asked: SafetySet) -> list[str]:
        view = replace(items.set_views[0], shared=asked.wording.shared)
        found = voices_of(child, hers, theirs, found=replace(items, set_views=(view,)))
        return [quote.words for speaker in found for quote in speaker.quotes]

    assert words("ali", hers) == ["They row"]
    assert words("bo", hers) == ["I agree"]
    assert sorted(words("ali", theirs)) == ["I agree", "They row"]
    assert words("sam", theirs) == ["I agree"]


def told(*sets: SafetySet, children: tuple[Child, ...] = CHILDREN) -> list[tuple[State, str]]:
    return [(line.state, str(line.values.get("child", ""))) for line in of_sets_for(children, sets)]


def test_a_child_whom_no_open_set_is_about_is_missing_one() -> None:
    sets = a_set("a", replace(PLAIN, about=("ali",))), a_set("b", replace(PLAIN, worry="Bo is hungry."))
    assert told(*sets) == [(State.MISSING, "Sam Young")]
    assert told(sets[0], replace(sets[1], closed_at=NOON)) == [(State.MISSING, "Bo (6)"), (State.MISSING, "Sam Young")]
    assert told(*sets, a_set("c", replace(PLAIN, about=("sam",)))) == [(State.DONE, "")]
    assert told() == []
    assert told(*sets, children=(ALI,)) == []


def test_a_closed_set_keeps_whom_it_is_about() -> None:
    lines = log(word(replace(FIRST, about=("bo",))), (Topic.SET, "a", closing_body("done")))
    assert [one.wording.about for one in sets_of(lines)] == [("bo",)]
