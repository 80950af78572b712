"""What staff type: a case, the people in it, the day of the meeting. What cannot be taken is said by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from werkzeug.datastructures import MultiDict

from dialogs.replies import tidy
from i18n.messages import LONDON, N_
from store.cases import NewPerson
from web.desk.words import ROLES

LONGEST_NAME = 100
MOST_PEOPLE = 30
ROWS = 4
NO_NAME = N_("Give the case a name that you will know it by.")
LONG_NAME = N_("That name is too long. Use 100 characters or fewer.")
NO_DAY = N_("Pick a day as well as a time, or leave both empty.")
ODD_DAY = N_("That day or time could not be read. Pick it again.")
NO_ROLE = N_("Pick who each person is.")
NOBODY = N_("Say what the person is called.")
MANY = N_("There is room for 30 people in a case.")


@dataclass(frozen=True, slots=True)
class CaseForm:
    """A case as it was typed, what was read from it, and what is wrong with it (field name to source words)."""

    name: str = ""
    day: str = ""
    time: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    meeting_on: datetime | None = None
    people: tuple[NewPerson, ...] = ()
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def shown_rows(self) -> tuple[tuple[str, str], ...]:
        """The rows of people to show: what was typed, and empty ones after it."""
        return (*self.rows, *[("", "")] * max(1, ROWS - len(self.rows)))


def read_case(form: MultiDict[str, str]) -> CaseForm:
    """A new case from a posted form."""
    name = one_line(form.get("name", ""))
    day, clock = form.get("day", "").strip()[:20], form.get("time", "").strip()[:20]
    rows = read_rows(form)
    wrong: dict[str, str] = {}
    if not name:
        wrong["name"] = NO_NAME
    elif len(name) > LONGEST_NAME:
        wrong["name"] = LONG_NAME
    meeting_on = read_meeting(day, clock)
    if isinstance(meeting_on, str):
        wrong["day"] = meeting_on
        meeting_on = None
    trouble = trouble_with_people(rows)
    if trouble is not None:
        wrong["people"] = trouble
    people = tuple(NewPerson(role, called) for role, called in rows if trouble is None)
    return CaseForm(name, day, clock, rows, meeting_on, people, wrong)


def read_rows(form: MultiDict[str, str]) -> tuple[tuple[str, str], ...]:
    """Rows of (role, what they are called) in which something was typed or, for the last field, picked."""
    rows = zip(form.getlist("role"), map(one_line, form.getlist("called")), strict=False)
    return tuple((role[:20], called) for role, called in rows if called or role)


def trouble_with_people(rows: Sequence[tuple[str, str]]) -> str | None:
    """Why these people cannot be taken, or None."""
    if len(rows) > MOST_PEOPLE:
        return MANY
    if any(not called for _, called in rows):
        return NOBODY
    if any(role not in ROLES for role, _ in rows):
        return NO_ROLE
    return LONG_NAME if any(len(called) > LONGEST_NAME for _, called in rows) else None


def read_meeting(day: str, clock: str) -> datetime | None | str:
    """The meeting in UTC, None without one, or source words saying what is wrong. No time: midnight in London."""
    if not day:
        return NO_DAY if clock else None
    try:
        local = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock or "00:00"))
    except ValueError:
        return ODD_DAY
    if not 2000 <= local.year <= 2200 or local.tzinfo is not None:
        return ODD_DAY
    return local.replace(tzinfo=LONDON).astimezone(UTC)


def whole_number(typed: str, digits: int = 9, otherwise: int = 0) -> int:
    """A number that a page put into its own form; `otherwise` for anything else, or for more digits than that."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= digits else otherwise


def one_line(text: str) -> str:
    """What was typed in a single-line field, without what no screen can show."""
    return " ".join(tidy(text[:2000])[0].split())
