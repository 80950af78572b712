"""What the gate to safety remarks on: promises, once, seen by nobody else, no time of danger; and what it lets be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from review.map.gate_lint import gate_remarks
from review.map.placing import Gate

GOOD = Gate(
    danger="set-1",
    who="Nan",
    did="fetched Ali and kept him for the night",
    when="when Dad had been drinking, on Friday evenings",
    how_often="every time: four Fridays",
    how_long="from May to July",
    seen_by="Ali's mum, and the neighbour",
)


def about(gate: Gate) -> list[str]:
    return [one.part for one in gate_remarks(gate)]


def test_what_was_done_more_than_once_and_seen_by_others_is_let_be() -> None:
    assert gate_remarks(GOOD) == ()


@pytest.mark.parametrize(
    ("part", "words", "found"),
    [
        ("did", "Will have them on Fridays from now on", "from now on"),
        ("did", "Will fetch them", "Will"),
        ("did", "she'll keep them", "she'll"),
        ("did", "is going to take them", "is going to"),
        ("did", "promised to come", "promised"),
        ("did", "agreed to fetch him", "agreed to"),
        ("when", "when he will have been drinking", "will"),
        ("how_often", "every Friday from now on", "from now on"),
        ("how_often", "Once", "Once"),
        ("how_often", "one time", "one time"),
        ("how_often", "never", "never"),
        ("how_long", "x", "x"),
        ("when", "never", "never"),
        ("when", "x", "x"),
        ("when", "there was no danger", "no danger"),
        ("seen_by", "Nan", "Nan"),
        ("seen_by", "only Nan herself", "only Nan herself"),
        ("seen_by", "she did", "she did"),
        ("seen_by", "nobody else", "nobody else"),
    ],
)
def test_what_reads_unlike_safety_is_remarked_on(part: str, words: str, found: str) -> None:
    remarks = gate_remarks(replace(GOOD, **{part: words}))
    assert (part, found) in [(one.part, one.found) for one in remarks]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("did", "stopped him going to the flat, of her own free will"),
        ("when", "When Will had been drinking"),
        ("when", "Fridays"),
        ("when", "Dad drunk"),
        ("when", "gdy tata pił"),
        ("how_often", "more than once"),
        ("how_often", "once a week"),
        ("how_often", "once or twice every month"),
        ("how_often", "every Friday, never missed one"),
        ("how_long", "6 weeks"),
        ("seen_by", "Nan's neighbour"),
        ("seen_by", "Nan and Mum"),
    ],
)
def test_words_that_only_look_alike_are_let_be(part: str, words: str) -> None:
    assert about(replace(GOOD, **{part: words})) == []


def test_a_name_is_no_promise_and_whose_mum_it_is_makes_nobody_an_actor() -> None:
    assert about(replace(GOOD, who="Uncle Will", did="Will fetched them")) == []
    assert about(replace(GOOD, who="Ali's mum", seen_by="Ali")) == []
    assert about(replace(GOOD, who="Ali's mum", seen_by="Ali's mum")) == ["seen_by"]


def test_what_is_not_said_yet_is_not_judged() -> None:
    assert gate_remarks(Gate("", "", "", "", "", "", "")) == ()
