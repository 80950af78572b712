"""The safety plan of a case: for each set its signs, triggers, red flags and who does what then, with the first thing
first.

Folded from the log. Anybody may propose a change; only what the core group accepted stands, and what stood before
stays readable. The words of the network are never changed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from review.case_event import CaseEvent, Topic
from review.plan.text import Box, PlanText, day_of, text_body, text_of

WHOLE = "plan"
"""The subject of lines that are about the whole plan: its order, its target date."""


class Kind(StrEnum):
    """What is proposed."""

    ADD = "add"
    CHANGE = "change"
    TAKE_OUT = "take_out"


class Standing(StrEnum):
    """Where a line stands. A proposed change leaves what was accepted standing."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_OUT = "taken_out"


class Outcome(StrEnum):
    """What became of a proposal. Replaced: another one was made before the core group met."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class CoreGroup:
    """A core group's answer to a proposal: on which day, who was there, and why; `by` wrote it down."""

    accepted: bool
    on: date
    there: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal: what should stand (None to take the line out), whose idea, why; `order` names it in its line."""

    order: int
    kind: Kind
    text: PlanText | None
    whose: str
    why: str
    by: str
    at: datetime
    outcome: Outcome = Outcome.WAITING
    answer: CoreGroup | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A sign was looked for: whether it was seen, on which day, by whom, in their words."""

    seen: bool
    on: date
    who: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the plan with everything it was before."""

    id: str
    now: PlanText | None
    """What the core group accepted; None when nothing of it stands."""
    history: tuple[Proposal, ...]
    sightings: tuple[Sighting, ...] = ()
    seen: int = 0
    """The order of the newest line about it in the log."""

    @property
    def proposal(self) -> Proposal | None:
        """The proposal that waits for the core group, or None."""
        last = self.history[-1]
        return last if last.outcome is Outcome.WAITING else None

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        if self.now is not None:
            return Standing.ACCEPTED
        if self.proposal is not None:
            return Standing.PROPOSED
        was = any(one.outcome is Outcome.ACCEPTED for one in self.history)
        return Standing.TAKEN_OUT if was else Standing.DECLINED

    @property
    def text(self) -> PlanText:
        """What to show: what stands; else the newest that was proposed."""
        if self.now is not None:
            return self.now
        return next(one.text for one in reversed(self.history) if one.text is not None)

    @property
    def in_plan(self) -> bool:
        """Whether it is shown in the plan: it stands, or is proposed."""
        return self.standing in (Standing.ACCEPTED, Standing.PROPOSED)


@dataclass(frozen=True, slots=True)
class Target:
    """The day on which the case should close if the plan works: a goal, not a promise. Without a day, why not."""

    on: date | None
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a case as it stands now."""

    lines: tuple[PlanLine, ...] = ()
    """Every line there ever was, in the order they were first proposed."""
    targets: tuple[Target, ...] = ()
    order: tuple[str, ...] = ()
    seen: int = 0
    """The order of the newest line about the whole plan in the log."""

    def box(self, set_id: str, box: Box) -> tuple[PlanLine, ...]:
        """The lines of one box of one set that stand or are proposed."""
        return tuple(one for one in self._in_plan if (one.text.set_id, one.text.box) == (set_id, box))

    def of_set(self, set_id: str) -> tuple[PlanLine, ...]:
        """The lines of one set that stand or are proposed."""
        return tuple(one for one in self._in_plan if one.text.set_id == set_id)

    def find(self, line_id: str) -> PlanLine | None:
        """The line with this id, or None."""
        return next((one for one in self.lines if one.id == line_id), None)

    @property
    def accepted(self) -> tuple[PlanLine, ...]:
        """The lines the core group accepted."""
        return tuple(one for one in self.lines if one.standing is Standing.ACCEPTED)

    @property
    def waiting(self) -> tuple[PlanLine, ...]:
        """The lines of which a proposal waits for the core group."""
        return tuple(one for one in self.lines if one.proposal is not None)

    @property
    def gone(self) -> tuple[PlanLine, ...]:
        """The lines that were declined or taken out."""
        return tuple(one for one in self.lines if not one.in_plan)

    @property
    def target(self) -> Target | None:
        """The target that stands, or None when nothing was said."""
        return self.targets[-1] if self.targets else None

    @property
    def timeline(self) -> tuple[PlanLine, ...]:
        """What is done, first thing first, as it was put by hand; what nobody has put anywhere comes last, by date."""
        place = {id_: number for number, id_ in enumerate(self.order)}
        return tuple(sorted(self.by_date, key=lambda one: place.get(one.id, len(place))))

    @property
    def by_date(self) -> tuple[PlanLine, ...]:
        """What is done, by the day it starts; without a day last."""
        dated = [one for one in self._in_plan if one.text.box is Box.WHO_DOES_WHAT or one.text.starts]
        return tuple(sorted(dated, key=lambda one: one.text.starts or date.max))

    @property
    def taken_over(self) -> frozenset[str]:
        """The map entries whose words came into the plan, whatever became of them."""
        return frozenset(p.text.entry for one in self.lines for p in one.history if p.text and p.text.entry)

    @property
    def _in_plan(self) -> tuple[PlanLine, ...]:
        return tuple(one for one in self.lines if one.in_plan)


