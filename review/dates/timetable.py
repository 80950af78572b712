"""Works out what is due when: the dates of a case, a council's limits, and what was ticked off. Folded from the log.

It asks no clock: what stands at a moment is asked with that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from review.case_event import CaseEvent, Topic
from review.dates.council import CONFERENCES, Council, Happening, Means, Rule
from review.dates.due import LONDON, Dated, Due, due, london


@dataclass(frozen=True, slots=True)
class Tick:
    """What was said of a deadline: met on which day, at what time if that matters; or not needed, and why."""

    on: date | None
    clock: time | None
    why: str
    by: str
    at: datetime

    @property
    def not_needed(self) -> bool:
        """Whether it does not apply to this family."""
        return self.on is None


class State(StrEnum):
    """How a deadline stands."""

    OVERDUE = "overdue"
    TOO_LATE = "too_late"
    """A date is set, after the limit."""
    AHEAD = "ahead"
    PLANNED = "planned"
    """A date is set, within the limit."""
    ON_TIME = "on_time"
    LATE = "late"
    """Done, after the limit."""
    NOT_NEEDED = "not_needed"


OPEN = frozenset({State.OVERDUE, State.TOO_LATE, State.AHEAD})


@dataclass(frozen=True, slots=True)
class Deadline:
    """A council's limit for one date of one case. `meeting` is what meets a limit on holding something."""

    rule: Rule
    event: Dated
    due: Due
    tick: Tick | None = None
    meeting: Dated | None = None
    seen: int = 0

    @property
    def key(self) -> str:
        """Names it among all of the case."""
        return f"{self.rule.key}.{self.event.id}"

    def state(self, now: datetime) -> State:
        """How it stands at this moment (UTC)."""
        if self.tick is not None:
            return State.NOT_NEEDED if self.tick.not_needed else State.ON_TIME if self.in_time else State.LATE
        if self.meeting is not None and self.in_time:
            return State.PLANNED if self.meeting.at > now else State.ON_TIME
        if self.meeting is not None:
            return State.TOO_LATE if self.meeting.at > now else State.LATE
        return State.OVERDUE if now > self.due.ends else State.AHEAD

    @property
    def in_time(self) -> bool:
        """Whether it was met, or its meeting is, before it is late. A day alone counts as that whole day."""
        day, clock = self.met_on
        if day is None:
            return False
        return london(day, clock) <= self.due.ends if self.due.timed and clock else day <= self.due.day

    @property
    def met_on(self) -> tuple[date | None, time | None]:
        """The day and time it was met or will be."""
        if self.tick is not None:
            return self.tick.on, self.tick.clock
        return (None, None) if self.meeting is None else (self.meeting.day, self.meeting.clock)

    @property
    def done_at(self) -> datetime | None:
        """From when on nobody needs to be reminded, in UTC; None while it is open. A date set too late leaves it
        open until that date."""
        if self.tick is not None:
            return self.tick.at
        return None if self.meeting is None else self.meeting.at


@dataclass(frozen=True, slots=True)
class Item:
    """What belongs together: a report that must be shared and sent is one thing with two deadlines, on time when both
    were."""

    what: str
    event: Dated
    deadlines: tuple[Deadline, ...]

    @property
    def first(self) -> datetime:
        """When the first of them is due, in UTC."""
        return min(one.due.ends for one in self.deadlines)

    def is_open(self, now: datetime) -> bool:
        """Whether anything in it is still to be done."""
        return any(one.state(now) in OPEN for one in self.deadlines)

    def on_time(self, now: datetime) -> bool:
        """Whether everything in it that is needed was done on time."""
        states = {one.state(now) for one in self.deadlines} - {State.NOT_NEEDED}
        return states == {State.ON_TIME}


@dataclass(frozen=True, slots=True)
class Timetable:
    """The dates of a case in their order, what was ticked off, and the newest line about each subject."""

    dates: tuple[Dated, ...] = ()
    ticks: Mapping[str, Tick] = field(default_factory=dict)
    seen: Mapping[str, int] = field(default_factory=dict)

    def date_with(self, id_: str) -> Dated | None:
        """The date with this id, or None."""
        return next((one for one in self.dates if one.id == id_), None)


def date_body(kind: Happening, day: date, clock: time | None) -> dict[str, Any]:
    """The log line of a date."""
    return {"of": "date", "kind": kind.value, "day": day.isoformat(), "clock": _clock_words(clock)}


def no_date_body() -> dict[str, Any]:
    """The log line that takes a date out again. What was there before stays in the log."""
    return {"of": "date", "kind": "", "day": "", "clock": ""}


def tick_body(on: date | None, clock: time | None = None, why: str = "") -> dict[str, Any]:
    """The log line of a tick; without a day: not needed, and why."""
    return {"of": "tick", "on": on.isoformat() if on else "", "clock": _clock_words(clock), "why": why, "do": "tick"}


