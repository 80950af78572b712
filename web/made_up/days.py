"""The days the made-up story tells of, counted back from the day it is laid out, so that no date in its words drifts
from the days on which they were said. Words name a day in braces: “On {first} and {second}”.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

THURSDAY, FRIDAY, MONDAY = 3, 4, 0


def back(today: date, weekday: int, at_least: int) -> date:
    """The newest such day of the week that is at least so many days before today."""
    day = today - timedelta(days=at_least)
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def named(day: date) -> str:
    """A day in English words, without its year."""
    return f"{day.day} {day:%B}"


def days_of(today: date) -> Mapping[str, str]:
    """Every day the story names. Both rows were on a school night: the next morning is a school day."""
    first, second = back(today, THURSDAY, 51), back(today, THURSDAY, 32)
    days = {
        "first": first,
        "after_first": first + timedelta(days=1),
        "second": second,
        "after_second": second + timedelta(days=1),
        "hungry_from": back(today, MONDAY, 70),
        "hungry_until": back(today, FRIDAY, 31),
        "birthday": today + timedelta(days=20),
    }
    return {name: named(day) for name, day in days.items()}
