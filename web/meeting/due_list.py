"""What is due in all cases of a worker, and how much of it, as it was kept when a date changed. Works nothing out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import g, request
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import LONDON, N_
from store.deadlines import Counted, Open
from web.desk import desk
from web.desk.door import page, staff, who
from web.meeting.dates_words import day_clock, how_long, last_moment, only_to_do
from web.services import services

SOON = timedelta(days=7)
"""How far ahead the side bar counts."""
ON_A_LEAF = 50
LATE, NEXT, LATER = N_("Late"), N_("In the next 7 days"), N_("Later")


@dataclass(frozen=True, slots=True)
class DueRow:
    """A line of the list over all cases: in which case, what, and when."""

    case_id: str
    case: str
    what: str
    to_do: str
    day: str
    away: str


@desk.get("/timetable")
@staff(Action.SEE_DESK)
def due_list() -> Response:
    """What is due in every open case of the signed-in worker, the first due first, a leaf at a time."""
    s, now, account_id = services(), services().clock(), who().id
    leaf = max(1, request.args.get("leaf", 1, type=int))
    due = s.deadlines.open_for(account_id, now, ON_A_LEAF + 1, (leaf - 1) * ON_A_LEAF)
    names = s.cases.names(account_id, (one.case_id for one in due))
    groups: dict[str, list[DueRow]] = {LATE: [], NEXT: [], LATER: []}
    for one in due[:ON_A_LEAF]:
        rule = s.council.rule(one.key.partition(".")[0])
        if rule is not None and one.case_id in names:
            row = DueRow(
                one.case_id, names[one.case_id], rule.what, only_to_do(rule), _day(one), how_long(one.due_at, now)
            )
            groups[_group(one, now)].append(row)
    counted = s.deadlines.count(account_id, now, now + SOON)
    later = s.deadlines.later(account_id, now, now + SOON)
    return page(
        "meeting/timetable_due.html",
        here="timetable",
        groups=groups,
        how_many={LATE: counted.overdue, NEXT: counted.soon, LATER: later},
        late=LATE,
        council=s.council,
        leaf=leaf,
        more=len(due) > ON_A_LEAF,
    )


@desk.context_processor
def _counted() -> dict[str, object]:
    """The number in the side bar: what is overdue or due within a week."""

    def due_count() -> Counted:
        s = services()
        return s.deadlines.count(g.account.id, s.clock(), s.clock() + SOON)

    return {"due_count": due_count}


def _group(one: Open, now: datetime) -> str:
    if one.due_at < now:
        return LATE
    return NEXT if one.due_at <= now + SOON else LATER


def _day(one: Open) -> str:
    day, timed = last_moment(one.due_at)
    return day_clock(day, one.due_at.astimezone(LONDON).time() if timed else None)
