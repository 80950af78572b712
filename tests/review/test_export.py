"""What every form of an export keeps to: words as they were said, and nothing that was set aside."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from jsonschema import Draft202012Validator, FormatChecker

from dialogs.conversation import Move
from dialogs.script import EntryKind, ReplyKind, Scale
from review.export import document, paste, record
from review.export.telling import USUALLY
from review.export.words import Takeaway, not_here
from review.map.decision import DecisionKind
from tests.review.conftest import SECRET, decided, on_file

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "export.schema.json").read_text(encoding="utf-8"))
HOSTILE = {
    "markup": "<script>alert(1)</script><w:t>&amp;]]>",
    "formula": "=cmd|'/c calc'!A1",
    "override": "one \u202etwo three\nfour",
    "unclosed isolate": "\u2067one two",
    "emoji": "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ✊🏽",
    "template": "{{7*7}} {% raw %} {words} {number} %s",
    "quotes": '“no” she said, "stop" ‘it’',
    "spaces": "  two  spaces  ",
    "mixed directions": "أخي said NO لأبي 3 times",
    "line separators": "one\u2028two\u2029three",
}
CONTROL = "a\x00b\x1bc\ufffed\ud800e"


def write_record(takeaway: Takeaway) -> str:
    return record.write(takeaway)


def write_paste(takeaway: Takeaway) -> str:
    return "\n".join(field.text for field in paste.fields(takeaway))


def write_document(takeaway: Takeaway) -> str:
    """The document's words as a reader of its paragraphs and table finds them."""
    read = Document(BytesIO(document.write(takeaway)))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


EVERY_FORM = pytest.mark.parametrize("write", [write_record, write_paste, write_document])


@EVERY_FORM
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_come_out_as_they_went_in(
    write: Callable[[Takeaway], str], words: str, takeaway: Callable[..., Takeaway]
) -> None:
    text = write(takeaway(on_file(words)))
    if write is write_record:
        assert json.loads(text)["entries"][0]["words"] == words
    else:
        assert words in text


def test_control_characters_stay_in_the_record_and_the_text(takeaway: Callable[..., Takeaway]) -> None:
    made = takeaway(on_file(CONTROL))
    written = record.write(made).encode("utf-8")
    assert json.loads(written)["entries"][0]["words"] == CONTROL
    assert CONTROL in paste.fields(made)[0].text


def test_the_document_shows_a_box_for_what_it_cannot_hold_and_says_how_many(takeaway: Callable[..., Takeaway]) -> None:
    text = write_document(takeaway(on_file(CONTROL)))
    assert "“a□b□c□d□e”" in text
    assert "4 characters that a Word file cannot hold are shown as □." in text


@EVERY_FORM
def test_what_was_set_aside_is_nowhere_but_in_the_count(
    write: Callable[[Takeaway], str], takeaway: Callable[..., Takeaway]
) -> None:
    wording = decided(DecisionKind.REWORD, "wording of the set aside")
    entries = [
        on_file(SECRET, id="a", asked="Secret question?"),
        on_file(SECRET, EntryKind.CHAIR_QUESTION, id="b", asked="Secret question?"),
        on_file("shown", id="c"),
    ]
    aside = (wording, decided(DecisionKind.SET_ASIDE))
    text = write(takeaway(*entries, decisions={"a": aside, "b": aside}, include_undecided=True))
    assert "shown" in text
    for words in (SECRET, "Secret question?", "wording of the set aside"):
        assert words not in text
    assert '"set_aside": 1' in text if write is write_record else "1 entry was set aside, not shown." in text


@EVERY_FORM
def test_undecided_words_are_left_out_unless_asked_for(
    write: Callable[[Takeaway], str], takeaway: Callable[..., Takeaway]
) -> None:
    entry = on_file("not looked at", id="a")
    assert "not looked at" not in write(takeaway(entry, undecided=("a",)))
    assert "not looked at" in write(takeaway(entry, undecided=("a",), include_undecided=True))


@EVERY_FORM
def test_questions_for_the_chair_are_in_no_form(write: Callable[[Takeaway], str], whole: Takeaway) -> None:
    text = write(whole)
    assert "Will Dad be in the room?" not in text
    assert "Anything to ask the Chair?" not in text


def test_questions_for_the_chair_are_counted(whole: Takeaway) -> None:
    assert '"chair_questions": 1' in write_record(whole)
    assert "1 question for the Chair, kept apart." in write_document(whole)
    assert not_here(whole) == ["1 question for the Chair, kept apart."]


