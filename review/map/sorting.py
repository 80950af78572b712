"""What may be done with where a card stands: sort it, cut it into parts, stand it behind another, take it through the
gate to safety. Each takes where it stands and gives where it stands from then on; the words are never touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dialogs.script import EntryKind, Mode
from review.map.gate_lint import gate_remarks
from review.map.placing import COLUMN_OF, GATE_PARTS, NOT_PLACED, Category, Gate, Part, Placing
from review.map.safety_map import MapEntry, SafetyMap, Standing

CHILDREN = ("child", "young_person")
NOT_WHAT_HAPPENED = frozenset({Mode.WISH, Mode.PRETEND, Mode.GUESS})
NEVER_FOR_THOSE = frozenset({Category.PAST_HARM, Category.SAFETY})
"""A wish, a pretend story or a guess is never told as something that happened."""
SENTENCE = re.compile(r"(?<=[.!?…。؟۔])[\s\"”’)]*\s+|\n+")
CLAUSE = re.compile(r"(?<=[,;:،])\s+|\s+(?=(?:and|but|then|when|because)\s)")
WORD = re.compile(r"\s+")
MOST_PARTS = 12


class CannotStandThere(Exception):
    """This cannot be done with this card: the page offered it no longer, or never did."""


class SayWhyFirst(Exception):
    """It counts as safety now. Taking that back needs a reason."""


class NothingSaid(Exception):
    """Nothing was said at the gate."""


class LooksUnlikeSafety(Exception):
    """What was said at the gate reads like a promise, or like something nobody else saw. It needs a reason to count."""


def may_be_placed(item: MapEntry) -> bool:
    """Whether an entry has a place of its own in one of the three columns, and words to place."""
    return item.entry.kind in COLUMN_OF.values() and item.under is None and not item.declined


def may_stand(item: MapEntry) -> tuple[Category, ...]:
    """The categories an entry may stand in, of its question's own column first. What is a wish, a pretend story or a
    guess is never past harm and never safety, and leaves its column only for what needs to happen."""
    own = item.entry.kind
    found = sorted(Category, key=lambda one: COLUMN_OF[one] is not own)
    if item.entry.mode not in NOT_WHAT_HAPPENED:
        return tuple(found)
    fit = (own, EntryKind.NEEDS_TO_HAPPEN)
    return tuple(one for one in found if COLUMN_OF[one] in fit and one not in NEVER_FOR_THOSE)


def sorted_as(item: MapEntry, placing: Placing, number: int, category: Category | None) -> Placing:
    """Part `number` (1, 2, 3…) in this category; None: not sorted. Safety is reached through the gate only, and left
    only with a reason. Raises `CannotStandThere`, `SayWhyFirst`."""
    part = _part(placing, number)
    if category is Category.SAFETY or (category is not None and category not in may_stand(item)):
        raise CannotStandThere
    if part.category is Category.SAFETY:
        raise SayWhyFirst
    kept = part.gate if category is Category.STRENGTH else None
    return _with(placing, number, replace(part, category=category, gate=kept))


def about_sets(placing: Placing, number: int, sets: Iterable[str]) -> Placing:
    """Part `number` is about these sets. Raises `CannotStandThere`."""
    return _with(placing, number, replace(_part(placing, number), sets=tuple(dict.fromkeys(sets))))


def through_the_gate(item: MapEntry, placing: Placing, number: int, gate: Gate) -> Placing:
    """Part `number` as safety when every part of the gate is said; otherwise it stays a strength and keeps what was
    said so far. Safety is always about the set whose danger it met. Raises `CannotStandThere`, `NothingSaid`,
    `LooksUnlikeSafety` while a remark of `gate_lint` has no answer (`why_still`)."""
    part = _part(placing, number)
    if Category.SAFETY not in may_stand(item):
        raise CannotStandThere
    if gate.missing:
        if part.category is Category.SAFETY:
            raise CannotStandThere
        if gate.missing == GATE_PARTS:
            raise NothingSaid
        return _with(placing, number, replace(part, category=Category.STRENGTH, gate=gate))
    if not (remarks := gate_remarks(gate)):
        gate = replace(gate, why_still="")
    if remarks and not gate.why_still.strip():
        raise LooksUnlikeSafety
    sets = tuple(dict.fromkeys((*part.sets, gate.danger)))
    return _with(placing, number, replace(part, category=Category.SAFETY, gate=gate, sets=sets))


def taken_back(placing: Placing, number: int) -> Placing:
    """Part `number` is a strength again, not safety. What was said at the gate stays in the log."""
    part = _part(placing, number)
    if part.category is not Category.SAFETY:
        raise CannotStandThere
    return _with(placing, number, replace(part, category=Category.STRENGTH, gate=None))


def cuts(words: str) -> tuple[tuple[int, str], ...]:
    """Where these words may be cut without looking for it: each piece with the place it begins. Sentences; when there
    is one only, its clauses, else its words."""
    for between in (SENTENCE, CLAUSE, WORD):
        starts = [0, *(found.end() for found in between.finditer(words) if 0 < found.end() < len(words))]
        if len(starts) > 1:
            return tuple((at, words[at:end]) for at, end in zip(starts, [*starts[1:], len(words)], strict=True))
    return ((0, words),)


def may_be_cut(item: MapEntry) -> bool:
    """Whether these words were typed: what was picked, drawn or counted has no parts."""
    return may_be_placed(item) and item.words == item.entry.reply.text and len(item.words.split()) > 1


def cut(item: MapEntry, placing: Placing, points: Iterable[int]) -> Placing:
    """The parts cut again at these places (characters from the start of the words). A piece keeps the sorting of the
    part it came from. Nothing is cut inside a letter, and no part is only space. Raises `CannotStandThere` (also when
    nothing would be cut), `SayWhyFirst` when a part that counts as safety would be cut."""
    if not may_be_cut(item):
        raise CannotStandThere
    words, parts = item.words, []
    wanted = {_between_letters(words, point) for point in points}
    for part in placing.parts:
        end = len(words) if part.end is None else part.end
        inside = [at for at in sorted(wanted) if part.start < at < end and words[part.start : at].strip()]
        inside = [at for at in inside if words[at:end].strip()]
        if inside and part.category is Category.SAFETY:
            raise SayWhyFirst
        edges = [part.start, *inside, part.end]
        parts += [replace(part, start=a or 0, end=b) for a, b in zip(edges, edges[1:], strict=False)]
    if len(parts) == len(placing.parts) or len(parts) > MOST_PARTS:
        raise CannotStandThere
    return replace(placing, parts=tuple(parts))


def made_whole(placing: Placing) -> Placing:
    """One card again. It stays sorted where every part stood in the same place. Raises `CannotStandThere`,
    `SayWhyFirst` when a part counts as safety."""
    if len(placing.parts) < 2:
        raise CannotStandThere
    if any(part.category is Category.SAFETY for part in placing.parts):
        raise SayWhyFirst
    kinds = {part.category for part in placing.parts}
    return replace(placing, parts=(Part(category=kinds.pop() if len(kinds) == 1 else None, sets=placing.sets),))


def could_stand_behind(drawn: SafetyMap, placings: Mapping[str, Placing], item: MapEntry) -> tuple[MapEntry, ...]:
    """The cards this one may stand behind because they say the same: of the same column, in front of nothing else's
    back. A child's words never stand behind a grown-up's."""
    if not may_be_placed(item):
        return ()

    def fits(one: MapEntry) -> bool:
        if one.id == item.id or not may_be_placed(one) or one.standing is Standing.SET_ASIDE:
            return False
        return not placings.get(one.id, NOT_PLACED).into and (item.role not in CHILDREN or one.role in CHILDREN)

    return tuple(one for one in drawn.column(item.entry.kind) if fits(one))


def stood_behind(drawn: SafetyMap, placings: Mapping[str, Placing], item: MapEntry, front: str) -> Placing:
    """This card behind that one. Raises `CannotStandThere`, `SayWhyFirst` when it counts as safety."""
    placing = placings.get(item.id, NOT_PLACED)
    if front not in {one.id for one in could_stand_behind(drawn, placings, item)}:
        raise CannotStandThere
    if any(part.category is Category.SAFETY for part in placing.parts):
        raise SayWhyFirst
    return replace(placing, into=front)


def on_its_own(placing: Placing) -> Placing:
    """The card by itself again. Raises `CannotStandThere`."""
    if not placing.into:
        raise CannotStandThere
    return replace(placing, into="")


def loses_safety(now: Placing, then: Placing) -> bool:
    """Whether going from one to the other takes back something that counts as safety."""
    return any(part.category is Category.SAFETY and part not in then.parts for part in now.parts)


def _part(placing: Placing, number: int) -> Part:
    if not 1 <= number <= len(placing.parts):
        raise CannotStandThere
    return placing.parts[number - 1]


def _with(placing: Placing, number: int, part: Part) -> Placing:
    parts = list(placing.parts)
    parts[number - 1] = part
    return replace(placing, parts=tuple(parts))


def _between_letters(words: str, at: int) -> int:
    """The next place that is not inside one letter or sign as people see it, and not before a space."""
    at = max(0, min(at, len(words)))
    while 0 < at < len(words) and (_joins(words[at]) or words[at - 1] == "\u200d" or words[at].isspace()):
        at += 1
    return at


def _joins(character: str) -> bool:
    skin = "\U0001f3fb" <= character <= "\U0001f3ff"
    return skin or character in "\u200d\ufe0e\ufe0f" or unicodedata.category(character) in ("Mn", "Mc", "Me")