def moved(plan: Plan, line_id: str, by: int) -> tuple[str, ...]:
    """The order of the timeline with this line so many places further on (below 0: nearer the front)."""
    ids = [one.id for one in plan.timeline]
    if line_id in ids:
        place = ids.index(line_id)
        ids.insert(max(0, min(len(ids) - 1, place + by)), ids.pop(place))
    return tuple(ids)


def proposal_body(kind: Kind, text: PlanText | None, whose: str = "", why: str = "") -> dict[str, Any]:
    """The log line of a proposal; a line is taken out with no text."""
    return {"do": "propose", "kind": kind.value, "text": text_body(text) if text else None, "whose": whose, "why": why}


def answer_body(proposal: int, accepted: bool, on: date, there: str, why: str = "") -> dict[str, Any]:
    """The log line of a core group's answer to the proposal with this order."""
    body = {"do": "answer", "proposal": proposal, "accepted": accepted, "on": on.isoformat()}
    return {**body, "there": there, "why": why}


def sighting_body(seen: bool, on: date, who: str, words: str = "") -> dict[str, Any]:
    """The log line of a sign that was looked for."""
    return {"do": "look", "seen": seen, "on": on.isoformat(), "who": who, "words": words}


def order_body(ids: Sequence[str]) -> dict[str, Any]:
    """The log line of the timeline's order; its subject is `WHOLE`."""
    return {"do": "order", "ids": list(ids)}


def target_body(on: date | None, why: str = "") -> dict[str, Any]:
    """The log line of the target date; its subject is `WHOLE`."""
    return {"do": "target", "on": on.isoformat() if on else "", "why": why}


def plan_of(events: Iterable[CaseEvent]) -> Plan:
    """The plan of a case, from its lines about `plan`; other lines are passed over."""
    lines: dict[str, _Growing] = {}
    targets: list[Target] = []
    order: tuple[str, ...] = ()
    seen = 0
    for event in events:
        if event.topic is not Topic.PLAN:
            continue
        if event.subject != WHOLE:
            lines.setdefault(event.subject, _Growing()).take(event)
            continue
        seen = event.order
        if event.body["do"] == "order":
            order = tuple(event.body["ids"])
        else:
            targets.append(Target(day_of(event.body["on"]), event.body["why"], event.by, event.at))
    grown = tuple(growing.grown(id_) for id_, growing in lines.items() if growing.history)
    return Plan(grown, tuple(targets), order, seen)


@dataclass
class _Growing:
    now: PlanText | None = None
    history: list[Proposal] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    seen: int = 0

    def take(self, event: CaseEvent) -> None:
        self.seen = event.order
        body = event.body
        if body["do"] == "propose":
            self._close(Outcome.REPLACED)
            text = text_of(body["text"]) if body["text"] else None
            made = Proposal(event.order, Kind(body["kind"]), text, body["whose"], body["why"], event.by, event.at)
            self.history.append(made)
        elif body["do"] == "look":
            on = date.fromisoformat(body["on"])
            self.sightings.append(Sighting(body["seen"], on, body["who"], body["words"], event.by, event.at))
        else:
            self._answer(event)

    def _answer(self, event: CaseEvent) -> None:
        """An answer counts for the proposal it names and only while that one waits."""
        body, last = event.body, self.history[-1] if self.history else None
        if last is None or last.order != body["proposal"] or last.outcome is not Outcome.WAITING:
            return
        on = date.fromisoformat(body["on"])
        said = CoreGroup(body["accepted"], on, body["there"], body["why"], event.by, event.at)
        self._close(Outcome.ACCEPTED if said.accepted else Outcome.DECLINED, said)
        if said.accepted:
            self.now = last.text

    def _close(self, outcome: Outcome, answer: CoreGroup | None = None) -> None:
        if self.history and self.history[-1].outcome is Outcome.WAITING:
            self.history[-1] = replace(self.history[-1], outcome=outcome, answer=answer)

    def grown(self, id_: str) -> PlanLine:
        looked = tuple(sorted(self.sightings, key=lambda one: one.on))
        return PlanLine(id_, self.now, tuple(self.history), looked, self.seen)
