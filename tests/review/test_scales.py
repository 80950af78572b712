"""The scale board: numbers stand on one line only when they mean the same, and nothing is ever averaged."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dialogs.conversation import Move, Position
from dialogs.script import EntryKind, ReplyKind, Scale
from review.case_event import CaseEvent, Topic
from review.map.decision import DecisionKind
from review.map.safety_map import SafetyMap, build
from review.numbers.drawing import draw, fitted, width_of
from review.numbers.ratings import Rating, rating_body, ratings_of, taking_back_body
from review.numbers.scales import ScaleLine, lines, stairs
from review.sets.sets import SafetySet, Wording, sets_of, wording_body
from tests.review.conftest import NOON, OnFile, decided, on_file

FIRST = Wording("Ali could be hit", "A sober adult is there", "How safe?", "No sober adult", "Six calm months")
SECOND = Wording("Ali is late", "Ali is on time", "How is school?", "Late most days", "On time for a term")
SET_SCALE = Scale("{low}", "{high}", "low_is_worst")


def event(order: int, topic: Topic, subject: str, body: dict[str, Any], at: datetime = NOON) -> CaseEvent:
    return CaseEvent(f"event-{order}", "case-1", order, topic, subject, "priya", at, body)


def two_sets(*more: Wording) -> tuple[SafetySet, ...]:
    """Two sets; each wording in `more` is a later one of the first."""
    words = [("a", FIRST), ("b", SECOND), *(("a", one) for one in more)]
    return sets_of(event(at, Topic.SET, id_, wording_body(one)) for at, (id_, one) in enumerate(words, start=1))


def number(value: int | None, who: str = "Nan", scale: Scale = SET_SCALE, **more: Any) -> OnFile:
    given = {"person": who, "person_id": who.lower(), "role": "relative", "conversation_id": f"talk-{who}", **more}
    move = Move.ANSWER if value is not None else Move.RATHER_NOT
    words: dict[str, Any] = {"reply_kind": ReplyKind.SCALE, "scale": scale, "number": value, "move": move}
    return on_file(kind=EntryKind.SCALE, **words, **given)


def drawn(*entries: OnFile, about: Wording | None = FIRST, **decisions: Any) -> SafetyMap:
    """The map of these; numbers with the set's scale were asked about the wording `about`."""
    found = build(entries, decisions.get("decisions", {}), "case-1")
    scales = [
        replace(one, shared=about.shared) if about and one.entry.scale == SET_SCALE else one for one in found.scales
    ]
    return replace(found, scales=tuple(scales))


def rating(number: int, who: str = "Uncle Ray", **more: Any) -> Rating:
    given = {"set_id": "a", "person_id": "", "why": "", "one_higher": "", "on": date(2026, 3, 4), "version": 1}
    return Rating(id="r", who=who, number=number, by="priya", at=NOON, **{**given, **more})


def of_set(found: tuple[ScaleLine, ...], place: int) -> ScaleLine:
    return next(line for line in found if line.set_number == place and line.stands)


def test_people_asked_about_the_same_set_stand_on_one_line() -> None:
    found = lines(drawn(number(3), number(7, "Mum", role="parent")), two_sets())
    line = of_set(found, 1)
    assert [(one.who, one.numbers) for one in line.rated] == [("Mum", (7,)), ("Nan", (3,))]
    assert (line.low, line.high, line.title) == (FIRST.low, FIRST.high, FIRST.worry)


def test_a_set_nobody_rated_has_its_line_all_the_same() -> None:
    assert of_set(lines(drawn(), two_sets()), 2).rated == ()


def test_other_ends_make_another_line_and_never_share_one() -> None:
    moved = replace(FIRST, high="Six calm months and a key for Ray")
    found = lines(drawn(number(3)), two_sets(moved), [rating(6, version=2)])
    assert [(line.set_number, line.stands, [v.who for v in line.rated]) for line in found] == [
        (1, True, ["Uncle Ray"]),
        (2, True, []),
        (1, False, ["Nan"]),
    ]
    assert [line.high for line in found if line.set_number == 1] == [moved.high, FIRST.high]


def test_another_wording_with_the_same_ends_stays_on_its_line() -> None:
    found = lines(drawn(number(3)), two_sets(replace(FIRST, worry="Ali could be badly hit")), [rating(6, version=2)])
    assert {v.who for v in of_set(found, 1).rated} == {"Nan", "Uncle Ray"}
    assert of_set(found, 1).title == "Ali could be badly hit"


