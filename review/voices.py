"""All voices about one child side by side: who said what, in whose words, and about which set.

It lays words out; it does not weigh them. Children come first, and what a grown-up thinks a child would say stands
under the grown-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.script import EntryKind
from review.map.leaning import question_of
from review.map.placing import COLUMN_OF, NOT_PLACED, Placing
from review.map.safety_map import MapEntry, SafetyMap, Standing
from review.numbers.marks import Reason, Voice
from review.numbers.scales import CHILDREN, ROLES, ScaleLine, Stair, set_of
from review.sets.about import children_of_set
from review.sets.sets import SafetySet
from review.voices_heard import Somebody

SHOWN = (
    EntryKind.WORRY,
    EntryKind.WORKING_WELL,
    EntryKind.NEEDS_TO_HAPPEN,
    EntryKind.SET_VIEW,
    EntryKind.FEELING,
    EntryKind.PLAN_RULE,
)
GUESSED = ("child_likes", "child_wants")
"""Steps that ask a grown-up what the child would say, in scripts from before `mode: guess`."""
HEARD = ("child_said",)
"""Steps that ask a grown-up what they heard the child say."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of somebody's exact words in its column, the sets it is about (ids), and what says more about it."""

    words: str
    item: MapEntry
    column: EntryKind
    sets: tuple[str, ...] = ()
    details: tuple[MapEntry, ...] = ()
    also: tuple[MapEntry, ...] = ()
    """Where the same person said the same words to the same question before, oldest first."""
    set_number: int = 0
    """Which set of the case they were asked about (1, 2, 3…); 0 when it was none."""
    earlier: bool = False
    """Whether that set's words have changed since they answered."""

    @property
    def asked(self) -> str:
        """The question, where the words need it; views of a set and feelings are answers and no more."""
        return question_of(self.item) if self.column in COLUMN_OF.values() else self.item.entry.given.asked

    @property
    def guess(self) -> bool:
        """Whether a grown-up says here what they think the child would say."""
        entry = self.item.entry
        return self.item.role not in CHILDREN and (entry.mode == "guess" or entry.position.step in GUESSED)

    @property
    def heard(self) -> bool:
        """Whether a grown-up tells here what they heard the child say."""
        return self.item.role not in CHILDREN and self.item.entry.position.step in HEARD


@dataclass(frozen=True, slots=True)
class Numbers:
    """One person's place on one line."""

    line: ScaleLine
    voice: Voice

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What they said about the number that counts now."""
        now = self.voice.now
        return (*now.why, *now.one_higher) if now else ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """One person with everything they said about the child, in the order of the map."""

    person_id: str
    who: str
    role: str
    quotes: tuple[Quote, ...] = ()
    numbers: tuple[Numbers, ...] = ()
    stairs: tuple[Stair, ...] = ()
    sent: tuple[datetime, ...] = ()
    """When each of their conversations was sent, oldest first."""
    declined: int = 0
    """Questions they chose not to answer."""

    def column(self, kind: str) -> tuple[Quote, ...]:
        """What they said in this column (the value of an `EntryKind`)."""
        return tuple(quote for quote in self.quotes if quote.column == kind)

    def about(self, set_id: str) -> Speaker:
        """The same person with only what is about this set; the reasons for the number that counts now stand there."""
        numbers = tuple(one for one in self.numbers if one.line.set_id == set_id)
        told = {why.entry_id for one in numbers for why in one.reasons}
        quotes = tuple(quote for quote in self.quotes if set_id in quote.sets and quote.item.id not in told)
        return Speaker(self.person_id, self.who, self.role, quotes, numbers, (), self.sent)

    @property
    def silent(self) -> bool:
        """Whether nothing is left of them."""
        return not (self.quotes or self.numbers or self.stairs)


def speakers(
    drawn: SafetyMap,
    child: str,
    about: Mapping[str, str],
    placings: Mapping[str, Placing],
    sets: Sequence[SafetySet],
    lines: Iterable[ScaleLine] = (),
    stairs: Iterable[Stair] = (),
    children: Sequence[Somebody] = (),
) -> tuple[Speaker, ...]:
    """Everybody who said something about this child, children first. `about`: the child's id for each conversation;
    `children`: those of a case with several; what a grown-up answers to a set is about its children, also where the
    link was about another one; what a child answers is its own, unless the set is about others only.

    What is set aside is left out; a card that stands behind another on the map is still its speaker's own words."""
    made: dict[str, _Growing] = {}
    theirs = {one.id: {each.id for each in children_of_set(one.wording, children)} for one in sets}
    for item in drawn:
        whose, known = {item.person_id, about.get(item.conversation_id, "")}, set_of(item.shared, sets)
        of_set = theirs[known[0].id] if known else set()
        if of_set and (item.role not in CHILDREN or not of_set & whose):
            whose = of_set
        if item.entry.kind is EntryKind.CHAIR_QUESTION or child not in whose:
            continue
        growing = made.setdefault(item.person_id, _Growing(item.person, item.role))
        growing.sent[item.conversation_id] = item.sent_at
        growing.declined += item.declined
        if item.entry.kind in SHOWN and item.under is None:
            growing.quotes += _quotes(drawn, item, placings, sets)
    for line in lines:
        if (theirs.get(line.set_id) or {child}).isdisjoint({child}):
            continue
        for voice in line.voices:
            if voice.now is not None and line.child in ("", child):
                key = voice.person_id or voice.who.casefold()
                if voice.person_id and voice.person_id not in made and not line.set_id:
                    continue
                made.setdefault(key, _Growing(voice.who, voice.role)).numbers.append(Numbers(line, voice))
    for stair in stairs:
        if stair.person_id in made and any(mark.number is not None for mark in stair.marks):
            made[stair.person_id].stairs.append(stair)
    found = [growing.grown(key) for key, growing in made.items()]
    order = {role: place for place, role in enumerate(ROLES)}
    return tuple(sorted(found, key=lambda one: (one.person_id != child, order.get(one.role, len(ROLES)))))


