"""Script files that are wrong are refused with the file, the line and what to do."""

from __future__ import annotations

import pytest

from dialogs.reading import Problem, read_text
from dialogs.script import Script

GOOD = """\
script: tiny
version: 1
audience: parent
title: Tiny
about: Tiny
parts: [Only]
start: ask_it
steps:
  ask_it:
    ask: How are things?
    reply: text
    next: end
"""


def test_a_good_script_is_read_and_named_by_its_digest() -> None:
    one, two = read_text(GOOD, "tiny.yaml"), read_text(GOOD + "\n", "tiny.yaml")
    assert isinstance(one, Script)
    assert isinstance(two, Script)
    assert one.digest != two.digest
    assert [context for context, _, _ in one.messages()] == [
        "tiny.title",
        "tiny.about",
        "tiny.part.0",
        "tiny.ask_it.ask",
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("reply: text", "replay: text", 11, "replay"),
        ("next: end", "next: nowhere", 9, "nowhere"),
        ("version: 1", "version: one", 2, "version"),
        ("start: ask_it", "start: other", 1, "other"),
        ("reply: text", "reply: essay", 11, "reply"),
        ("    next: end", "    next: end\n    next: end", 13, "next"),
        ("  ask_it:", "  Ask-It:", 9, "id"),
        ("reply: text", "reply: scale", 9, "scale"),
        ("reply: text", "reply: one_of", 9, "choices"),
        ("next: end", "next: [{when: {moon_is: full}, go: end}]", 9, "moon_is"),
        ("next: end", "next: [{when: {scale_below: 3}, go: end}]", 9, "scale"),
        ("next: end", "next: []", 12, "next"),
        ("    ask: How are things?\n", "", 9, "ask"),
        ("title: Tiny", "title: &a Tiny", 1, "anchors"),
        ("title: Tiny", "title:\tTiny", 4, "tab"),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, line: int, word: str) -> None:
    problems = read_text(GOOD.replace(old, new), "tiny.yaml")
    assert isinstance(problems, list)
    assert any(word in problem.text and problem.file == "tiny.yaml" for problem in problems), problems
    assert line in [problem.line for problem in problems], problems


@pytest.mark.parametrize(
    "text", ["", "- a", "script: [", "a: b: c", "\x00", "!!python/object:os.system x", "%YAML 9.9\n---"]
)
def test_text_that_is_no_script_is_refused_not_raised(text: str) -> None:
    problems = read_text(text, "x.yaml")
    assert isinstance(problems, list)
    assert all(isinstance(problem, Problem) for problem in problems)
    assert problems


def test_yes_and_no_stay_words() -> None:
    script = read_text(GOOD.replace("reply: text", "reply: one_of\n    choices: {yes: yes, no: no}"), "tiny.yaml")
    assert isinstance(script, Script)
    assert [choice.label for choice in script.steps["ask_it"].choices] == ["yes", "no"]
