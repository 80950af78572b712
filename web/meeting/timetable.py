"""The timetable of a case, and what is due in all of a worker's cases. Shown only: what changes it is in
`dates_changes.py` and `dates_invited.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import g, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import LONDON, N_
from review.dates.council import Happening
from review.dates.invitations import HOWS, NOT_INVITED, ROLES, Counts, Outcome, counts_of
from review.dates.timetable import Item, items_of
from store.deadlines import Counted, Open
from web.desk import desk
from web.desk.door import case_here, page, staff, who
from web.desk.once import once
from web.desk.words import meeting_words
from web.meeting.dates_forms import LONGEST_WORDS, Wrong
from web.meeting.dates_kept import Standing, keep_deadlines
from web.meeting.dates_words import (
    HAPPENINGS,
    HOW_WORDS,
    OUTCOME_WORDS,
    ROLE_WORDS,
    date_words,
    day_clock,
    due_words,
    how_long,
    last_moment,
    limit_words,
    met_words,
    only_to_do,
    state_words,
    to_do,
    whole_limit,
)
from web.services import services

SOON = timedelta(days=7)
"""How far ahead the side bar counts."""
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


@desk.get("/cases/<case_id>/timetable")
@staff(Action.SEE_CASE)
def timetable_page(case_id: str) -> Response:
    """What is due in this case and when, its dates, and who was invited."""
    return timetable(case_id)


@desk.get("/timetable")
@staff(Action.SEE_DESK)
def due_list() -> Response:
    """What is due in every open case of the signed-in worker, worked out afresh."""
    s, now = services(), services().clock()
    cases = [case for case in s.cases.for_account(who().id) if case.closed_at is None]
    for case in cases:
        keep_deadlines(s, case)
    names = {case.id: case.name for case in cases}
    groups: dict[str, list[DueRow]] = {LATE: [], NEXT: [], LATER: []}
    for one in s.deadlines.open_for(who().id, now):
        rule = s.council.rule(one.key.partition(".")[0])
        if rule is not None and one.case_id in names:
            groups[_group(one, now)].append(
                DueRow(
                    one.case_id, names[one.case_id], rule.what, only_to_do(rule), _day(one), how_long(one.due_at, now)
                )
            )
    return page("meeting/timetable_due.html", here="timetable", groups=groups, late=LATE, council=s.council)


@desk.context_processor
def _counted() -> dict[str, object]:
    """The number in the side bar: what is overdue or due within a week."""

    def due_count() -> Counted:
        s = services()
        return s.deadlines.count(g.account.id, s.clock(), s.clock() + SOON)

    return {"due_count": due_count}


def timetable(case_id: str, status: int = 200, at: str = "", wrong: Wrong | None = None, trouble: str = "") -> Response:
    """The page; `at` names the form that could not be taken, which keeps what was typed."""
    s, now = services(), services().clock()
    case = case_here(s, case_id)
    standing = keep_deadlines(s, case)
    s.audit.record("read_timetable", who().id, case_id, None, now)
    items = items_of(standing.deadlines)
    return page(
        "meeting/timetable.html",
        status,
        here=case_id,
        case=case,
        meeting=meeting_words(case.meeting_on),
        standing=standing,
        open_items=[one for one in items if one.is_open(now)],
        done_items=[one for one in items if not one.is_open(now)],
        invited=_invited(standing),
        council=s.council,
        now=now,
        today=now.astimezone(LONDON).date().isoformat(),
        adding=request.args.get("add", ""),
        at=at,
        wrong=wrong or {},
        trouble=trouble,
        typed=request.form if at else MultiDict(),
        form=once.fresh,
        most=LONGEST_WORDS,
        on_time=on_time_words,
        **_WORDS,
    )


def on_time_words(item: Item, now: datetime) -> str:
    """What is said of a report with two ends once both are done."""
    if len(item.deadlines) < 2:
        return ""
    if item.on_time(now):
        return N_("On time: all of it")
    return "" if item.is_open(now) else N_("Not on time")


def _invited(standing: Standing) -> list[tuple[object, tuple[object, ...], Counts]]:
    """Each conference with its invitations and how they went."""
    log = standing.invitations
    return [(event, log.of(event.id), counts_of(log.of(event.id))) for event in standing.conferences]


def _group(one: Open, now: datetime) -> str:
    if one.due_at < now:
        return LATE
    return NEXT if one.due_at <= now + SOON else LATER


def _day(one: Open) -> str:
    day, timed = last_moment(one.due_at)
    return day_clock(day, one.due_at.astimezone(LONDON).time() if timed else None)


_WORDS = {
    "happenings": HAPPENINGS,
    "kinds": tuple(Happening),
    "roles_of": ROLE_WORDS,
    "roles": ROLES,
    "hows": HOWS,
    "how_words": HOW_WORDS,
    "not_invited": NOT_INVITED,
    "outcomes": [one for one in Outcome if one is not Outcome.NOT_INVITED],
    "outcome_words": OUTCOME_WORDS,
    "due_words": due_words,
    "date_words": date_words,
    "how_long": how_long,
    "limit_words": limit_words,
    "whole_limit": whole_limit,
    "met_words": met_words,
    "state_words": state_words,
    "to_do": to_do,
}

from web.meeting import dates_changes, dates_invited  # noqa: E402, F401 - views register themselves