def test_the_other_direction_is_another_line() -> None:
    up, down = Scale("worst", "best", "low_is_worst"), Scale("worst", "best", "high_is_worst")
    found = lines(drawn(number(3, scale=up), number(3, "Mum", scale=down), about=None), ())
    assert [(line.best, [v.who for v in line.rated]) for line in found] == [("high", ["Nan"]), ("low", ["Mum"])]


def test_two_children_never_stand_on_one_line_of_their_own() -> None:
    home = Scale("bad", "good", "low_is_worst")
    found = lines(
        drawn(number(3, "Sam", home, role="young_person"), number(5, "Ali", home, role="child"), about=None),
        (),
        about={"talk-Sam": "ali", "talk-Ali": "ali"},
    )
    assert [[v.who for v in line.rated] for line in found] == [["Sam"], ["Ali"]]


def test_two_parents_asked_about_one_child_stand_together_and_about_two_children_apart() -> None:
    home = Scale("bad", "good", "low_is_worst")
    found = drawn(number(3, "Mum", home, role="parent"), number(6, "Dad", home, role="parent"), about=None)
    assert len(lines(found, (), about={"talk-Mum": "ali", "talk-Dad": "ali"})) == 1
    assert len(lines(found, (), about={"talk-Mum": "ali", "talk-Dad": "bo"})) == 2


def test_a_number_said_in_the_room_goes_on_the_path_of_the_same_person() -> None:
    said = rating(6, "Nan", person_id="nan", why="Ray comes")
    voice = of_set(lines(drawn(number(3)), two_sets(), [said]), 1).rated[0]
    assert voice.numbers == (3, 6)
    assert (voice.change, voice.now and voice.now.why[0].words) == (3, "Ray comes")


def test_marks_stand_in_the_order_they_were_given() -> None:
    later = number(9, at=NOON + timedelta(days=20), conversation_id="talk-2")
    voice = of_set(lines(drawn(later, number(2)), two_sets(), [rating(5, "Nan", person_id="nan")]), 1).rated[0]
    assert voice.numbers == (2, 5, 9)
    assert voice.before is not None
    assert voice.before.number == 5


@pytest.mark.parametrize(("numbers", "apart"), [((2, 4), None), ((2, 5), 3), ((0, 10), 10), ((7,), None)])
def test_three_apart_is_worth_talking_about(numbers: tuple[int, ...], apart: int | None) -> None:
    entries = [number(value, f"Person {value}") for value in numbers]
    found = of_set(lines(drawn(*entries), two_sets()), 1).apart
    assert (found.by if found else None) == apart
    if found:
        assert [v.who for v in (*found.lowest, *found.highest)] == [f"Person {value}" for value in numbers]


def test_reasons_stand_with_the_number_and_say_which_way() -> None:
    low = on_file("Nan is there", EntryKind.SET_VIEW, id="why", conversation_id="talk-Nan", position=Position("why"))
    high = on_file("A key", EntryKind.NEEDS_TO_HAPPEN, id="up", conversation_id="talk-Nan", position=Position("up"))
    found = drawn(number(3, id="n"), low, high)
    told = {"n": [one for one in found if one.id in ("why", "up")]}
    mark = of_set(lines(found, two_sets(), reasons=told), 1).rated[0].now
    assert mark is not None
    assert [one.words for one in mark.why] == ["Nan is there"]
    assert [one.words for one in mark.one_higher] == ["A key"]


def test_somebody_who_gave_no_number_is_told_of_and_not_drawn() -> None:
    line = of_set(lines(drawn(number(None)), two_sets()), 1)
    assert line.rated == ()
    assert [voice.who for voice in line.declined] == ["Nan"]


def test_a_number_that_is_set_aside_is_on_no_line() -> None:
    aside = {"n": (decided(DecisionKind.SET_ASIDE),)}
    assert of_set(lines(drawn(number(3, id="n"), decisions=aside), two_sets()), 1).voices == ()


def test_worded_steps_are_never_on_a_line() -> None:
    offered = (("step_1", "Very worried"), ("step_2", "A bit worried"), ("step_3", "Fine"))
    steps: dict[str, Any] = {"reply_kind": ReplyKind.STEPS, "number": 2, "offered": offered, "role": "child"}
    first = on_file(kind=EntryKind.SCALE, person="Bo", person_id="bo", **steps)
    again = on_file(kind=EntryKind.SCALE, person="Bo", person_id="bo", at=NOON + timedelta(days=9), **steps)
    found = drawn(again, first)
    assert lines(found, ()) == ()
    stair = stairs(found)[0]
    assert stair.steps == ("Very worried", "A bit worried", "Fine")
    assert [mark.on for mark in stair.marks] == [NOON.date(), (NOON + timedelta(days=9)).date()]


