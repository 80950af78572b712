"""What somebody who writes a script is told about a mistake: the line, and what to do, in words they know."""

from __future__ import annotations

import pytest

from dialogs.reading import read_text

SCRIPT = """\
script: tiny
version: 1
audience: parent
ages: all
title: Tiny
about: For trying out.
parts: [One]
start: hello
steps:
  hello:
    part: 1
    ask: What is going well?
    reply: text
    entry: working_well
    next: end
"""


def told(old: str, new: str) -> list[tuple[int, str]]:
    """The problems of the tiny script with one thing changed: (line, words)."""
    assert old in SCRIPT
    found = read_text(SCRIPT.replace(old, new, 1), "tiny.yaml")
    return [(one.line, one.text) for one in found] if isinstance(found, list) else []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("What is going well?", "One thing: what is it?", 12, "there is a colon in these words"),
        ("What is going well?", "*What* is going well?", 12, "words cannot begin with *"),
        ("What is going well?", '"What is going well?', 12, "a quotation mark is opened and not closed"),
        ("What is going well?", "{child} is well?", 12, "words that begin with {"),
        ("What is going well?", "What is {child}'s #1 hobby?", 12, "the words from # on would be lost"),
        ("What is going well?", "%s?", 12, "words cannot begin with %"),
        ("    reply: text", "     reply: text", 13, "stand in one column"),
        ("    reply: text", "    reply: text\n    reply: none", 14, "`reply` stands here twice"),
        ("    reply: text", "    reply: one_of\n    choices: {start: Yes, start}", 14, "stands here twice"),
        ("entry: working_well", "entry: working_wel", 14, "Did you mean working_well?"),
        ("version: 1", "version: 1.1", 2, "write a whole number"),
        ("part: 1", "part: 7", 11, "must be 6 or lower"),
        ("parts: [One]", "parts: [a, b, c, d, e, f, g]", 7, "at most 6 are possible, here are 7 (commas"),
        ("audience: parent", "audience: mum", 3, "Possible: child"),
        ("parts: [One]", "parts: One", 7, "a list is wanted here"),
    ],
)
def test_a_mistake_is_told_in_plain_words_at_its_line(old: str, new: str, line: int, words: str) -> None:
    found = told(old, new)
    assert [at for at, _ in found][:1] == [line], found
    assert words in found[0][1]
    assert "YAML" not in found[0][1]


@pytest.mark.parametrize("words", ['"What is {child}\'s #1 hobby?"', "What is going well#1?", "What? # a remark"])
def test_words_are_only_said_to_be_lost_where_they_would_be(words: str) -> None:
    lost = [text for _, text in told("What is going well?", words) if "would be lost" in text]
    assert bool(lost) == words.endswith("remark")


def test_a_word_file_is_told_to_be_saved_as_plain_text() -> None:
    found = read_text("PK\x03\x04\x00\x00\x08\x00", "tiny.yaml")
    assert isinstance(found, list)
    assert "Save as, Plain text" in found[0].text
