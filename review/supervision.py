"""What a worker or a manager asks of a case before it is ready: each thing done or missing, why it matters, and where
to mend it. Never a score: a count of ticks would be looked at instead of the child.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from review.case_event import CaseEvent, Topic
from review.circumstances import N_
from review.map.placing import Category, PlacedPart
from review.map.safety_map import MapEntry, SafetyMap, Standing, impact_not_said
from review.numbers.not_yet import not_yet
from review.numbers.scales import ScaleLine
from review.plan.plan import Plan
from review.sets.about import is_about
from review.sets.sets import SafetySet
from review.voices_heard import Heard, One, VoiceState

READY = "ready"
"""The subject of the log's lines that say whether a case is ready for its conference."""


class State(StrEnum):
    """How it stands with one thing. `talk`: nothing is missing, and it is worth talking about."""

    DONE = "done"
    MISSING = "missing"
    TALK = "talk"


class Place(StrEnum):
    """Where it is mended; `web` knows the address."""

    SET = "set"
    SETS = "sets"
    MAP = "map"
    UNDECIDED = "undecided"
    NUMBERS = "numbers"
    CASE = "case"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: how it stands in source words (`one`, or `many` for a number), why it matters, where to mend it.

    `values` fill the words; a `date` or `datetime` among them is put into words where it is shown. `cards` are the
    entries it is about."""

    about: str
    state: State
    one: str
    why: str
    place: Place
    many: str = ""
    n: int = 1
    values: Mapping[str, str | date | datetime] = field(default_factory=dict)
    cards: tuple[MapEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """What was last said about being ready for the conference, and whether sets changed since."""

    ready: bool
    reason: str
    by: str
    at: datetime
    order: int
    changed_since: bool = False


def of_set(one: SafetySet, lines: Iterable[ScaleLine], parts: Iterable[PlacedPart]) -> tuple[Line, ...]:
    """What one open set has and lacks: both halves, its scale, its sharing, its numbers, its safety."""
    words, lines = one.wording, tuple(lines)
    return (
        _halves(bool(words.worry.strip()), bool(words.goal.strip())),
        _scale(bool(words.question.strip() and words.low.strip() and words.high.strip())),
        _shared(one),
        _numbers(lines, one.id),
        _safety(one.id, tuple(parts)),
    )


def of_children(children: Iterable[VoiceState]) -> tuple[Line, ...]:
    """Whether each child is heard, and how old their words are."""
    return tuple(_heard(child) for child in children)


def of_sets_for(children: Sequence[One], sets: Iterable[SafetySet]) -> tuple[Line, ...]:
    """Whether an open set is about each child; nothing in a case with one child, or where there is no set yet."""
    standing = [one for one in sets if one.is_open]
    if len(children) < 2 or not standing:
        return ()
    without = [child.name for child in children if not any(is_about(one.wording, child, children) for one in standing)]
    why = N_("Each child has a life of their own. What worries people about one is easily lost behind the others.")
    if not without:
        return (Line("a_set", State.DONE, N_("Every child has a set."), why, Place.SETS),)
    words = N_("No set is about {child}.")
    return tuple(Line("a_set", State.MISSING, words, why, Place.SETS, values={"child": name}) for name in without)


def of_map(drawn: SafetyMap, parts: Sequence[PlacedPart], unread: int) -> tuple[Line, ...]:
    """Whether everything is read and decided, each worry says what it did to the child, and safety is safety."""
    silent = tuple(item for item in drawn.worries if item.standing is not Standing.SET_ASIDE)
    silent = tuple(item for item in silent if impact_not_said(drawn, item))
    loose = [part for part in parts if part.part.category is Category.SAFETY and not _through(part)]
    return (
        _read(unread),
        _decided(drawn),
        _impact(silent),
        *([_gate(loose)] if loose else []),
    )


def of_plan(plan: Plan, sets: Sequence[SafetySet]) -> tuple[Line, ...]:
    """Whether the plan has something for each open set, and a day to aim for."""
    without = [str(one.number) for one in sets if one.is_open and not plan.of_set(one.id)]
    why = N_("A goal nobody does anything for stays a wish.")
    if not without:
        made = Line("plan", State.DONE, N_("Every set has something in the plan."), why, Place.PLAN)
    else:
        words = N_("Nothing in the plan yet for set {sets}.")
        made = Line("plan", State.MISSING, words, why, Place.PLAN, values={"sets": ", ".join(without)})
    return (made, _target(plan)) if sets else (_target(plan),)


def ready_body(ready: bool, reason: str) -> dict[str, Any]:
    """The log line that says a case is ready for its conference, or is not after all."""
    return {"ready": ready, "reason": reason}


def ready_of(events: Iterable[CaseEvent]) -> Ready | None:
    """What was last said about being ready, from the lines about `meeting` and `set`; None: nobody said anything."""
    last: CaseEvent | None = None
    changed = 0
    for event in events:
        if event.topic is Topic.MEETING and event.subject == READY:
            last = event
        elif event.topic is Topic.SET and event.body.get("do") == "word":
            changed = event.order
    if last is None:
        return None
    said = last.body.get("ready", True)
    return Ready(said, last.body["reason"], last.by, last.at, last.order, changed > last.order)


def not_shared(sets: Iterable[SafetySet]) -> tuple[SafetySet, ...]:
    """The open sets whose words, as they stand, nobody of the family was shown: until each was, a case is ready for
    its conference only with a reason."""
    return tuple(one for one in sets if one.is_open and not one.shared_since_changed)


def _halves(worry: bool, goal: bool) -> Line:
    why = N_("A worry without a goal tells a family what is wrong and not where to go.")
    if worry and goal:
        return Line("halves", State.DONE, N_("Worry and goal are both written."), why, Place.SET)
    words = N_("The goal is not written yet.") if worry else N_("The worry is not written yet.")
    return Line("halves", State.MISSING, words, why, Place.SET)


def _scale(whole: bool) -> Line:
    why = N_("Without words at both ends nobody knows what a number means.")
    words = (
        N_("The scale has its question and both ends.") if whole else N_("The scale's question or an end is missing.")
    )
    return Line("scale", State.DONE if whole else State.MISSING, words, why, Place.SET)


def _shared(one: SafetySet) -> Line:
    why = N_("The family should meet these words before the conference, not in it.")
    now = [sharing for sharing in one.sharings if sharing.version == one.now.number]
    if now:
        values: dict[str, str | date | datetime] = {"met": now[-1].met, "day": now[-1].on}
        return Line("shared", State.DONE, N_("Shared with {met} on {day}."), why, Place.SET, values=values)
    words = N_("Not shared with the family yet.")
    if one.sharings:
        words = N_("Not shared since the words changed.")
    return Line("shared", State.MISSING, words, why, Place.SET)


def _numbers(lines: Sequence[ScaleLine], set_id: str) -> Line:
    why = N_("A number says little by itself. The reason shows what keeps it from being lower.")
    if (told := not_yet(lines, set_id)) is not None:
        return Line("numbers", State.MISSING, told.one, why, Place.NUMBERS, told.many, told.before)
    line = next((each for each in lines if each.set_id == set_id and each.stands), None)
    rated = line.rated if line else ()
    bare = [voice.who for voice in rated if voice.now and not voice.now.why]
    if bare:
        values = {"names": ", ".join(bare)}
        words = N_("A reason for the number is missing from {names}.")
        return Line("numbers", State.MISSING, words, why, Place.NUMBERS, values=values)
    if line and line.apart:
        low, high = (", ".join(v.who for v in side) for side in (line.apart.lowest, line.apart.highest))
        words = N_("{low} and {high} stand far apart. Ask each what they see.")
        return Line("numbers", State.TALK, words, why, Place.NUMBERS, values={"low": low, "high": high})
    one, many = N_("{n} person gave a number and a reason."), N_("{n} people gave a number and a reason.")
    return Line("numbers", State.DONE, one, why, Place.NUMBERS, many, len(rated))


def _safety(set_id: str, parts: tuple[PlacedPart, ...]) -> Line:
    why = N_("A strength is safety only when somebody did something while the danger was there, and others saw it.")
    about = [part for part in parts if set_id in part.part.sets or (part.part.gate and part.part.gate.danger == set_id)]
    safe = [part for part in about if _through(part) and part.part.gate and part.part.gate.danger == set_id]
    strong = [part for part in about if part.part.category is Category.STRENGTH]
    cards = tuple(part.item for part in (safe or strong))
    if safe:
        one, many = N_("{n} thing that happened counts as safety."), N_("{n} things that happened count as safety.")
        return Line("safety", State.DONE, one, why, Place.MAP, many, len(safe), cards=cards)
    if strong:
        one, many = N_("{n} strength, not yet safety."), N_("{n} strengths, not yet safety.")
        return Line("safety", State.MISSING, one, why, Place.MAP, many, len(strong), cards=cards)
    return Line("safety", State.MISSING, N_("No strength and no safety is linked to it yet."), why, Place.MAP)


def _through(part: PlacedPart) -> bool:
    """Whether it went through the whole gate."""
    return part.part.category is Category.SAFETY and part.part.gate is not None and not part.part.gate.missing


def _heard(child: VoiceState) -> Line:
    why = N_("It is about the child. Decisions made on old words, or none, are about somebody else.")
    values: dict[str, str | date | datetime] = {"child": child.name}
    if child.newest is None:
        words = N_("{child} has not been heard yet.")
        return Line("heard", State.MISSING, words, why, Place.CASE, values=values)
    values["day"] = child.newest
    if child.heard is Heard.HEARD:
        one, many = N_("{child} was heard {n} day ago, on {day}."), N_("{child} was heard {n} days ago, on {day}.")
        if child.days == 0:
            one = N_("{child} was heard today, {day}.")
        return Line("heard", State.DONE, one, why, Place.CASE, many if child.days else "", child.days or 1, values)
    if child.heard is Heard.BEFORE_THE_MEETING:
        words = N_("{child} was last heard before the conference, on {day}.")
        return Line("heard", State.MISSING, words, why, Place.CASE, values=values)
    one, many = N_("{child} was last heard {n} day ago."), N_("{child} was last heard {n} days ago.")
    return Line("heard", State.MISSING, one, why, Place.CASE, many, child.days or 0, values)


def _read(unread: int) -> Line:
    why = N_("Something that must not wait can stand anywhere in what was sent.")
    if not unread:
        return Line("read", State.DONE, N_("Everything that was sent is read."), why, Place.CASE)
    one, many = N_("{n} conversation is not read yet."), N_("{n} conversations are not read yet.")
    return Line("read", State.MISSING, one, why, Place.CASE, many, unread)


def _decided(drawn: SafetyMap) -> Line:
    why = N_("What nobody decided about is neither used nor answered.")
    if not drawn.waiting:
        return Line("decided", State.DONE, N_("Every card is decided."), why, Place.MAP)
    one, many = N_("{n} card waits for a decision."), N_("{n} cards wait for a decision.")
    return Line("decided", State.MISSING, one, why, Place.UNDECIDED, many, drawn.waiting)


def _impact(silent: tuple[MapEntry, ...]) -> Line:
    why = N_("A worry counts by what it does to the child.")
    if not silent:
        words = N_("Each worry of family, friends and professionals says what it did to the child.")
        return Line("impact", State.DONE, words, why, Place.MAP)
    one = N_("{n} worry does not say what it did to the child.")
    many = N_("{n} worries do not say what they did to the child.")
    return Line("impact", State.MISSING, one, why, Place.MAP, many, len(silent), cards=silent)


def _gate(loose: Sequence[PlacedPart]) -> Line:
    why = N_("Safety needs who did what, when the danger was there, how often, for how long, and who saw it.")
    one, many = (
        N_("{n} card stands as safety with parts not said."),
        N_("{n} cards stand as safety with parts not said."),
    )
    return Line("gate", State.MISSING, one, why, Place.MAP, many, len(loose), cards=tuple(part.item for part in loose))


def _target(plan: Plan) -> Line:
    why = N_("A family should know when it can be over, if the plan works.")
    target = plan.target
    if target is None:
        return Line("target", State.MISSING, N_("No day to aim for yet, and no reason why not."), why, Place.PLAN)
    if target.on is None:
        words, values = N_("No day to aim for: {why}"), {"why": target.why}
        return Line("target", State.DONE, words, why, Place.PLAN, values=values)
    return Line("target", State.DONE, N_("The day to aim for is {day}."), why, Place.PLAN, values={"day": target.on})
