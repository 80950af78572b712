"""The sets of a case, folded from its log: nothing said is lost, and what stands is the last that was ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dialogs.conversation import SharedSet
from review.case_event import CaseEvent, Topic
from review.dates.council import Level
from review.sets.answers import version_meant
from review.sets.level import level_body, level_of
from review.sets.moving import Change, moved
from review.sets.sets import (
    Account,
    Wording,
    closing_body,
    drafts_of,
    dropping_body,
    order_body,
    sets_of,
    sharing_body,
    wording_body,
)
from review.sets.word_changes import word_changes

FIRST = Wording("Nan worries.", "Ali sleeps.", "Where is it?", "Never", "Always", (Account("Dad", "No."),), ("e1",))
SECOND = replace(FIRST, goal="Ali sleeps well.", dispute=())
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
Line = tuple[Topic, str, Mapping[str, Any]]


def log(*lines: Line) -> tuple[CaseEvent, ...]:
    """These lines, an hour between each, by Maja."""
    return tuple(
        CaseEvent(f"l{n}", "c", n, topic, subject, "maja", NOON + timedelta(hours=n), body)
        for n, (topic, subject, body) in enumerate(lines, start=1)
    )


def word(wording: Wording, why: str = "", subject: str = "a", draft: bool = False) -> Line:
    return Topic.SET, subject, wording_body(wording, why, draft)


def test_a_wording_is_never_overwritten() -> None:
    (one,) = sets_of(log(word(FIRST), word(SECOND, "Dee asked for it")))
    assert [(v.number, v.wording, v.why) for v in one.versions] == [(1, FIRST, ""), (2, SECOND, "Dee asked for it")]
    assert one.wording == SECOND
    assert one.before is not None
    assert one.before.wording == FIRST
    assert one.seen == 2


def test_the_goalposts_say_what_moved_who_moved_them_and_why() -> None:
    (step,) = moved(sets_of(log(word(FIRST), word(SECOND, "Dee asked for it")))[0])
    assert step.changes == (Change("goal", "Ali sleeps.", "Ali sleeps well."), Change("dispute", "Dad: No.", ""))
    assert (step.by, step.at, step.why) == ("maja", NOON + timedelta(hours=2), "Dee asked for it")


def test_other_sources_are_not_other_words() -> None:
    (step,) = moved(sets_of(log(word(FIRST), word(replace(FIRST, quotes=("e2",)))))[0])
    assert step.changes == ()


def test_a_draft_leaves_what_stands_and_goes_when_it_is_ready() -> None:
    lines = [word(FIRST), word(SECOND, "wip", draft=True)]
    (one,), (draft,) = sets_of(log(*lines)), drafts_of(log(*lines))
    assert one.wording == FIRST
    assert len(one.versions) == 1
    assert (draft.set_id, draft.wording, draft.why, draft.seen) == ("a", SECOND, "wip", 2)
    assert one.seen == 2
    done = log(*lines, word(SECOND, "ready"))
    assert drafts_of(done) == ()
    assert sets_of(done)[0].wording == SECOND


def test_a_set_that_is_only_a_draft_is_no_set_yet() -> None:
    begun = log(word(FIRST, draft=True))
    assert sets_of(begun) == ()
    assert len(drafts_of(begun)) == 1
    assert drafts_of(log(word(FIRST, draft=True), (Topic.SET, "a", dropping_body()))) == ()


def test_a_sharing_stays_with_the_version_that_was_shown() -> None:
    shown = (Topic.SHARING, "a", sharing_body(1, date(2026, 3, 1), "Kim, Nan", "Lia", "some", "not two times"))
    (before,) = sets_of(log(word(FIRST), shown))
    assert before.shared_since_changed
    assert not before.changed_since_shared
    (after,) = sets_of(log(word(FIRST), shown, word(SECOND, "why")))
    assert not after.shared_since_changed
    assert after.changed_since_shared
    (sharing,) = after.sharings
    assert (sharing.version, sharing.met, sharing.interpreter, sharing.answer) == (1, "Kim, Nan", "Lia", "some")


def test_a_set_nobody_was_shown_has_not_changed_since() -> None:
    assert not sets_of(log(word(FIRST), word(SECOND, "why")))[0].changed_since_shared


def test_closing_and_opening_again_keep_everything() -> None:
    closed = log(word(FIRST), (Topic.SET, "a", closing_body("six months were seen")))
    (one,) = sets_of(closed)
    assert not one.is_open
    assert one.closed_why == "six months were seen"
    assert one.wording == FIRST
    (again,) = sets_of((*closed, *log(*[(Topic.SET, "a", closing_body("it came back", reopen=True))] * 3)[2:]))
    assert again.is_open
    assert again.seen == 3


def test_the_order_a_worker_put_them_in_stands_and_new_ones_come_after() -> None:
    lines = [word(FIRST, subject=id_) for id_ in "abc"]
    order = (Topic.SET, "", order_body(["c", "a", "b"]))
    assert [one.id for one in sets_of(log(*lines))] == ["a", "b", "c"]
    assert [one.id for one in sets_of(log(*lines, order))] == ["c", "a", "b"]
    assert [one.id for one in sets_of(log(*lines, order, word(FIRST, subject="d")))] == ["c", "a", "b", "d"]


def test_a_set_keeps_its_number_however_they_are_put_in_order() -> None:
    lines = [word(FIRST, subject="b", draft=True), word(FIRST, subject="a"), word(FIRST, subject="b")]
    lines += [word(FIRST, subject="c"), (Topic.SET, "", order_body(["c", "b", "a"]))]
    assert [(one.id, one.number) for one in sets_of(log(*lines))] == [("c", 3), ("b", 2), ("a", 1)]
    lines.append((Topic.SET, "a", closing_body("done")))
    assert [(one.id, one.number) for one in sets_of(log(*lines))] == [("c", 3), ("b", 2), ("a", 1)]


def test_an_answer_belongs_to_the_version_with_those_words() -> None:
    one, other = FIRST, replace(FIRST, worry="Kim worries.")
    sets = sets_of(log(word(one), word(SECOND, "why"), word(other, subject="b")))
    late = NOON + timedelta(days=9)
    for wording, set_id, number in ((one, "a", 1), (SECOND, "a", 2), (other, "b", 1)):
        found = version_meant(sets, wording.shared, late)
        assert found is not None
        assert (found[0].id, found[1].number) == (set_id, number)
    assert version_meant(sets, SharedSet("x", "x", "x", "x"), late) is None


@pytest.mark.parametrize(("hours", "number"), [(1.5, 1), (2.5, 2)])
def test_of_two_versions_with_the_same_words_the_one_of_that_time_is_meant(hours: float, number: int) -> None:
    sets = sets_of(log(word(FIRST), word(replace(FIRST, question="And now?"), "asked better")))
    found = version_meant(sets, FIRST.shared, NOON + timedelta(hours=hours))
    assert found is not None
    assert found[1].number == number


def test_the_level_is_the_last_that_was_said() -> None:
    assert level_of(()) is Level.PROTECTION
    lines = [(Topic.CASE, "", level_body(level)) for level in (Level.EARLY_HELP, Level.IN_NEED)]
    other = (Topic.CASE, "", {"do": "something else"})
    assert level_of(log(*lines, other)) is Level.IN_NEED


def test_word_changes_mark_what_is_only_on_one_side_and_lose_nothing() -> None:
    before, after = "Nan sees it for six months.", "Nan and Kim see it for three months."
    left, right = word_changes(before, after)
    assert ("".join(p.words for p in left), "".join(p.words for p in right)) == (before, after)
    assert [p.words.strip() for p in left if p.changed] == ["sees", "six"]
    assert [p.words.strip() for p in right if p.changed] == ["and Kim see", "three"]


@pytest.mark.parametrize(("before", "after"), [("", "new words"), ("old words", "")])
def test_words_beside_nothing_are_all_changed(before: str, after: str) -> None:
    left, right = word_changes(before, after)
    assert [p.words for p in (*left, *right)] == [before or after]
    assert all(p.changed for p in (*left, *right))
