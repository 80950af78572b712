"""Builds the three-column map from draft entries and what was decided about them. Never changes anyone's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from dialogs.conversation import Entry, Move, SharedSet
from dialogs.script import EntryKind, Mode
from review.map.decision import Decision, DecisionKind
from review.map.decision import standing as standing_decision


class Standing(StrEnum):
    """Where an entry stands after every decision about it."""

    UNDECIDED = "undecided"
    KEPT = "kept"
    REWORDED = "reworded"
    SET_ASIDE = "set_aside"
    ASK_AGAIN = "ask_again"


AFTER = {
    DecisionKind.KEEP: Standing.KEPT,
    DecisionKind.REWORD: Standing.REWORDED,
    DecisionKind.SET_ASIDE: Standing.SET_ASIDE,
    DecisionKind.ASK_AGAIN: Standing.ASK_AGAIN,
}

COLUMNS = {
    EntryKind.WORRY: "worries",
    EntryKind.WORKING_WELL: "working_well",
    EntryKind.NEEDS_TO_HAPPEN: "needs_to_happen",
    EntryKind.SCALE: "scales",
    EntryKind.FEELING: "feelings",
    EntryKind.SET_VIEW: "set_views",
    EntryKind.PLAN_RULE: "plan_rules",
    EntryKind.PERSON: "people",
    EntryKind.CHAIR_QUESTION: "chair_questions",
}
"""Where each kind stands. A feeling is neither a worry nor a strength. Feedback about the meeting is on no map."""

ASKED_FOR_IMPACT = ("relative", "professional")
"""Roles that are asked what a worry did to the child."""
IMPACT = "impact"


class Told(Protocol):
    """What is known of an entry without reading it: its turn, its kind, and the turn it says more about."""

    @property
    def turn(self) -> int: ...
    @property
    def kind(self) -> EntryKind: ...
    @property
    def detail_of(self) -> int | None: ...


class Kept(Protocol):
    """A draft entry on file, as the store hands it over. It may also know its script's `version` and `digest`."""

    @property
    def id(self) -> str: ...
    @property
    def case_id(self) -> str: ...
    @property
    def conversation_id(self) -> str: ...
    @property
    def person_id(self) -> str: ...
    @property
    def person(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def script(self) -> str: ...
    @property
    def sent_at(self) -> datetime: ...
    @property
    def entry(self) -> Entry: ...
    @property
    def present(self) -> str | None: ...
    @property
    def safe(self) -> str | None: ...
    @property
    def typing(self) -> str | None: ...
    @property
    def interpreter(self) -> str | None: ...
    @property
    def beside(self) -> str: ...


@dataclass(frozen=True, slots=True)
class MapEntry:
    """One entry in its place on the map: the person's words, and every decision about them, oldest first."""

    id: str
    conversation_id: str
    person_id: str
    person: str
    role: str
    script: str
    version: int | None
    digest: str | None
    sent_at: datetime
    entry: Entry
    present: str | None
    safe: str | None
    typing: str | None = None
    interpreter: str | None = None
    beside: str = ""
    decisions: tuple[Decision, ...] = ()
    detail_of: str | None = None
    """The entry this says more about, when that is on the map."""
    under: str | None = None
    """The entry it is shown inside, or None when it stands by itself."""
    worker: str = ""
    """The worker whom the person's questions named."""
    shared: SharedSet | None = None
    """The shared worry and goal it was asked about."""
    child: str = ""
    """The child whom the person's questions named."""

    @property
    def guessed(self) -> bool:
        """Whether it is what a grown-up thinks a child would say: never the child's own voice."""
        return self.entry.mode is Mode.GUESS and not self.declined

    @property
    def decision(self) -> Decision | None:
        """The decision that stands, or None."""
        return standing_decision(self.decisions)

    @property
    def standing(self) -> Standing:
        """Where the entry stands now."""
        return AFTER[self.decision.kind] if self.decision else Standing.UNDECIDED

    @property
    def wording(self) -> str:
        """The worker's wording beside the person's own words, when the entry stands as reworded; else nothing."""
        return self.decision.wording if self.decision and self.standing is Standing.REWORDED else ""

    @property
    def translated_by(self) -> str:
        """Who translated the person's words, when the wording beside them is a translation; else nothing."""
        return self.decision.translated_by if self.decision and self.wording else ""

    @property
    def by(self) -> str | None:
        """Account id of who decided, or None."""
        return self.decision.by if self.decision else None

    @property
    def at(self) -> datetime | None:
        """When it was decided (UTC), or None."""
        return self.decision.at if self.decision else None

    @property
    def declined(self) -> bool:
        """True when the person chose not to answer: shown in its column, never as a blank."""
        return self.entry.reply.move is not Move.ANSWER

    @property
    def words(self) -> str:
        """The person's exact words; nothing when they declined."""
        return "" if self.declined else self.entry.verbatim


@dataclass(frozen=True, slots=True)
class SafetyMap:
    """The map of one case: each column in the order its entries were sent. Questions for the Chair stand outside it."""

    case_id: str
    worries: tuple[MapEntry, ...] = ()
    working_well: tuple[MapEntry, ...] = ()
    needs_to_happen: tuple[MapEntry, ...] = ()
    scales: tuple[MapEntry, ...] = ()
    feelings: tuple[MapEntry, ...] = ()
    set_views: tuple[MapEntry, ...] = ()
    plan_rules: tuple[MapEntry, ...] = ()
    people: tuple[MapEntry, ...] = ()
    chair_questions: tuple[MapEntry, ...] = ()

    def column(self, kind: EntryKind) -> tuple[MapEntry, ...]:
        """The entries of this kind."""
        found: tuple[MapEntry, ...] = getattr(self, column_of(kind))
        return found

    def details(self, item: MapEntry) -> tuple[MapEntry, ...]:
        """What is shown inside this entry: where it was seen, what it did to the child, the reason for a number."""
        return tuple(other for other in self if other.under == item.id)

    def find(self, entry_id: str | None) -> MapEntry | None:
        """The entry with this id, or None."""
        return next((item for item in self if item.id == entry_id), None)

    def __iter__(self) -> Iterator[MapEntry]:
        """Every entry, column by column, the Chair's questions last."""
        for kind in COLUMNS:
            yield from self.column(kind)

    @property
    def waiting(self) -> int:
        """How many cards wait: what stands by itself, when that or something shown inside it is undecided."""
        return len({item.under or item.id for item in self if item.decision is None})


def column_of(kind: EntryKind) -> str:
    """The name of the map's column that holds this kind; also the name of the field of `SafetyMap`."""
    return COLUMNS[kind]


def build(entries: Iterable[Kept], decisions: Mapping[str, tuple[Decision, ...]], case_id: str = "") -> SafetyMap:
    """The map of one case's entries, given in the order they were sent, with each entry's decisions by its id.

    `case_id` names the case when there are no entries yet. Raises `EntriesOfTwoCases`."""
    placed: dict[tuple[str, int], MapEntry] = {}
    for kept in entries:
        case_id = case_id or kept.case_id
        if kept.case_id != case_id:
            raise EntriesOfTwoCases
        if kept.entry.kind in COLUMNS:
            placed[kept.conversation_id, kept.entry.turn] = _placed(kept, decisions.get(kept.id, ()))
    columns: dict[str, list[MapEntry]] = {name: [] for name in COLUMNS.values()}
    for item in placed.values():
        columns[column_of(item.entry.kind)].append(_joined(item, placed))
    return SafetyMap(case_id, **{name: tuple(items) for name, items in columns.items()})


def stands_under(detail: EntryKind, whole: EntryKind) -> bool:
    """Whether a detail is shown inside what it says more about: one of its own column, or the reason for a number.

    Any other detail (the step up that a number was asked about) stays in its own column and names what it is about, so
    that nothing leaves a column, and nothing said to the Chair slips into the family's."""
    return detail is whole or (detail is EntryKind.SET_VIEW and whole is EntryKind.SCALE)


def card_of(told: Told, at_turn: Callable[[int], Told | None]) -> int:
    """The turn of the entry on whose card this one is shown: its own, or that of what it says more about. `at_turn`
    finds an entry of the same conversation that has a place on the map."""
    whole = at_turn(told.detail_of or 0)
    if whole is None or whole is told or not stands_under(told.kind, whole.kind):
        return told.turn
    return card_of(whole, at_turn)


def impact_not_said(drawn: SafetyMap, item: MapEntry) -> bool:
    """Whether a professional or somebody of the network told a worry and nothing of what it did to the child: a step
    that asks for it has `impact` in its name. A worry without its impact on the child is only half said."""
    told = item.entry.kind is EntryKind.WORRY and not item.declined and item.entry.position.round == 0
    if not told or item.role not in ASKED_FOR_IMPACT or item.entry.detail_of is not None:
        return False
    answered = (one.entry.position.step for one in drawn.details(item) if not one.declined)
    return not any(IMPACT in step.split("_") for step in answered)


class EntriesOfTwoCases(Exception):
    """A map was asked for with entries of more than one case; one family's words never stand on another's map."""


def _joined(item: MapEntry, placed: Mapping[tuple[str, int], MapEntry]) -> MapEntry:
    """The entry with what it says more about, in the same conversation (and perhaps changed later than it)."""
    whole = placed.get((item.conversation_id, item.entry.detail_of or 0))
    if whole is None or whole is item:
        return item

    def at_turn(turn: int) -> Entry | None:
        found = placed.get((item.conversation_id, turn))
        return None if found is None else found.entry

    turn = card_of(item.entry, at_turn)
    inside = turn != item.entry.turn
    return replace(item, detail_of=whole.id, under=placed[item.conversation_id, turn].id if inside else None)


def _placed(kept: Kept, decisions: tuple[Decision, ...]) -> MapEntry:
    return MapEntry(
        id=kept.id,
        conversation_id=kept.conversation_id,
        person_id=kept.person_id,
        person=kept.person,
        role=kept.role,
        script=kept.script,
        version=getattr(kept, "version", None),
        digest=getattr(kept, "digest", None),
        sent_at=kept.sent_at,
        entry=kept.entry,
        present=kept.present,
        safe=kept.safe,
        typing=kept.typing,
        interpreter=kept.interpreter,
        beside=kept.beside,
        decisions=decisions,
    )