@dataclass
class _Growing:
    who: str
    role: str

    def __post_init__(self) -> None:
        self.quotes: list[Quote] = []
        self.numbers: list[Numbers] = []
        self.stairs: list[Stair] = []
        self.sent: dict[str, datetime] = {}
        self.declined = 0

    def grown(self, key: str) -> Speaker:
        sent = tuple(sorted(self.sent.values()))
        quotes, numbers, stairs = _once(self.quotes), tuple(self.numbers), tuple(self.stairs)
        return Speaker(key, self.who, self.role, quotes, numbers, stairs, sent, self.declined)


def _quotes(
    drawn: SafetyMap, item: MapEntry, placings: Mapping[str, Placing], sets: Sequence[SafetySet]
) -> list[Quote]:
    if item.standing is Standing.SET_ASIDE or not (item.words or item.entry.reply.drawing):
        return []
    placing = placings.get(item.id, NOT_PLACED)
    front = placings.get(placing.into, NOT_PLACED).sets if placing.into else ()
    known, version = set_of(item.shared, sets) or (None, 0)
    asked, earlier = ((known.id,), version != known.now.number) if known else ((), False)
    details = tuple(one for one in drawn.details(item) if one.words and one.standing is not Standing.SET_ASIDE)
    return [
        Quote(
            part.of(item.words),
            item,
            COLUMN_OF[part.category] if part.category else item.entry.kind,
            tuple(dict.fromkeys((*part.sets, *front, *asked))),
            details if number == 0 else (),
            set_number=known.number if known else 0,
            earlier=earlier,
        )
        for number, part in enumerate(placing.parts)
    ]


def _once(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Each of one person's answers once: the newest time, with the times before. Equal words are the same answer only
    to the same question about the same set: who agrees with one worry has not agreed with another."""
    found: dict[tuple[object, ...], Quote] = {}
    for number, quote in enumerate(quotes):
        words = " ".join(quote.words.casefold().split())
        about = (quote.item.entry.given.asked, quote.item.shared)
        key = (quote.column, words, quote.guess, *about) if words else (number,)
        before = found.pop(key, None)
        found[key] = quote if before is None else _joined(before, quote)
    return tuple(found.values())


def _joined(one: Quote, other: Quote) -> Quote:
    items = sorted((*one.also, one.item, *other.also, other.item), key=lambda item: item.entry.given.at)
    newest = one if one.item is items[-1] else other
    sets = tuple(dict.fromkeys((*one.sets, *other.sets)))
    details = tuple({folded(each): each for each in (*one.details, *other.details)}.values())
    return replace(newest, sets=sets, details=details, also=tuple(items[:-1]))


def folded(item: MapEntry) -> tuple[str, str]:
    """What an entry says, so that the same words in other letters and spaces are the same."""
    return item.entry.kind, " ".join(item.words.casefold().split())
