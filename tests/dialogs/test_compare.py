"""Two editions of a script beside each other: what is told, whether it matters, and who will not see it."""

from __future__ import annotations

import pytest

from dialogs.changes import Change, ChangeKind
from dialogs.compare import Comparison, as_text, compare, touches
from dialogs.reading import read_text
from dialogs.script import Script

TOP = """\
script: tiny
version: 1
audience: parent
title: Tiny
about: Five minutes.
parts: [First, Second]
start: hello
steps:
"""
HELLO = "  hello:\n    say: [Hello., We may share this.]\n    next: where\n"
WHERE = """\
  where:
    ask: Where shall we start?
    reply: one_of
    choices: {home: Home, school: School, work: Work}
    next:
      - {when: {chose: school}, go: number}
      - {go: home}
"""
HOME = "  home:\n    ask: How is home?\n    reply: text\n    entry: worry\n    next: number\n"
NUMBER = """\
  number:
    part: 2
    ask: What number is it?
    reply: scale
    scale: {low: Bad, high: Good, ends: low_is_worst}
    next:
      - {when: {scale_below: 4}, go: low}
      - {go: last}
"""
LOW = "  low:\n    say: [There is help.]\n    next: last\n"
LAST = "  last:\n    ask: What helps?\n    reply: text\n    next: end\n"
OLD = TOP + HELLO + WHERE + HOME + NUMBER + LOW + LAST
EXTRA = "  extra:\n    ask: Who is there?\n    reply: people\n    next: number\n"


def read(text: str) -> Script:
    script = read_text(text, "tiny.yaml")
    assert isinstance(script, Script), script
    return script


def beside(*edits: tuple[str, str]) -> Comparison:
    """The tiny script beside one with these edits."""
    text = OLD
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return compare(read(OLD), read(text))


def told(comparison: Comparison) -> list[tuple[str, str, str, str, bool]]:
    return [(str(one.kind), f"{one.step}/{one.slot}", one.old, one.new, one.matters) for one in comparison.changes]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("How is home?", "How are things at home?", ("wording", "home/ask", True)),
        ("How is home?", "How is  Home", ("wording", "home/ask", False)),
        ("There is help.", "There is help for you.", ("wording", "low/say.0", False)),
        ("[Hello., We may share this.]", "[Hello.]", ("wording", "hello/say.1", True)),
        ("home: Home", "home: At home", ("choice_wording", "where/choice.home", True)),
        (", work: Work", "", ("choice_removed", "where/choice.work", True)),
        (", work: Work", ", work: Work, pub: Pub", ("choice_added", "where/choice.pub", True)),
        ("high: Good", "high: Very good", ("scale_anchor", "number/scale.high", True)),
        ("ends: low_is_worst", "ends: high_is_worst", ("scale_anchor", "number/scale.ends", True)),
        ("low: Bad", "low: Bad, middle: So so", ("scale_anchor", "number/scale.middle", True)),
        ("entry: worry", "entry: working_well", ("entry_kind", "home/entry", True)),
        ("entry: worry", "entry: worry\n    practice: true", ("setting", "home/practice", True)),
        ("entry: worry", "entry: worry\n    note: Slowly.", ("setting", "home/note", False)),
        ("home: Home, school: School", "school: School, home: Home", ("order", "where/choices", False)),
        ("about: Five minutes.", "about: Ten minutes.", ("about", "/about", False)),
        ("audience: parent", "audience: young_person", ("about", "/audience", True)),
        ("parts: [First, Second]", "parts: [First, Next]", ("about", "/part.2", False)),
        ("start: hello", "start: where", ("route", "/start", True)),
    ],
)
def test_one_edit_is_one_change_that_says_whether_it_matters(
    old: str, new: str, expected: tuple[str, str, bool]
) -> None:
    changes = [(str(one.kind), f"{one.step}/{one.slot}", one.matters) for one in beside((old, new)).changes]
    assert changes == [expected]


def test_equal_words_in_another_file_are_no_change() -> None:
    assert beside(("version: 1", "version: 2"), ("{low: Bad,", "{low: 'Bad',")).changes == ()


def test_another_kind_of_reply_does_not_also_tell_of_the_scale_it_lost() -> None:
    text = OLD.replace("reply: scale", "reply: text").replace(
        "    scale: {low: Bad, high: Good, ends: low_is_worst}\n", ""
    )
    text = text.replace("{scale_below: 4}", "{answered: true}")
    changes = compare(read(OLD), read(text)).changes
    assert [one.kind for one in changes if one.kind is not ChangeKind.ROUTE] == [ChangeKind.REPLY_KIND]


def test_a_line_put_in_front_does_not_change_the_lines_after_it() -> None:
    changes = told(beside(("[Hello.,", "[Welcome., Hello.,")))
    assert changes == [("wording", "hello/say.0", "", "Welcome.", False)]


def test_a_question_put_in_between_changes_the_way_only_in_passing() -> None:
    comparison = beside((HOME, HOME.replace("next: number", "next: extra") + EXTRA))
    assert told(comparison) == [
        ("route", "home/next", "number", "extra", False),
        ("new_question", "extra/step", "", "Who is there?", True),
    ]


def test_a_removed_question_is_told_where_it_stood_and_the_way_past_it_does_not_matter() -> None:
    comparison = beside((HOME, ""), ("go: home", "go: number"))
    assert told(comparison) == [
        ("route", "where/next", "home", "number", False),
        ("removed_question", "home/step", "How is home?", "", True),
    ]
    assert "kept" in comparison.changes[1].why