def test_a_skipped_question_for_the_chair_is_no_question(takeaway: Callable[..., Takeaway]) -> None:
    skipped = takeaway(on_file("", EntryKind.CHAIR_QUESTION, move=Move.SKIP, asked="Anything for the Chair?"))
    assert skipped.for_the_chair == 0
    for write in (write_record, write_paste, write_document):
        assert "Anything for the Chair?" not in write(skipped)
    assert "for the Chair, kept apart" not in write_document(skipped)


@EVERY_FORM
def test_a_worker_s_wording_never_replaces_the_person_s_words(
    write: Callable[[Takeaway], str], whole: Takeaway
) -> None:
    text = write(whole)
    assert "Sam worries about what happens when Dad has been drinking." in text
    assert "When Dad drinks he shouts at Mum and I go upstairs 😟" in text


def validate(text: str) -> Any:
    content = json.loads(text)
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(content)
    return content


def test_the_record_follows_its_schema(whole: Takeaway) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == record.SCHEMA
    content = validate(record.write(whole))
    assert content["counts"] == {
        "entries": 9,
        "set_aside": 1,
        "undecided": 1,
        "undecided_left_out": 1,
        "chair_questions": 1,
        "other_children": 0,
    }


def test_the_record_follows_its_schema_with_nothing_in_it(takeaway: Callable[..., Takeaway]) -> None:
    assert validate(record.write(takeaway()))["entries"] == []


def test_the_record_says_how_each_thing_was_asked(whole: Takeaway) -> None:
    entries = {entry["id"]: entry for entry in validate(record.write(whole))["entries"]}
    assert entries["g2"]["question"]["choices"] == [
        {"id": "mum", "words": "Mum"},
        {"id": "nan", "words": "Nan 👵"},
        {"id": "school", "words": "Somebody at school"},
    ]
    assert entries["g2"]["words"] == "Nan 👵\nSomebody at school"
    assert entries["s1"]["scale"] == {
        "number": 4,
        "low": "I don't feel safe at home at all",
        "middle": None,
        "high": "I feel safe at home",
        "worst": "low",
    }
    assert (entries["n1"]["mode"], entries["w3"]["language"], entries["w3"]["circumstances"]["present"]) == (
        "wish",
        "ar",
        "someone",
    )
    assert entries["w1"]["script"] == {"id": "meeting_13_17", "version": 3, "digest": "ab" * 32}
    assert entries["w1"]["answered_at"] == "2026-03-02T12:00:00Z"
    assert entries["w1"]["decision"]["by"] == {"id": "priya", "name": "Priya"}
    assert (entries["w2"]["move"], entries["w2"]["words"]) == ("rather_not", "")


def test_an_entry_without_script_version_still_follows_the_schema(takeaway: Callable[..., Takeaway]) -> None:
    content = validate(record.write(takeaway(on_file("a", version=None, digest=None))))
    assert content["entries"][0]["script"] == {"id": "meeting_13_17", "version": None, "digest": None}


def test_a_field_begins_with_its_title_and_day_and_counts_its_characters(whole: Takeaway) -> None:
    worries = paste.fields(whole)[0]
    assert worries.text.splitlines()[0] == "What are we worried about? – Wednesday 4 March 2026"
    assert worries.characters == len(worries.text)


def test_a_field_says_the_wording_then_the_quote_then_who_when_and_the_question(whole: Takeaway) -> None:
    block = paste.fields(whole)[0].text.split("\n\n", 1)[1]
    assert block.startswith(
        "Worker's wording (Priya, Tuesday 3 March 2026)\n"
        "Sam worries about what happens when Dad has been drinking.\n"
        "“When Dad drinks he shouts at Mum and I go upstairs 😟\n\n"
        "I put my music on so Ali can't hear.”\n"
        "Sam, young person, 2 Mar 2026, 12:00, asked in English, said they were on their own.\n"
        "The question was: “What worries you?”"
    )


def test_a_field_says_both_ends_of_a_scale_and_which_is_best(whole: Takeaway) -> None:
    scales = paste.fields(whole)[3].text
    assert "4 out of 10, where 10 is the best" in scales
    assert "0 stands for: “I don't feel safe at home at all”\n10 stands for: “I feel safe at home”" in scales


