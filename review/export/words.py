"""What is taken away from the desk: the takeaway, its columns in order, their titles, and what is left out of it.

Questions for the Chair stay out of the map. How one entry is told is in `telling.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from dialogs.conversation import Move
from dialogs.script import EntryKind
from review.export.meeting import Meeting, Piece
from review.map.placing import COLUMN_OF, NOT_PLACED, Category, Placing
from review.map.safety_map import MapEntry, SafetyMap, Standing
from review.named import N_
from review.room.in_the_room import Said
from review.sets.sets import SafetySet
from review.voices_heard import Somebody


class Words(Protocol):
    """What an export needs of a language: `text` and `count` fill `{name}`; days and moments are London's."""

    def text(self, source: str, **values: str) -> str: ...
    def count(self, one: str, many: str, n: int, **values: str) -> str: ...
    def day(self, when: datetime) -> str: ...
    def moment(self, when: datetime) -> str: ...


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody in the case: what they are called, and their role (child, young_person, parent...)."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class OnlyChild:
    """The child an export is for; how many entries by or about the case's other children are not in it, and the ids of
    the sets that are about them alone."""

    person_id: str
    name: str
    left_out: int = 0
    other_sets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Takeaway:
    """One export of one case's map: everything its forms are written from, and nothing they may not show.

    `made_on` is aware. `accounts` gives names by account id, `languages` a language's name by its locale. Entries no
    decision stands for are only counted, unless `include_undecided`; those set aside are only ever counted."""

    receipt: str
    council: str
    case_name: str
    made_on: datetime
    made_by: str
    map: SafetyMap
    words: Words
    people: tuple[Someone, ...] = ()
    accounts: Mapping[str, str] | None = None
    languages: Mapping[str, str] | None = None
    include_undecided: bool = False
    placings: Mapping[str, Placing] = field(default_factory=dict)
    """Where entries stand, by their ids."""
    sets: tuple[SafetySet, ...] = ()
    meeting: Meeting = field(default_factory=Meeting)
    pieces: frozenset[Piece] = frozenset(Piece)
    """What goes along; the rest is left out whole."""
    children: tuple[Somebody, ...] = ()
    """The children whom its sets may be about: all of the case, or the one it is for."""
    only: OnlyChild | None = None
    """The one child it is for, where it was made for one (`one_child.py`)."""

    def shown(self, kind: EntryKind) -> tuple[MapEntry, ...]:
        """The entries of this column that stand by themselves in the export: by category once they are sorted, else in
        the order they were sent. A detail does so only where what it says more about is not in the export."""
        alone = (item for item in self.standing_in(kind) if self.goes(item) and self.inside(item) is None)
        return tuple(sorted(alone, key=self._rank))

    def is_only_counted(self, item: MapEntry) -> bool:
        """Whether a question was skipped, so that a page for people counts it; not where it is to be asked again or
        something was said inside it."""
        if item.entry.reply.move is not Move.SKIP or item.standing is Standing.ASK_AGAIN:
            return False
        return all(self.is_only_counted(detail) for detail in self.details(item))

    def printed(self, kind: EntryKind) -> tuple[MapEntry, ...]:
        """The shown entries that a page for people tells one by one."""
        return tuple(item for item in self.shown(kind) if not self.is_only_counted(item))

    def inside_printed(self, item: MapEntry) -> tuple[MapEntry, ...]:
        """What a page for people tells inside this entry."""
        return tuple(detail for detail in self.details(item) if not self.is_only_counted(detail))

    @property
    def for_the_chair(self) -> int:
        """How many questions for the Chair there are; one that was left unanswered is none."""
        return sum(not item.declined for item in self.map.chair_questions)

    def standing_in(self, kind: EntryKind) -> tuple[MapEntry, ...]:
        """The entries that stand in this column: where a worker sorted all of one into it, else by its question."""
        if kind not in THREE:
            return self.map.column(kind)
        return tuple(item for one in THREE for item in self.map.column(one) if self._column(item) is kind)

    def said_in(self, kind: EntryKind) -> tuple[Said, ...]:
        """What was said in the room and written down by a worker into this column; none where the map was left out."""
        return tuple(line for line in self.meeting.said if line.column is kind) if Piece.MAP in self.pieces else ()

    def category(self, item: MapEntry) -> Category | None:
        """The category all of an entry is sorted into; None when it is not, or when its parts stand apart."""
        kinds = {part.category for part in self.placings.get(item.id, NOT_PLACED).parts}
        return kinds.pop() if len(kinds) == 1 else None

    @property
    def sets_along(self) -> tuple[SafetySet, ...]:
        """The sets that go along: of an export for one child, without those about others only."""
        away = self.only.other_sets if self.only else frozenset()
        return tuple(one for one in self.sets if one.id not in away)

    def set_numbers(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these sets, in the order of the sets."""
        wanted = set(ids)
        return tuple(one.number for one in self.sets if one.id in wanted)

    def _column(self, item: MapEntry) -> EntryKind:
        category = self.category(item)
        return COLUMN_OF[category] if category else item.entry.kind

    def _rank(self, item: MapEntry) -> int:
        category = self.category(item)
        return tuple(Category).index(category) if category else len(Category)

    def details(self, item: MapEntry) -> tuple[MapEntry, ...]:
        """What is shown inside this entry in the export."""
        return tuple(detail for detail in self.map.details(item) if self.goes(detail))

    def inside(self, item: MapEntry) -> MapEntry | None:
        """The entry of the export that this one is shown inside, or None."""
        whole = self.map.find(item.under)
        return whole if whole is not None and self.goes(whole) else None

    def whole(self, item: MapEntry) -> MapEntry | None:
        """The entry of the export that this one says more about, whichever column that is in, or None."""
        whole = self.map.find(item.detail_of)
        outside = whole is None or whole.entry.kind not in ON_THE_MAP or not self.goes(whole)
        return None if outside else whole

    def entries(self) -> Iterator[MapEntry]:
        """Every entry of the map that goes into the export, column by column, each followed by its details; never a
        question for the Chair. None where the map was left out."""
        for kind in self.columns:
            for item in self.shown(kind):
                yield item
                yield from self.details(item)

    @property
    def columns(self) -> tuple[EntryKind, ...]:
        """The columns of the export: always the first ones, the others where they hold anything. None where the map was
        left out."""
        if Piece.MAP not in self.pieces:
            return ()
        return tuple(kind for kind in ON_THE_MAP if kind not in SOMETIMES or self.map.column(kind))

    @property
    def set_aside(self) -> int:
        """How many entries of the map were set aside."""
        return self._count(Standing.SET_ASIDE)

    @property
    def undecided(self) -> int:
        """How many entries of the map no decision stands for."""
        return self._count(Standing.UNDECIDED)

    @property
    def left_out(self) -> int:
        """How many entries of the map are left out because nobody has decided about them."""
        return 0 if self.include_undecided else self.undecided

    def account(self, account_id: str | None) -> str:
        """The name of this account, or its id when it has none here."""
        return (self.accounts or {}).get(account_id or "", account_id or "")

    def language(self, locale: str) -> str:
        """The name of this language, or its locale when it has none here."""
        return (self.languages or {}).get(locale, locale)

    def goes(self, item: MapEntry) -> bool:
        """Whether an entry's own decision lets it go into the export."""
        if item.standing is Standing.UNDECIDED:
            return self.include_undecided
        return item.standing is not Standing.SET_ASIDE

    def _count(self, standing: Standing) -> int:
        return sum(item.standing is standing for kind in ON_THE_MAP for item in self.map.column(kind))


THREE = (EntryKind.WORRY, EntryKind.WORKING_WELL, EntryKind.NEEDS_TO_HAPPEN)
ON_THE_MAP = (
    EntryKind.WORRY,
    EntryKind.WORKING_WELL,
    EntryKind.NEEDS_TO_HAPPEN,
    EntryKind.SCALE,
    EntryKind.FEELING,
    EntryKind.SET_VIEW,
    EntryKind.PLAN_RULE,
    EntryKind.PERSON,
)
SOMETIMES = frozenset({EntryKind.FEELING, EntryKind.SET_VIEW, EntryKind.PLAN_RULE})
"""Columns that are left out while they are empty: not every family is asked for them."""

TITLES = {
    EntryKind.WORRY: N_("What are we worried about?"),
    EntryKind.WORKING_WELL: N_("What is working well?"),
    EntryKind.NEEDS_TO_HAPPEN: N_("What needs to happen?"),
    EntryKind.SCALE: N_("Numbers and steps"),
    EntryKind.FEELING: N_("How they feel"),
    EntryKind.SET_VIEW: N_("What they think of the shared worries and goals"),
    EntryKind.PLAN_RULE: N_("The family's own plan lines"),
    EntryKind.PERSON: N_("People who were named"),
    EntryKind.CHAIR_QUESTION: N_("For the Chair only: questions before the meeting"),
}


def left_out(takeaway: Takeaway, items: Iterable[MapEntry]) -> list[str]:
    """How many of these entries are not shown, and why, as sentences. Never a word of them."""
    stands = Counter(item.standing for item in items)
    count, found = takeaway.words.count, []
    if n := stands[Standing.SET_ASIDE]:
        found.append(count("{n} entry was set aside, not shown.", "{n} entries were set aside, not shown.", n))
    if (n := stands[Standing.UNDECIDED]) and not takeaway.include_undecided:
        found.append(count("{n} entry is not decided yet, left out.", "{n} entries are not decided yet, left out.", n))
    return found


def skipped(takeaway: Takeaway, kind: EntryKind) -> list[str]:
    """How many questions of a column each person skipped, as one sentence; nothing where nobody did."""
    shown = takeaway.shown(kind)
    every = (one for item in shown for one in (item, *takeaway.details(item)))
    found = Counter(item.person for item in every if takeaway.is_only_counted(item))
    names = ", ".join(f"{name} {n}" for name, n in found.items())
    return [takeaway.words.text("Skipped questions, only counted: {names}.", names=names)] if found else []


def not_here(takeaway: Takeaway) -> list[str]:
    """What is kept apart from an export, by number only, as sentences: questions for the Chair, other children."""
    count, found = takeaway.words.count, []
    if n := takeaway.for_the_chair:
        found.append(count("{n} question for the Chair, kept apart.", "{n} questions for the Chair, kept apart.", n))
    if takeaway.only is not None and (n := takeaway.only.left_out):
        ones, many = (
            N_("{n} entry by or about another child, left out."),
            N_("{n} entries by or about other children, left out."),
        )
        found.append(count(ones, many, n))
    if takeaway.only is not None and (n := len(takeaway.only.other_sets)):
        ones, many = N_("{n} set about another child, left out."), N_("{n} sets about other children, left out.")
        found.append(count(ones, many, n))
    return found


def whom_for(takeaway: Takeaway) -> list[str]:
    """Whom an export is for, where it was made for one child, as sentences."""
    if takeaway.only is None:
        return []
    told = N_("For {name} only. What other children said, and what was said about them alone, is left out.")
    return [takeaway.words.text(told, name=takeaway.only.name)]
