"""Where cards stand: sorted, split, merged, through the gate; folded from the log; never a word changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.conversation import Move
from dialogs.script import EntryKind, Mode, ReplyKind
from review.case_event import CaseEvent, Topic
from review.map.decision import DecisionKind
from review.map.placing import (
    GATE_PARTS,
    NOT_PLACED,
    Category,
    Gate,
    Part,
    Placing,
    fronts,
    placed,
    placing_body,
    placings_of,
)
from review.map.safety_map import MapEntry, SafetyMap, build
from review.map.sorting import (
    CannotStandThere,
    LooksUnlikeSafety,
    NothingSaid,
    SayWhyFirst,
    about_sets,
    could_stand_behind,
    cut,
    cuts,
    loses_safety,
    made_whole,
    may_stand,
    on_its_own,
    sorted_as,
    stood_behind,
    taken_back,
    through_the_gate,
)
from tests.review.conftest import NOON, OnFile, decided, on_file

GATE = Gate("set-1", "Nan", "fetched Ali", "Fridays", "every time", "May to July", "Mum")
SAFE = Placing((Part(category=Category.SAFETY, sets=("set-1",), gate=GATE),))


def drawn_of(*entries: OnFile, **decisions: DecisionKind) -> SafetyMap:
    return build(entries, {id_: (decided(kind),) for id_, kind in decisions.items()})


def one(words: str = "I rang nan. She came!", kind: EntryKind = EntryKind.WORKING_WELL, **more: Any) -> MapEntry:
    return next(iter(drawn_of(on_file(words, kind, id="a", **more))))


def line(order: int, entry: str, placing: Placing) -> CaseEvent:
    return CaseEvent(f"line-{order}", "case-1", order, Topic.PLACING, entry, "maja", NOON, placing_body(placing))


def test_what_stands_is_the_last_line_of_the_log_and_comes_back_whole() -> None:
    split = Placing((Part(0, 12, Category.STRENGTH), Part(12, None, Category.SAFETY, ("set-1",), GATE)), into="b")
    found = placings_of([line(1, "a", Placing()), line(2, "b", SAFE), line(3, "a", split)])
    assert found["a"] == replace(split, by="maja", seen=3)
    assert found["b"].sets == ("set-1",)


def test_everything_stands_on_the_map_until_it_is_set_aside() -> None:
    entries = [on_file("a", id="a"), on_file("b", EntryKind.WORKING_WELL, id="b"), on_file("c", id="c")]
    drawn = drawn_of(*entries, c=DecisionKind.SET_ASIDE)
    assert [here.item.id for here in placed(drawn, {})] == ["a", "b"]
    assert [here.item.id for here in placed(drawn, {}, set_aside=True)] == ["a", "c", "b"]
    assert not placed(drawn_of(on_file("7", EntryKind.SCALE)), {})


def test_a_part_stands_in_the_column_of_its_category_with_its_exact_words() -> None:
    item = on_file("he shouts but nan comes", id="a")
    parts = (Part(0, 10, Category.DANGER), Part(10, None, Category.STRENGTH))
    first, second = placed(drawn_of(item), {"a": Placing(parts)})
    assert (first.words + second.words, first.of, second.number) == ("he shouts but nan comes", 2, 2)
    assert (first.column, second.column) == (EntryKind.WORRY, EntryKind.WORKING_WELL)


def test_what_stands_behind_another_is_listed_there_and_nowhere_else() -> None:
    drawn = drawn_of(on_file("a", id="a"), on_file("b", id="b"), on_file("c", id="c"))
    [here, other] = placed(drawn, {"b": Placing(into="a")})
    assert ([one.id for one in here.behind], other.item.id) == (["b"], "c")
    chain = {"b": Placing(into="a"), "c": Placing(into="b")}
    assert fronts(drawn, chain) == {"b": "a", "c": "a"}
    circle = {"a": Placing(into="b"), "b": Placing(into="a")}
    assert len(placed(drawn, circle)) == 3, "nothing may ever be lost from the map"


def test_a_card_that_is_set_aside_hides_nothing() -> None:
    drawn = drawn_of(on_file("a", id="a"), on_file("b", id="b"), a=DecisionKind.SET_ASIDE)
    assert [here.item.id for here in placed(drawn, {"b": Placing(into="a")})] == ["b"]


def test_a_card_is_sorted_and_taken_out_again() -> None:
    item = one("he shouts", EntryKind.WORRY)
    then = sorted_as(item, NOT_PLACED, 1, Category.DANGER)
    assert then.parts[0].category is Category.DANGER
    assert sorted_as(item, then, 1, None).parts[0].category is None
    with pytest.raises(CannotStandThere):
        sorted_as(item, then, 2, Category.DANGER)


@pytest.mark.parametrize("mode", [Mode.WISH, Mode.PRETEND, Mode.GUESS])
def test_a_wish_a_pretend_story_and_a_guess_never_become_what_happened(mode: Mode) -> None:
    item = one("no more shouting", EntryKind.WORKING_WELL, mode=mode)
    assert set(may_stand(item)) == {Category.STRENGTH, Category.GOAL, Category.NEXT_STEP}
    with pytest.raises(CannotStandThere):
        sorted_as(item, NOT_PLACED, 1, Category.PAST_HARM)
    with pytest.raises(CannotStandThere):
        through_the_gate(item, NOT_PLACED, 1, GATE)


@pytest.mark.parametrize("missing", GATE_PARTS)
def test_a_strength_stays_one_until_every_part_of_the_gate_is_said(missing: str) -> None:
    unfinished = replace(GATE, **{missing: "  "})
    [part] = through_the_gate(one(), NOT_PLACED, 1, unfinished).parts
    assert (part.category, part.gate, unfinished.missing) == (Category.STRENGTH, unfinished, (missing,))


def test_a_promise_passes_the_gate_only_with_a_reason_which_is_kept() -> None:
    item, promise = one(), replace(GATE, how_often="Once")
    with pytest.raises(LooksUnlikeSafety):
        through_the_gate(item, NOT_PLACED, 1, promise)
    reasoned = replace(promise, why_still="Ray saw it too")
    assert through_the_gate(item, NOT_PLACED, 1, reasoned).parts[0].gate == reasoned
    idle = replace(GATE, why_still="no need")
    assert through_the_gate(item, NOT_PLACED, 1, idle).parts[0].gate == GATE


def test_an_empty_gate_sorts_nothing() -> None:
    with pytest.raises(NothingSaid):
        through_the_gate(one(), NOT_PLACED, 1, Gate(*[" "] * len(GATE_PARTS)))


def test_only_the_gate_leads_to_safety_and_only_a_reason_leads_back() -> None:
    item = one()
    with pytest.raises(CannotStandThere):
        sorted_as(item, NOT_PLACED, 1, Category.SAFETY)
    safe = through_the_gate(item, NOT_PLACED, 1, GATE)
    assert safe.parts == (Part(category=Category.SAFETY, sets=("set-1",), gate=GATE),)
    for way_out in (None, Category.STRENGTH, Category.DANGER):
        with pytest.raises(SayWhyFirst):
            sorted_as(item, safe, 1, way_out)
    with pytest.raises(SayWhyFirst):
        cut(item, safe, [12])
    back = taken_back(safe, 1)
    assert back.parts[0].category is Category.STRENGTH
    assert loses_safety(safe, back)
    assert not loses_safety(back, safe)
    with pytest.raises(CannotStandThere):
        taken_back(back, 1)


def test_sets_are_linked_once_each() -> None:
    assert about_sets(NOT_PLACED, 1, ["b", "a", "b"]).sets == ("b", "a")


def test_a_cut_keeps_every_word_and_each_part_keeps_its_sorting() -> None:
    item = one("I rang nan. She came! We had tea.")
    sorted_first = Placing((Part(category=Category.STRENGTH, sets=("s",)),))
    then = cut(item, sorted_first, [12, 22])
    assert [part.of(item.words) for part in then.parts] == ["I rang nan. ", "She came! ", "We had tea."]
    assert {(part.category, part.sets) for part in then.parts} == {(Category.STRENGTH, ("s",))}
    assert made_whole(then).parts == sorted_first.parts
    apart = sorted_as(item, then, 2, Category.GOAL)
    assert made_whole(apart).parts == (Part(sets=("s",)),)


@pytest.mark.parametrize("points", [[], [0], [99], [-3], [33]])
def test_a_cut_that_makes_no_part_is_not_made(points: list[int]) -> None:
    with pytest.raises(CannotStandThere):
        cut(one("I rang nan. She came! We had tea."), NOT_PLACED, points)


def test_nothing_is_cut_that_was_picked_or_declined() -> None:
    picked = one("", choices=("nan",), offered=(("nan", "My nan"),), reply_kind=ReplyKind.ONE_OF)
    for item in (picked, one("", move=Move.SKIP), one("nan")):
        with pytest.raises(CannotStandThere):
            cut(item, NOT_PLACED, [1])


@given(st.text(min_size=2, max_size=60), st.lists(st.integers(-2, 70), max_size=5))
def test_whatever_is_cut_no_word_is_lost_and_no_sign_is_torn(words: str, points: list[int]) -> None:
    item = one(words)
    try:
        then = cut(item, NOT_PLACED, points)
    except CannotStandThere:
        return
    pieces = [part.of(words) for part in then.parts]
    assert "".join(pieces) == words
    assert all(piece.strip() for piece in pieces)


def test_a_family_of_emoji_is_never_torn() -> None:
    words = "us 👩‍👧‍👦 at home"
    [first, second] = cut(one(words), NOT_PLACED, [5]).parts
    assert (first.of(words), second.of(words)) == ("us 👩‍👧‍👦 ", "at home")


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("I went out. He shouted!  Then nan came", ["I went out. ", "He shouted!  ", "Then nan came"]),
        ("he shouts and I hide, then nan comes", ["he shouts ", "and I hide, ", "then nan comes"]),
        ("boję się", ["boję ", "się"]),
        ("nan", ["nan"]),
    ],
)
def test_where_words_may_be_cut_without_marking_them(words: str, pieces: list[str]) -> None:
    assert [piece for _, piece in cuts(words)] == pieces


def test_a_childs_words_never_stand_behind_a_grown_ups() -> None:
    child = on_file("he shouts", id="child", role="child")
    mum = on_file("he shouts", id="mum", role="parent")
    other = on_file("tea", EntryKind.WORKING_WELL, id="other", role="parent")
    drawn = drawn_of(child, mum, other)
    of_child, of_mum = drawn.find("child"), drawn.find("mum")
    assert of_child
    assert of_mum
    assert could_stand_behind(drawn, {}, of_child) == ()
    with pytest.raises(CannotStandThere):
        stood_behind(drawn, {}, of_child, "mum")
    then = stood_behind(drawn, {}, of_mum, "child")
    assert then.into == "child"
    assert on_its_own(then).into == ""
    with pytest.raises(CannotStandThere):
        stood_behind(drawn, {}, of_mum, "other")
    with pytest.raises(CannotStandThere):
        stood_behind(drawn, {"child": Placing(into="x")}, of_mum, "child")
