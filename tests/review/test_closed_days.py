"""Closed days from the desk beside those of a council's file."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from review.dates.closed_days import ClosedDay, Shut, opened, shut, standing, with_closed, working_days
from review.dates.council import Council
from review.dates.working_days import Nation, WorkingDays, bank_holidays, named_holidays

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EVE = date(2026, 12, 24)
OWN = date(2026, 11, 27)
COUNCIL = Council("t", "T", "", calendar=WorkingDays(closed=frozenset({OWN})))


def closed(day: date, id_: str = "a", opened_at: datetime | None = None) -> ClosedDay:
    return ClosedDay(id_, day, "why", "mona", NOON, opened_at)


def test_days_from_the_desk_are_added_to_those_of_the_file() -> None:
    calendar = with_closed(COUNCIL, [closed(EVE)]).calendar
    assert (calendar.is_open(EVE), calendar.is_open(OWN)) == (False, False)
    assert calendar.after(date(2026, 12, 23), 1) == date(2026, 12, 29)


def test_a_day_that_was_taken_back_is_a_working_day_unless_it_was_closed_anew() -> None:
    back = closed(EVE, opened_at=NOON)
    assert with_closed(COUNCIL, [back]) == COUNCIL
    assert with_closed(COUNCIL, [back, closed(EVE, "b")]).calendar.is_open(EVE) is False
    assert (standing([back, closed(EVE, "b")]), opened([back, closed(EVE, "b")])) == ((closed(EVE, "b"),), (back,))


def test_nothing_from_the_desk_opens_a_day_of_the_file() -> None:
    assert with_closed(COUNCIL, [closed(OWN, opened_at=NOON)]).calendar.is_open(OWN) is False


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 12, 27), Shut.WEEKEND),
        (date(2026, 12, 28), Shut.BANK_HOLIDAY),
        (OWN, Shut.COUNCIL),
        (EVE, None),
    ],
)
def test_it_says_why_the_office_is_closed_anyway(day: date, why: Shut | None) -> None:
    assert shut(COUNCIL.calendar, day) is why


def test_from_one_day_to_another_only_working_days_are_closed() -> None:
    found = working_days(COUNCIL.calendar, EVE, date(2027, 1, 3))
    assert found == (EVE, *(date(2026, 12, day) for day in (29, 30, 31)))


@pytest.mark.parametrize("nation", Nation)
def test_every_bank_holiday_has_a_name_and_they_stand_in_order(nation: Nation) -> None:
    named = named_holidays(nation, 2027)
    assert frozenset(named) == bank_holidays(nation, 2027)
    assert list(named) == sorted(named)
    assert all(named.values())
