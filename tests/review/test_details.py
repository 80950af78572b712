"""Details: what says more about an entry stands inside it, in its own column, and never comes loose from it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from dialogs.conversation import Move, Position
from dialogs.script import EntryKind, ReplyKind, Scale
from review.export import paste, record
from review.export.words import Takeaway
from review.map.decision import DecisionKind
from review.map.safety_map import build, impact_not_said, stands_under
from tests.review.conftest import OnFile, decided, on_file
from tests.review.test_export import validate, write_document, write_paste

SEEN = (("saw", "I saw it"), ("told", "Someone told me"))


def worry(role: str = "professional", **given: object) -> OnFile:
    return on_file("He had no coat", id="worry", asked="What worries you?", role=role, **given)


def source(of: OnFile, **given: object) -> OnFile:
    chosen = {
        "choices": ("saw",),
        "offered": SEEN,
        "reply_kind": ReplyKind.ONE_OF,
        "position": Position("worry_source"),
    }
    return on_file("", id="source", asked="Where from?", detail_of=of.entry.turn, role=of.role, **chosen, **given)


def impact(of: OnFile, words: str = "He was cold", move: Move = Move.ANSWER, **given: object) -> OnFile:
    about = {"detail_of": of.entry.turn, "position": Position("worry_impact"), "role": of.role}
    return on_file(words, id="impact", asked="What did it do to Ali?", move=move, **about, **given)


def number(at: int = 4) -> OnFile:
    scale = {"reply_kind": ReplyKind.SCALE, "scale": Scale("bad", "good")}
    return on_file("", EntryKind.SCALE, id="number", number=at, **scale)


def test_a_detail_stands_inside_its_entry() -> None:
    whole = worry()
    made = build([whole, source(whole), impact(whole)], {})
    [first, *details] = made.worries
    assert [item.under for item in details] == ["worry", "worry"]
    assert [item.id for item in made.details(first)] == ["source", "impact"]


def test_an_entry_that_was_changed_after_its_detail_keeps_it() -> None:
    early = impact(worry())
    changed = worry()
    again = impact(changed)
    [detail, _] = build([OnFile(id="early", entry=again.entry, person=early.person), changed], {}).worries
    assert detail.under == "worry"


def test_a_detail_of_another_conversation_does_not_stand_inside() -> None:
    whole = worry()
    made = build([whole, impact(whole, conversation_id="talk-9")], {})
    assert [item.under for item in made.worries] == [None, None]


def test_the_reason_for_a_number_stands_under_it_and_the_step_up_in_its_own_column() -> None:
    rated = number()
    why = on_file("Nan helps", EntryKind.SET_VIEW, id="why", detail_of=rated.entry.turn)
    up = on_file("A key for Ray", EntryKind.NEEDS_TO_HAPPEN, id="up", detail_of=rated.entry.turn)
    made = build([rated, why, up], {})
    assert (made.set_views[0].under, made.set_views[0].detail_of) == ("number", "number")
    assert (made.needs_to_happen[0].under, made.needs_to_happen[0].detail_of) == (None, "number")


@pytest.mark.parametrize("kind", [kind for kind in EntryKind if kind is not EntryKind.CHAIR_QUESTION])
def test_nothing_said_to_the_chair_stands_inside_the_family_s_columns(kind: EntryKind) -> None:
    assert not stands_under(EntryKind.CHAIR_QUESTION, kind)
    assert not stands_under(kind, EntryKind.CHAIR_QUESTION)


@pytest.mark.parametrize("role", ["professional", "relative"])
def test_a_worry_without_its_impact_on_the_child_says_so(role: str) -> None:
    whole = worry(role)
    for details, gap in (
        ((), True),
        ((source(whole),), True),
        ((impact(whole, "", Move.SKIP),), True),
        ((source(whole), impact(whole)), False),
    ):
        made = build([whole, *details], {})
        assert impact_not_said(made, made.worries[0]) is gap


@pytest.mark.parametrize("other", [worry("child"), worry("parent"), worry(move=Move.NOTHING)])
def test_nobody_else_is_missed_for_the_impact(other: OnFile) -> None:
    made = build([other], {})
    assert not impact_not_said(made, made.worries[0])


@pytest.mark.parametrize("write", [write_paste, write_document])
def test_a_detail_is_told_under_its_entry_with_its_question(
    write: Callable[[Takeaway], str], takeaway: Callable[..., Takeaway]
) -> None:
    whole = worry()
    text = write(takeaway(whole, on_file("The next worry", role="professional"), source(whole), impact(whole)))
    places = [text.index(part) for part in ("no coat", "Then asked: “Where from?”", "“I saw it”", "cold", "next worry")]
    assert places == sorted(places)
    assert "Impact on the child not said." in text[text.index("next worry") :]
    assert "Impact on the child not said." not in text[: text.index("next worry")]


@pytest.mark.parametrize("write", [write_paste, write_document])
def test_a_detail_that_was_kept_stays_when_its_entry_is_set_aside(
    write: Callable[[Takeaway], str], takeaway: Callable[..., Takeaway]
) -> None:
    whole = worry()
    aside = {"worry": (decided(DecisionKind.SET_ASIDE),)}
    text = write(takeaway(whole, impact(whole), decisions=aside))
    assert "no coat" not in text
    assert "“He was cold”" in text
    assert "The question was: “What did it do to Ali?”" in text


def test_a_detail_that_was_set_aside_is_nowhere(takeaway: Callable[..., Takeaway]) -> None:
    whole = worry()
    made = takeaway(whole, impact(whole), decisions={"impact": (decided(DecisionKind.SET_ASIDE),)})
    assert "cold" not in write_paste(made) + write_document(made) + record.write(made)
    assert "1 entry was set aside" in write_paste(made)


def test_an_entry_and_its_detail_are_called_undecided_once(takeaway: Callable[..., Takeaway]) -> None:
    whole = worry()
    made = takeaway(whole, impact(whole), undecided=("worry", "impact"), include_undecided=True)
    assert write_paste(made).count("Nobody has decided about this entry yet.") == 1
    half = takeaway(whole, impact(whole), undecided=("impact",), include_undecided=True)
    assert write_paste(half).count("Nobody has decided about this entry yet.") == 1


def test_a_step_up_says_which_number_it_is_about(takeaway: Callable[..., Takeaway]) -> None:
    rated = number()
    up = on_file("A key for Ray", EntryKind.NEEDS_TO_HAPPEN, id="up", detail_of=rated.entry.turn)
    said = paste.fields(takeaway(rated, up))[2].text
    assert "“A key for Ray”" in said
    assert "Asked about this: 4 out of 10, where 10 is the best" in said
    alone = takeaway(rated, up, decisions={"number": (decided(DecisionKind.SET_ASIDE),)})
    assert "4 out of 10" not in write_paste(alone)


def test_the_record_names_the_entry_a_detail_is_about(takeaway: Callable[..., Takeaway]) -> None:
    whole, rated = worry(), number()
    why = on_file("Nan helps", EntryKind.SET_VIEW, id="why", detail_of=rated.entry.turn)
    made = takeaway(whole, impact(whole), rated, why)
    content = validate(record.write(made))
    about = {entry["id"]: entry["detail_of"] for entry in content["entries"]}
    assert about == {"worry": None, "impact": "worry", "number": None, "why": "number"}
    assert content["counts"]["entries"] == 4
    aside = takeaway(whole, impact(whole), decisions={"worry": (decided(DecisionKind.SET_ASIDE),)})
    assert [entry["detail_of"] for entry in json.loads(record.write(aside))["entries"]] == [None]


def test_what_says_more_to_the_chair_stays_with_the_chair(takeaway: Callable[..., Takeaway]) -> None:
    come = on_file("I can do neither", EntryKind.CHAIR_QUESTION, id="come")
    why = on_file("My shift", EntryKind.CHAIR_QUESTION, id="shift", detail_of=come.entry.turn)
    made = takeaway(come, why)
    pasted = "".join(field.text for field in paste.fields(made))
    assert "My shift" not in pasted + write_document(made) + record.write(made)
