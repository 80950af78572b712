"""Which days the office is open, and counting in them. Bank holidays come from the `holidays` library; nothing here
knows what is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

MOST = 1000
"""More working days than any limit counts. It keeps a mistake in a file from counting for ever."""


class Nation(StrEnum):
    """Whose bank holidays count."""

    ENGLAND_AND_WALES = "england_and_wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"


_SUBDIVISION = {Nation.ENGLAND_AND_WALES: "ENG", Nation.SCOTLAND: "SCT", Nation.NORTHERN_IRELAND: "NIR"}


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A council's calendar: weekends, its nation's bank holidays, and days of its own on which it is closed."""

    nation: Nation = Nation.ENGLAND_AND_WALES
    closed: frozenset[date] = field(default=frozenset())

    def is_open(self, day: date) -> bool:
        """Whether this is a working day."""
        return day.weekday() < 5 and day not in self.closed and day not in bank_holidays(self.nation, day.year)

    def after(self, day: date, count: int) -> date:
        """The `count`th working day after this day, which itself is not counted."""
        return self._walk(day, count, 1)

    def before(self, day: date, count: int) -> date:
        """The `count`th working day before this day, which itself is not counted."""
        return self._walk(day, count, -1)

    def last_open(self, day: date) -> date:
        """This day if it is a working day, or else the last one before it."""
        return day if self.is_open(day) else self.before(day, 1)

    def _walk(self, day: date, count: int, step: int) -> date:
        if not 0 <= count <= MOST:
            raise ValueError(count)
        while count:
            day += timedelta(days=step)
            count -= self.is_open(day)
        return day


@lru_cache(maxsize=200)
def bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    """The bank holidays of a year, with the days that stand in for those on a weekend (gov.uk/bank-holidays)."""
    return frozenset(named_holidays(nation, year))


@lru_cache(maxsize=50)
def named_holidays(nation: Nation, year: int) -> Mapping[date, str]:
    """The same with what each is called, the first one first."""
    found = holidays.country_holidays("GB", subdiv=_SUBDIVISION[nation], years=year)
    return {day: found[day] for day in sorted(found)}