def no_tick_body() -> dict[str, Any]:
    """The log line that takes a tick back."""
    return {"of": "tick", "on": "", "clock": "", "why": "", "do": "undo"}


def timetable_of(events: Iterable[CaseEvent]) -> Timetable:
    """The dates and ticks of a case from its lines about `meeting`; other lines are passed over."""
    dates: dict[str, Dated] = {}
    ticks: dict[str, Tick] = {}
    seen: dict[str, int] = {}
    for event in events:
        of = event.body.get("of") if event.topic is Topic.MEETING else None
        if of not in ("date", "tick"):
            continue
        seen[event.subject], body = event.order, event.body
        if of == "date" and body["kind"]:
            kind, day = Happening(body["kind"]), date.fromisoformat(body["day"])
            dates[event.subject] = Dated(event.subject, kind, day, _clock(body["clock"]), event.order)
        elif of == "date":
            dates.pop(event.subject, None)
        elif body["do"] == "tick":
            on = date.fromisoformat(body["on"]) if body["on"] else None
            ticks[event.subject] = Tick(on, _clock(body["clock"]), body["why"], event.by, event.at)
        else:
            ticks.pop(event.subject, None)
    return Timetable(_in_order(dates.values()), ticks, seen)


def with_meeting(table: Timetable, meeting_on: datetime | None, now: datetime) -> Timetable:
    """The same with the meeting the case has, where the timetable does not have it: the initial conference, or a
    review when another conference was before. Left out where `clash` asks which of two days is right."""
    if meeting_on is None:
        return table
    local = meeting_on.astimezone(LONDON)
    day, clock = local.date(), None if local.time() == time(0) else local.time()
    conferences = [one for one in table.dates if one.kind in CONFERENCES]
    same = next((one for one in conferences if one.day == day), None)
    if same is not None:
        filled = replace(same, clock=same.clock or clock)
        return replace(table, dates=_in_order(filled if one is same else one for one in table.dates))
    to_come = day >= now.astimezone(LONDON).date()
    first_is_later = any(one.kind is Happening.INITIAL_CONFERENCE and one.day > day for one in conferences)
    id_ = f"m{day:%Y%m%d}"
    if (to_come and clash(table, meeting_on, now)) or first_is_later or table.date_with(id_):
        return table
    earlier = any(one.day < day for one in conferences)
    kind = Happening.REVIEW_CONFERENCE if earlier else Happening.INITIAL_CONFERENCE
    return replace(table, dates=_in_order([*table.dates, Dated(id_, kind, day, clock, of_case=True)]))


def clash(table: Timetable, meeting_on: datetime | None, now: datetime) -> Dated | None:
    """The next conference to come when the case has another day for its meeting, or none; None when they agree."""
    today = now.astimezone(LONDON).date()
    to_come = [one for one in table.dates if one.kind in CONFERENCES and one.day >= today]
    day = meeting_on.astimezone(LONDON).date() if meeting_on else None
    return None if not to_come or any(one.day == day for one in to_come) else to_come[0]


def deadlines_of(table: Timetable, council: Council) -> tuple[Deadline, ...]:
    """Everything the council's limits ask of these dates, the first due first."""
    found = [
        Deadline(
            rule,
            event,
            due(rule, event, council.calendar),
            table.ticks.get(f"{rule.key}.{event.id}"),
            _meeting(table, rule, event),
            table.seen.get(f"{rule.key}.{event.id}", 0),
        )
        for event in table.dates
        for rule in council.rules
        if rule.event is event.kind
    ]
    return tuple(sorted(found, key=lambda one: (one.due.ends, one.rule.key)))


def items_of(deadlines: Iterable[Deadline]) -> tuple[Item, ...]:
    """The deadlines with those of the same thing for the same meeting together, the first due first."""
    together: dict[tuple[str, str], list[Deadline]] = {}
    for one in deadlines:
        together.setdefault((one.rule.what, one.event.id), []).append(one)
    items = [Item(what, them[0].event, tuple(them)) for (what, _), them in together.items()]
    return tuple(sorted(items, key=lambda item: item.first))


def _meeting(table: Timetable, rule: Rule, event: Dated) -> Dated | None:
    """The first meeting after this date of the kind that must be held."""
    if rule.means is not Means.HELD:
        return None
    later = (one for one in table.dates if one.kind is rule.meeting and one.id != event.id and one.at >= event.at)
    return next(later, None)


def _in_order(dates: Iterable[Dated]) -> tuple[Dated, ...]:
    return tuple(sorted(dates, key=lambda one: (one.at, one.kind)))


def _clock(words: str) -> time | None:
    return time.fromisoformat(words) if words else None


def _clock_words(clock: time | None) -> str:
    return clock.isoformat("minutes") if clock else ""