@pytest.mark.parametrize("write", [write_paste, write_document])
def test_a_scale_that_is_worst_at_ten_is_told_so(
    write: Callable[[Takeaway], str], takeaway: Callable[..., Takeaway]
) -> None:
    worst_at_ten = {"reply_kind": ReplyKind.SCALE, "scale": Scale("calm", "scared", "high_is_worst")}
    assert "9 out of 10, where 0 is the best" in write(takeaway(on_file("", EntryKind.SCALE, number=9, **worst_at_ten)))


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (Move.DONT_KNOW, "Answered that they don't know."),
        (Move.RATHER_NOT, "Answered that they don't want to say."),
        (Move.NOTHING, "Answered that there is nothing right now."),
    ],
)
def test_a_declined_question_is_told_as_a_choice(move: Move, words: str, takeaway: Callable[..., Takeaway]) -> None:
    made = takeaway(on_file("", move=move))
    for text in (write_paste(made), write_document(made)):
        assert words in text
        assert "“”" not in text


@pytest.mark.parametrize("write", [write_paste, write_document])
def test_skipped_questions_are_counted_by_person_and_not_printed(
    write: Callable[[Takeaway], str], takeaway: Callable[..., Takeaway]
) -> None:
    bo: dict[str, Any] = {"person_id": "bo", "person": "Bo", "conversation_id": "talk-2"}
    skipped = [on_file("", move=Move.SKIP, asked="Tell me more?") for _ in range(2)]
    again = on_file("", move=Move.SKIP, asked="Asked again?", id="again")
    entries = (*skipped, on_file("", move=Move.SKIP, asked="Tell me more?", **bo), again, on_file("said"))
    text = write(takeaway(*entries, decisions={"again": (decided(DecisionKind.ASK_AGAIN),)}))
    assert "Tell me more?" not in text
    assert "Skipped questions, only counted: Sam 2, Bo 1." in text
    assert "Asked again?" in text
    assert [one["move"] for one in json.loads(write_record(takeaway(*entries)))["entries"]].count("skip") == 4


@pytest.mark.parametrize("write", [write_paste, write_document])
def test_how_most_was_said_is_told_once_and_what_differs_at_its_quote(
    write: Callable[[Takeaway], str], takeaway: Callable[..., Takeaway]
) -> None:
    usual = [on_file(words, typing="self") for words in ("one", "two")]
    text = write(takeaway(*usual, on_file("three", typing="self", present="someone")))
    assert text.count("said they were on their own") - text.count("themselves, said they were on their own") == 1
    assert text.count("typed it themselves and said they were on their own.") == 1
    assert "said someone was with them" in text
    unsafe = write(takeaway(on_file("four", typing="self", safe="not_sure")))
    assert "was not sure it was safe to talk" in unsafe
    assert USUALLY not in unsafe


@pytest.mark.parametrize("write", [write_paste, write_document])
def test_a_translation_says_who_made_it_and_stands_beside_the_words(
    write: Callable[[Takeaway], str], takeaway: Callable[..., Takeaway]
) -> None:
    boi = on_file("Boję się taty", locale="pl", id="pl")
    made = replace(decided(DecisionKind.REWORD, "I am afraid of Dad"), translated_by="A. Nowak, interpreter")
    text = write(takeaway(boi, decisions={"pl": (made,)}))
    assert "Translated by A. Nowak, interpreter (put here by Priya, Tuesday 3 March 2026)" in text
    assert "I am afraid of Dad" in text
    assert "“Boję się taty”" in text
    assert "Ask for a qualified translation" not in text
    reworded = takeaway(boi, decisions={"pl": (decided(DecisionKind.REWORD, "I am afraid of Dad"),)})
    assert "Ask for a qualified translation" in write(reworded)
    assert "Not a translation: the worker's own summary (Priya, Tuesday 3 March 2026)" in write(reworded)
    assert "Worker's wording" not in write(reworded)
    record_of = validate(write_record(takeaway(boi, decisions={"pl": (made,)})))
    assert record_of["entries"][0]["decision"]["translated_by"] == "A. Nowak, interpreter"


def test_words_in_another_language_ask_for_a_qualified_translation(takeaway: Callable[..., Takeaway]) -> None:
    asks = "Ask for a qualified translation."
    assert asks in write_paste(takeaway(on_file("Boję się", locale="pl")))
    assert asks in write_paste(takeaway(on_file("أخاف منه")))
    assert asks not in write_paste(takeaway(on_file("I am scared of Zoë")))
    assert asks not in write_paste(takeaway(on_file("😟")))
