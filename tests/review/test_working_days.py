"""Working days: weekends, each nation's bank holidays and a council's own closed days, counted both ways."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.dates.working_days import Nation, WorkingDays, bank_holidays

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
NATIONS = st.sampled_from(Nation)
COUNTS = st.integers(0, 60)
ENGLAND = WorkingDays()


def naive(days: WorkingDays, start: date, count: int, step: int) -> date:
    """Writes out every day and picks the one that is wanted."""
    every = [start + timedelta(days=step * n) for n in range(1, 3 * count + 30)]
    return start if not count else [day for day in every if days.is_open(day)][count - 1]


@settings(deadline=None)
@given(DAYS, COUNTS, NATIONS, st.frozensets(DAYS, max_size=20))
def test_counting_is_the_same_as_writing_out_every_day(
    start: date, count: int, nation: Nation, closed: frozenset[date]
) -> None:
    days = WorkingDays(nation, closed | {start + timedelta(days=3)})
    assert days.after(start, count) == naive(days, start, count, 1)
    assert days.before(start, count) == naive(days, start, count, -1)


@settings(deadline=None)
@given(DAYS, st.integers(1, 60), NATIONS)
def test_what_is_counted_forward_from_a_working_day_is_counted_back_to_it(
    start: date, count: int, nation: Nation
) -> None:
    days = WorkingDays(nation)
    start = days.last_open(start)
    assert days.before(days.after(start, count), count) == start


E, S, N = Nation.ENGLAND_AND_WALES, Nation.SCOTLAND, Nation.NORTHERN_IRELAND


@pytest.mark.parametrize(
    ("day", "closed_in"),
    [
        (date(2026, 4, 6), [E, N]),  # Easter Monday
        (date(2026, 12, 28), [E, S, N]),  # stands in for Boxing Day, a Saturday
        (date(2026, 1, 2), [S]),
        (date(2026, 11, 30), [S]),  # St Andrew's Day
        (date(2026, 3, 17), [N]),  # St Patrick's Day
        (date(2026, 7, 13), [N]),  # stands in for the Battle of the Boyne, a Sunday
    ],
    ids=str,
)
def test_each_nation_has_its_own_bank_holidays(day: date, closed_in: list[Nation]) -> None:
    assert [nation for nation in Nation if day in bank_holidays(nation, day.year)] == closed_in
    assert [nation for nation in Nation if not WorkingDays(nation).is_open(day)] == closed_in


def test_a_day_the_council_is_closed_does_not_count() -> None:
    christmas_eve = date(2026, 12, 24)
    assert ENGLAND.after(date(2026, 12, 23), 1) == christmas_eve
    assert WorkingDays(closed=frozenset({christmas_eve})).after(date(2026, 12, 23), 1) == date(2026, 12, 29)


def test_ten_working_days_over_easter() -> None:
    assert ENGLAND.after(date(2026, 3, 30), 10) == date(2026, 4, 15)
    assert ENGLAND.before(date(2026, 4, 15), 10) == date(2026, 3, 30)


def test_the_last_working_day_until_a_sunday_is_friday() -> None:
    assert ENGLAND.last_open(date(2026, 3, 8)) == date(2026, 3, 6)
    assert ENGLAND.last_open(date(2026, 3, 6)) == date(2026, 3, 6)
