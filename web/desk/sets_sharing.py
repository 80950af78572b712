"""Showing a set to the family before the meeting: on which day, whom, with whose interpreting, what they answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from dialogs.replies import tidy
from i18n.messages import N_
from review.sets.sets import ANSWERS, SafetySet
from store.cases import CaseFile
from web.desk.forms import whole_number

LONGEST = 4000
LONGEST_LINE = 200
NO_DAY = N_("Pick the day it was shown.")
NOT_YET = N_("That day has not come yet. Note it once it was shown.")
NOBODY = N_("Say who was met.")
NO_ANSWER = N_("Pick what they answered. “No answer yet” is an answer too.")
TOO_LONG = N_("That is too long. Use 4,000 characters or fewer.")
LONG_LINE = N_("That is too long. Use 200 characters or fewer.")


@dataclass(frozen=True, slots=True)
class Shared:
    """The form as it was typed; `met` holds ids of people of the case, `others` whoever else was there."""

    version: int = 0
    on: str = ""
    met: tuple[str, ...] = ()
    others: str = ""
    interpreter: str = ""
    answer: str = ""
    words: str = ""
    wrong: dict[str, str] = field(default_factory=dict)


def read_shared(form: MultiDict[str, str], one: SafetySet, case: CaseFile, today: date) -> Shared:
    """The posted form; a sharing stays with the version they saw, even when that has changed since. Nobody outside the
    case was met as one of its people."""
    number = whole_number(form.get("version", ""), digits=6)
    version = number if 0 < number <= one.now.number else one.now.number
    typed = {name: tidy(form.get(name, ""))[0].strip() for name in ("on", "others", "interpreter", "answer", "words")}
    people = {person.id for person in case.people}
    met = tuple(one for one in form.getlist("met") if one in people)
    wrong = {}
    day = _day(typed["on"])
    if day is None or day > today:
        wrong["on"] = NO_DAY if day is None else NOT_YET
    if not met and not typed["others"]:
        wrong["met"] = NOBODY
    if typed["answer"] not in ANSWERS:
        wrong["answer"] = NO_ANSWER
    if len(typed["words"]) > LONGEST:
        wrong["words"] = TOO_LONG
    wrong |= {name: LONG_LINE for name in ("others", "interpreter") if len(typed[name]) > LONGEST_LINE}
    return Shared(version, met=met, wrong=wrong, **typed)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


def met_words(case: CaseFile, typed: Shared) -> str:
    """Who was met, by name, as it stays in the log."""
    names = [person.name for person in case.people if person.id in typed.met]
    return ", ".join((*names, *filter(None, (typed.others,))))
