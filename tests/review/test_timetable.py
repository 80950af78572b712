"""What is due when: hours, days, weeks, months and working days from dates; what meets it; what was ticked off."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.case_event import CaseEvent, Topic
from review.dates.council import Council, Happening, Means, Rule, Unit
from review.dates.due import LONDON, Dated, due, london, months_on
from review.dates.timetable import (
    Deadline,
    State,
    Tick,
    Timetable,
    clash,
    date_body,
    deadlines_of,
    items_of,
    no_date_body,
    no_tick_body,
    tick_body,
    timetable_of,
    with_meeting,
)
from review.dates.working_days import WorkingDays

INITIAL, REVIEW, CORE = Happening.INITIAL_CONFERENCE, Happening.REVIEW_CONFERENCE, Happening.CORE_GROUP
DAYS = WorkingDays()
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MONDAY = date(2026, 3, 16)
ANY_DAY = st.dates(date(2020, 1, 1), date(2035, 12, 31))
ANY_TIME = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def rule(offset: int, unit: Unit, before: bool = True, means: Means = Means.SHARED, key: str = "report") -> Rule:
    return Rule(key, "Report", INITIAL, offset, unit, before, means, "the parents", source="here")


SHARED = rule(48, Unit.HOURS, key="shared")
SENT = rule(48, Unit.HOURS, means=Means.SENT, key="sent")
HELD = Rule("core", "First core group", INITIAL, 10, Unit.WORKING_DAYS, False, Means.HELD, meeting=CORE)
AGAIN = Rule("again", "Next review", REVIEW, 6, Unit.MONTHS, False, Means.HELD, meeting=REVIEW)
COUNCIL = Council("test", "Test", "For tests", rules=(SHARED, SENT, HELD, AGAIN))


def line(order: int, subject: str, body: dict[str, object], topic: Topic = Topic.MEETING) -> CaseEvent:
    return CaseEvent(f"{order}", "c", order, topic, subject, "maja", NOW, body)


def conference(day: date = MONDAY, clock: time | None = time(10)) -> Dated:
    return Dated("x", INITIAL, day, clock)


def of(*dates: Dated, ticks: dict[str, Tick] | None = None) -> dict[str, Deadline]:
    return {one.key: one for one in deadlines_of(Timetable(dates, ticks or {}), COUNCIL)}


def ticked(on: date | None, clock: time | None = None) -> Tick:
    return Tick(on, clock, "", "maja", NOW)


@settings(deadline=None)
@given(ANY_DAY, ANY_TIME, st.integers(1, 200), st.booleans())
def test_hours_are_real_hours(day: date, clock: time, hours: int, before: bool) -> None:
    one = due(rule(hours, Unit.HOURS, before), conference(day, clock), DAYS)
    began = datetime.combine(day, clock, LONDON).astimezone(UTC)
    assert abs((one.ends - began).total_seconds()) == hours * 3600
    assert (one.ends < began) == before
    assert one.day == one.ends.astimezone(LONDON).date()


@pytest.mark.parametrize(
    ("day", "hour"),
    [(date(2026, 3, 30), 9), (date(2026, 10, 26), 11), (date(2026, 3, 16), 10)],
    ids=["the clocks went on", "the clocks went back", "neither"],
)
def test_forty_eight_hours_before_ten_over_the_night_the_clocks_change(day: date, hour: int) -> None:
    one = due(SHARED, conference(day), DAYS)
    assert one.ends.astimezone(LONDON).replace(tzinfo=None) == datetime.combine(day - timedelta(days=2), time(hour))


def test_without_a_time_hours_count_from_the_earliest_it_can_be() -> None:
    one = due(SHARED, conference(MONDAY, None), DAYS)
    assert (one.day, one.timed) == (date(2026, 3, 13), False)
    assert one.ends == london(date(2026, 3, 14))


@settings(deadline=None)
@given(ANY_DAY, st.integers(1, 60), st.booleans(), st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.WORKING_DAYS]))
def test_days_weeks_and_working_days_count_as_by_hand(day: date, count: int, before: bool, unit: Unit) -> None:
    one, step = due(rule(count, unit, before), conference(day), DAYS), timedelta(days=-1 if before else 1)
    by_hand, left = day, count * 7 if unit is Unit.WEEKS else count
    while left:
        by_hand += step
        left -= unit is not Unit.WORKING_DAYS or DAYS.is_open(by_hand)
    assert one.day == by_hand
    assert one.ends == london(by_hand + timedelta(days=1))
    assert one.closed == (not DAYS.is_open(by_hand))


@settings(deadline=None)
@given(ANY_DAY, st.integers(-30, 30))
def test_months_keep_the_day_or_take_the_last_there_is(day: date, count: int) -> None:
    there = months_on(day, count)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == count
    assert there.day == day.day or (there.day < day.day and (there + timedelta(days=1)).day == 1)


def test_three_months_after_the_last_of_november_in_a_leap_year() -> None:
    assert months_on(date(2027, 11, 30), 3) == date(2028, 2, 29)


def test_a_whole_day_counts_and_not_a_minute_more() -> None:
    one = of(conference())["core.x"]
    assert one.due.day == date(2026, 3, 30)
    assert one.state(one.due.ends - timedelta(minutes=1)) is State.AHEAD
    assert one.state(one.due.ends + timedelta(minutes=1)) is State.OVERDUE


@pytest.mark.parametrize(
    ("tick", "state"),
    [
        (ticked(date(2026, 3, 14), time(10, 0)), State.ON_TIME),
        (ticked(date(2026, 3, 14), time(10, 1)), State.LATE),
        (ticked(date(2026, 3, 13)), State.ON_TIME),
        (ticked(date(2026, 3, 15)), State.LATE),
        (ticked(None), State.NOT_NEEDED),
    ],
)
def test_a_report_is_on_time_to_the_minute(tick: Tick, state: State) -> None:
    assert of(conference(), ticks={"shared.x": tick})["shared.x"].state(NOW) is state


def test_a_report_is_on_time_only_when_it_was_shared_and_sent() -> None:
    good, bad = ticked(date(2026, 3, 12)), ticked(date(2026, 3, 15))

    def on_time(**ticks: Tick) -> bool:
        found = of(conference(), ticks={f"{name}.x": tick for name, tick in ticks.items()})
        [item] = [one for one in items_of(found.values()) if one.what == "Report"]
        return item.on_time(NOW)

    assert not on_time(shared=good)
    assert not on_time(shared=good, sent=bad)
    assert on_time(shared=good, sent=good)
    assert on_time(shared=good, sent=ticked(None))


@pytest.mark.parametrize(
    ("day", "before_it", "after_it"),
    [(date(2026, 3, 30), State.PLANNED, State.ON_TIME), (date(2026, 3, 31), State.TOO_LATE, State.LATE)],
)
def test_a_meeting_is_planned_and_then_held(day: date, before_it: State, after_it: State) -> None:
    one = of(conference(), Dated("y", CORE, day))["core.x"]
    assert one.state(NOW) is before_it
    assert one.state(NOW + timedelta(days=60)) is after_it


def test_a_meeting_before_the_one_it_must_follow_does_not_count() -> None:
    assert of(Dated("y", CORE, MONDAY - timedelta(days=1)), conference())["core.x"].meeting is None


def test_each_review_asks_for_the_next_one() -> None:
    first, second = Dated("a", REVIEW, date(2026, 3, 1)), Dated("b", REVIEW, date(2026, 8, 1))
    found = of(first, second)
    assert (found["again.a"].meeting, found["again.b"].meeting) == (second, None)
    assert found["again.b"].due.day == date(2027, 2, 1)


def test_the_log_is_folded_to_what_stands() -> None:
    table = timetable_of(
        [
            line(1, "a", date_body(INITIAL, MONDAY, time(9, 30))),
            line(2, "a", date_body(INITIAL, MONDAY, None)),
            line(3, "b", date_body(CORE, date(2026, 3, 3), None)),
            line(4, "c", date_body(REVIEW, MONDAY, None)),
            line(5, "c", no_date_body()),
            line(6, "shared.a", tick_body(MONDAY, time(8))),
            line(7, "sent.a", tick_body(None, why="nobody there")),
            line(8, "shared.a", no_tick_body()),
            line(9, "somebody else's", {"do": "their own"}),
            line(10, "a", {"of": "date"}, Topic.PLAN),
        ]
    )
    assert [(one.id, one.kind, one.day, one.clock, one.seen) for one in table.dates] == [
        ("b", CORE, date(2026, 3, 3), None, 3),
        ("a", INITIAL, MONDAY, None, 2),
    ]
    assert {key: (tick.on, tick.why) for key, tick in table.ticks.items()} == {"sent.a": (None, "nobody there")}
    assert table.seen["shared.a"] == 8


def test_the_meeting_of_the_case_stands_in_the_timetable_by_itself() -> None:
    meeting = london(MONDAY, time(10))
    [date_] = with_meeting(Timetable(), meeting, NOW).dates
    assert (date_.kind, date_.day, date_.clock, date_.of_case) == (INITIAL, MONDAY, time(10), True)
    assert with_meeting(Timetable(), None, NOW).dates == ()


def test_after_an_initial_conference_the_meeting_of_the_case_is_a_review() -> None:
    before = Timetable((Dated("a", INITIAL, date(2025, 12, 1)),))
    assert [one.kind for one in with_meeting(before, london(MONDAY), NOW).dates] == [INITIAL, REVIEW]


def test_a_conference_on_the_same_day_is_the_meeting_and_takes_its_time() -> None:
    [date_] = with_meeting(Timetable((Dated("a", REVIEW, MONDAY),)), london(MONDAY, time(14)), NOW).dates
    assert (date_.id, date_.kind, date_.clock) == ("a", REVIEW, time(14))


def test_two_days_for_the_conference_to_come_are_told_and_neither_is_guessed() -> None:
    table = Timetable((Dated("a", INITIAL, MONDAY),))
    other = london(MONDAY + timedelta(days=2))
    found = clash(table, other, NOW)
    assert found is not None
    assert found.id == "a"
    assert with_meeting(table, other, NOW).dates == table.dates
    assert clash(table, london(MONDAY), NOW) is None
    assert clash(table, None, NOW) is not None
    assert clash(table, other, NOW + timedelta(days=90)) is None