def test_a_number_taken_back_is_gone_from_the_line_and_not_from_the_log() -> None:
    said = event(5, Topic.RATING, "a", rating_body("Ray", 4, "why", "more", date(2026, 3, 1), 1))
    back = event(6, Topic.RATING, "a", taking_back_body(said.id, "meant for set 2"))
    assert [one.number for one in ratings_of([said])] == [4]
    assert ratings_of([said, back]) == ()


def test_more_than_eight_people_stand_on_a_second_drawing() -> None:
    line = of_set(lines(drawn(*(number(5, f"Person {n}") for n in range(11))), two_sets()), 1)
    assert [len(sheet) for sheet in line.sheets] == [8, 3]


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("rtl", [True, False])
def test_nothing_collides_however_alike_the_numbers_are(wide: bool, rtl: bool) -> None:
    people = [("A name that is much too long for its room, and more", [5]) for _ in range(8)]
    made = draw(people, rtl, wide)
    assert len({lane.y for lane in made.lanes}) == 8
    room = made.size.names - made.size.margin / 2
    assert all(width_of(words, made.size.letters) <= room for lane in made.lanes for words in lane.label)
    apart = [below.y - above.y for above, below in itertools.pairwise(made.lanes)]
    assert min(apart) >= 2 * max(made.size.mark, made.size.letters)
    assert made.lanes[-1].y + made.size.mark < made.axis
    edges = [x for tick in made.ticks for x in (tick.x - made.size.mark, tick.x + made.size.mark)]
    assert min(edges) >= 0
    assert max(edges) <= made.size.width
    names_end = made.size.width - room if rtl else room
    assert all(edge <= names_end for edge in edges) if rtl else all(edge >= names_end for edge in edges)


def test_from_right_to_left_nought_is_on_the_right_and_arrows_turn_round() -> None:
    left, right = draw([("Nan", [3, 6])], False, True), draw([("Nan", [3, 6])], True, True)
    assert left.ticks[0].x < left.ticks[10].x
    assert right.ticks[0].x > right.ticks[10].x
    (from_left, to_left), (from_right, to_right) = left.lanes[0].arrow or (0, 0), right.lanes[0].arrow or (0, 0)
    assert from_left < to_left
    assert from_right > to_right
    assert left.lanes[0].x == pytest.approx(left.size.width - right.lanes[0].x)


def test_a_name_is_cut_between_letters_and_never_inside_one() -> None:
    assert fitted("Nan", 100, 15) == "Nan"
    assert fitted("e\u0301" * 30, 60, 15).removesuffix("…").endswith("\u0301")
    assert fitted("Ms Cole, teacher", 72, 13) == "Ms Cole…"


@pytest.mark.parametrize(
    ("name", "wide", "lines"),
    [
        ("Nan", False, ("Nan",)),
        ("Ms Cole, teacher", False, ("Ms Cole,", "teacher")),
        ("Nana, my gran", True, ("Nana, my gran",)),
        ("Mr Featherstonehaugh, health visitor", True, ("Mr", "Featherstonehau…")),
        ("Featherstonehaugh", False, ("Feathersto…",)),
    ],
)
def test_a_long_name_goes_on_a_second_line(name: str, wide: bool, lines: tuple[str, ...]) -> None:
    assert draw([(name, [4])], False, wide).lanes[0].label == lines


def test_a_name_on_two_lines_makes_room_for_itself() -> None:
    one, two = (draw([(name, [4]), ("Nan", [5])], False, False) for name in ("Nan", "Ms Cole, teacher"))
    assert two.axis > one.axis
    assert two.lanes[1].y - two.lanes[0].y > one.lanes[1].y - one.lanes[0].y


def test_the_way_from_then_to_now_is_not_drawn_when_nothing_moved() -> None:
    assert draw([("Nan", [4, 4])], False, True).lanes[0].arrow is None
    assert draw([("Nan", [4])], False, True).lanes[0].then is None


def test_a_rating_of_a_version_that_never_was_is_on_no_line() -> None:
    found = lines(drawn(), two_sets(), [rating(6, version=9), rating(6, set_id="nobody's")])
    assert all(line.voices == () for line in found)


def test_days_are_told_as_they_were_written_down() -> None:
    mark = of_set(lines(drawn(), two_sets(), [rating(6, on=date(2026, 2, 1))]), 1).rated[0].now
    assert mark is not None
    assert (mark.on, mark.in_the_room) == (date(2026, 2, 1), True)
