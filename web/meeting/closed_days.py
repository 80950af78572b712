"""On which days the council is closed: bank holidays, the days of its file, and those that are written down here.
Whoever is signed in reads it; what is due in every open case is worked out again after each change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import abort, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import LONDON, N_
from review.dates.closed_days import ClosedDay, Shut, opened, shut, standing, working_days
from review.dates.working_days import Nation, WorkingDays, named_holidays
from store.closed_days import LONGEST, ClosedDays
from web.desk import desk
from web.desk.door import page, staff, who
from web.desk.forms import one_line
from web.desk.once import once
from web.meeting.dates_forms import ODD_DAY, TOO_LONG, Form, Wrong, read_day
from web.meeting.dates_kept import council_now, work_out_again
from web.services import Services, services

MOST_DAYS = 31
"""Days that may be written down at once, weekends counted."""
NEW = "new"
NEEDS_REASON = N_("Say in a few words why the office is closed.")
NEEDS_WHY = N_("Say in a few words why it is a working day after all.")
OUT_OF_REACH = N_("Pick a day from {first} to {last}.")
TURNED_ROUND = N_("The last day comes before the first. Swap them.")
TOO_MANY = N_("That is more than {n} days. Write them down in parts.")
MEANWHILE = N_("Somebody else opened that day meanwhile. It counts as a working day.")
ANYWAY = {
    Shut.WEEKEND: N_("The office is closed then anyway: it is a weekend."),
    Shut.BANK_HOLIDAY: N_("The office is closed then anyway: it is a bank holiday."),
    Shut.COUNCIL: N_("The office is closed then already. It stands in the list."),
}
NATIONS = {
    Nation.ENGLAND_AND_WALES: N_("England and Wales"),
    Nation.SCOTLAND: N_("Scotland"),
    Nation.NORTHERN_IRELAND: N_("Northern Ireland"),
}


@dataclass(frozen=True, slots=True)
class Closing:
    """Days to close, as they were read."""

    days: tuple[date, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A day the council itself is closed. `here` is what was written down at the desk; None: it is in the file."""

    day: date
    here: ClosedDay | None


@desk.get("/closed-days")
@staff(Action.SEE_DESK)
def closed_days() -> Response:
    """The days the office is closed, this year and the next."""
    return _page(services())


@desk.post("/closed-days")
@staff(Action.CLOSE_DAYS)
def close_days() -> Response:
    """Closes a day, or each working day from one to another; then works out what is due."""
    s = services()
    read = read_closing(request.form, council_now(s).calendar, _today(s))
    if isinstance(read, dict):
        return _page(s, 422, NEW, read)
    form = request.form.get("form", "")
    if once.use(form):
        for id_ in ClosedDays(s.database).close(s.council.key, read.days, read.reason, who().id, s.clock()):
            s.audit.record("close_day", who().id, None, id_, s.clock())
        _work_out(s, form)
    return redirect(url_for("desk.closed_days", done=form), 303)


@desk.post("/closed-days/<day_id>")
@staff(Action.CLOSE_DAYS)
def open_day(day_id: str) -> Response:
    """Makes a day a working day again, with a reason; then works out what is due."""
    s, kept = services(), ClosedDays(services().database)
    if not any(one.id == day_id for one in kept.of(s.council.key)):
        abort(404)
    why, form = one_line(request.form.get("why", "")), request.form.get("form", "")
    if not why or len(why) > LONGEST:
        return _page(s, 422, day_id, {"why": TOO_LONG if why else NEEDS_WHY})
    if once.use(form):
        if not kept.open_again(s.council.key, day_id, why, who().id, s.clock()):
            return _page(s, 409, trouble=MEANWHILE)
        s.audit.record("open_day", who().id, None, day_id, s.clock())
        _work_out(s, form)
    return redirect(url_for("desk.closed_days", done=form), 303)


def read_closing(form: Form, calendar: WorkingDays, today: date) -> Closing | Wrong:
    """The days and the reason of a posted form, or what is wrong with which field."""
    wrong: Wrong = {}
    reason = one_line(form.get("reason", ""))
    if not reason or len(reason) > LONGEST:
        wrong["reason"] = TOO_LONG if reason else NEEDS_REASON
    first = read_day(form)
    last = read_day(MultiDict({"day": form["until"]})) if form.get("until", "").strip() else first
    days: tuple[date, ...] = ()
    if isinstance(first, str):
        wrong["day"] = first
    elif isinstance(last, str):
        wrong["until"] = ODD_DAY
    elif trouble := _trouble(first, last, today):
        wrong[trouble[0]] = trouble[1]
    elif not (days := working_days(calendar, first, last)):
        wrong["day"] = ANYWAY[shut(calendar, first) or Shut.COUNCIL]
    return wrong or Closing(days, reason)


def _trouble(first: date, last: date, today: date) -> tuple[str, str] | None:
    """Which field of two readable days cannot be taken, and why."""
    begins, ends = _reach(today)
    for name, day in (("day", first), ("until", last)):
        if not begins <= day <= ends:
            return name, OUT_OF_REACH
    if last < first:
        return "until", TURNED_ROUND
    return ("until", TOO_MANY) if (last - first).days >= MOST_DAYS else None


def _reach(today: date) -> tuple[date, date]:
    """The first and the last day that may be closed: what was forgotten last year still counts in what is due now."""
    return date(today.year - 1, 1, 1), date(today.year + 1, 12, 31)


def _work_out(s: Services, form: str) -> None:
    """Works out every open case again, and notes what came of it for the page this form leads to."""
    outcome = work_out_again(s)
    once.note(form, f"{outcome.moved} {outcome.cases}")


def _done() -> tuple[int, int] | None:
    """How many dates moved in how many cases, after a form that was taken."""
    moved, _, cases = (once.made(request.args.get("done", "")) or "").partition(" ")
    return (int(moved), int(cases)) if moved.isdigit() and cases.isdigit() else None


def _today(s: Services) -> date:
    now: datetime = s.clock()
    return now.astimezone(LONDON).date()


def _page(s: Services, status: int = 200, at: str = "", wrong: Wrong | None = None, trouble: str = "") -> Response:
    today, council, every = _today(s), s.council, ClosedDays(s.database).of(s.council.key)
    begins, ends = _reach(today)
    here = [Row(one.day, one) for one in standing(every) if one.day >= begins]
    file = [Row(day, None) for day in council.calendar.closed if begins <= day <= ends]
    return page(
        "meeting/closed_days.html",
        status,
        here="timetable",
        council=council,
        nation=NATIONS[council.calendar.nation],
        years=(today.year, today.year + 1),
        holidays={year: named_holidays(council.calendar.nation, year) for year in (today.year, today.year + 1)},
        rows=sorted(here + file, key=lambda row: (row.day, row.here is not None)),
        opened=opened(every),
        names=s.accounts.names(),
        today=today,
        begins=begins,
        ends=ends,
        done=_done(),
        at=at,
        wrong=wrong or {},
        trouble=trouble,
        typed=request.form if at else MultiDict(),
        most=LONGEST,
        most_days=MOST_DAYS,
        form=once.fresh,
    )
