"""Reads the timetable of a case as it stands, and keeps when things are due for the side bar and the reminders."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from review.case_event import Topic
from review.dates.closed_days import with_closed
from review.dates.council import CONFERENCES, Council
from review.dates.due import Dated
from review.dates.invitations import InvitationLog, invitations_of
from review.dates.timetable import Deadline, Timetable, clash, date_body, deadlines_of, timetable_of, with_meeting
from store.cases import CaseFile
from store.closed_days import ClosedDays
from store.deadlines import Kept
from store.vault import TheSealDoesNotOpen
from web.services import Services

Line = tuple[Topic, str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A case's timetable now. `clash` is the next conference when the case has another day for its meeting."""

    table: Timetable
    deadlines: tuple[Deadline, ...]
    invitations: InvitationLog
    clash: Dated | None
    seen: Mapping[str, int]
    """The newest line about each subject, also about invitations."""

    @property
    def conferences(self) -> tuple[Dated, ...]:
        """The conferences people are invited to, the newest first."""
        return tuple(one for one in reversed(self.table.dates) if one.kind in CONFERENCES)

    def deadline(self, key: str) -> Deadline | None:
        """The deadline with this key, or None."""
        return next((one for one in self.deadlines if one.key == key), None)


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What came of working out again when things are due in every open case: how many dates moved, in how many cases.
    `unread` are the ids of the cases whose log does not open."""

    moved: int
    cases: int
    unread: tuple[str, ...]


def council_now(s: Services) -> Council:
    """The council that is set, closed also on the days that were written down at the desk."""
    return with_closed(s.council, ClosedDays(s.database).of(s.council.key))


def read_timetable(s: Services, case: CaseFile, council: Council | None = None) -> Standing:
    """The timetable of this case. The caller has checked access."""
    events, now = s.case_log.of_case(case.id, Topic.MEETING), s.clock()
    written = timetable_of(events)
    table = with_meeting(written, case.meeting_on, now)
    return Standing(
        table=table,
        deadlines=deadlines_of(table, council or council_now(s)),
        invitations=invitations_of(events),
        clash=clash(written, case.meeting_on, now),
        seen={event.subject: event.order for event in events},
    )


def keep_deadlines(s: Services, case: CaseFile, council: Council | None = None) -> Standing:
    """Works out again when things are due in this case, and keeps it. To be called when a date of it has changed."""
    standing = read_timetable(s, case, council)
    s.deadlines.keep(case.id, [Kept(one.key, one.due.ends, one.done_at) for one in standing.deadlines])
    return standing


def work_out_again(s: Services) -> WorkedOut:
    """Works out again when things are due in every open case, as the council's limits or closed days have changed. A
    case whose log does not open is passed over: it must not keep a server from starting."""
    unread, council, now, moved = [], council_now(s), s.clock(), []
    for case in s.cases.every_open():
        before = {one.key: one.due_at for one in s.deadlines.of_case(case.id)}
        try:
            standing = keep_deadlines(s, case, council)
        except TheSealDoesNotOpen:
            unread.append(case.id)
            continue
        unmet = (one for one in standing.deadlines if one.done_at is None or one.done_at > now)
        moved.append(sum(before.get(one.key, one.due.ends) != one.due.ends for one in unmet))
    return WorkedOut(sum(moved), sum(map(bool, moved)), tuple(unread))


def keep_every_deadline(s: Services) -> tuple[str, ...]:
    """The same when a server is prepared. Returns the ids of the cases whose log does not open."""
    return work_out_again(s).unread


def first_written(event: Dated) -> list[Line]:
    """The line that puts the case's own meeting into the timetable, before anything is said about it there."""
    return [(Topic.MEETING, event.id, date_body(event.kind, event.day, event.clock))] if event.of_case else []


def fresh_id() -> str:
    """The id of a new date or invitation."""
    return secrets.token_hex(8)
