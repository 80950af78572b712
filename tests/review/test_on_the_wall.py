"""What the whole room may read: one test for each rule, and none of them leaks through the numbers or a merge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dialogs.conversation import Move, Position, SharingWish
from dialogs.script import EntryKind, Mode, ReplyKind, Scale
from review.case_event import CaseEvent, Topic
from review.map.decision import DecisionKind
from review.map.placing import Part, Placing, placing_body
from review.map.safety_map import SafetyMap, build
from review.numbers.ratings import rating_body
from review.plan.plan import Kind, answer_body, proposal_body
from review.plan.text import Actor, Box, PlanText
from review.room.in_the_room import SAID, TICK, said_body, taken_back_body, tick_body
from review.room.on_the_wall import Held, Quote, Wall, held, shareable, wall_of
from review.sets.sets import Wording, closing_body, wording_body
from tests.review.conftest import NOON, OnFile, decided, on_file

WORDS = "the words in question"
SET = Wording("Ali may be hit", "Ali sleeps in peace", "", "a row every night", "six calm months")


def line(order: int, topic: Topic, subject: str, body: Any) -> CaseEvent:
    return CaseEvent(f"line-{order}", "case-1", order, topic, subject, "maja", NOON, body)


def drawn(*entries: OnFile, kind: DecisionKind | None = DecisionKind.KEEP, wording: str = "") -> SafetyMap:
    """The map of these entries, each decided about in this way; `kind` None: nobody has decided."""
    return build(entries, {one.id: (decided(kind, wording),) for one in entries} if kind else {})


def quotes(wall: Wall) -> list[Quote]:
    found = [quote for _, column in wall.columns for quote in column]
    return [*found, *(more for quote in found for more in quote.more), *wall.steps]


def shown(made: SafetyMap, *events: CaseEvent, wordless: tuple[str, ...] = ()) -> str:
    """Everything that can be rendered of the wall, as one text."""
    return repr(wall_of(made, events, wordless))


def test_a_kept_entry_stands_in_its_column_with_whose_words_they_are() -> None:
    [quote] = quotes(wall_of(drawn(on_file(WORDS, EntryKind.WORKING_WELL, person="Nan")), ()))
    assert (quote.words, quote.person) == (WORDS, "Nan")


def test_a_reworded_entry_shows_the_quote_and_the_wording_beside_it() -> None:
    [quote] = quotes(wall_of(drawn(on_file(WORDS), kind=DecisionKind.REWORD, wording="In plain words"), ()))
    assert (quote.words, quote.wording) == (WORDS, "In plain words")


@pytest.mark.parametrize(
    ("kind", "why"),
    [(None, Held.UNDECIDED), (DecisionKind.SET_ASIDE, Held.SET_ASIDE), (DecisionKind.ASK_AGAIN, Held.ASK_AGAIN)],
)
def test_what_is_not_decided_set_aside_or_to_be_asked_again_is_never_there(
    kind: DecisionKind | None, why: Held
) -> None:
    made = drawn(on_file(WORDS, id="a"), kind=kind)
    ticked = line(1, Topic.MEETING, f"{TICK}a", tick_body(True))
    assert held(made.worries[0], {"a": True}) is why
    assert WORDS not in shown(made, ticked)


NOT_FOR_ALL = [
    EntryKind.CHAIR_QUESTION,
    EntryKind.FEELING,
    EntryKind.PERSON,
    EntryKind.SET_VIEW,
    EntryKind.PLAN_RULE,
]


@pytest.mark.parametrize("kind", NOT_FOR_ALL)
def test_a_chairs_question_a_feeling_and_what_is_no_column_of_the_map_is_never_there_even_ticked(
    kind: EntryKind,
) -> None:
    made = drawn(on_file(WORDS, kind, id="a"))
    assert WORDS not in shown(made, line(1, Topic.MEETING, f"{TICK}a", tick_body(True)))


def test_a_kind_that_is_new_to_the_map_is_not_there_until_somebody_says_so() -> None:
    on_it = {EntryKind.WORRY, EntryKind.WORKING_WELL, EntryKind.NEEDS_TO_HAPPEN, EntryKind.SCALE}
    for kind in set(EntryKind) - on_it:
        assert WORDS not in shown(drawn(on_file(WORDS, kind, id="a")))


def test_words_said_as_a_feeling_are_not_there_in_any_column() -> None:
    assert WORDS not in shown(drawn(on_file(WORDS, EntryKind.WORKING_WELL, mode=Mode.FEELING)))


def test_what_a_picture_without_words_shows_is_not_quoted_as_what_a_child_said() -> None:
    made = drawn(on_file(WORDS, EntryKind.NEEDS_TO_HAPPEN, id="a"))
    assert WORDS not in shown(made, line(1, Topic.MEETING, f"{TICK}a", tick_body(True)), wordless=("a",))


def test_a_question_somebody_did_not_answer_is_no_gap_on_the_wall() -> None:
    made = drawn(on_file("", move=Move.RATHER_NOT, person="Sam"))
    assert "Sam" not in shown(made)


@pytest.mark.parametrize("wish", [SharingWish.WORKER_FIRST, SharingWish.NOT_SURE])
def test_a_wish_that_the_worker_sees_it_first_or_not_sure_holds_it_back_until_it_is_ticked(wish: SharingWish) -> None:
    made = drawn(on_file(WORDS, id="a", wish=wish))
    assert WORDS not in shown(made)
    on, off = (line(n, Topic.MEETING, f"{TICK}a", tick_body(n == 1)) for n in (1, 2))
    assert WORDS in shown(made, on)
    assert WORDS not in shown(made, on, off)


def test_a_wish_to_show_it_at_the_meeting_shows_it() -> None:
    assert WORDS in shown(drawn(on_file(WORDS, wish=SharingWish.MEETING)))


def noticed(one: OnFile) -> OnFile:
    return replace(one, entry=replace(one.entry, given=replace(one.entry.given, noticed=True)))


def test_what_may_tell_of_harm_is_held_back_until_it_is_ticked() -> None:
    made = drawn(noticed(on_file(WORDS, id="a")))
    assert WORDS not in shown(made)
    assert WORDS in shown(made, line(1, Topic.MEETING, f"{TICK}a", tick_body(True)))


@pytest.mark.parametrize("safe", ["no", "not_sure", "no_went_on", "not_sure_went_on"])
def test_what_was_said_when_it_may_not_have_been_safe_is_held_back_until_it_is_ticked(safe: str) -> None:
    made = drawn(on_file(WORDS, id="a", safe=safe))
    assert WORDS not in shown(made)
    assert WORDS in shown(made, line(1, Topic.MEETING, f"{TICK}a", tick_body(True)))


def test_how_it_was_when_the_words_were_said_cannot_be_rendered() -> None:
    entry = on_file(
        WORDS, id="a", present="someone", safe="not_sure", typing="other", interpreter="yes", beside="Dad",
        wish=SharingWish.WORKER_FIRST,
    )  # fmt: skip
    ticked = {"a": True}
    made = build([entry], {"a": (replace(decided(DecisionKind.KEEP), reason="because of Dad"),)})
    [item] = shareable(made, ticked).worries
    assert (item.present, item.safe, item.typing, item.interpreter, item.beside) == (None, None, None, None, "")
    assert (item.entry.wish, item.entry.given.noticed, item.decisions[0].reason) == (None, False, "")


def test_a_detail_of_something_held_back_is_held_back_with_it_and_decided_by_itself_otherwise() -> None:
    whole = on_file("he was hurt", id="a")
    detail = on_file(WORDS, id="b", detail_of=whole.entry.turn)
    assert WORDS in shown(drawn(whole, detail))
    assert WORDS not in shown(drawn(noticed(whole), detail))
    only_whole = build([whole, detail], {"a": (decided(DecisionKind.KEEP),)})
    assert WORDS not in shown(only_whole)
    assert "he was hurt" in shown(only_whole)


def test_what_says_more_stands_with_its_whole_and_each_with_the_question_it_needs() -> None:
    whole = on_file("Dad drank on Friday and he and Mum had a row", id="a", asked="What worries you?")
    picked = on_file(
        choices=("told",), offered=(("told", "Someone told me"),), detail_of=whole.entry.turn, asked="How?"
    )
    short = on_file("toast every day", EntryKind.NEEDS_TO_HAPPEN, asked="What do you wish for?")
    first, second = (quote for _, column in wall_of(drawn(whole, picked, short), ()).columns for quote in column)
    assert (first.asked, [(more.words, more.asked) for more in first.more]) == ("", [("Someone told me", "How?")])
    assert second.asked == "What do you wish for?"


def test_a_question_that_repeats_another_answer_is_never_there() -> None:
    made = drawn(on_file("every day", id="a", asked="You said “he hits me”. What else?"))
    assert "he hits me" in shown(made)
    assert "he hits me" not in repr(wall_of(made, (), (), {"a"}))


def test_an_answer_about_a_shared_set_carries_its_number_and_question() -> None:
    made = drawn(on_file("Four calm weeks, and hearing it from Ali", id="a", asked="What would raise it by one?"))
    about = SafetyMap("case-1", worries=(replace(made.worries[0], shared=SET.shared),))
    [quote] = quotes(wall_of(about, [line(1, Topic.SET, "s1", wording_body(SET))]))
    assert (quote.sets, quote.asked) == ((1,), "What would raise it by one?")


def test_what_says_more_about_a_detail_that_is_held_back_is_held_back_with_it() -> None:
    whole = on_file("the whole", id="a")
    between = on_file("the detail", id="b", detail_of=whole.entry.turn)
    last = on_file(WORDS, id="c", detail_of=between.entry.turn)
    assert WORDS in shown(drawn(whole, between, last))
    made = shown(drawn(whole, noticed(between), last))
    assert "the whole" in made
    assert WORDS not in made


def test_who_said_the_same_behind_a_card_is_named_only_if_their_words_may_be_there() -> None:
    front, nan = on_file("rows at night", id="a"), on_file("loud rows", id="b", person="Nan", person_id="nan")
    ray = on_file("rows", id="c", person="Ray", person_id="ray", wish=SharingWish.WORKER_FIRST)
    events = [line(n, Topic.PLACING, id_, placing_body(Placing(into="a"))) for n, id_ in ((1, "b"), (2, "c"))]
    [quote] = quotes(wall_of(drawn(front, nan, ray), events))
    assert quote.also == ("Nan",)


def test_what_stood_behind_a_card_that_is_held_back_stands_by_itself() -> None:
    front, nan = noticed(on_file("rows at night", id="a")), on_file("loud rows", id="b", person="Nan")
    wall = wall_of(drawn(front, nan), [line(1, Topic.PLACING, "b", placing_body(Placing(into="a")))])
    assert [(quote.words, quote.also) for quote in quotes(wall)] == [("loud rows", ())]


def test_a_part_stands_where_it_was_placed_in_its_exact_words() -> None:
    parts = (Part(0, 10, sets=("s1",)), Part(10, None))
    events = [
        line(1, Topic.SET, "s1", wording_body(SET)),
        line(2, Topic.PLACING, "a", placing_body(Placing(parts))),
    ]
    made = quotes(wall_of(drawn(on_file("Dad drank. I hid.", id="a")), events))
    assert [(quote.words, quote.sets) for quote in made] == [("Dad drank.", (1,)), ("I hid.", ())]


def test_open_sets_come_first_with_the_number_they_have_in_the_case() -> None:
    events = [
        line(1, Topic.SET, "s1", wording_body(replace(SET, worry="closed one"))),
        line(2, Topic.SET, "s2", wording_body(SET)),
        line(3, Topic.SET, "s1", closing_body("it is safe now")),
    ]
    wall = wall_of(drawn(), events)
    assert [(one.number, one.words.worry) for one in wall.sets] == [(2, SET.worry)]


def scale(number: int, person: str, **more: Any) -> OnFile:
    ends = Scale("not safe", "safe")
    given = {"number": number, "scale": ends, "reply_kind": ReplyKind.SCALE, "position": Position("how_safe")}
    return on_file("", EntryKind.SCALE, person=person, person_id=person, **{**given, **more})


def test_each_persons_number_stands_by_itself_and_only_kept_ones_do() -> None:
    sam, nan = scale(3, "Sam", id="a"), scale(8, "Nan", id="b", wish=SharingWish.NOT_SURE)
    wall = wall_of(drawn(sam, nan), ())
    assert [(one.who, one.now) for line_ in wall.scales for one in line_.numbers] == [("Sam", 3)]
    assert wall_of(drawn(sam, kind=None), ()).scales == ()


def test_a_number_said_in_the_room_is_on_the_line_of_its_set_beside_the_one_before() -> None:
    events = [
        line(1, Topic.SET, "s1", wording_body(SET)),
        line(2, Topic.RATING, "s1", rating_body("Kim", 4, "", "", date(2026, 3, 1), 1)),
        line(3, Topic.RATING, "s1", rating_body("Kim", 6, "", "", date(2026, 3, 2), 1)),
    ]
    [one] = wall_of(drawn(), events).sets
    assert one.scale is not None
    assert [(each.who, each.now, each.before) for each in one.scale.numbers] == [("Kim", 6, 4)]


def test_a_line_said_in_the_room_stands_in_its_column_until_it_is_taken_back() -> None:
    said = line(1, Topic.MEETING, SAID, said_body(EntryKind.WORRY, WORDS, "Ray", ""))
    [quote] = quotes(wall_of(drawn(), [said]))
    assert (quote.words, quote.person, quote.in_room) == (WORDS, "Ray", True)
    assert wall_of(drawn(), [said, line(2, Topic.MEETING, SAID, taken_back_body("line-1"))]).is_empty


def test_other_lines_about_the_meeting_are_passed_over() -> None:
    assert wall_of(drawn(), [line(1, Topic.MEETING, "ready", {"reason": WORDS})]).is_empty


def test_only_what_the_core_group_accepted_is_a_next_step() -> None:
    until = "Until Bo has eaten"
    text = PlanText(Box.WHO_DOES_WHAT, "Ray comes at eight", actors=(Actor("Ray"),), days="Fridays", until=until)
    proposed = line(1, Topic.PLAN, "p1", proposal_body(Kind.ADD, text))
    assert wall_of(drawn(), [proposed]).plan == ()
    accepted = line(2, Topic.PLAN, "p1", answer_body(1, True, date(2026, 3, 2), "Dee, Nan"))
    [step] = wall_of(drawn(), [proposed, accepted]).plan
    assert (step.words, step.who, step.days) == ("Ray comes at eight", ("Ray",), "Fridays")
    assert step.until == "Bo has eaten"
