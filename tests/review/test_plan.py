"""The plan folded from its log: proposals wait for the core group, nothing that stood is lost, the first thing is
first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from review.case_event import CaseEvent, Topic
from review.plan.plan import (
    WHOLE,
    Kind,
    Outcome,
    Plan,
    Standing,
    answer_body,
    moved,
    order_body,
    plan_of,
    proposal_body,
    sighting_body,
    target_body,
)
from review.plan.text import Actor, Box, Origin, PlanText

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = date(2026, 3, 9)
NAN = PlanText(Box.WHO_DOES_WHAT, "Nan stays the night", "set-1", (Actor("Nan", "p1"),), "Fridays", "Ali sleeps")


def log(*lines: tuple[str, Mapping[str, Any]], topic: Topic = Topic.PLAN) -> list[CaseEvent]:
    """Lines of a log, numbered 1, 2, 3…"""
    return [
        CaseEvent(f"e{order}", "case", order, topic, subject, "priya", NOON + timedelta(minutes=order), body)
        for order, (subject, body) in enumerate(lines, 1)
    ]


def add(text: PlanText = NAN) -> Mapping[str, Any]:
    return proposal_body(Kind.ADD, text, "Nan")


def yes(proposal: int) -> Mapping[str, Any]:
    return answer_body(proposal, True, DAY, "Mum, Nan, Priya", "we all think so")


def no(proposal: int) -> Mapping[str, Any]:
    return answer_body(proposal, False, DAY, "Mum, Priya", "Nan works on Fridays")


def test_a_line_is_only_proposed_until_the_core_group_accepts_it() -> None:
    lines = (("a", add()), ("a", yes(1)))
    waiting = plan_of(log(*lines[:1])).find("a")
    assert waiting is not None
    assert (waiting.standing, waiting.now, waiting.text) == (Standing.PROPOSED, None, NAN)
    accepted = plan_of(log(*lines)).find("a")
    assert accepted is not None
    assert (accepted.standing, accepted.now, accepted.proposal) == (Standing.ACCEPTED, NAN, None)
    answer = accepted.history[0].answer
    assert answer is not None
    assert (answer.on, answer.there, answer.why) == (DAY, "Mum, Nan, Priya", "we all think so")


def test_a_declined_line_is_not_in_the_plan_but_stays_readable() -> None:
    plan = plan_of(log(("a", add()), ("a", no(1))))
    assert plan.box("set-1", Box.WHO_DOES_WHAT) == ()
    assert [(one.standing, one.text.words) for one in plan.gone] == [(Standing.DECLINED, NAN.words)]
    assert plan.gone[0].history[0].outcome is Outcome.DECLINED


def test_a_change_leaves_what_stands_until_it_is_accepted() -> None:
    other = replace(NAN, words="Nan and Ray take turns")
    lines = [("a", add()), ("a", yes(1)), ("a", proposal_body(Kind.CHANGE, other, "Ray", "it is fairer"))]
    line = plan_of(log(*lines)).find("a")
    assert line is not None
    assert line.proposal is not None
    assert (line.text, line.proposal.text, line.proposal.why) == (NAN, other, "it is fairer")
    declined = plan_of(log(*lines, ("a", no(3)))).find("a")
    assert declined is not None
    assert (declined.now, declined.proposal) == (NAN, None)
    accepted = plan_of(log(*lines, ("a", yes(3)))).find("a")
    assert accepted is not None
    assert accepted.now == other
    assert [one.text for one in accepted.history] == [NAN, other]


def test_a_line_taken_out_is_kept_with_its_history() -> None:
    lines = [("a", add()), ("a", yes(1)), ("a", proposal_body(Kind.TAKE_OUT, None, "Mum", "it is done")), ("a", yes(3))]
    plan = plan_of(log(*lines))
    assert plan.accepted == ()
    assert [(one.standing, one.text) for one in plan.gone] == [(Standing.TAKEN_OUT, NAN)]
    back = plan_of(log(*lines, ("a", add()), ("a", yes(5)))).find("a")
    assert back is not None
    assert back.standing is Standing.ACCEPTED


def test_an_answer_counts_only_for_the_proposal_it_names() -> None:
    other = replace(NAN, words="Ray stays the night")
    line = plan_of(log(("a", add()), ("a", add(other)), ("a", yes(1)))).find("a")
    assert line is not None
    assert (line.standing, line.text) == (Standing.PROPOSED, other)
    assert [one.outcome for one in line.history] == [Outcome.REPLACED, Outcome.WAITING]


def test_a_second_answer_changes_nothing() -> None:
    line = plan_of(log(("a", add()), ("a", yes(1)), ("a", no(1)))).find("a")
    assert line is not None
    assert line.standing is Standing.ACCEPTED


def test_signs_are_told_by_the_day_they_were_looked_for() -> None:
    late, early = date(2026, 3, 20), date(2026, 3, 13)
    looks = [("a", sighting_body(False, late, "Ray")), ("a", sighting_body(True, early, "Nan", "fast asleep"))]
    line = plan_of(log(("a", add()), *looks)).find("a")
    assert line is not None
    assert [(one.on, one.seen, one.who, one.words) for one in line.sightings] == [
        (early, True, "Nan", "fast asleep"),
        (late, False, "Ray", ""),
    ]
    assert line.seen == 3


def test_lines_stand_in_the_boxes_of_their_sets() -> None:
    flag = PlanText(Box.RED_FLAGS, "he goes quiet", "set-2")
    plan = plan_of(log(("a", add()), ("b", add(flag))))
    assert [one.id for one in plan.box("set-2", Box.RED_FLAGS)] == ["b"]
    assert [one.id for one in plan.of_set("set-1")] == ["a"]
    assert plan.box("set-1", Box.RED_FLAGS) == ()


def dated(*days: int | None) -> Plan:
    texts = [replace(NAN, starts=date(2026, 3, day) if day else None) for day in days]
    return plan_of(log(*((chr(97 + n), add(text)) for n, text in enumerate(texts))))


def test_the_timeline_goes_by_date_until_somebody_orders_it() -> None:
    assert [one.id for one in dated(20, None, 10).timeline] == ["c", "a", "b"]


def test_the_order_by_hand_comes_before_the_dates() -> None:
    plan = dated(20, None, 10)
    lines = [(f"{one.id}", add(one.text)) for one in plan.lines]
    ordered = plan_of(log(*lines, (WHOLE, order_body(["b", "a"]))))
    assert [one.id for one in ordered.timeline] == ["b", "a", "c"]
    assert [one.id for one in ordered.by_date] == ["c", "a", "b"]
    assert ordered.seen == 4


def test_signs_without_a_day_are_not_on_the_timeline() -> None:
    plan = plan_of(log(("a", add()), ("b", add(PlanText(Box.TRIGGERS, "pay day", "set-1")))))
    assert [one.id for one in plan.timeline] == ["a"]


@given(st.integers(0, 4), st.integers(-9, 9))
def test_moving_a_line_loses_none_and_keeps_the_others_in_order(which: int, by: int) -> None:
    plan = dated(*range(10, 15))
    line = plan.timeline[which].id
    after = moved(plan, line, by)
    others = [one.id for one in plan.timeline if one.id != line]
    assert [one for one in after if one != line] == others
    assert after.index(line) == max(0, min(4, which + by))


def test_moving_a_line_that_is_not_there_changes_nothing() -> None:
    plan = dated(10, 11)
    assert moved(plan, "nobody", 1) == ("a", "b")


def test_a_professionals_action_needs_an_end() -> None:
    paid = replace(NAN, actors=(Actor("Ms Cole", "p2", professional=True),))
    assert paid.endless
    assert not replace(paid, until="Christmas").endless
    assert replace(paid, until="  ").endless
    assert not NAN.endless
    assert not replace(paid, box=Box.GOING_WELL).endless


def test_an_action_says_what_is_still_to_say() -> None:
    bare = PlanText(Box.WHO_DOES_WHAT, "somebody comes")
    assert bare.gaps == ("actors", "days", "safer")
    assert replace(bare, starts=DAY, not_safer="he rings").gaps == ("actors",)
    assert NAN.gaps == ()
    assert PlanText(Box.RED_FLAGS, "he goes quiet").gaps == ()


def test_every_target_stays_readable_and_the_newest_stands() -> None:
    plan = plan_of(log((WHOLE, target_body(DAY, "half a year")), (WHOLE, target_body(None, "Dad has moved out"))))
    assert plan.target is not None
    assert (plan.target.on, plan.target.why) == (None, "Dad has moved out")
    assert [one.on for one in plan.targets] == [DAY, None]
    assert plan_of([]).target is None


def test_everything_that_was_said_survives_the_log() -> None:
    text = PlanText(
        box=Box.WHO_DOES_WHAT,
        words="“<3” & نعم",
        set_id="s",
        actors=(Actor("Nan", "p1"), Actor("Dr Patel", "", professional=True)),
        days="Mondays",
        safer="he smiles",
        not_safer="he hides",
        until="Easter",
        starts=DAY,
        origin=Origin.NETWORK,
        entry="entry-1",
    )
    plan = plan_of(log(("a", add(text))))
    assert plan.lines[0].text == text
    assert plan.taken_over == {"entry-1"}


def test_words_brought_in_are_not_offered_again_after_they_were_declined() -> None:
    plan = plan_of(log(("a", add(replace(NAN, entry="entry-1"))), ("a", no(1))))
    assert plan.taken_over == {"entry-1"}


def test_other_topics_are_passed_over() -> None:
    assert plan_of(log(("a", add()), topic=Topic.NETWORK)) == Plan()
