"""Every rule an author is held to: a good script passes, and each mistake is told with its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.grade import longest_sentence, reading_grade
from dialogs.lint import check
from dialogs.reading import read_folder, read_text
from dialogs.script import Script

SHIPPED = Path(__file__).parents[2] / "dialogs" / "scripts"
GOOD = """\
script: good
version: 1
audience: child
title: Good
about: Good
parts: [Only]
start: tell
steps:
  tell:
    ask: Tell me about your day.
    simpler: How was your day?
    why: So Priya knows.
    reply: text
    entry: worry
    next: check
  check:
    ask: Send it now?
    reply: read_back
    next: bye
  bye:
    say: [Thank you.]
    next: end
"""
LOST = "  lost:\n    say: [Nobody comes here.]\n    next: end\n"


def script(text: str) -> Script:
    found = read_text(text, "good.yaml")
    assert isinstance(found, Script), found
    return found


def test_a_good_script_has_no_problems() -> None:
    assert check(script(GOOD)) == []


def test_the_shipped_scripts_have_no_problems() -> None:
    scripts, problems = read_folder(SHIPPED)
    assert problems == []
    assert {name: check(found) for name, found in scripts.items()} == dict.fromkeys(scripts, [])


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("  bye:\n", LOST + "  bye:\n", 20, "nothing leads here"),
        ("next: check", "next: [{when: {answered: true}, go: check}]", 9, "last way onward has a condition"),
        ("next: check", "next: [{go: check}, {when: {answered: true}, go: bye}, {go: bye}]", 9, "never taken"),
        ("    next: end", "    next: bye", 20, "can never end"),
        ("    next: end", "    next: bye", 20, "goes round without asking"),
        ("your day.", "your {day}.", 9, "{day} is not one of"),
        ("your day.", "your {reply}.", 9, "belongs in `more` only"),
        ("next: check", "next: bye", 9, "without `read_back`"),
        ("    next: bye", "    next: tell", 9, "nothing may be asked after"),
        ("Tell me about your day.", "Why was your day bad?", 9, "do not ask a child “why”"),
        ("Tell me about your day.", "Poor you. Tell me more.", 9, "leads to an answer"),
        ("Tell me about your day.", "What did you do? Who was there?", 9, "two questions at once"),
        ("Tell me about your day.", "Tell me ABOUT your day.", 9, "no capitals"),
        ("Tell me about your day.", "Tell me about the assessment.", 9, "word of the trade"),
        ("Thank you.", "This stays private.", 20, "promises what cannot be kept"),
        (
            "your day.",
            "your day and what you did and who was there and what it was like for you then.",
            9,
            "a sentence of",
        ),
        ("    simpler: How was your day?\n", "", 9, "needs `simpler` and `why`"),
        ("    entry: worry\n", "    entry: worry\n    more: {ask: What else?, at_most: 3}\n", 9, "at most 2 times"),
        ("reply: text", "reply: scale\n    scale: {low: Bad, high: Good, ends: low_is_worst}", 9, "words at 5"),
        ("reply: text", "reply: one_of\n    choices: {yes: yes, no: no}", 9, "no yes/no"),
        ("reply: text", "reply: some_of\n    choices: {a: Sleep, b: Food}", 9, "`something_else` and `none_of_these`"),
        ("reply: text", "reply: one_of\n    choices: {a: Sleep, b: Food}", 1, "questions are open"),
        (
            "Thank you.",
            "Deliberate multidisciplinary considerations necessitate comprehensive organisation.",
            1,
            "reading grade",
        ),
    ],
)
def test_each_mistake_is_told(old: str, new: str, line: int, told: str) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    problems = check(script(text))
    assert any(told in problem.text and problem.line == line for problem in problems), [str(p) for p in problems]


def test_cannot_keep_secrets_may_be_said() -> None:
    assert check(script(GOOD.replace("Thank you.", "I can't keep secrets."))) == []


def test_placeholders_count_as_one_short_word() -> None:
    plain, filled = script(GOOD), script(GOOD.replace("Priya", "{worker}"))
    assert longest_sentence(plain) == longest_sentence(filled)
    assert reading_grade(filled) == pytest.approx(reading_grade(plain), abs=0.6)
