"""What became of somebody's words, what they say to that and what they are told: folded from what is on file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dialogs.conversation import Entry, Given, Move, Position, Reply
from dialogs.script import EntryKind, ReplyKind
from review.case_event import CaseEvent, Topic
from review.dates.due import LONDON
from review.dates.working_days import WorkingDays
from review.heard import (
    Told,
    Use,
    counts,
    heard,
    is_overdue,
    moved,
    read_body,
    reason_body,
    reply_body,
    response_body,
    responses_of,
    seen_body,
    taken_on_body,
    told_to,
)
from review.map.decision import Decision, DecisionKind
from review.map.safety_map import MapEntry, SafetyMap
from review.sets.sets import Account, Wording, sets_of, wording_body

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDING = Wording("Dad drinks.", "A sober grown-up is there.", "How safe is it?", "never", "always")


def item(name: str, turn: int = 1, kind: EntryKind = EntryKind.WORKING_WELL, **more: object) -> MapEntry:
    given = Given(name, NOON, "en", f"What about {name}?", about=str(more.pop("about", "")))
    reply = Reply(Move(str(more.pop("move", "answer"))), text=name)
    entry = Entry(turn, Position(name), kind, ReplyKind.TEXT, reply, given)
    made = MapEntry(name, "talk", "ali", "Ali", "child", "places", 1, None, NOON, entry, "alone", "yes")
    return replace(made, **more)  # type: ignore[arg-type]


def decided(kind: DecisionKind, wording: str = "", reason: str = "") -> Decision:
    return Decision(kind, "maja", NOON, wording, reason)


def line(order: int, topic: Topic, subject: str, body: dict[str, object], by: str = "maja") -> CaseEvent:
    return CaseEvent(f"line{order}", "case", order, topic, subject, by, NOON + timedelta(hours=order), body)


def a_map(*items: MapEntry) -> SafetyMap:
    columns: dict[str, tuple[MapEntry, ...]] = {}
    for one in items:
        name = "worries" if one.entry.kind is EntryKind.WORRY else "working_well"
        columns[name] = (*columns.get(name, ()), one)
    return SafetyMap("case", **columns)


def test_each_decision_is_told_in_its_own_way() -> None:
    found = heard(
        a_map(
            item("open", 1),
            item("kept", 2, decisions=(decided(DecisionKind.KEEP),)),
            item("reworded", 3, decisions=(decided(DecisionKind.REWORD, "in my words"),)),
            item("aside", 4, decisions=(decided(DecisionKind.SET_ASIDE, reason="twice"),)),
            item("again", 5, decisions=(decided(DecisionKind.ASK_AGAIN),)),
            item("undone", 6, decisions=(decided(DecisionKind.KEEP), decided(DecisionKind.UNDO))),
        ),
        "talk",
        Told(),
        {},
    )
    assert [one.use for one in found] == [
        Use.OPEN,
        Use.KEPT,
        Use.REWORDED,
        Use.LEFT_OUT,
        Use.ASK_AGAIN,
        Use.OPEN,
    ]
    assert [one.wording for one in found if one.wording] == ["in my words"]
    assert counts(found) == {Use.KEPT: 1, Use.REWORDED: 1, Use.LEFT_OUT: 1, Use.ASK_AGAIN: 1, Use.OPEN: 2}


def test_a_reason_is_told_only_where_it_may_be_and_a_new_decision_needs_a_new_yes() -> None:
    aside = item("aside", decisions=(decided(DecisionKind.SET_ASIDE, reason="said elsewhere"),))
    ticked = told_to([line(1, Topic.ANSWER, "ali", reason_body("aside", 1, True))], "ali")
    assert [one.reason for one in heard(a_map(aside), "talk", Told(), {})] == [""]
    assert [one.reason for one in heard(a_map(aside), "talk", ticked, {})] == ["said elsewhere"]
    again = replace(
        aside, decisions=(*aside.decisions, decided(DecisionKind.UNDO), decided(DecisionKind.SET_ASIDE, reason="new"))
    )
    assert [one.reason for one in heard(a_map(again), "talk", ticked, {})] == [""]
    taken_back = told_to(
        [
            line(1, Topic.ANSWER, "ali", reason_body("aside", 1, True)),
            line(2, Topic.ANSWER, "ali", reason_body("aside", 1, False)),
        ],
        "ali",
    )
    assert [one.reason for one in heard(a_map(aside), "talk", taken_back, {})] == [""]


def test_only_the_answers_of_this_conversation_are_told_of_and_no_blank() -> None:
    drawn = a_map(
        item("mine"), item("theirs", conversation_id="another"), item("skipped", move="skip"), item("later", 9)
    )
    assert [one.item.id for one in heard(drawn, "talk", Told(), {})] == ["mine", "later"]


def test_nothing_of_a_worry_is_shown_while_an_interview_by_others_is_planned() -> None:
    worry = item("worry", 1, EntryKind.WORRY)
    detail = item("detail", 2, detail_of="worry")
    about_a_set = item("number", 3, about="Dad drinks.")
    drawn = a_map(worry, detail, about_a_set, item("nan", 4))
    assert [one.item.id for one in heard(drawn, "talk", Told(), {}, contact_only=True)] == ["nan"]
    assert len(heard(drawn, "talk", Told(), {})) == 4


def test_a_reply_is_never_overwritten_and_is_seen_once() -> None:
    log = [
        line(1, Topic.ANSWER, "ali", reply_body(["read"], "", "en")),
        line(2, Topic.ANSWER, "ali", seen_body(), by="ali"),
        line(3, Topic.ANSWER, "ali", reply_body([], "Poszło dobrze", "pl", "Ewa")),
        line(4, Topic.ANSWER, "bo", reply_body(["talk"], "", "en")),
        line(5, Topic.ANSWER, "ali", seen_body(), by="ali"),
        line(6, Topic.ANSWER, "ali", seen_body(), by="ali"),
    ]
    told = told_to(log, "ali")
    assert [(one.number, one.phrases, one.words, one.interpreter) for one in told.replies] == [
        (1, ("read",), "", ""),
        (2, (), "Poszło dobrze", "Ewa"),
    ]
    assert [one.seen_at for one in told.replies] == [NOON + timedelta(hours=2), NOON + timedelta(hours=5)]
    assert told.reply == told.replies[1]
    assert told.seen == 6
    assert told_to(log[:3], "ali").replies[1].seen_at is None


def test_what_is_said_back_is_new_until_somebody_reads_it() -> None:
    said = line(1, Topic.RESPONSE, "e1", response_body("not_meant", "only on fridays", "en"), by="ali")
    more = line(3, Topic.RESPONSE, "e1", response_body("right", "", "en"), by="ali")
    read = line(2, Topic.RESPONSE, "e1", read_body())
    [first, second] = responses_of([said, read, more])["e1"]
    assert (first.view, first.words, first.is_new) == ("not_meant", "only on fridays", False)
    assert (second.view, second.is_new) == ("right", True)
    [only] = heard(a_map(item("e1")), "talk", Told(), responses_of([said]))
    assert only.response is not None
    assert only.response.words == "only on fridays"


def test_what_may_tell_of_harm_is_not_cleared_by_reading_and_keeps_what_was_done() -> None:
    told = line(1, Topic.HARM, "e1", response_body("not_meant", "dad hit me", "en"), by="ali")
    plain = line(2, Topic.RESPONSE, "e1", response_body("right", "", "en"), by="ali")
    read = line(3, Topic.RESPONSE, "e1", read_body())
    [first, second] = responses_of([told, plain, read])["e1"]
    assert (first.waits, first.is_new, first.order) == (True, True, 1)
    assert (second.waits, second.is_new) == (False, False)
    done = line(4, Topic.HARM, "e1", taken_on_body("rang Nan"), by="maja")
    later = line(5, Topic.HARM, "e1", response_body("not_meant", "again", "en"), by="ali")
    first, _, again = responses_of([told, plain, read, done, later])["e1"]
    assert first.taken_on is not None
    assert (first.taken_on.done, first.taken_on.by, first.noticed, first.waits) == ("rang Nan", "maja", True, False)
    assert again.waits


def test_a_set_that_was_shared_and_changed_shows_both_wordings_and_why() -> None:
    newer = replace(WORDING, goal="A sober grown-up is there every night.")
    newest = replace(newer, dispute=(Account("Dad", "I was not there"),))
    log = [
        line(1, Topic.SET, "s1", wording_body(WORDING)),
        line(2, Topic.SET, "s1", wording_body(newer, "nights were the worry")),
        line(3, Topic.SET, "s1", wording_body(newest, "dad has his say")),
        line(4, Topic.SET, "s2", wording_body(replace(WORDING, worry="Another"))),
        line(5, Topic.SET, "s2", wording_body(replace(WORDING, worry="Another one"), "…")),
    ]
    [one] = moved(sets_of(log), [WORDING.shared])
    assert [(change.part, change.old, change.new) for change in one.changes] == [("goal", WORDING.goal, newer.goal)]
    assert [version.why for version in one.since] == ["nights were the worry", "dad has his say"]
    assert moved(sets_of(log), [newer.shared]) == ()
    assert moved(sets_of(log), []) == ()


@pytest.mark.parametrize(
    ("sent", "now", "late"),
    [
        ("2026-03-02 12:00", "2026-03-04 23:59", False),
        ("2026-03-02 12:00", "2026-03-05 00:00", True),
        ("2026-03-06 18:00", "2026-03-10 23:59", False),  # over a weekend
        ("2026-03-06 18:00", "2026-03-11 00:00", True),
        ("2026-04-02 09:00", "2026-04-08 23:59", False),  # over Easter, and the day the office is closed after it
        ("2026-04-02 09:00", "2026-04-09 00:00", True),
    ],
)
def test_it_is_overdue_when_nobody_read_it_within_the_promised_working_days(sent: str, now: str, late: bool) -> None:
    calendar = WorkingDays(closed=frozenset({date(2026, 4, 7)}))
    sent_at, later = (datetime.fromisoformat(one).replace(tzinfo=LONDON) for one in (sent, now))
    assert is_overdue(sent_at, None, 1 if sent.startswith("2026-04") else 2, later, calendar) is late
    assert not is_overdue(sent_at, sent_at, 1, later, calendar)