def test_a_question_under_another_id_is_renamed_and_the_ways_to_it_are_the_same() -> None:
    comparison = beside(("  home:", "  at_home:"), ("go: home", "go: at_home"))
    assert told(comparison) == [("renamed", "at_home/id", "home", "at_home", True)]


def test_a_renamed_question_is_known_by_what_it_asks_even_when_more_changed() -> None:
    comparison = beside(("  home:", "  at_home:"), ("go: home", "go: at_home"), ("entry: worry", "why: To help."))
    assert [str(one.kind) for one in comparison.changes] == ["renamed", "wording", "entry_kind"]


def test_steps_that_say_the_same_and_both_stay_are_not_renamed() -> None:
    comparison = beside((LOW, LOW + LOW.replace("low:", "lower:")), ("      - {go: last}", "      - {go: lower}"))
    assert [(str(one.kind), one.step) for one in comparison.changes] == [("route", "number"), ("new_question", "lower")]


def test_a_route_is_told_as_who_leads_where() -> None:
    [change] = beside(("{scale_below: 4}, go: low", "{scale_below: 4}, go: home")).changes
    assert change.sentence == "after “What number is it?”, below 4: goes to home, was low"
    assert change.matters


def test_a_moved_threshold_is_one_change() -> None:
    [change] = beside(("scale_below: 4", "scale_below: 5")).changes
    assert change.sentence == "after “What number is it?”, below 5: goes to low, was low for below 4"


def test_new_and_dropped_rules_are_told_apart() -> None:
    new = beside(("      - {go: last}", "      - {when: {scale_at_least: 10}, go: end}\n      - {go: last}"))
    assert [one.leads for one in new.changes] == ["10 or more: goes to the end, had no rule of its own"]
    gone = beside(("      - {when: {chose: school}, go: number}\n", ""))
    assert [one.leads for one in gone.changes] == ["“School”: has no rule of its own any more, went to number"]


def test_rules_tried_in_another_order_are_told() -> None:
    both = "      - {when: {chose: school}, go: number}\n      - {when: {chose: home}, go: home}\n"
    turned = "      - {when: {chose: home}, go: home}\n      - {when: {chose: school}, go: number}\n"
    one = OLD.replace("      - {when: {chose: school}, go: number}\n", both)
    [change] = compare(read(one), read(one.replace(both, turned))).changes
    assert (change.old, change.new, change.matters) == (
        "“School”, “Home”, otherwise",
        "“Home”, “School”, otherwise",
        True,
    )


def test_only_the_step_that_moved_in_the_file_is_told() -> None:
    comparison = beside((LOW + LAST, LAST + LOW))
    assert [(str(one.kind), one.slot, one.matters) for one in comparison.changes] == [("order", "order", False)]


def test_changes_come_in_the_order_of_the_new_file() -> None:
    comparison = beside(("What helps?", "Who helps?"), ("Hello.", "Good day."), ("title: Tiny", "title: Small"))
    assert list(comparison.by_step()) == ["", "hello", "last"]


def test_open_conversations_that_will_not_see_a_change_are_counted_by_what_lies_ahead() -> None:
    comparison = beside(("How is home?", "What is home like now?"), ("What helps?", "Who helps you?"))
    home, last = comparison.changes
    assert touches(comparison, ["hello", "home", "low", "low", "last"]) == {home: 2, last: 5}


def test_a_conversation_standing_at_a_removed_step_still_meets_what_comes_after_it() -> None:
    comparison = beside((HOME, ""), ("go: home", "go: number"), ("What helps?", "Who helps you?"))
    counts = {one.step: how_many for one, how_many in touches(comparison, ["home", "last"]).items()}
    assert counts == {"where": 0, "home": 1, "last": 2}


def test_a_renamed_step_is_known_by_its_old_id_and_an_unknown_one_counts_nowhere() -> None:
    comparison = beside(("  home:", "  at_home:"), ("go: home", "go: at_home"))
    assert list(touches(comparison, ["home", "nowhere"]).values()) == [1]


def test_nobody_open_can_still_meet_another_start_but_all_keep_the_old_title() -> None:
    comparison = beside(("start: hello", "start: where"), ("title: Tiny", "title: Small"))
    assert {one.slot: count for one, count in touches(comparison, ["last"]).items()} == {"title": 1, "start": 0}


def test_the_text_groups_by_step_and_marks_what_matters() -> None:
    comparison = beside(("high: Good", "high: Very good"), ("about: Five", "about: Six"))
    text = as_text(comparison, touches(comparison, ["hello"]))
    assert text.splitlines()[1:] == [
        "2 changes. Those that matter for practice have a *: 1.",
        "",
        "The script as a whole",
        "    about",
        "      was  Five minutes.",
        "      now  Six minutes.",
        "      It is told to those who choose or hold the conversation; no question changes.",
        "      1 open conversation will not see this.",
        "",
        "number  “What number is it?”",
        "  * scale anchor, scale.high",
        "      was  Good",
        "      now  Very good",
        "      The ends of the scale mean something else: ratings before and after are never drawn together.",
        "      1 open conversation will not see this.",
    ]


def test_the_text_says_when_nothing_is_different() -> None:
    assert as_text(compare(read(OLD), read(OLD)), {}).endswith("Nothing is different but the file.\n")


def test_every_change_says_why_in_one_sentence() -> None:
    other = read(OLD.replace(HOME, "").replace("go: home", "go: low").replace("Bad", "Worst").replace("Hello.", "Hi."))
    changes: tuple[Change, ...] = compare(read(OLD), other).changes + compare(other, read(OLD)).changes
    assert len(changes) > 6
    assert all(one.why.endswith(".") and one.why.count(". ") == 0 for one in changes)
