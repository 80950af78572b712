"""What was said when somebody was asked for more stands with what it adds to, and never repeats what is held back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogs.conversation import Position, SharingWish
from review.case_event import CaseEvent, Topic
from review.map.decision import Decision, DecisionKind
from review.map.placing import Category, Part, Placing, placing_body
from review.map.safety_map import SafetyMap, build
from review.room.in_the_room import TICK, tick_body
from review.room.on_the_wall import Held, Quote, held_back, wall_of
from review.sets.sets import Wording, wording_body
from tests.review.conftest import NOON, OnFile, decided, on_file

FIRST = "He was shouting at Mum"
MORE = "Every Friday since Easter, and Nan has seen it too"
ASKED = f"You said “{FIRST}”. How often?"
SET = Wording("Ali may be hit", "Ali sleeps in peace", "", "a row every night", "six calm months")


def first(**given: Any) -> OnFile:
    return on_file(FIRST, id="first", position=Position("worries"), asked="What worries you?", **given)


def more(words: str = MORE, asked: str = ASKED, round_: int = 1, **given: Any) -> OnFile:
    return on_file(words, id=f"more-{round_}", position=Position("worries", 0, round_), asked=asked, **given)


def drawn(*entries: OnFile, **otherwise: DecisionKind | None) -> SafetyMap:
    """The map with every entry kept, except those decided about otherwise (id with _ for -)."""
    kinds = {one.id: otherwise.get(one.id.replace("-", "_"), DecisionKind.KEEP) for one in entries}
    decisions: dict[str, tuple[Decision, ...]] = {id_: (decided(kind),) for id_, kind in kinds.items() if kind}
    return build(entries, decisions)


def quotes(made: SafetyMap, *events: CaseEvent, naming: tuple[str, ...] = ()) -> list[Quote]:
    return [quote for _, column in wall_of(made, events, (), naming).columns for quote in column]


def placing(entry: str, placed: Placing, order: int = 1) -> CaseEvent:
    return CaseEvent(f"line-{order}", "case-1", order, Topic.PLACING, entry, "maja", NOON, placing_body(placed))


def a_set(order: int = 9) -> CaseEvent:
    return CaseEvent("line-s", "case-1", order, Topic.SET, "s1", "maja", NOON, wording_body(SET))


def test_it_stands_inside_what_it_adds_to_with_its_question_and_the_words_above_are_not_said_twice() -> None:
    [quote] = quotes(drawn(first(), more(), more("And on Sundays", f"You said “{MORE}”. What else?", 2)))
    assert quote.words == FIRST
    assert [(one.words, one.asked) for one in quote.more] == [
        (MORE, "You said “…”. How often?"),
        ("And on Sundays", "You said “…”. What else?"),
    ]


def test_it_stands_before_the_details_that_were_asked_later_and_inside_the_card_of_a_detail() -> None:
    whole = on_file("the whole", id="whole", position=Position("whole"))
    detail, later = replace(first()), on_file("who knows", position=Position("later"), detail_of=whole.entry.turn)
    detail = replace(detail, entry=replace(detail.entry, detail_of=whole.entry.turn))
    [quote] = quotes(drawn(whole, detail, more(), later))
    assert [one.words for one in quote.more] == [FIRST, MORE, "who knows"]


@pytest.mark.parametrize("kind", [DecisionKind.SET_ASIDE, DecisionKind.ASK_AGAIN])
def test_what_was_added_to_words_a_worker_put_away_stands_by_itself_without_them(kind: DecisionKind) -> None:
    made = drawn(first(), more(), first=kind)
    [quote] = quotes(made)
    assert (quote.words, quote.asked) == (MORE, "You said “[…]”. How often?")
    assert FIRST not in repr(wall_of(made, ()))


@pytest.mark.parametrize("wish", [SharingWish.WORKER_FIRST, SharingWish.NOT_SURE])
def test_it_is_held_back_with_what_it_adds_to_until_either_is_ticked(wish: SharingWish) -> None:
    made = drawn(first(wish=wish), more(), more("And on Sundays", f"You said “{MORE}”. What else?", 2))
    assert quotes(made) == []
    assert held_back(made, {})["more-1"] is held_back(made, {})["more-2"] is Held.ADDS_TO
    on = CaseEvent("l", "case-1", 1, Topic.MEETING, f"{TICK}more-1", "maja", NOON, tick_body(True))
    [alone] = quotes(made, on)
    assert (alone.words, alone.asked) == (MORE, "You said “[…]”. How often?")
    assert FIRST not in repr(wall_of(made, [on]))
    both = replace(on, subject=f"{TICK}first")
    assert [(one.words, len(one.more)) for one in quotes(made, both)] == [(FIRST, 2)]


def test_it_waits_for_a_decision_about_what_it_adds_to() -> None:
    assert quotes(drawn(first(), more(), first=None)) == []


@pytest.mark.parametrize("asked", ["You said “something else”. How often?", f"“{FIRST}”? “{FIRST}”?"])
def test_a_question_in_which_the_words_cannot_be_told_apart_is_not_there(asked: str) -> None:
    [quote] = quotes(drawn(first(), more(asked=asked), first=DecisionKind.SET_ASIDE))
    assert quote.asked == ""


def test_a_question_that_names_what_was_picked_elsewhere_is_never_there() -> None:
    [quote] = quotes(drawn(first(), more()), naming=("more-1",))
    assert quote.more[0].asked == ""


def test_what_a_worker_placed_in_another_column_or_split_stands_there_with_its_question() -> None:
    there = placing("more-1", Placing((Part(category=Category.STRENGTH),)))
    made = drawn(first(), more())
    assert [(one.words, one.asked) for one in quotes(made, there)] == [
        (FIRST, "What worries you?"),
        (MORE, ASKED),
    ]
    split = placing("more-1", Placing((Part(0, 5), Part(5, None))))
    assert [one.words for one in quotes(made, split)] == [FIRST, "Every", MORE[6:]]


def test_a_set_that_only_what_was_added_is_about_stands_with_it() -> None:
    own = placing("more-1", Placing((Part(sets=("s1",)),)))
    [quote] = quotes(drawn(first(), more()), own, a_set())
    assert (quote.sets, quote.more[0].sets) == ((), (1,))
    both = placing("first", Placing((Part(sets=("s1",)),)), 2)
    [quote] = quotes(drawn(first(), more()), own, both, a_set())
    assert (quote.sets, quote.more[0].sets) == ((1,), ())


def test_an_answer_of_another_conversation_is_no_addition() -> None:
    assert len(quotes(drawn(first(), more(conversation_id="talk-2")))) == 2
