"""What is typed about a plan: a line, a core group's answers, a sign that was looked for, the target date. What cannot
be taken is said by name, and what was typed stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from dialogs.replies import tidy
from i18n.messages import N_
from review.plan.text import Actor, Box, Origin, PlanText
from web.desk.forms import one_line

LONGEST = 4000
LONGEST_LINE = 200
NO_WORDS = N_("Write the line first.")
TOO_LONG = N_("That is too long. Use 4,000 characters or fewer.")
LONG_LINE = N_("That is too long. Use 200 characters or fewer.")
NO_ACTOR = N_("Say who does it. Tick a name, or write one.")
NO_END = N_(
    "This is a professional's action, so it needs an end: “until …”. The family's own people come first, and "
    "professionals stay only while they are needed."
)
NO_WHY = N_("Say why. The reason is kept with it.")
NO_BOX = N_("Pick a box.")
NO_ORIGIN = N_("Say whose idea it is.")
NO_SET = N_("That set is not there any more. Pick another one.")
ODD_DAY = N_("That day could not be read. Pick it again.")


@dataclass(frozen=True, slots=True)
class LineForm:
    """A line as it was typed, what was read from it (None when it cannot be taken), and what is wrong by field."""

    set_id: str = ""
    box: str = ""
    words: str = ""
    actors: tuple[Actor, ...] = ()
    other: str = ""
    other_paid: bool = False
    days: str = ""
    starts: str = ""
    safer: str = ""
    not_safer: str = ""
    until: str = ""
    origin: str = Origin.WORKER.value
    whose: str = ""
    why: str = ""
    text: PlanText | None = None
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def ticked(self) -> frozenset[str]:
        """The ids of the people that are ticked."""
        return frozenset(one.ref for one in self.actors if one.ref)


def form_of(text: PlanText) -> LineForm:
    """The form filled in with what a line says."""
    free = [one for one in text.actors if not one.ref]
    return LineForm(
        set_id=text.set_id,
        box=text.box.value,
        words=text.words,
        actors=text.actors,
        other=", ".join(one.name for one in free),
        other_paid=any(one.professional for one in free),
        days=text.days,
        starts=text.starts.isoformat() if text.starts else "",
        safer=text.safer,
        not_safer=text.not_safer,
        until=text.until,
        origin=text.origin.value,
        text=text,
    )


def read_line(
    form: MultiDict[str, str], offered: Sequence[Actor], sets: Sequence[str], stands: PlanText | None = None
) -> LineForm:
    """A line from a posted form. `stands`: what it said before, which must then be changed for a reason."""
    other, paid = one_line(form.get("other", "")), "other_paid" in form
    actors = tuple(one for one in offered if one.ref in form.getlist("actor"))
    typed = LineForm(
        set_id=form.get("set", "")[:64],
        box=form.get("box", "")[:20],
        words=many_lines(form, "words"),
        actors=(*actors, Actor(other, "", paid)) if other else actors,
        other=other,
        other_paid=paid,
        days=one_line(form.get("days", "")),
        starts=form.get("starts", "").strip()[:20],
        safer=many_lines(form, "safer"),
        not_safer=many_lines(form, "not_safer"),
        until=one_line(form.get("until", "")),
        origin=form.get("origin", "")[:20],
        whose=one_line(form.get("whose", "")),
        why=many_lines(form, "why"),
    )
    return _judged(typed, sets, stands)


def _judged(typed: LineForm, sets: Sequence[str], stands: PlanText | None) -> LineForm:
    """The form with its line, or with what is wrong."""
    wrong = typed.wrong
    starts = read_day(typed.starts)
    _judge_words(typed, stands)
    if typed.box not in set(Box):
        wrong["box"] = NO_BOX
    if typed.origin not in set(Origin):
        wrong["origin"] = NO_ORIGIN
    if typed.set_id and typed.set_id not in sets:
        wrong["set"] = NO_SET
    if isinstance(starts, str):
        wrong["starts"] = starts
    if "box" in wrong or "origin" in wrong or isinstance(starts, str):
        return typed
    text = PlanText(
        box=Box(typed.box),
        words=typed.words,
        set_id=typed.set_id,
        actors=typed.actors,
        days=typed.days,
        safer=typed.safer,
        not_safer=typed.not_safer,
        until=typed.until,
        starts=starts,
        origin=Origin(typed.origin),
        entry=stands.entry if stands else "",
    )
    if "actors" in text.gaps:
        wrong["actors"] = NO_ACTOR
    if text.endless:
        wrong["until"] = NO_END
    return _with(typed, text)


def _judge_words(typed: LineForm, stands: PlanText | None) -> None:
    long = {name for name in ("words", "safer", "not_safer", "why") if len(getattr(typed, name)) > LONGEST}
    typed.wrong.update(dict.fromkeys(sorted(long), TOO_LONG))
    lines = {name for name in ("other", "days", "until", "whose") if len(getattr(typed, name)) > LONGEST_LINE}
    typed.wrong.update(dict.fromkeys(sorted(lines), LONG_LINE))
    if not typed.words:
        typed.wrong["words"] = NO_WORDS
    if stands is not None and not typed.why:
        typed.wrong["why"] = NO_WHY


def _with(typed: LineForm, text: PlanText) -> LineForm:
    values = {name: getattr(typed, name) for name in LineForm.__slots__}
    return LineForm(**{**values, "text": None if typed.wrong else text})


def read_day(typed: str) -> date | None | str:
    """A day, None without one, or source words saying what is wrong."""
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return ODD_DAY
    return day if 2000 <= day.year <= 2200 else ODD_DAY


def many_lines(form: MultiDict[str, str], name: str) -> str:
    """What was typed in a field of several lines."""
    return tidy(form.get(name, ""))[0].strip()
