"""The picture of a script: nothing lies on anything else, every way is drawn, and the list tells the same."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from dialogs.graph import Graph, Node, as_list, graph
from dialogs.layers import COLUMNS, grid
from dialogs.onward import condition_words, onward, reachable_from, shortened
from dialogs.reading import read_folder, read_text
from dialogs.script import Condition, Script
from tests.dialogs.test_compare import HELLO, HOME, LAST, LOW, NUMBER, OLD, TOP, WHERE, read

SHIPPED, _ = read_folder(Path(__file__).parents[2] / "dialogs" / "scripts")
ROUND = TOP + HELLO + WHERE + HOME.replace("next: number", "next: where") + NUMBER + LOW + LAST


def many() -> Script:
    """Sixty steps: a question with seven ways onward that all come together and may go round, then a long line."""
    topics = [f"t{n}" for n in range(7)]
    ways = "".join(f"      - {{when: {{chose: {one}}}, go: {one}}}\n" for one in topics)
    text = TOP + "  hello:\n    ask: What first?\n    reply: one_of\n"
    text += f"    choices: {{{', '.join(f'{one}: Topic {one}' for one in topics)}, none: Nothing}}\n"
    text += f"    next:\n{ways}      - {{go: q0}}\n"
    text += "".join(f"  {one}:\n    ask: About {one}?\n    reply: text\n    next: again\n" for one in topics)
    text += "  again:\n    ask: More?\n    reply: text\n    next:\n"
    text += "      - {when: {answered: true}, go: hello}\n      - {go: q0}\n"
    for n in range(51):
        onto = f"q{n + 1}" if n < 50 else "end"
        skip = f"q{n + 5}" if n < 45 else onto
        text += f"  q{n}:\n    ask: Question {n}, with some more words in it?\n    reply: text\n    next:\n"
        text += f"      - {{when: {{answered: true}}, go: {onto}}}\n      - {{go: {skip if n % 9 == 4 else onto}}}\n"
    return read(text)


SCRIPTS = [*SHIPPED.values(), read(OLD), read(ROUND), many()]
NAMES = [*SHIPPED, "tiny", "round", "many"]


def corners(path: str) -> list[tuple[int, int]]:
    """The points of a line without its tip."""
    line = path.rsplit("M", 1)[0]
    return [(int(x), int(y)) for x, y in re.findall(r"(-?\d+) (-?\d+)", line)]


def inside(node: Node, x: float, y: float) -> bool:
    return node.x < x < node.x + node.width and node.y < y < node.y + node.height


def box(drawn: Graph, step: str) -> Node:
    return next(node for node in drawn.nodes if node.step == step)


def test_there_is_something_to_draw() -> None:
    assert len(SHIPPED) >= 3
    assert len(many().steps) == 60


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_every_step_is_drawn_once_and_every_way_is_a_line(script: Script) -> None:
    drawn = graph(script)
    assert sorted(node.step for node in drawn.nodes if node.label) == sorted(script.steps)
    ways = {(step.id, way.go) for step in script.steps.values() for way in onward(script, step)}
    assert sorted((edge.source, edge.target) for edge in drawn.edges) == sorted(ways)


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_no_box_lies_on_another_and_all_fit_on_the_picture(script: Script) -> None:
    drawn = graph(script)
    for one, other in combinations(drawn.nodes, 2):
        apart_across = one.x + one.width < other.x or other.x + other.width < one.x
        assert apart_across or one.y + one.height < other.y or other.y + other.height < one.y
    assert all(node.x >= 0 and node.x + node.width <= drawn.width for node in drawn.nodes)
    assert all(node.y >= 0 and node.y + node.height <= drawn.height for node in drawn.nodes)


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_no_line_runs_through_a_box(script: Script) -> None:
    drawn = graph(script)
    for edge in drawn.edges:
        points = corners(edge.path)
        for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
            steps = max(abs(bx - ax), abs(by - ay)) // 4 + 1
            along = [(ax + (bx - ax) * n / steps, ay + (by - ay) * n / steps) for n in range(steps + 1)]
            assert not [node.step for node in drawn.nodes for x, y in along if inside(node, x, y)], edge
        assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in points)


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_no_words_of_two_lines_lie_on_each_other(script: Script) -> None:
    said = [edge for edge in graph(script).edges if edge.words]
    for one, other in combinations(said, 2):
        half = (len(one.words) + len(other.words)) * 3
        assert abs(one.x - other.x) >= half or abs(one.y - other.y) >= 12, (one, other)


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_lines_go_down_but_for_those_that_lead_back(script: Script) -> None:
    drawn = graph(script)
    for edge in drawn.edges:
        points = corners(edge.path)
        assert (points[-1][1] > points[0][1]) is not edge.back


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_few_steps_stand_side_by_side(script: Script) -> None:
    cells = grid(script).cells
    assert max(column for _, column in cells.values()) < COLUMNS + 2
    assert graph(script).width <= 1400


def test_a_line_starts_and_ends_at_its_boxes() -> None:
    drawn = graph(read(OLD))
    edge = next(one for one in drawn.edges if one.target == "number" and one.source == "where")
    source, target = box(drawn, "where"), box(drawn, "number")
    (sx, sy), (tx, ty) = corners(edge.path)[0], corners(edge.path)[-1]
    assert (sx, sy) == (source.x + source.width // 2, source.y + source.height)
    assert target.x < tx < target.x + target.width
    assert ty == target.y


def test_a_way_back_is_drawn_at_the_side() -> None:
    drawn = graph(read(ROUND))
    [back] = [edge for edge in drawn.edges if edge.back]
    assert (back.source, back.target) == ("home", "where")
    assert min(x for x, _ in corners(back.path)) < min(node.x for node in drawn.nodes)


def test_a_step_that_leads_to_itself_is_drawn() -> None:
    drawn = graph(read(OLD.replace("{scale_below: 4}, go: low", "{scale_below: 4}, go: number")))
    assert [(edge.source, edge.target) for edge in drawn.edges if edge.back] == [("number", "number")]


def test_a_step_nothing_leads_to_is_still_drawn() -> None:
    drawn = graph(read(OLD.replace("{scale_below: 4}, go: low", "{scale_below: 4}, go: last")))
    assert box(drawn, "low").label == "low"


def test_the_main_line_is_straight() -> None:
    drawn = graph(SHIPPED["parent"])
    first = [box(drawn, step).x for step in ("hello", "going_well", "worries", "read_back", "sent")]
    assert len(set(first)) == 1


def test_a_box_says_what_is_asked_what_is_wanted_and_what_it_becomes() -> None:
    drawn = graph(read(OLD.replace("How is home?", "How is home at the moment, from morning to night?")))
    home, low = box(drawn, "home"), box(drawn, "low")
    assert (home.asked, home.kind, home.entry, home.asks) == ("How is home at the moment…", "own words", "worry", True)
    assert home.full == "How is home at the moment, from morning to night?"
    assert (low.asked, low.kind, low.entry, low.asks) == ("There is help.", "only says", "none", False)


def test_parts_are_headed_where_the_main_line_comes_to_them() -> None:
    drawn = graph(read(OLD))
    assert [heading.words for heading in drawn.headings] == ["First", "Second"]
    assert box(drawn, "home").y < drawn.headings[1].y < box(drawn, "number").y


def test_ways_to_one_place_are_one_line_with_all_their_words() -> None:
    drawn = graph(
        read(OLD.replace("      - {go: home}", "      - {when: {chose: work}, go: number}\n      - {go: home}"))
    )
    words = {edge.target: edge.words for edge in drawn.edges if edge.source == "where"}
    assert words == {"number": "“School” or “Work”", "home": "otherwise"}


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_the_list_tells_every_step_and_where_it_leads(script: Script) -> None:
    listed = as_list(script)
    assert listed[0].step == script.start
    assert {one.step: one.leads for one in listed} == {step.id: onward(script, step) for step in script.steps.values()}


def test_a_group_is_gone_through_again_and_again() -> None:
    group = "  each:\n    for_each: who\n    say: [Now each.]\n    do: [good]\n    next: last\n"
    good = "  good:\n    ask: What is good?\n    reply: text\n    next: each\n"
    who = "  who:\n    ask: Who is there?\n    reply: people\n    next: each\n"
    found = read_text(TOP.replace("start: hello", "start: who") + who + group + good + LAST, "tiny.yaml")
    assert isinstance(found, Script), found
    assert [(way.go, way.words) for way in onward(found, found.steps["each"])] == [
        ("good", "for each one"),
        ("last", "when done"),
    ]
    assert [(edge.source, edge.target) for edge in graph(found).edges if edge.back] == [("good", "each")]
    assert reachable_from(found, "good") == {"good", "each", "last"}


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition("chose", "home"), "“Home”"),
        (Condition("scale_below", 4), "below 4"),
        (Condition("scale_at_least", 9), "9 or more"),
        (Condition("answered", True), "answered"),
        (Condition("answered", False), "not answered"),
        (Condition("nobody_named", True), "nobody named"),
        (Condition("chose_at", {"step": "where", "choice": "home"}), "“Home” at where"),
        (Condition("answered_at", {"step": "home", "is": False}), "home not answered"),
        (Condition("moon_is", "full"), "moon is: full"),
        (Condition("moon_at", {"step": "home", "is": True}), "moon at: step home, is yes"),
    ],
)
def test_conditions_are_told_in_words_and_unknown_ones_by_their_name(condition: Condition, words: str) -> None:
    script = read(OLD)
    assert condition_words(script, script.steps["where"], condition) == words


@pytest.mark.parametrize(
    ("words", "longest", "short"),
    [
        ("Short.", 10, "Short."),
        ("One two three four", 12, "One two…"),
        ("Onelongwordwithoutspace", 10, "Onelongwo…"),
    ],
)
def test_long_words_are_cut_at_a_word(words: str, longest: int, short: str) -> None:
    assert shortened(words, longest) == short
