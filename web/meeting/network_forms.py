"""What is typed about somebody of the network. What cannot be taken is said by name, and what was typed stays."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from i18n.messages import N_
from review.plan.network import QUESTIONS, About, Answer, Ring, Said
from web.desk.forms import LONGEST_NAME, one_line
from web.meeting.plan_forms import LONG_LINE, LONGEST, LONGEST_LINE, TOO_LONG, many_lines, read_day

NO_NAME = N_("Say what the person is called.")
LONG_NAME = N_("That name is too long. Use 100 characters or fewer.")


@dataclass(frozen=True, slots=True)
class PersonForm:
    """Somebody as they were typed: the days beside the answers as text, and what is wrong by field."""

    about: About = About("")
    days: dict[str, str] = field(default_factory=dict)
    why: str = ""
    wrong: dict[str, str] = field(default_factory=dict)


def form_of(about: About) -> PersonForm:
    """The form filled in with what is known."""
    answers = {name: about.answer(name) for name in QUESTIONS}
    return PersonForm(about, {name: one.on.isoformat() if one.on else "" for name, one in answers.items()})


def read_person(form: MultiDict[str, str], before: About) -> PersonForm:
    """Somebody from a posted form; where they come from stays as it was."""
    ring = form.get("ring", "")
    days = {name: form.get(f"{name}_on", "").strip()[:20] for name in QUESTIONS}
    wrong: dict[str, str] = {}
    answers = {name: _answer(form.get(name, ""), days[name], name, wrong) for name in QUESTIONS}
    about = replace(
        before,
        name=one_line(form.get("name", "")),
        who=one_line(form.get("who", "")),
        helps=many_lines(form, "helps"),
        ring=Ring(ring) if ring in set(Ring) else None,
        professional="professional" in form,
        source=one_line(form.get("source", "")),
        knows=answers["knows"],
        willing=answers["willing"],
        contact=answers["contact"],
        invited=answers["invited"],
    )
    why = many_lines(form, "why")
    if not about.name:
        wrong["name"] = NO_NAME
    elif len(about.name) > LONGEST_NAME:
        wrong["name"] = LONG_NAME
    wrong.update({name: LONG_LINE for name in ("who", "source") if len(getattr(about, name)) > LONGEST_LINE})
    wrong.update({name: TOO_LONG for name, typed in (("helps", about.helps), ("why", why)) if len(typed) > LONGEST})
    return PersonForm(about, days, why, wrong)


def _answer(said: str, on: str, name: str, wrong: dict[str, str]) -> Answer:
    """One answer; a day beside “not asked” is not kept."""
    what = Said(said) if said in set(Said) else Said.NOT_ASKED
    day = read_day(on) if what is not Said.NOT_ASKED else None
    if isinstance(day, str):
        wrong[name] = day
        return Answer(what)
    return Answer(what, day)
