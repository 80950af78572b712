"""The three columns as they stand: each card or part of one in its category, with what is said about where it stands.

Builds values to show; decides nothing and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dialogs.script import EntryKind
from review.case_event import Topic
from review.export.placing_told import CATEGORIES
from review.map.placing import COLUMN_OF, Category, Gate, PlacedPart, Placing, placed, placings_of
from review.map.safety_map import SafetyMap
from review.map.sorting import may_be_placed, may_stand
from review.sets.sets import sets_of
from web.desk.cards import COLUMNS, Card
from web.services import Services

NOT_SORTED = "not_sorted"
NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, slots=True)
class Chip:
    """A set of the case as a card names it: its number, and the worry it begins with."""

    number: int
    id: str
    worry: str
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """One category a card may be put in with one press: its single key, and its name."""

    category: Category
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A card, or one part of it, where it stands. `order` is its place among all of them."""

    card: Card
    here: PlacedPart
    placing: Placing
    order: int
    options: tuple[Option, ...]
    chips: tuple[Chip, ...]
    behind: tuple[Card, ...] = ()

    @property
    def first(self) -> bool:
        """Whether it is the whole card, or its first part: where it is decided about."""
        return self.here.number == 1

    @property
    def split(self) -> bool:
        """Whether it is a part of a card."""
        return self.here.of > 1

    @property
    def key(self) -> str:
        """Its name on the page."""
        return f"e-{self.card.item.id}" + ("" if self.first else f"-{self.here.number}")

    @property
    def group(self) -> str:
        """Where in its column it is listed."""
        if not may_be_placed(self.card.item):
            return NOT_ANSWERED
        return self.here.part.category or NOT_SORTED

    @property
    def gate(self) -> Gate | None:
        """What was said at the gate to safety."""
        return self.here.part.gate

    @property
    def settled(self) -> bool:
        """Whether everything about the card it is, or is a part of, is decided."""
        return not (self.card.waits or any(one.waits for one in self.behind))

    @property
    def waits(self) -> bool:
        """Whether anything is to be decided here."""
        return self.first and not self.settled


@dataclass(frozen=True, slots=True)
class Group:
    """One category of a column, with what stands in it."""

    name: str
    title: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where everything of a case stands: each entry's placing by its id, and the case's sets."""

    placings: Mapping[str, Placing]
    chips: tuple[Chip, ...]


def read_placed(s: Services, case_id: str) -> Placed:
    """Where the entries of this case stand now."""
    events = s.case_log.of_case(case_id, Topic.PLACING, Topic.SET)
    chips = (Chip(one.number, one.id, one.wording.worry, one.is_open) for one in sets_of(events))
    return Placed(placings_of(events), tuple(chips))


def spots_of(drawn: SafetyMap, cards: Iterable[Card], stands: Placed) -> tuple[Spot, ...]:
    """Everything that stands in the three columns, in order, what is to be decided first; what is set aside too, as the
    map shows it."""
    of = {card.item.id: card for card in cards}
    found = placed(drawn, stands.placings, set_aside=True)
    spots = [
        Spot(
            card=of[here.item.id],
            here=here,
            placing=stands.placings.get(here.item.id, Placing()),
            order=0,
            options=options_of(here),
            chips=tuple(chip for chip in stands.chips if chip.id in here.part.sets),
            behind=tuple(of[one.id] for one in here.behind),
        )
        for here in found
    ]
    spots.sort(key=lambda spot: (spot.settled, not spot.card.is_open))
    return tuple(replace(spot, order=order) for order, spot in enumerate(spots))


def options_of(here: PlacedPart) -> tuple[Option, ...]:
    """The categories of the column it stands in, each with a single key."""
    if not may_be_placed(here.item):
        return ()
    fit = [one for one in Category if one in may_stand(here.item) and COLUMN_OF[one] is here.column]
    return tuple(Option(one, str(key), CATEGORIES[one]) for key, one in enumerate(fit, start=1))


def columns_of(spots: Sequence[Spot], not_sorted: str, not_answered: str) -> dict[EntryKind, tuple[Group, ...]]:
    """Each column with its categories: what is not sorted first, questions that were not answered last."""
    found = {}
    for kind in COLUMNS:
        mine = [spot for spot in spots if spot.here.column is kind]
        names = [(one.value, CATEGORIES[one]) for one in Category if COLUMN_OF[one] is kind]
        groups = [(NOT_SORTED, not_sorted), *names, (NOT_ANSWERED, not_answered)]
        found[kind] = tuple(Group(name, title, tuple(x for x in mine if x.group == name)) for name, title in groups)
    return found


def count_columns(spots: Sequence[Spot]) -> dict[EntryKind, int]:
    """How many cards and parts stand in each of the three columns."""
    return {kind: sum(spot.here.column is kind for spot in spots) for kind in COLUMNS}
