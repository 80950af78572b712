"""Decides what everybody in the room may see on the wall. What is not allowed here cannot be shown there.

The wall is built only from what `shareable` lets through, and from values that have no room for anything else: never
who was beside somebody, never what was meant for the Chair, never what nobody has decided about.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dialogs.conversation import SharingWish
from dialogs.script import LEFT_OPEN, EntryKind, Mode, ReplyKind
from review.case_event import CaseEvent
from review.map.in_another_language import is_own_summary
from review.map.leaning import question_of
from review.map.placing import PlacedPart, placed, placings_of
from review.map.safety_map import COLUMNS as PLACES
from review.map.safety_map import MapEntry, SafetyMap, Standing
from review.numbers.ratings import ratings_of
from review.numbers.scales import ScaleLine, lines, set_of
from review.plan.plan import PlanLine, plan_of
from review.plan.plan import Standing as PlanStanding
from review.plan.text import Box
from review.room.follow_ups import added_to, cards_added_to, inside, with_questions
from review.room.in_the_room import COLUMNS, Said, said_of, ticks_of
from review.sets.sets import SafetySet, Wording, sets_of

KINDS = (*COLUMNS, EntryKind.SCALE)
"""The only kinds of entries a wall may show: no feelings, no people, nothing for the Chair."""


class Held(StrEnum):
    """Why an entry is not on the wall."""

    KIND = "kind"
    DECLINED = "declined"
    NO_WORDS = "no_words"
    """A drawing by itself, or a choice that names nothing."""
    PICTURE = "picture"
    """A picture without words: what it means is for the child to say, and its description is ours."""
    UNDECIDED = "undecided"
    SET_ASIDE = "set_aside"
    ASK_AGAIN = "ask_again"
    TAKEN_OFF = "taken_off"
    HARM = "harm"
    NOT_SAFE = "not_safe"
    WORKER_FIRST = "worker_first"
    NOT_SURE = "not_sure"
    ADDS_TO = "adds_to"
    """It adds to another answer that is held back."""


BY_STANDING = {
    Standing.UNDECIDED: Held.UNDECIDED,
    Standing.SET_ASIDE: Held.SET_ASIDE,
    Standing.ASK_AGAIN: Held.ASK_AGAIN,
}
BY_WISH = {SharingWish.WORKER_FIRST: Held.WORKER_FIRST, SharingWish.NOT_SURE: Held.NOT_SURE}
UNTIL_TICKED = frozenset({Held.TAKEN_OFF, Held.HARM, Held.NOT_SAFE, Held.WORKER_FIRST, Held.NOT_SURE, Held.ADDS_TO})
"""What a worker may put on the wall all the same, entry by entry. The rest cannot be ticked."""
TAKES_ALONG = UNTIL_TICKED | {Held.UNDECIDED}
"""Why an answer that is held back takes along what was added to it. What was added to words that somebody set aside, or
asks again about, stands by itself."""
NOT_SAFE = ("no", "not_sure")


def held(item: MapEntry, ticks: Mapping[str, bool], wordless: Collection[str] = ()) -> Held | None:
    """Why this entry by itself is not on the wall, or None. `ticks` as `ticks_of` gives them; `wordless` are the ids of
    entries in which a picture without words was picked."""
    never = Held.PICTURE if item.id in wordless else _never(item)
    if never is not None:
        return never
    if (ticked := ticks.get(item.id)) is not None:
        return None if ticked else Held.TAKEN_OFF
    if item.entry.given.noticed:
        return Held.HARM
    if (item.safe or "").removesuffix("_went_on") in NOT_SAFE:
        return Held.NOT_SAFE
    return BY_WISH.get(item.entry.wish) if item.entry.wish else None


def _never(item: MapEntry) -> Held | None:
    entry = item.entry
    if entry.kind not in KINDS or entry.mode is Mode.FEELING:
        return Held.KIND
    if item.declined:
        return Held.DECLINED
    left_open = bool(entry.reply.choices) and LEFT_OPEN.issuperset(entry.reply.choices) and not entry.reply.text
    if left_open or not item.words:
        return Held.NO_WORDS
    return BY_STANDING.get(item.standing)


def held_back(drawn: SafetyMap, ticks: Mapping[str, bool], wordless: Collection[str] = ()) -> dict[str, Held]:
    """Why each entry that is not on the wall is not on it, as `held` says; what adds to an answer goes with it, until
    it is ticked itself."""
    why = {item.id: reason for item in drawn if (reason := held(item, ticks, wordless)) is not None}
    before = added_to(drawn)
    for item in sorted(drawn, key=lambda one: one.entry.position.round):
        above = before.get(item.id)
        if above is not None and item.id not in why and item.id not in ticks and why.get(above.id) in TAKES_ALONG:
            why[item.id] = Held.ADDS_TO
    return why


def shareable(drawn: SafetyMap, ticks: Mapping[str, bool], wordless: Collection[str] = ()) -> SafetyMap:
    """The map with only what may be on the wall, and without what belongs to the desk: how it was when the words were
    said, why something was decided, what may tell of harm, what somebody wished. What is held back takes its details
    with it."""
    out = held_back(drawn, ticks, wordless)

    def goes(item: MapEntry) -> bool:
        above = None if item.under is None else drawn.find(item.detail_of)
        return item.id not in out and item.under not in out and (above is None or goes(above))

    columns = {name: tuple(map(_bare, filter(goes, getattr(drawn, name)))) for name in PLACES.values()}
    return SafetyMap(drawn.case_id, **columns)


def _bare(item: MapEntry) -> MapEntry:
    entry = replace(item.entry, wish=None, given=replace(item.entry.given, noticed=False))
    decisions = tuple(replace(one, reason="") for one in item.decisions)
    return replace(
        item, entry=entry, decisions=decisions, present=None, safe=None, typing=None, interpreter=None, beside=""
    )


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words on the wall, with whose they are as the case calls them; `wording` is the worker's, beside them.
    `sets` are the numbers of the sets it is about; `also` are others who said the same; `more` says more about it and
    stands with it; `asked` is its question, where the words need it. `id`: an entry's, or a line's of the log when it
    was said in the room. `translated_by`: who made the wording, where it is a translation;
    `own_summary`: it stands beside another language and is none."""

    id: str
    person: str
    words: str
    locale: str = "en"
    wording: str = ""
    mode: Mode | None = None
    sets: tuple[int, ...] = ()
    also: tuple[str, ...] = ()
    more: tuple[Quote, ...] = ()
    asked: str = ""
    in_room: bool = False
    translated_by: str = ""
    own_summary: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """Somebody's number on a scale, and the one before it if they gave one."""

    who: str
    now: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class WallScale:
    """One 0-10 line: both ends in words and everybody's number on it, each by itself. `title` is the question, for a
    scale that belongs to no set."""

    low: str
    high: str
    numbers: tuple[Number, ...]
    title: str = ""
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class WallSet:
    """A set, at the very start: which one of the case it is (1, 2, 3…), its words as they stand, and its scale."""

    number: int
    id: str
    words: Wording
    scale: WallScale | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """A line of the plan that the core group accepted: what happens, who does it, when, and until when."""

    words: str
    who: tuple[str, ...]
    days: str
    starts: date | None
    until: str
    sets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything on the wall, in the order it is shown (practice: the sets at the very start of every meeting, and
    everything after related back to them). `steps` are worded steps small children chose: words, never numbers."""

    sets: tuple[WallSet, ...] = ()
    columns: tuple[tuple[EntryKind, tuple[Quote, ...]], ...] = ()
    scales: tuple[WallScale, ...] = ()
    steps: tuple[Quote, ...] = ()
    plan: tuple[NextStep, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return not (self.sets or any(quotes for _, quotes in self.columns) or self.scales or self.steps or self.plan)


def wall_of(
    drawn: SafetyMap, events: Sequence[CaseEvent], wordless: Collection[str] = (), naming: Collection[str] = ()
) -> Wall:
    """The wall of a case, from its map and its log. `wordless`: see `held`; `naming`: see `with_questions`."""
    shown = with_questions(shareable(drawn, ticks_of(events), wordless), drawn, naming)
    all_sets = sets_of(events)
    drawn_lines = lines(shown, all_sets, ratings_of(events))
    scale_of = {one.set_id: one for one in drawn_lines if one.set_id and one.stands}
    sets = tuple(
        WallSet(one.number, one.id, one.wording, _scale(scale_of[one.id]) if one.id in scale_of else None)
        for one in all_sets
        if one.is_open
    )
    numbers = {one.id: one.number for one in sets}
    own = (_scale(one, one.title) for one in drawn_lines if not one.set_id)
    return Wall(
        sets,
        _columns(shown, events, all_sets),
        tuple(one for one in own if one.numbers),
        tuple(_plain(item) for item in shown.scales if item.entry.reply_kind is ReplyKind.STEPS),
        tuple(_step(one, numbers) for one in plan_of(events).timeline if _is_step(one)),
    )


def _columns(
    shown: SafetyMap, events: Sequence[CaseEvent], all_sets: Sequence[SafetySet]
) -> tuple[tuple[EntryKind, tuple[Quote, ...]], ...]:
    parts, said = placed(shown, placings_of(events)), said_of(events)
    added = cards_added_to(shown, parts)
    numbers = {one.id: one.number for one in all_sets if one.is_open}
    about = {(part.item.id, part.number): _about(part, all_sets, numbers) for part in parts}

    def quote(part: PlacedPart) -> Quote:
        own = about[part.item.id, part.number]
        more = inside(shown, part.item, added) if part.number == 1 else ()
        others = ((one, about.get((one.id, 1), ())) for one in more)
        told = (replace(_plain(one), sets=tuple(n for n in sets if n not in own)) for one, sets in others)
        return replace(_quote(part), sets=own, more=tuple(told))

    found = []
    for kind in COLUMNS:
        stand = (one for one in parts if one.column is kind and one.words.strip() and one.item.id not in added)
        quotes = map(quote, stand)
        lines_said = (_said(line, numbers) for line in said if line.column is kind)
        found.append((kind, (*quotes, *lines_said)))
    return tuple(found)


def _scale(line: ScaleLine, title: str = "") -> WallScale:
    numbers = tuple(Number(one.who, one.numbers[-1], one.numbers[-2] if one.before else None) for one in line.rated)
    return WallScale(line.low, line.high, numbers, title, line.locale)


def _is_step(line: PlanLine) -> bool:
    return line.standing is PlanStanding.ACCEPTED and line.text.box is Box.WHO_DOES_WHAT


def _step(line: PlanLine, numbers: Mapping[str, int]) -> NextStep:
    text = line.text
    about = (numbers[text.set_id],) if text.set_id in numbers else ()
    return NextStep(text.words, tuple(one.name for one in text.actors), text.days, text.starts, text.ends, about)


def _about(part: PlacedPart, all_sets: Sequence[SafetySet], numbers: Mapping[str, int]) -> tuple[int, ...]:
    known = set_of(part.item.shared, all_sets)
    linked = {*part.part.sets, *((known[0].id,) if known else ())}
    return tuple(sorted(numbers[one] for one in linked if one in numbers))


def _quote(part: PlacedPart) -> Quote:
    also = dict.fromkeys(one.person for one in part.behind if one.person_id != part.item.person_id)
    wording = part.item.wording if part.number == 1 else ""
    return replace(_plain(part.item), words=part.words.strip(), wording=wording, also=tuple(also))


def _plain(item: MapEntry) -> Quote:
    entry = item.entry
    asked = entry.given.asked if entry.position.round else question_of(item)
    said = Quote(item.id, item.person, item.words, entry.given.locale, item.wording, entry.mode)
    return replace(said, asked=asked, translated_by=item.translated_by, own_summary=is_own_summary(item))


def _said(line: Said, numbers: Mapping[str, int]) -> Quote:
    about = (numbers[line.set_id],) if line.set_id in numbers else ()
    return Quote(line.id, line.by_name, line.words, sets=about, in_room=True)
