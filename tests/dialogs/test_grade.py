"""The reading grade: counted over a whole script, bubble by bubble, without what placeholders stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.grade import longest_sentence, reading_grade, sentences
from dialogs.reading import read_folder, read_text
from dialogs.script import Script

SHIPPED = Path(__file__).parents[2] / "dialogs" / "scripts"


def saying(*bubbles: str) -> Script:
    quoted = "".join(f'      - "{words}"\n' for words in bubbles)
    found = read_text(
        "script: tiny\nversion: 1\naudience: parent\ntitle: Tiny\nabout: Tiny\nparts: [Only]\nstart: tell\n"
        f"steps:\n  tell:\n    say:\n{quoted}    next: end\n",
        "tiny.yaml",
    )
    assert isinstance(found, Script), found
    return found


def test_the_grade_follows_kincaids_formula() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
    assert reading_grade(saying("The cat sat on the mat.")) == pytest.approx(-1.45)
    # 7 words, 2 sentences, 13 syllables
    assert reading_grade(saying("A meeting is coming. Remember your umbrella.")) == pytest.approx(
        0.39 * 7 / 2 + 11.8 * 13 / 7 - 15.59
    )


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("Tell me. Say more! Is it OK?", [2, 2, 3]),
        ("It has no full stop", [5]),
        ("Call 999 or tap “I need help”.", [7]),
        ("Did you say “it was loud?” Tell me more.", [6, 3]),
        ("I can't. You don’t…", [2, 2]),
        ("One line\nanother line", [2, 2]),
        ("{worker} reads it in {reading_days} days.", [6]),
        ("“{reply}”", [1]),
    ],
)
def test_sentences_are_counted_as_people_read_them(words: str, counts: list[int]) -> None:
    assert [len(sentence) for sentence in sentences(words)] == counts


def test_each_bubble_ends_a_sentence() -> None:
    assert longest_sentence(saying("one two three", "four five")) == 3


def test_what_a_placeholder_stands_for_does_not_count() -> None:
    plain, filled = saying("So Sam knows it."), saying("So {worker} knows it.")
    assert longest_sentence(plain) == longest_sentence(filled)
    assert reading_grade(plain) == reading_grade(filled)


def test_long_words_are_harder_and_short_sentences_easier() -> None:
    assert reading_grade(saying("Organisation considerations.")) > reading_grade(saying("Plan thoughts."))
    assert reading_grade(saying("We came. We saw. We won.")) < reading_grade(saying("We came, we saw, we won."))


def test_the_shipped_scripts_are_for_a_reading_age_of_nine() -> None:
    scripts, _ = read_folder(SHIPPED)
    assert {name: found.audience for name, found in scripts.items() if reading_grade(found) > 4} == {}
    assert longest_sentence(scripts["places_9_12"]) <= 15
    assert max(longest_sentence(found) for found in scripts.values()) <= 20
