"""Exports say where a worker put an entry, and whose guess a view of a child is; the words stay as they were said."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from jsonschema import Draft202012Validator, FormatChecker

from dialogs.script import EntryKind, Mode
from review.export import document, paste, record
from review.export.words import Takeaway
from review.map.placing import Category, Gate, Part, Placing
from review.sets.sets import SafetySet, SetVersion, Wording
from tests.review.conftest import NOON, on_file

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "export.schema.json").read_text(encoding="utf-8"))
GATE = Gate("s2", "Nan", "fetched Ali", "on Fridays", "every time", "May to July", "Mum")
WORDS = "he shouts but nan comes"
Make = Callable[..., Takeaway]


def a_set(id_: str, worry: str) -> SafetySet:
    return SafetySet(id_, (SetVersion(1, Wording(worry, "goal", "?", "0", "10"), "maja", NOON),), number=int(id_[1:]))


@pytest.fixture
def taken(takeaway: Make) -> Takeaway:
    entries = [
        on_file("she was hit in May", id="past"),
        on_file(WORDS, id="split"),
        on_file("nan fetched me", EntryKind.WORKING_WELL, id="safe"),
        on_file("she is kind", EntryKind.WORRY, id="moved"),
        on_file("he yells", id="again"),
        on_file("it may get worse", id="danger"),
    ]
    placings = {
        "past": Placing((Part(category=Category.PAST_HARM),)),
        "danger": Placing((Part(category=Category.DANGER, sets=("s1", "s2")),)),
        "split": Placing((Part(0, 10, Category.DANGER, ("s1",)), Part(10, None, Category.STRENGTH))),
        "safe": Placing((Part(category=Category.SAFETY, sets=("s2",), gate=GATE),)),
        "moved": Placing((Part(category=Category.STRENGTH),)),
        "again": Placing(into="split"),
    }
    return takeaway(*entries, placings=placings, sets=(a_set("s1", "rows"), a_set("s2", "drink")))


def well(taken: Takeaway) -> str:
    """The text to paste of what is working well."""
    return next(field.text for field in paste.fields(taken) if field.title == "What is working well?")


def test_text_says_where_each_entry_stands(taken: Takeaway) -> None:
    worries = next(field.text for field in paste.fields(taken) if field.title == "What are we worried about?")
    assert worries.index("she was hit") < worries.index("it may get worse") < worries.index(f"“{WORDS}”")
    assert "Sorted by a worker: danger, about set 1, about set 2." in worries
    assert "Part 1, “he shouts”: danger, about set 1." in worries
    assert "Part 2, “but nan comes”: strengths." in worries
    assert f"Says the same as “{WORDS}” (Sam)." in worries
    assert "“he yells”" in worries
    assert "she is kind" not in worries
    assert "“she is kind”" in well(taken)
    safety = "Nan: fetched Ali. When the danger was there: on Fridays. How often: every time."
    assert safety in well(taken)
    assert "Seen by: Mum (danger of set 2)." in well(taken)


def test_the_word_file_has_a_heading_for_each_category(taken: Takeaway) -> None:
    lines = [one.text for one in Document(BytesIO(document.write(taken))).paragraphs]
    assert "Past harm: Sam (young person)" in lines
    assert lines.index("Past harm: Sam (young person)") < lines.index("Danger: Sam (young person)")
    assert "Part 1, “he shouts”: danger, about set 1." in lines


def test_the_record_follows_its_schema_and_its_parts_are_the_words(taken: Takeaway) -> None:
    content = json.loads(record.write(taken))
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(content)
    entries: dict[str, dict[str, Any]] = {one["id"]: one for one in content["entries"]}
    first, second = entries["split"]["placing"]["parts"]
    assert first["words"] + second["words"] == entries["split"]["words"] == WORDS
    assert (first["end"], second["start"], second["end"]) == (10, 10, len(WORDS))
    assert entries["safe"]["placing"]["parts"][0]["safety"]["seen_by"] == "Mum"
    assert entries["again"]["placing"]["behind"] == "split"
    assert [(one["number"], one["worry"]) for one in content["sets"]] == [(1, "rows"), (2, "drink")]


def test_why_it_counts_all_the_same_is_told_with_the_gate(takeaway: Make) -> None:
    gate = Gate("b", "Nan", "rings", "on Fridays", "Once", "in May", "Mum", "Ray saw it too")
    placings = {"a": Placing((Part(category=Category.SAFETY, gate=gate),))}
    taken = takeaway(on_file("nan rings", EntryKind.WORKING_WELL, id="a"), placings=placings)
    assert "Why it counts all the same: Ray saw it too." in well(taken)


def test_an_unfinished_gate_is_no_safety_in_any_export(takeaway: Make) -> None:
    unfinished = Placing((Part(category=Category.STRENGTH, gate=Gate("", "Nan", "rings", "", "", "", "")),))
    taken = takeaway(on_file("nan rings", EntryKind.WORKING_WELL, id="a"), placings={"a": unfinished})
    assert json.loads(record.write(taken))["entries"][0]["placing"]["parts"][0]["safety"] is None
    assert "safety" not in well(taken)


def test_a_guess_is_told_as_a_guess_in_every_export(takeaway: Make) -> None:
    entry = on_file("he would say pancakes", EntryKind.WORKING_WELL, mode=Mode.GUESS)
    taken = takeaway(entry)
    told = "Sam's guess of what the child would say"
    assert told in well(taken)
    assert any(told in one.text for one in Document(BytesIO(document.write(taken))).paragraphs)
    [written] = json.loads(record.write(taken))["entries"]
    assert written["mode"] == "guess"
