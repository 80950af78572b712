"""The map: every entry in its column, in the order it was sent, standing where the last decision put it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.conversation import Move
from dialogs.script import EntryKind
from review.map.decision import DecisionKind
from review.map.safety_map import COLUMNS, EntriesOfTwoCases, Standing, build, column_of
from tests.review.conftest import NOON, decided, on_file


def test_each_entry_is_in_the_column_of_its_kind_in_the_order_sent() -> None:
    entries = [on_file(kind.value, kind, id=f"{kind}-{n}") for n in (1, 2) for kind in EntryKind]
    made = build(entries, {})
    for kind in COLUMNS:
        assert [item.id for item in getattr(made, column_of(kind))] == [f"{kind}-1", f"{kind}-2"]


def test_an_entry_stands_where_its_last_decision_put_it() -> None:
    keep, reword = decided(DecisionKind.KEEP), decided(DecisionKind.REWORD, "In my words", minutes=1)
    [item] = build([on_file("I worry", id="a")], {"a": (keep, reword)}).worries
    assert (item.standing, item.wording, item.words) == (Standing.REWORDED, "In my words", "I worry")
    assert (item.by, item.at) == ("priya", NOON + timedelta(days=1, minutes=1))


def test_undo_brings_back_what_stood_before() -> None:
    reword, undo = decided(DecisionKind.REWORD, "In my words"), decided(DecisionKind.UNDO)
    [item] = build([on_file("I worry", id="a")], {"a": (reword, undo)}).worries
    assert (item.standing, item.wording, item.by, item.at) == (Standing.UNDECIDED, "", None, None)
    assert item.decisions == (reword, undo)


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        (DecisionKind.KEEP, Standing.KEPT),
        (DecisionKind.REWORD, Standing.REWORDED),
        (DecisionKind.SET_ASIDE, Standing.SET_ASIDE),
        (DecisionKind.ASK_AGAIN, Standing.ASK_AGAIN),
    ],
)
def test_every_decision_has_its_standing(kind: DecisionKind, standing: Standing) -> None:
    [item] = build([on_file("I worry", id="a")], {"a": (decided(kind),)}).worries
    assert item.standing is standing


def test_a_declined_question_is_in_its_column_and_says_so() -> None:
    [item] = build([on_file("", move=Move.RATHER_NOT)], {}).worries
    assert item.declined
    assert item.words == ""


def test_cards_wait_until_what_stands_in_them_is_decided() -> None:
    entries = [on_file("a", id="a"), on_file("b", id="b"), on_file("", EntryKind.SCALE, move=Move.SKIP, id="c")]
    assert build(entries, {"a": (decided(DecisionKind.SET_ASIDE),)}).waiting == 2


def test_two_families_never_share_a_map() -> None:
    with pytest.raises(EntriesOfTwoCases):
        build([on_file("a"), on_file("b", case_id="case-2")], {})
    with pytest.raises(EntriesOfTwoCases):
        build([on_file("a")], {}, "case-2")
