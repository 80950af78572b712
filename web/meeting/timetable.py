"""The timetable of a case. Shown only: what changes it is in `dates_changes.py` and `dates_invited.py`."""

from __future__ import annotations

from datetime import datetime

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import LONDON, N_
from review.dates.council import Happening
from review.dates.invitations import HOWS, NOT_INVITED, ROLES, Counts, Outcome, counts_of
from review.dates.timetable import Item, items_of
from review.named import HAPPENINGS
from web.desk import desk
from web.desk.door import case_here, page, staff, who
from web.desk.once import once
from web.desk.words import meeting_words
from web.meeting.dates_forms import LONGEST_WORDS, Wrong
from web.meeting.dates_kept import Standing, keep_deadlines
from web.meeting.dates_words import (
    HOW_WORDS,
    OUTCOME_WORDS,
    ROLE_WORDS,
    date_words,
    due_words,
    how_long,
    limit_words,
    met_words,
    state_words,
    to_do,
    whole_limit,
)
from web.services import services


@desk.get("/cases/<case_id>/timetable")
@staff(Action.SEE_CASE)
def timetable_page(case_id: str) -> Response:
    """What is due in this case and when, its dates, and who was invited."""
    return timetable(case_id)


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
