"""What staff type in the timetable: dates, ticks, invitations. What cannot be taken is said by name and stays typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from werkzeug.datastructures import MultiDict

from i18n.messages import LONDON, N_
from review.dates.council import Happening
from review.dates.invitations import HOWS, NOT_INVITED, ROLES, Invitation, Outcome
from review.dates.timetable import Deadline
from web.desk.forms import one_line

LONGEST_WHO, LONGEST_WORDS = 120, 300
PICK_KIND = N_("Pick what it is.")
PICK_DAY = N_("Pick a day.")
ODD_DAY = N_("That day could not be read. Pick it again.")
ODD_TIME = N_("That time could not be read. Pick it again.")
NOT_YET = N_("That day is still to come. Tick it off once it is done.")
NEEDS_TIME = N_("This one is due at a time of day. Say at what time it was done.")
NEEDS_WHY = N_("Say in a few words why it is not needed here.")
NEEDS_WHO = N_("Say who was invited.")
PICK_ROLE = N_("Pick who they are.")
PICK_MEETING = N_("Pick which conference it is.")
PICK_HOW = N_("Pick how they were invited, or that they were not.")
PICK_OUTCOME = N_("Pick what came of it.")
TOO_LONG = N_("That is too long. Use {n} characters or fewer.")
Wrong = dict[str, str]
Form = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class TypedDate:
    """A date of the timetable as it was read."""

    kind: Happening
    day: date
    clock: time | None


def read_date(form: Form) -> TypedDate | Wrong:
    """A date from a posted form, or what is wrong with which field."""
    wrong: Wrong = {}
    kind = form.get("kind", "")
    if kind not in set(Happening):
        wrong["kind"] = PICK_KIND
    day, clock = read_day(form), read_clock(form)
    if isinstance(day, str):
        wrong["day"] = day
    if isinstance(clock, str):
        wrong["time"] = clock
    if wrong or isinstance(day, str) or isinstance(clock, str):
        return wrong
    return TypedDate(Happening(kind), day, clock)


def read_tick(form: Form, deadline: Deadline, now: datetime) -> tuple[date, time | None] | Wrong:
    """When a deadline was met. A limit that runs out at a time of day needs the time on its last day."""
    day, clock = read_day(form), read_clock(form)
    wrong = {name: said for name, said in (("day", day), ("time", clock)) if isinstance(said, str)}
    if isinstance(day, str) or isinstance(clock, str):
        return wrong
    local = now.astimezone(LONDON)
    if day > local.date() or (day == local.date() and clock is not None and clock > local.time()):
        return {"day": NOT_YET}
    if deadline.due.timed and day == deadline.due.day and clock is None:
        return {"time": NEEDS_TIME}
    return day, clock


def read_why(form: Form) -> tuple[str, Wrong]:
    """Why something is not needed, and what is wrong with it."""
    why = one_line(form.get("why", ""))
    if not why:
        return why, {"why": NEEDS_WHY}
    return why, {"why": TOO_LONG} if len(why) > LONGEST_WORDS else {}


def read_invitation(form: Form, id_: str, events: set[str], closed: frozenset[str]) -> Invitation | Wrong:
    """A new invitation from a posted form, to one of these dates whose log is not closed."""
    event, who, role = form.get("event", ""), one_line(form.get("who", "")), form.get("role", "")
    wrong: Wrong = {}
    if event not in events or event in closed:
        wrong["event"] = PICK_MEETING
    if not who or len(who) > LONGEST_WHO:
        wrong["who"] = TOO_LONG if who else NEEDS_WHO
    if role not in ROLES:
        wrong["role"] = PICK_ROLE
    read = read_way(form, Invitation(id_, event, who, role, "", None))
    return {**wrong, **(read if isinstance(read, dict) else {})} or read


def read_way(form: Form, one: Invitation) -> Invitation | Wrong:
    """The same invitation with how and when it went out, how that is known, and what came of it."""
    how, proof, outcome = form.get("how", ""), one_line(form.get("proof", "")), form.get("outcome", "")
    wrong: Wrong = {}
    day: date | str | None = read_day(form)
    if how not in HOWS:
        wrong["how"] = PICK_HOW
    if how == NOT_INVITED:
        day, proof, outcome = None, "", ""
    elif isinstance(day, str):
        wrong["day"] = day
    if len(proof) > LONGEST_WORDS:
        wrong["proof"] = TOO_LONG
    if outcome and outcome not in set(Outcome) - {Outcome.NOT_INVITED}:
        wrong["outcome"] = PICK_OUTCOME
    if wrong or isinstance(day, str):
        return wrong
    return replace(one, how=how, on=day, proof=proof, outcome=Outcome(outcome) if outcome else None)


def read_day(form: Form) -> date | str:
    """The day picked, or what is wrong with it."""
    typed = form.get("day", "").strip()[:20]
    if not typed:
        return PICK_DAY
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return ODD_DAY
    return day if 2000 <= day.year <= 2200 else ODD_DAY


def read_clock(form: Form) -> time | None | str:
    """The time picked, None without one, or what is wrong with it."""
    typed = form.get("time", "").strip()[:20]
    try:
        clock = time.fromisoformat(typed) if typed else None
    except ValueError:
        return ODD_TIME
    return (
        ODD_TIME if clock is not None and clock.tzinfo is not None else clock and clock.replace(second=0, microsecond=0)
    )
