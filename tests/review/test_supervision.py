"""The check of a case: each thing is done or missing, a strength is not yet safety, and there is no score."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from dialogs.script import EntryKind
from review.case_event import CaseEvent, Topic
from review.map.decision import DecisionKind
from review.map.placing import Category, Gate, Part, PlacedPart
from review.map.safety_map import build
from review.numbers.marks import Mark, Reason, Voice
from review.numbers.scales import ScaleLine
from review.plan.plan import Plan, Target
from review.sets.sets import SafetySet, Wording, closing_body, sets_of, sharing_body, wording_body
from review.supervision import (
    READY,
    Line,
    State,
    not_shared,
    of_children,
    of_map,
    of_plan,
    of_set,
    ready_body,
    ready_of,
)
from review.voices_heard import Heard, VoiceState
from tests.review.conftest import NOON, decided, on_file

WORDS = Wording("Ali could be hit", "A sober adult is there", "How safe?", "No sober adult", "Six calm months")
GATE = Gate("a", "Nan", "took him to hers", "when Dad was drunk", "three Fridays", "since May", "the neighbour")


def event(order: int, topic: Topic, subject: str, body: dict[str, Any]) -> CaseEvent:
    return CaseEvent(f"e{order}", "case-1", order, topic, subject, "priya", NOON, body)


def word(order: int, wording: Wording = WORDS) -> CaseEvent:
    return event(order, Topic.SET, "a", wording_body(wording))


def shared(order: int, version: int) -> CaseEvent:
    return event(order, Topic.SHARING, "a", sharing_body(version, date(2026, 3, 1), "Mum"))


def one_set(*events: CaseEvent) -> SafetySet:
    return sets_of(events)[0]


def line_with(*numbers: tuple[str, int, str]) -> ScaleLine:
    voices = tuple(
        Voice(who, who, "parent", (Mark(number, NOON.date(), (Reason(why),) if why else ()),))
        for who, number, why in numbers
    )
    return ScaleLine(WORDS.low, WORDS.high, set_id="a", set_number=1, voices=voices)


def part(category: Category, gate: Gate | None = None, sets: tuple[str, ...] = ("a",)) -> PlacedPart:
    item = next(iter(build([on_file("Nan took him", EntryKind.WORKING_WELL)], {}, "case-1")))
    return PlacedPart(item, Part(category=category, sets=sets, gate=gate), item.words)


def found(about: str, *parts: PlacedPart, events: tuple[CaseEvent, ...] = (), line: ScaleLine | None = None) -> Line:
    made = of_set(one_set(*(events or (word(1),))), [line or line_with()], parts)
    return next(one for one in made if one.about == about)


@pytest.mark.parametrize(
    ("about", "wording"),
    [("halves", replace(WORDS, goal=" ")), ("halves", replace(WORDS, worry="")), ("scale", replace(WORDS, low=""))],
)
def test_half_a_set_is_missing_something(about: str, wording: Wording) -> None:
    assert found(about).state is State.DONE
    assert found(about, events=(word(1, wording),)).state is State.MISSING


def test_sharing_counts_only_for_the_words_that_stand() -> None:
    assert found("shared").state is State.MISSING
    assert found("shared", events=(word(1), shared(2, 1))).state is State.DONE
    changed = (word(1), shared(2, 1), word(3, replace(WORDS, goal="A sober adult every night")))
    assert found("shared", events=changed).one == "Not shared since the words changed."


def test_a_number_without_a_reason_is_incomplete() -> None:
    assert found("numbers").state is State.MISSING
    bare = found("numbers", line=line_with(("Mum", 5, "Nan comes"), ("Dad", 6, "")))
    assert (bare.state, bare.values["names"]) == (State.MISSING, "Dad")
    assert found("numbers", line=line_with(("Mum", 5, "Nan comes"), ("Dad", 6, "calm"))).state is State.DONE


def test_after_an_end_was_worded_anew_those_who_rated_the_words_before_are_told_of() -> None:
    nobody, before = line_with(), replace(line_with(("Mum", 5, "Nan comes"), ("Dad", 6, "")), stands=False)
    further = replace(line_with(("Dad", 2, "rows")), low="The very first words", stands=False)
    made = of_set(one_set(word(1)), [nobody, before, further], ())
    told = next(one for one in made if one.about == "numbers")
    assert (told.state, told.n) == (State.MISSING, 2)
    assert told.many == "Nobody has put a number on these words yet; {n} people did on the words before."
    assert found("numbers").one == "Nobody has put a number on it yet."


def test_people_far_apart_are_to_talk_and_nothing_is_missing() -> None:
    far = found("numbers", line=line_with(("Mum", 8, "calm"), ("Nan", 3, "not calm")))
    assert (far.state, far.values) == (State.TALK, {"low": "Nan", "high": "Mum"})


def test_a_strength_is_not_yet_safety() -> None:
    strong = found("safety", part(Category.STRENGTH), part(Category.STRENGTH))
    assert (strong.state, strong.n, strong.many) == (State.MISSING, 2, "{n} strengths, not yet safety.")
    assert found("safety", part(Category.SAFETY, GATE)).state is State.DONE


@pytest.mark.parametrize("gate", [None, replace(GATE, seen_by=" "), replace(GATE, danger="another")])
def test_safety_needs_the_whole_gate_about_this_danger(gate: Gate | None) -> None:
    assert found("safety", part(Category.SAFETY, gate)).state is State.MISSING


def test_safety_with_a_hole_in_its_gate_is_told_of_on_the_map() -> None:
    empty = build([], {}, "case-1")
    loose = of_map(empty, [part(Category.SAFETY, replace(GATE, who=""))], 0)
    assert [one.about for one in loose if one.state is State.MISSING] == ["gate"]
    assert "gate" not in [one.about for one in of_map(empty, [part(Category.SAFETY, GATE)], 0)]


@pytest.mark.parametrize("heard", list(Heard))
def test_each_child_is_heard_or_missing(heard: Heard) -> None:
    newest = None if heard is Heard.MISSING else NOON
    child = VoiceState("ali", "Ali", "child", heard, newest, None if newest is None else 3)
    line = of_children([child])[0]
    assert (line.state is State.DONE) == (heard is Heard.HEARD)
    assert line.values["child"] == "Ali"


def test_what_is_unread_undecided_or_without_its_impact_is_missing() -> None:
    worry = on_file("They row", role="relative")
    waiting = {one.about: one for one in of_map(build([worry], {}, "case-1"), [], 2)}
    assert {about: one.state for about, one in waiting.items()} == dict.fromkeys(
        ("read", "decided", "impact"), State.MISSING
    )
    assert [item.words for item in waiting["impact"].cards] == ["They row"]
    kept = build([on_file("They row", role="parent", id="e")], {"e": (decided(DecisionKind.KEEP),)}, "case-1")
    assert {one.state for one in of_map(kept, [], 0)} == {State.DONE}


def test_the_plan_needs_something_for_each_open_set_and_a_day_or_a_reason() -> None:
    shut = (word(1), event(2, Topic.SET, "a", closing_body("over")))
    states = [[one.state for one in of_plan(Plan(), [one_set(*events)])] for events in ((word(1),), shut)]
    assert states == [[State.MISSING, State.MISSING], [State.DONE, State.MISSING]]
    for target in (Target(date(2026, 9, 1), "", "p", NOON), Target(None, "court decides", "p", NOON)):
        assert of_plan(Plan(targets=(target,)), [])[-1].state is State.DONE


def test_ready_is_the_last_that_was_said_and_goes_stale_when_words_change() -> None:
    said = event(2, Topic.MEETING, READY, ready_body(True, "Mum is ill"))
    other = event(3, Topic.MEETING, "another", {"on": True})
    assert ready_of([word(1), other]) is None
    now = ready_of([word(1), said, other])
    assert now is not None
    assert (now.ready, now.reason, now.order, now.changed_since) == (True, "Mum is ill", 2, False)
    again = ready_of([word(1), said, word(4)])
    assert again is not None
    assert again.changed_since
    back = ready_of([word(1), said, event(4, Topic.MEETING, READY, ready_body(False, "Dad came"))])
    assert back is not None
    assert not back.ready


def test_only_open_sets_have_to_be_shared() -> None:
    shut = one_set(word(1), event(2, Topic.SET, "a", closing_body("over")))
    assert not_shared([one_set(word(1)), shut, one_set(word(1), shared(2, 1))]) == (one_set(word(1)),)


def test_no_line_carries_a_score() -> None:
    assert not {"score", "points", "percent", "total"} & {one.name for one in fields(Line)}
