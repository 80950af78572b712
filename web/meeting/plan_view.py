"""What the pages of a plan show: cards for sets, what the family offers, who can be named. Builds values; decides
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from review.case_event import Topic
from review.map.safety_map import MapEntry, SafetyMap, Standing
from review.plan.names_now import with_names_now
from review.plan.network import Network, NetworkPerson, Said, network_of
from review.plan.plan import Plan, PlanLine, plan_of
from review.plan.text import Actor, Box, PlanText
from review.same_person import same_person
from review.sets.sets import SafetySet, sets_of
from store.cases import CaseFile
from web.desk.cards import read_map
from web.desk.door import case_here, who
from web.meeting.plan_words import box_of_step
from web.services import Services

PROFESSIONAL = "professional"


@dataclass(frozen=True, slots=True)
class SetCard:
    """One set with its four boxes. Without a set: what the plan says about everything."""

    id: str
    set: SafetySet | None
    number: int
    boxes: Mapping[Box, tuple[PlanLine, ...]]

    @property
    def lines(self) -> int:
        """How many lines are on it."""
        return sum(map(len, self.boxes.values()))


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of the family's own plan that is not in this plan yet, with the place it seems to belong to."""

    item: MapEntry
    box: Box
    set_id: str

    @property
    def lang(self) -> str:
        """The language it was asked in."""
        return self.item.entry.given.locale.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Told:
    """Everything a page of the plan is made from."""

    plan: Plan
    sets: tuple[SafetySet, ...]
    network: Network
    map: SafetyMap

    @property
    def cards(self) -> tuple[SetCard, ...]:
        """A card for each open set, then what is about the whole plan."""
        return tuple(_card(self.plan, one.id, one, one.number) for one in self.open_sets) + (
            _card(self.plan, "", None, 0),
        )

    @property
    def open_sets(self) -> tuple[SafetySet, ...]:
        """The sets that are worked with."""
        return tuple(one for one in self.sets if one.is_open)

    @property
    def closed(self) -> tuple[SetCard, ...]:
        """Cards of closed sets that still have lines."""
        shut = (_card(self.plan, one.id, one, 0) for one in self.sets if not one.is_open)
        return tuple(card for card in shut if card.lines)

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What the family wrote for a plan and nobody has brought in or set aside."""
        came = self.plan.taken_over
        return tuple(
            Offer(item, box_of_step(item.entry.position.step), self._set_of(item))
            for item in self.map.plan_rules
            if item.words and item.id not in came and item.standing is not Standing.SET_ASIDE
        )

    def number(self, set_id: str) -> int:
        """What an open set is called by; 0 for the whole plan or a closed set."""
        return next((one.number for one in self.open_sets if one.id == set_id), 0)

    def _set_of(self, item: MapEntry) -> str:
        """The open set whose wording, now or before, the person was asked about."""
        found = (one for one in self.open_sets if any(v.wording.shared == item.shared for v in one.versions))
        return next((one.id for one in found), "")


def read_plan(s: Services, case_id: str) -> Told:
    """What stands in the log and on the map of this case."""
    events = s.case_log.of_case(case_id, Topic.PLAN, Topic.SET, Topic.SHARING, Topic.NETWORK)
    events = with_names_now(events, case_here(s, case_id).names)
    drawn, _ = read_map(s, case_id)
    return Told(plan_of(events), sets_of(events), network_of(events), drawn)


@dataclass(frozen=True, slots=True)
class People:
    """Who can be named as doing something, or as having been there: people of the case, workers and whoever of the
    network said that they are willing come first; `unasked` are the others of the network, to be asked first."""

    first: tuple[Actor, ...]
    unasked: tuple[Actor, ...]
    refs: Mapping[str, str]
    """The id in the case of who is in both, by the id in the network."""

    @property
    def all(self) -> tuple[Actor, ...]:
        """Everybody."""
        return (*self.first, *self.unasked)

    def known(self, text: PlanText) -> PlanText:
        """What a line says, with everybody who does it under the id they have here."""
        actors = [replace(one, ref=self.refs.get(one.ref, one.ref)) for one in text.actors]
        return replace(text, actors=tuple({one.ref or one.name: one for one in actors}.values()))

    def and_also(self, actors: Iterable[Actor]) -> People:
        """These people, and who does a line already though they are gone since."""
        here = {one.ref for one in self.all}
        gone = tuple(one for one in actors if one.ref and one.ref not in here)
        return replace(self, first=(*self.first, *gone))


def people_for(case: CaseFile, network: Network) -> People:
    """The people of the case, of its network, and who is signed in; who is in both is named once."""
    refs = network.in_case((one.name, one.id) for one in case.people)
    found = [Actor(one.name, one.id, one.role == PROFESSIONAL) for one in case.people]
    apart = {one.name for one in found}
    ready, unasked = list[Actor](), list[Actor]()
    for one in network.people:
        if one.id not in refs:
            willing = one.about.professional or one.about.willing.said is Said.YES
            (ready if willing else unasked).append(Actor(_told_apart(one, apart), one.id, one.about.professional))
            apart.add(one.name)
    me = Actor(who().name, who().id, professional=True)
    return People((*found, *ready, me), tuple(unasked), refs)


def _told_apart(one: NetworkPerson, names: Iterable[str]) -> str:
    """What somebody is called, with who they are when another is called the same."""
    same = same_person(one.name, [(name, name) for name in names])
    return f"{one.name} ({one.about.who})" if same is not None and one.about.who else one.name


def _card(plan: Plan, set_id: str, one: SafetySet | None, number: int) -> SetCard:
    return SetCard(set_id, one, number, {box: plan.box(set_id, box) for box in Box})
