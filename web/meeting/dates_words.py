"""How the timetable says things: what a date is called, how a deadline stands, what came of an invitation."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from i18n.messages import LONDON, N_
from review.dates.council import Means, Rule, Unit
from review.dates.due import Dated, Due
from review.dates.invitations import Outcome
from review.dates.timetable import Deadline, State
from review.named import HAPPENINGS
from web.language import translator

ROLE_WORDS = {
    "gp": N_("GP"),
    "health": N_("Health visitor, school nurse or hospital"),
    "school": N_("School or nursery"),
    "police": N_("Police"),
    "adult_services": N_("A service for the parents"),
    "housing": N_("Housing"),
    "other": N_("Somebody else"),
}
HOW_WORDS = {
    "office": N_("By the conference office"),
    "worker_written": N_("By the social worker, in writing"),
    "worker_spoken": N_("By the social worker, by phone or in person"),
    "not_invited": N_("Not invited"),
}
OUTCOME_WORDS = {
    Outcome.ATTENDED_REPORT: N_("Came and sent a report"),
    Outcome.ATTENDED: N_("Came, no report"),
    Outcome.REPORT_ONLY: N_("Report only"),
    Outcome.APOLOGY_REPORT: N_("Apology and report"),
    Outcome.APOLOGY: N_("Apology, no report"),
    Outcome.ABSENT: N_("Absent"),
    Outcome.NOT_INVITED: N_("Not invited"),
}
UNITS = {
    Unit.HOURS: (N_("{n} hour"), N_("{n} hours")),
    Unit.DAYS: (N_("{n} day"), N_("{n} days")),
    Unit.WORKING_DAYS: (N_("{n} working day"), N_("{n} working days")),
    Unit.WEEKS: (N_("{n} week"), N_("{n} weeks")),
    Unit.MONTHS: (N_("{n} month"), N_("{n} months")),
}
TO_DO = {
    Means.SHARED: N_("Share with {who}"),
    Means.SENT: N_("Send to {who}"),
    Means.HELD: N_("Hold it"),
    Means.DONE: N_("Finish it"),
}
WAS_DONE = {
    Means.SHARED: N_("Shared on {day}"),
    Means.SENT: N_("Sent on {day}"),
    Means.HELD: N_("Held on {day}"),
    Means.DONE: N_("Done on {day}"),
}
SET_FOR = N_("Set for {day}")
NOT_NEEDED = N_("Not needed here: {why}")
BEFORE = N_("{limit} before")
AFTER = N_("within {limit} after")
LIMIT_OF = N_("{limit} the {event}")
ON_TIME, IN_TIME, AFTERWARDS = N_("on time"), N_("set in time"), N_("after the limit")
AFTER_ONE, AFTER_MANY = N_("{n} day after the limit"), N_("{n} days after the limit")
LEFT_OUT = N_("not needed")
LATE_ONE, LATE_MANY = N_("{n} day late"), N_("{n} days late")
LATE_SINCE = N_("late since {clock} today")
TODAY, TODAY_BY, TOMORROW = N_("due today"), N_("due today, by {clock}"), N_("due tomorrow")
IN_ONE, IN_MANY = N_("in {n} day"), N_("in {n} days")


def to_do(rule: Rule) -> str:
    """What must be done, as a line to tick off."""
    return translator().text(TO_DO[rule.means], who=rule.recipient)


def only_to_do(rule: Rule) -> str:
    """The same where it says more than what it is about; else nothing."""
    return to_do(rule) if rule.recipient else ""


def limit_words(rule: Rule) -> str:
    """How much time there is: “5 working days before”."""
    words = translator()
    return words.text(BEFORE if rule.before else AFTER, limit=words.count(*UNITS[rule.unit], rule.offset))


def whole_limit(rule: Rule) -> str:
    """The same with what it counts from: “5 working days before the review conference”."""
    words = translator()
    return words.text(LIMIT_OF, limit=limit_words(rule), event=words.text(HAPPENINGS[rule.event]).lower())


def due_words(due: Due) -> str:
    """The day something is due, with the time where it is due at a time."""
    return day_clock(due.day, due.ends.astimezone(LONDON).time() if due.timed else None)


def date_words(one: Dated) -> str:
    """The day of a date, with its time where it is known."""
    return day_clock(one.day, one.clock)


def day_clock(day: date, clock: time | None) -> str:
    """A day in words, with a time where there is one."""
    words = translator()
    if clock is None:
        return words.day(day)
    return f"{words.day(day)}, {words.clock(datetime.combine(day, clock, LONDON))}"


def how_long(ends: datetime, now: datetime) -> str:
    """How far away a moment is after which something is late, or how late it is."""
    words, today = translator(), now.astimezone(LONDON).date()
    last, timed = last_moment(ends)
    clock = words.clock(ends)
    if now > ends:
        days = (today - last).days
        return words.count(LATE_ONE, LATE_MANY, days) if days else words.text(LATE_SINCE, clock=clock)
    days = (last - today).days
    if days == 0:
        return words.text(TODAY_BY, clock=clock) if timed else words.text(TODAY)
    return words.text(TOMORROW) if days == 1 else words.count(IN_ONE, IN_MANY, days)


def last_moment(ends: datetime) -> tuple[date, bool]:
    """The last day on which something is not late, and whether only a part of it counts."""
    timed = ends.astimezone(LONDON).time() != time(0)
    return (ends if timed else ends - timedelta(seconds=1)).astimezone(LONDON).date(), timed


def state_words(one: Deadline, now: datetime) -> str:
    """How a deadline stands, in two or three words: that it is late is never said by a colour alone."""
    words, state = translator(), one.state(now)
    if state in (State.OVERDUE, State.AHEAD):
        return how_long(one.due.ends, now)
    if state in (State.TOO_LATE, State.LATE):
        day, _ = one.met_on
        days = (day - one.due.day).days if day else 0
        many = (AFTER_ONE, AFTER_MANY) if state is State.TOO_LATE else (LATE_ONE, LATE_MANY)
        return words.count(*many, days) if days > 0 else words.text(AFTERWARDS)
    return words.text({State.PLANNED: IN_TIME, State.NOT_NEEDED: LEFT_OUT}.get(state, ON_TIME))


def met_words(one: Deadline, now: datetime) -> str:
    """What was said of it: on which day it was met or is set for, or why it is not needed; nothing while it is open."""
    words = translator()
    if one.tick is not None and one.tick.not_needed:
        return words.text(NOT_NEEDED, why=one.tick.why)
    day, clock = one.met_on
    if day is None:
        return ""
    planned = one.state(now) in (State.PLANNED, State.TOO_LATE)
    return words.text(SET_FOR if planned else WAS_DONE[one.rule.means], day=day_clock(day, clock))
