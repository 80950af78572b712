"""When a council's limit runs out for one date: hours, days, working days, weeks and months, before or after it.

Days are London's days. Hours are real hours, also across the nights on which the clocks change.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from review.dates.council import Happening, Rule, Unit
from review.dates.working_days import WorkingDays

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Dated:
    """Something with a date: when (`clock` is None where only the day is known), and the newest line about it."""

    id: str
    kind: Happening
    day: date
    clock: time | None = None
    seen: int = 0
    of_case: bool = False
    """Only the case says so: nothing about it is in the log yet."""

    @property
    def at(self) -> datetime:
        """When it begins, in UTC; without a time of day, the beginning of that day."""
        return london(self.day, self.clock)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due at the latest: its day, the moment after which it is late, and whether that is a time of
    day. `last_open` is the last working day until then."""

    day: date
    ends: datetime
    timed: bool
    last_open: date

    @property
    def closed(self) -> bool:
        """Whether the office is closed on that day."""
        return self.last_open != self.day


def due(rule: Rule, event: Dated, days: WorkingDays) -> Due:
    """When this limit runs out for this date. An hours' limit before something whose time is not known is counted from
    the beginning of that day, the earliest it can be."""
    if rule.unit is Unit.HOURS:
        ends = event.at + timedelta(hours=-rule.offset if rule.before else rule.offset)
        timed = event.clock is not None
        day = (ends if timed else ends - timedelta(seconds=1)).astimezone(LONDON).date()
        return Due(day, ends, timed, days.last_open(day))
    day = _counted(rule, event.day, days)
    return Due(day, london(day + timedelta(days=1)), False, days.last_open(day))


def london(day: date, clock: time | None = None) -> datetime:
    """A day and time in London as a moment in UTC; without a time, the beginning of the day."""
    return datetime.combine(day, clock or time(0), LONDON).astimezone(UTC)


def months_on(day: date, count: int) -> date:
    """The same day so many months on (or back), or that month's last day where it is shorter."""
    months = day.year * 12 + day.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _counted(rule: Rule, day: date, days: WorkingDays) -> date:
    sign = -1 if rule.before else 1
    match rule.unit:
        case Unit.WORKING_DAYS:
            return days.before(day, rule.offset) if rule.before else days.after(day, rule.offset)
        case Unit.WEEKS:
            return day + timedelta(weeks=sign * rule.offset)
        case Unit.MONTHS:
            return months_on(day, sign * rule.offset)
    return day + timedelta(days=sign * rule.offset)
