"""Which answers were given when somebody was asked for more (“You said … What else?”), so that the wall shows each
with what it adds to. Nothing that is held back is ever repeated by a question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from dialogs.conversation import LEFT_OUT, quote
from dialogs.script import EntryKind
from review.map.placing import PlacedPart
from review.map.safety_map import COLUMNS, MapEntry, SafetyMap
from review.room.in_the_room import COLUMNS as ON_WALL

JUST_READ = "…"
"""Stands in a question for the words it repeats, where those stand right above it."""


def added_to(drawn: SafetyMap) -> dict[str, MapEntry]:
    """For each answer that followed another answer to the same question: the one it followed, if that is on the map."""
    at = {(item.conversation_id, item.entry.position): item for item in drawn}
    found = {}
    for item in drawn:
        position = item.entry.position
        before = at.get((item.conversation_id, position._replace(round=position.round - 1)))
        if before is not None:
            found[item.id] = before
    return found


def with_questions(shown: SafetyMap, drawn: SafetyMap, naming: Collection[str]) -> SafetyMap:
    """What is on the wall, with the questions that may be there: one that repeats an answer that is held back has those
    words left out, or is not there when they cannot be told apart. One that names what somebody picked or named is
    never there: `naming` are the ids of the entries that were asked so."""
    before, there = added_to(drawn), {item.id for item in shown}

    def told(item: MapEntry) -> MapEntry:
        again, said = item.entry.position.round > 0, before.get(item.id)
        if item.entry.kind not in ON_WALL or not (again or item.id in naming):
            return item
        if said is None or item.id in naming:
            return _asked(item, "")
        return item if said.id in there else _asked(item, _without(item, said, LEFT_OUT))

    return SafetyMap(shown.case_id, **{name: tuple(map(told, getattr(shown, name))) for name in COLUMNS.values()})


def _without(item: MapEntry, said: MapEntry, gap: str) -> str:
    """Its question without the words it repeats; nothing when they are not in it just once."""
    words, asked = quote(said.entry.reply.text), item.entry.given.asked
    return asked.replace(words, gap) if words and asked.count(words) == 1 else ""


def _asked(item: MapEntry, asked: str) -> MapEntry:
    return replace(item, entry=replace(item.entry, given=replace(item.entry.given, asked=asked)))


def cards_added_to(shown: SafetyMap, parts: Sequence[PlacedPart]) -> dict[str, str]:
    """For each answer that stands inside a card because it adds to it: that card's id.

    It does when the first answer stands in the same column, and nobody split it, or put another card behind it."""
    before = added_to(shown)
    stands = _columns(part for part in parts if part.number == 1 and part.words.strip())
    free = _columns(part for part in parts if part.of == 1 and not part.behind)
    found: dict[str, str] = {}
    for item in sorted(shown, key=lambda one: one.entry.position.round):
        above = before.get(item.id)
        if above is None or item.id not in free:
            continue
        card = found.get(above.id) or above.under or above.id
        if stands.get(card) is free[item.id]:
            found[item.id] = card
    return found


def inside(shown: SafetyMap, item: MapEntry, added: Mapping[str, str]) -> tuple[MapEntry, ...]:
    """What stands inside this card, in the order of the map: its details, and what was added to it, whose question does
    not say again what is read right above."""
    before = added_to(shown)

    def told(other: MapEntry) -> MapEntry:
        said = before.get(other.id)
        return other if said is None else _asked(other, _without(other, said, JUST_READ) or other.entry.given.asked)

    return tuple(told(other) for other in shown if item.id in (other.under, added.get(other.id)))


def _columns(parts: Iterable[PlacedPart]) -> dict[str, EntryKind]:
    return {part.item.id: part.column for part in parts}
