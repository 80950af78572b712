"""What the pages of the network show: who is in it, who was named and is not, the picture. Builds values; decides
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dialogs.conversation import Named
from i18n.messages import N_
from review.case_event import Topic
from review.map.safety_map import MapEntry, SafetyMap, Standing
from review.plan.circles import TALL, WIDE, Drawn, Paper, circles
from review.plan.network import About, Network, NetworkPerson, Ring, Said, network_of, same_name
from store.cases import CaseFile
from web.desk.cards import read_map
from web.desk.words import CHILDREN
from web.services import Services

ASKED = {
    "knows": N_("Knows about the worry?"),
    "willing": N_("Willing to help?"),
    "contact": N_("May we contact them?"),
    "invited": N_("Invited?"),
}
SAID = {
    Said.YES: N_("Yes"),
    Said.NO: N_("No"),
    Said.NOT_ASKED: N_("Not asked"),
}


@dataclass(frozen=True, slots=True)
class Naming:
    """Somebody was named in a conversation: the entry, and the name as it was given."""

    item: MapEntry
    named: Named


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could come into the network: named in conversations, in the case, or both. `key` is the name as
    names are compared."""

    key: str
    name: str
    who: str
    person: str
    professional: bool
    namings: tuple[Naming, ...]

    @property
    def about(self) -> About:
        """What is known of them when they come in: what was said, and not a word more."""
        entries = tuple(dict.fromkeys(one.item.id for one in self.namings))
        return About(self.name, self.who, professional=self.professional, person=self.person, entries=entries)


@dataclass(frozen=True, slots=True)
class Around:
    """Everything a page of the network is made from."""

    network: Network
    namings: Mapping[str, tuple[Naming, ...]]
    candidates: tuple[Candidate, ...]
    children: tuple[str, ...]

    def named(self, person: NetworkPerson) -> tuple[Naming, ...]:
        """Who named this person, by anything they are called."""
        return tuple(one for name in sorted(person.about.names) for one in self.namings.get(name, ()))

    @property
    def pictures(self) -> Mapping[str, tuple[Paper, tuple[tuple[Ring, Drawn], ...]]]:
        """The rings around the child, nearest first: for a wide screen or a sheet, and for a phone."""
        who = [[(one.id, one.name) for one in self.network.in_ring(ring)] for ring in Ring]
        papers = {"wide": WIDE, "tall": TALL}
        return {name: (paper, tuple(zip(Ring, circles(who, paper), strict=True))) for name, paper in papers.items()}


def read_network(s: Services, case: CaseFile) -> Around:
    """What stands in the log and on the map of this case."""
    network = network_of(s.case_log.of_case(case.id, Topic.NETWORK))
    drawn, _ = read_map(s, case.id)
    namings = _namings(drawn)
    children = tuple(one.name for one in case.people if one.role in CHILDREN)
    return Around(network, namings, tuple(_candidates(case, network, namings, children)), children)


def _namings(drawn: SafetyMap) -> dict[str, tuple[Naming, ...]]:
    """Everybody named on the map, by their name; not from answers that were set aside."""
    found: dict[str, list[Naming]] = {}
    for item in drawn:
        if item.declined or item.standing is Standing.SET_ASIDE:
            continue
        for named in item.entry.reply.people:
            found.setdefault(same_name(named.name), []).append(Naming(item, named))
    return {name: tuple(many) for name, many in found.items()}


def _candidates(
    case: CaseFile, network: Network, namings: Mapping[str, tuple[Naming, ...]], children: Iterable[str]
) -> Iterable[Candidate]:
    """Grown-ups of the case first, then who was named, without who is in the network under that name."""
    here = set[str]().union(map(same_name, children), *(one.about.names for one in network.people))
    linked = {one.about.person for one in network.people}
    for person in case.people:
        key = same_name(person.name)
        if person.role not in CHILDREN and key not in here and person.id not in linked:
            here.add(key)
            paid = person.role == "professional"
            yield Candidate(key, person.name, "", person.id, paid, namings.get(key, ()))
    for key, many in namings.items():
        if key not in here:
            who = next((one.named.who for one in many if one.named.who), "")
            yield Candidate(key, many[0].named.name, who, "", False, many)
