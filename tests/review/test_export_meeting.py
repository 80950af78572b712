"""Exports begin with the sets, each number by itself; then the map, the plan, the network and the dates."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from jsonschema import Draft202012Validator, FormatChecker

from dialogs.script import EntryKind
from review.dates.council import Happening, LevelWords
from review.dates.due import Dated
from review.export import document, paste, record
from review.export.meeting import Meeting, Piece
from review.export.words import Takeaway
from review.map.decision import DecisionKind
from review.numbers.marks import Mark, Reason, Voice
from review.numbers.ratings import Rating
from review.numbers.scales import ScaleLine
from review.plan.network import About, AboutThen, Answer, Network, NetworkPerson, Ring
from review.plan.network import Said as Told
from review.plan.plan import CoreGroup, Kind, Outcome, Plan, PlanLine, Proposal, Sighting, Target
from review.plan.text import Actor, Box, Origin, PlanText
from review.room.in_the_room import Said
from review.sets.sets import Account, SafetySet, SetVersion, Sharing, Wording
from tests.review.conftest import NOON, SECRET, decided, on_file

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "export.schema.json").read_text(encoding="utf-8"))
DAY = date(2026, 2, 20)
Make = Callable[..., Takeaway]
Write = Callable[[Takeaway], str]


def a_set(id_: str, worry: str, closed: datetime | None = None) -> SafetySet:
    wording = Wording(
        worry, f"goal of {id_}", "Where is it?", f"low of {id_}", f"high of {id_}", (Account("Mum", "No."),)
    )
    versions = (
        SetVersion(1, replace(wording, worry="before"), "priya", NOON),
        SetVersion(2, wording, "priya", NOON, "Mum asked"),
    )
    return SafetySet(
        id_, versions, (Sharing(1, DAY, "Mum", "Ms T", "some", "Not all", "priya", NOON),), closed, number=int(id_[1:])
    )


def a_line(words: str, set_id: str = "s1", outcome: Outcome = Outcome.ACCEPTED, entry: str = "") -> PlanLine:
    text = PlanText(
        Box.WHO_DOES_WHAT, words, set_id, (Actor("Nan"), Actor("Ms Cole", "", True)), "Fridays", "calm", "rows",
        "until Easter", DAY, Origin.FAMILY, entry,
    )  # fmt: skip
    answer = CoreGroup(True, DAY, "all", "", "priya", NOON)
    proposal = Proposal(1, Kind.ADD, text, "Nan", "", "priya", NOON, outcome, answer)
    stands = text if outcome is Outcome.ACCEPTED else None
    return PlanLine(words, stands, (proposal,), (Sighting(False, DAY, "Nan", "A row at ten.", "priya", NOON),))


@pytest.fixture
def met(takeaway: Make) -> Takeaway:
    """Two numbers on a set (one sent, one written down in the room), one that was set aside, a plan and a network."""
    entries = [
        on_file("", EntryKind.SCALE, number=3, id="three"),
        on_file("He drinks less", EntryKind.SCALE, id="why"),
        on_file("", EntryKind.SCALE, number=9, id="nine", person="Mum", person_id="mum"),
        on_file(SECRET, EntryKind.SCALE, id="secret"),
        on_file("Nan comes round", EntryKind.WORKING_WELL, id="well"),
    ]
    aside = {"secret": (decided(DecisionKind.SET_ASIDE),)}
    made = takeaway(*entries, decisions=aside, undecided=("nine",))
    rating = Rating("r1", "s1", "Uncle Ray", "", 7, "He keeps away", "He tells me", DAY, 2, "priya", NOON)
    found = {item.id: item for item in made.map}
    sam = Mark(3, DAY, (Reason("He drinks less", "why"), Reason(SECRET, "secret")), (), found["three"])
    mum = Mark(9, DAY, (), (), found["nine"])
    ray = Mark(7, DAY, (Reason("He keeps away"),), (Reason("He tells me"),), rating=rating)
    voices = (
        Voice("Sam", "sam", "young_person", (sam,)),
        Voice("Mum", "mum", "parent", (mum,)),
        Voice("Uncle Ray", "", "", (ray,)),
    )
    unknown = Answer(Told.NO, date(2026, 1, 7))
    nan = About("Nan", "Mum's mum", "fetches them", Ring.OFTEN, contact=unknown, knows=unknown)
    meeting = Meeting(
        called=LevelWords("Worry statement", "Wellbeing goal", "Meeting"),
        lines=(ScaleLine("low of s1", "high of s1", set_id="s1", set_number=1, voices=voices),),
        plan=Plan(
            (a_line("Rings at six"), a_line("Not yet", outcome=Outcome.WAITING)), (Target(DAY, "", "priya", NOON),)
        ),
        network=Network((NetworkPerson("n1", (AboutThen(nan, "priya", NOON),)),)),
        dates=(Dated("d1", Happening.INITIAL_CONFERENCE, DAY, time(10, 30)), Dated("d2", Happening.CORE_GROUP, DAY)),
        said=(Said("line-1", EntryKind.WORRY, "And at Christmas?", "Dad", "s1", "priya", NOON),),
    )
    return replace(made, sets=(a_set("s1", "he may be hit"), a_set("s2", "old worry", NOON)), meeting=meeting)


def text_of(takeaway: Takeaway) -> str:
    return "\n".join(field.text for field in paste.fields(takeaway))


def word_of(takeaway: Takeaway) -> str:
    """The words of the file in their order, those of tables too."""
    read = Document(BytesIO(document.write(takeaway)))
    return "\n".join(
        "".join(part.text or "" for part in block.iter() if part.tag.endswith("}t")) for block in read.element.body
    )


def json_of(takeaway: Takeaway) -> Any:
    content = json.loads(record.write(takeaway))
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(content)
    return content


READ = pytest.mark.parametrize("write", [text_of, word_of])


@READ
def test_it_begins_with_each_open_set(write: Write, met: Takeaway) -> None:
    text = write(met)
    told = ["Worry statement", "he may be hit", "Wellbeing goal", "goal of s1", "Mum says: No.", "0 means: low of s1"]
    told += ["10 means: high of s1", "What are we worried about?"]
    places = [text.index(words) for words in told]
    assert places == sorted(places)
    assert "Version 2, worded by Priya on Monday 2 March 2026. Why it changed: Mum asked" in text
    assert "Version 1 was shown to Mum on Friday 20 February 2026. Interpreter: Ms T. Agrees with some." in text
    assert "The wording that stands now has not been shown to anybody yet." in text
    assert "old worry" not in text


@READ
def test_each_number_stands_by_itself_with_who_said_it_and_why(write: Write, met: Takeaway) -> None:
    text = write(met)
    assert "“He drinks less”" in text
    assert "Said in the room on Friday 20 February 2026, written down by Priya." in text
    assert "He keeps away" in text
    assert "“He keeps away”" not in text
    assert "1 number is not decided yet, left out." in text
    for words in ("average", "mean number", SECRET, "Mum (parent)"):
        assert words not in text


def test_the_record_has_every_number_by_itself(met: Takeaway) -> None:
    content = json_of(met)
    first, closed = content["sets"]
    assert [(one["who"]["name"], [x["number"] for x in one["given"]]) for one in first["numbers"]] == [
        ("Sam", [3]),
        ("Uncle Ray", [7]),
    ]
    assert first["numbers"][0]["given"][0]["why"] == [{"words": "He drinks less", "entry": "why", "exact": True}]
    assert first["numbers"][1]["given"][0]["written_by"] == {"id": "priya", "name": "Priya"}
    assert (closed["open"], closed["numbers"]) == (False, [])
    assert SECRET not in json.dumps(content)


@READ
def test_only_what_the_core_group_accepted_is_in_the_plan(write: Write, met: Takeaway) -> None:
    text = write(met)
    lines = ["Rings at six", "Who: Nan, Ms Cole (professional)", "When: Fridays, from Friday 20 February 2026"]
    lines += ["Seen when it is safer: calm", "Seen when it is not: rows", "Until: Easter", "From the family."]
    for words in lines:
        assert words in text
    assert "Looked for on Friday 20 February 2026 by Nan, not seen. A row at ten." in text
    assert "Target date: Friday 20 February 2026. A goal for everybody, not a promise." in text
    assert "Not yet" not in text
    assert "1 proposal waits for the core group." in text


def test_the_plan_of_the_record_is_what_was_accepted(met: Takeaway) -> None:
    plan = json_of(met)["plan"]
    assert [line["words"] for line in plan["lines"]] == ["Rings at six"]
    assert (plan["waiting"], plan["target"]["on"]) == (1, "2026-02-20")


@pytest.mark.parametrize("write", [text_of, word_of, record.write])
def test_what_somebody_of_the_network_knows_is_never_taken_along(write: Write, met: Takeaway) -> None:
    text = write(met)
    assert "fetches them" in text
    for words in ("contact them", "7 January", "2026-01-07", '"contact"', '"knows"'):
        assert words not in text


@READ
def test_what_was_said_in_the_room_never_looks_like_a_quote(write: Write, met: Takeaway) -> None:
    text = write(met)
    assert "Said in the room by Dad, written down by Priya on 2 Mar 2026, 12:00. About set 1." in text
    assert "“And at Christmas?”" not in text
    place = text.index("And at Christmas?")
    assert text.index("What are we worried about?") < place < text.index("What is working well?")


def test_what_was_said_in_the_room_is_no_entry_of_the_record(met: Takeaway) -> None:
    content = json_of(met)
    assert [(one["words"], one["said_by"], one["column"]) for one in content["said_in_the_room"]] == [
        ("And at Christmas?", "Dad", "worries")
    ]
    assert "And at Christmas?" not in json.dumps(content["entries"])


@pytest.mark.parametrize("write", [text_of, word_of, record.write])
@pytest.mark.parametrize(
    ("piece", "words"),
    [
        (Piece.SETS, ["he may be hit", "goal of s1", "He keeps away"]),
        (Piece.MAP, ["Nan comes round", "And at Christmas?"]),
        (Piece.PLAN, ["Rings at six", "A row at ten."]),
        (Piece.NETWORK, ["fetches them"]),
        (Piece.DATES, ["10:30"]),
    ],
)
def test_what_is_left_out_is_left_out_whole(write: Write, piece: Piece, words: list[str], met: Takeaway) -> None:
    without = write(replace(met, pieces=frozenset(Piece) - {piece}))
    whole = write(met)
    for each in words:
        assert each in whole
        assert each not in without


@pytest.mark.parametrize("piece", Piece)
def test_the_record_follows_its_schema_with_each_piece_alone(piece: Piece, met: Takeaway) -> None:
    content = json_of(replace(met, pieces=frozenset({piece})))
    assert content["parts"] == [piece.value]
    others = {"plan": Piece.PLAN, "network": Piece.NETWORK, "dates": Piece.DATES}
    assert {name for name in others if content[name] is not None} == {
        name for name, its in others.items() if its is piece
    }


def test_fields_are_named_after_the_form_and_begin_with_title_and_day(met: Takeaway) -> None:
    titles = [field.title for field in paste.fields(met)]
    assert titles[0] == "Worry statement 1 and its scale"
    assert titles[-3:] == ["The safety plan", "The people around the child", "Dates"]
    for field in paste.fields(met):
        assert field.text.splitlines()[0] == f"{field.title} – Wednesday 4 March 2026"
        assert field.characters == len(field.text)


def test_a_plan_line_in_somebody_s_exact_words_is_quoted(met: Takeaway) -> None:
    plan = Plan((a_line("I ring Nan", entry="well"),))
    made = replace(met, meeting=replace(met.meeting, plan=plan))
    assert "“I ring Nan”" in text_of(made)
    assert json_of(made)["plan"]["lines"][0]["entry"] == "well"


def test_tables_of_the_word_file_have_a_row_of_titles_that_repeats(met: Takeaway) -> None:
    tables = Document(BytesIO(document.write(met))).tables
    assert [table.rows[0].cells[0].text for table in tables] == ["Who", "Person", "Name", "What"]
    for table in tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
