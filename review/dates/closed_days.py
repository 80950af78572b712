"""Days on which a council is closed besides weekends and bank holidays, as they were written down at the desk: added to
those in its file. What is due follows from both; nothing here works out a limit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from review.dates.council import Council
from review.dates.working_days import WorkingDays, bank_holidays


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day the office is closed: why, who wrote it down and when (UTC). `opened_at`: since when it counts as a working
    day again; `opened_by` and `opened_why` say who found that and why."""

    id: str
    day: date
    reason: str
    by: str
    at: datetime
    opened_at: datetime | None = None
    opened_by: str = ""
    opened_why: str = ""


class Shut(StrEnum):
    """Why the office is closed on a day."""

    WEEKEND = "weekend"
    BANK_HOLIDAY = "bank_holiday"
    COUNCIL = "council"


def standing(every: Iterable[ClosedDay]) -> tuple[ClosedDay, ...]:
    """Those that count now, the first day first."""
    return tuple(sorted((one for one in every if one.opened_at is None), key=lambda one: one.day))


def opened(every: Iterable[ClosedDay]) -> tuple[ClosedDay, ...]:
    """Those that were taken back, the newest first."""
    taken = [(one.opened_at, one) for one in every if one.opened_at is not None]
    return tuple(one for _, one in sorted(taken, key=lambda pair: (pair[0], pair[1].day), reverse=True))


def with_closed(council: Council, every: Iterable[ClosedDay]) -> Council:
    """The council with these days closed besides those of its file."""
    more = frozenset(one.day for one in standing(every))
    if more <= council.calendar.closed:
        return council
    return replace(council, calendar=replace(council.calendar, closed=council.calendar.closed | more))


def shut(calendar: WorkingDays, day: date) -> Shut | None:
    """Why the office is closed on this day anyway; None on a working day."""
    if day.weekday() >= 5:
        return Shut.WEEKEND
    if day in bank_holidays(calendar.nation, day.year):
        return Shut.BANK_HOLIDAY
    return Shut.COUNCIL if day in calendar.closed else None


def working_days(calendar: WorkingDays, first: date, last: date) -> tuple[date, ...]:
    """The working days from the first day to the last, both counted."""
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    return tuple(day for day in days if calendar.is_open(day))
