"""The core group's answers to what is proposed: on which day, who was there, and why. It owns the plan between
conferences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import LONDON, N_
from review.case_event import Topic
from review.plan.plan import PlanLine, answer_body
from store.case_log import SomebodyWroteMeanwhile
from web.desk import desk
from web.desk.door import case_here, staff, who
from web.desk.forms import one_line, whole_number
from web.meeting.plan_forms import LONG_LINE, LONGEST, LONGEST_LINE, NO_END, TOO_LONG, many_lines, read_day
from web.meeting.plan_pages import plan_page_of, today
from web.meeting.plan_view import Told, people_for, read_plan
from web.services import services

ANSWERS = ("accept", "decline")
NO_DAY = N_("Say on which day the core group met.")
NOT_YET = N_("That day is still to come. Say on which day the core group met.")
TOO_EARLY = N_("Nothing of this was proposed by that day. Say on which day the core group answered it.")
NOBODY = N_("Say who was there. Tick the names, or write them.")
NOTHING = N_("Pick accept or decline for at least one proposal.")
WHY_NOT = N_("Say why it was declined, so that whoever proposed it can read it.")
STALE = N_("Somebody changed this meanwhile. Here it is as it is now; your answer to it was not kept.")


@dataclass(frozen=True, slots=True)
class GroupForm:
    """What was typed: the day, who was there, an answer and a reason for each line; and what is wrong by field."""

    on: str = ""
    there: tuple[str, ...] = ()
    others: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    whys: dict[str, str] = field(default_factory=dict)
    day: date | None = None
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> str:
        """Everybody who was there."""
        return ", ".join([*self.there, self.others] if self.others else self.there)


@desk.get("/cases/<case_id>/plan/core-group")
@staff(Action.CHANGE_CASE)
def plan_core_group(case_id: str) -> Response:
    """Everything that is proposed, to be answered in one meeting."""
    s = services()
    response = _page(case_id, read_plan(s, case_id), GroupForm(on=today().isoformat()))
    s.audit.record("read_plan", who().id, case_id, None, s.clock())
    return response


@desk.post("/cases/<case_id>/plan/core-group")
@staff(Action.CHANGE_CASE)
def answer_plan(case_id: str) -> Response:
    """Keeps the core group's answers. A line that changed meanwhile is shown again; the other answers are kept."""
    s = services()
    told = read_plan(s, case_id)
    given = _read(told)
    if given.wrong or given.day is None:
        return _page(case_id, told, given, 422, [one for one in given.answers if _moved(told, one)])
    late = []
    for line_id, answer in given.answers.items():
        typed = (request.form.get(f"{name}-{line_id}", "") for name in "ps")
        proposal, seen = (whole_number(one, otherwise=-1) for one in typed)
        body = answer_body(proposal, answer == ANSWERS[0], given.day, given.names, given.whys[line_id])
        try:
            s.case_log.append(case_id, Topic.PLAN, line_id, who().id, s.clock(), body, after=seen)
        except SomebodyWroteMeanwhile:
            late.append(line_id)
        else:
            s.audit.record("answer_plan_line", who().id, case_id, line_id, s.clock())
    if late:
        return _page(case_id, read_plan(s, case_id), given, 409, late)
    return redirect(url_for("desk.plan_page", case_id=case_id, _anchor=f"l-{next(iter(given.answers))}"), 303)


def _read(told: Told) -> GroupForm:
    form = request.form
    asked = {one.id: one for one in told.plan.lines if f"a-{one.id}" in form}
    answers = {id_: form[f"a-{id_}"] for id_ in asked if form[f"a-{id_}"] in ANSWERS}
    whys = {id_: many_lines(form, f"w-{id_}") for id_ in asked}
    there = tuple(one_line(name) for name in form.getlist("there"))[:60]
    day = read_day(form.get("on", "").strip()[:20])
    typed = GroupForm(form.get("on", "")[:20], there, one_line(form.get("others", "")), answers, whys)
    wrong = typed.wrong
    if not isinstance(day, date):
        wrong["on"] = day or NO_DAY
    elif day > today():
        wrong["on"] = NOT_YET
    elif (first := _first_day([asked[id_] for id_ in answers or asked])) and day < first:
        wrong["on"] = TOO_EARLY
    if not typed.names:
        wrong["there"] = NOBODY
    elif len(typed.others) > LONGEST_LINE:
        wrong["there"] = LONG_LINE
    if not answers:
        wrong["answers"] = NOTHING
    wrong.update({id_: told_why for id_, line in asked.items() if (told_why := _trouble(typed, line))})
    return GroupForm(typed.on, typed.there, typed.others, answers, whys, day if isinstance(day, date) else None, wrong)


def _first_day(lines: Iterable[PlanLine]) -> date | None:
    """The day of the first proposal that waits in these lines: nobody can have answered before it."""
    return min((line.proposal.at.astimezone(LONDON).date() for line in lines if line.proposal), default=None)


def _trouble(given: GroupForm, line: PlanLine) -> str:
    """Why this answer cannot be taken, or nothing. A professional's action with no end is not accepted."""
    answer, why = given.answers.get(line.id), given.whys[line.id]
    text = line.proposal.text if line.proposal else None
    if len(why) > LONGEST:
        return TOO_LONG
    if answer == "accept" and text is not None and text.endless:
        return NO_END
    return WHY_NOT if answer == "decline" and not why else ""


def _moved(told: Told, line_id: str) -> bool:
    """Whether this line no longer waits with the proposal that was read when it was answered."""
    line = told.plan.find(line_id)
    waits = line.proposal if line else None
    return waits is None or waits.order != whole_number(request.form.get(f"p-{line_id}", ""), otherwise=-1)


def _page(case_id: str, told: Told, given: GroupForm, status: int = 200, late: Sequence[str] = ()) -> Response:
    """The page. `late`: answers that were not kept because of what somebody else did meanwhile; the ones to what waits
    no more are shown with what became of it, for they have no place in the form any longer."""
    case = case_here(services(), case_id)
    given.wrong.update(dict.fromkeys(late, STALE))
    missed = [line for one in late if (line := told.plan.find(one)) and line.proposal is None]
    people = people_for(case, told.network)
    more = {"people": people, "late": late, "missed": missed, "kept": status == 409 and len(given.answers) > len(late)}
    first = _first_day(told.plan.waiting)
    return plan_page_of("meeting/plan_group.html", case_id, told, status, given=given, first=first, **more)
