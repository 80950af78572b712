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
from review.plan.names_now import with_names_now
from review.plan.network import About, Network, NetworkPerson, Ring, Said, network_of
from review.same_person import same_name, same_person
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
    """Who named somebody of the network, by their id."""
    in_case: Mapping[str, str]
    """Who of the network is somebody of the case, by their ids."""
    candidates: tuple[Candidate, ...]
    children: tuple[str, ...]

    def named(self, person: NetworkPerson) -> tuple[Naming, ...]:
        """Who named this person, by anything they are called."""
        return self.namings.get(person.id, ())

    @property
    def pictures(self) -> Mapping[str, tuple[Paper, tuple[tuple[Ring, Drawn], ...]]]:
        """The rings around the child, nearest first: for a wide screen or a sheet, and for a phone."""
        who = [[(one.id, one.name) for one in self.network.in_ring(ring)] for ring in Ring]
        papers = {"wide": WIDE, "tall": TALL}
        return {name: (paper, tuple(zip(Ring, circles(who, paper), strict=True))) for name, paper in papers.items()}


def read_network(s: Services, case: CaseFile) -> Around:
    """What stands in the log and on the map of this case."""
    network = network_of(with_names_now(s.case_log.of_case(case.id, Topic.NETWORK), case.names))
    drawn, _ = read_map(s, case.id)
    namings = _namings(drawn)
    children = tuple(one.name for one in case.people if one.role in CHILDREN)
    in_case = network.in_case((one.name, one.id) for one in case.people if one.role not in CHILDREN)
    candidates = tuple(_candidates(case, network, namings, in_case, children))
    return Around(network, _sorted_out(network, namings), in_case, candidates, children)


def _namings(drawn: SafetyMap) -> dict[str, tuple[Naming, ...]]:
    """Everybody named on the map, by their name; not from answers that were set aside."""
    found: dict[str, list[Naming]] = {}
    for item in drawn:
        if item.declined or item.standing is Standing.SET_ASIDE:
            continue
        for named in item.entry.reply.people:
            found.setdefault(same_name(named.name), []).append(Naming(item, named))
    return {name: tuple(many) for name, many in found.items()}


def _sorted_out(network: Network, namings: Mapping[str, tuple[Naming, ...]]) -> dict[str, tuple[Naming, ...]]:
    """Who named each person of the network. Where two are called the same, an answer is about the one who came in with
    it, or else about the one who was here first."""
    found: dict[str, list[Naming]] = {}
    for name, many in namings.items():
        for one in many:
            came = [each for each in network.people if one.item.id in each.about.entries and name in each.about.names]
            about = came[0].id if came else _here(network, name)
            if about is not None:
                found.setdefault(about, []).append(one)
    return {id_: tuple(many) for id_, many in found.items()}


def _here(network: Network, name: str) -> str | None:
    return _meant(name, [(called, one.id) for one in network.people for called in one.about.called])


def _meant(name: str, known: Iterable[tuple[str, str]]) -> str | None:
    """Whom a name in an answer means. A family's comma may stand between two people: only the very name counts then."""
    exactly = "," in name
    return same_person(name, [one for one in known if not exactly or same_name(one[0]) == same_name(name)])


def _candidates(
    case: CaseFile,
    network: Network,
    namings: Mapping[str, tuple[Naming, ...]],
    in_case: Mapping[str, str],
    children: Iterable[str],
) -> Iterable[Candidate]:
    """Grown-ups of the case first, then who was named, without who is in the network already."""
    grown = [one for one in case.people if one.role not in CHILDREN and one.id not in in_case.values()]
    young = set(map(same_name, children))
    new = {name: many for name, many in namings.items() if name not in young and _here(network, name) is None}
    about = {name: _meant(name, [(one.name, one.id) for one in grown]) for name in new}
    for person in grown:
        many = tuple(one for name, id_ in about.items() if id_ == person.id for one in new[name])
        paid = person.role == "professional"
        yield Candidate(same_name(person.name), person.name, "", person.id, paid, many)
    for name, many in new.items():
        if about[name] is None:
            who = next((one.named.who for one in many if one.named.who), "")
            yield Candidate(name, many[0].named.name, who, "", False, many)
