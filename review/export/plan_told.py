"""How an export tells the safety plan that stands, the people around the child, and the dates.

Only what the core group accepted is told; what waits is counted. Of the network it tells who helps and how, never what
somebody knows or whether they may be contacted.
"""

from __future__ import annotations

from dataclasses import dataclass

from review.dates.due import Dated, london
from review.export.meeting import Piece
from review.export.sets_told import day_words
from review.export.words import Takeaway
from review.named import BOXES, HAPPENINGS, N_, ORIGINS, RINGS
from review.plan.network import NetworkPerson, Ring
from review.plan.plan import PlanLine, Sighting
from review.plan.text import Actor, Box


@dataclass(frozen=True, slots=True)
class LineTold:
    """One line of the plan: its words, and who, when, what will be seen and until when, as sentences."""

    words: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoxTold:
    """The lines of one box of one set (or of the whole plan)."""

    about: str
    title: str
    lines: tuple[LineTold, ...]


def plan_told(takeaway: Takeaway) -> tuple[BoxTold, ...]:
    """The accepted lines, set by set and box by box; none where the plan was left out of the export."""
    if Piece.PLAN not in takeaway.pieces:
        return ()
    _, found = takeaway.words.text, []
    numbers = {one.id: one.number for one in takeaway.sets}
    order = [*numbers.values(), 0]
    for number in order:
        about = _("Set {number}", number=str(number)) if number else _("The whole plan")
        for box in Box:
            mine = (one for one in takeaway.meeting.plan.accepted if one.text.box is box)
            lines = tuple(_line(takeaway, one) for one in mine if numbers.get(one.text.set_id, 0) == number)
            found += [BoxTold(about, _(BOXES[box]), lines)] if lines else []
    return tuple(found)


def plan_notes(takeaway: Takeaway) -> list[str]:
    """The target date, and how many proposals wait for the core group; nothing where the plan was left out."""
    plan, _ = takeaway.meeting.plan, takeaway.words.text
    if Piece.PLAN not in takeaway.pieces:
        return []
    found = []
    if plan.target is not None and plan.target.on is not None:
        day = day_words(takeaway, plan.target.on)
        found.append(_("Target date: {day}. A goal for everybody, not a promise.", day=day))
    elif plan.target is not None:
        found.append(_("There is no target date yet: {why}", why=plan.target.why))
    if waiting := len(plan.waiting):
        one, many = N_("{n} proposal waits for the core group."), N_("{n} proposals wait for the core group.")
        found.append(f"{takeaway.words.count(one, many, waiting)} {_('What waits is not shown.')}")
    return found


def network_told(takeaway: Takeaway) -> tuple[tuple[str, str, str, str], ...]:
    """Who is in the network: name, who they are, how they help, how close. None where it was left out."""
    if Piece.NETWORK not in takeaway.pieces:
        return ()
    people = takeaway.meeting.network.people
    near = {ring: place for place, ring in enumerate(Ring)}
    ordered = sorted(people, key=lambda one: near[one.about.ring] if one.about.ring else len(near))
    return tuple(_person(takeaway, one) for one in ordered)


def dates_told(takeaway: Takeaway) -> tuple[tuple[str, str], ...]:
    """What happens when: what, and its day (and time, where it is known). None where the dates were left out."""
    if Piece.DATES not in takeaway.pieces:
        return ()
    return tuple((takeaway.words.text(HAPPENINGS[one.kind]), when(takeaway, one)) for one in takeaway.meeting.dates)


def when(takeaway: Takeaway, one: Dated) -> str:
    """The day of something in words, with its time where that is known."""
    return takeaway.words.moment(one.at) if one.clock else takeaway.words.day(london(one.day, None))


def _line(takeaway: Takeaway, line: PlanLine) -> LineTold:
    text, _ = line.text, takeaway.words.text
    who = ", ".join(_actor(takeaway, actor) for actor in text.actors)
    days = [text.days, _("from {day}", day=day_words(takeaway, text.starts)) if text.starts else ""]
    facts = [
        (_("Who:"), who),
        (_("When:"), ", ".join(filter(None, days))),
        (_("Seen when it is safer:"), text.safer),
        (_("Seen when it is not:"), text.not_safer),
        (_("Until:"), text.ends),
    ]
    told = [f"{label} {words}" for label, words in facts if words]
    told.append(_(ORIGINS[text.origin]) + ".")
    told += [_looked(takeaway, each) for each in line.sightings]
    return LineTold(f"“{text.words}”" if text.entry else text.words, tuple(told))


def _actor(takeaway: Takeaway, actor: Actor) -> str:
    return takeaway.words.text("{name} (professional)", name=actor.name) if actor.professional else actor.name


def _looked(takeaway: Takeaway, each: Sighting) -> str:
    told = N_("Seen on {day} by {name}.") if each.seen else N_("Looked for on {day} by {name}, not seen.")
    words = takeaway.words.text(told, day=day_words(takeaway, each.on), name=each.who)
    return f"{words} {each.words}" if each.words else words


def _person(takeaway: Takeaway, one: NetworkPerson) -> tuple[str, str, str, str]:
    about, _ = one.about, takeaway.words.text
    name = _("{name} (professional)", name=about.name) if about.professional else about.name
    return name, about.who, about.helps, _(RINGS[about.ring]) if about.ring else _("Not placed yet")
