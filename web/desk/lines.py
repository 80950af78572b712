"""The 0-10 lines above the map: who put which number on which scale, and what they then said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dialogs.conversation import Entry
from dialogs.script import END, ReplyKind, Scale, Script
from web.desk.cards import Card
from web.desk.questions import Background, in_english
from web.services import Services

BETWEEN = 4
"""Numbers from one name to the next on the same height."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One person's number on a line, and what they then said about it."""

    card: Card
    number: int | None
    reasons: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One 0-10 line: its two ends in words, and the people who put a number on exactly this line."""

    scale: Scale
    locale: str
    marks: tuple[Mark, ...]
    english: Scale | None = None
    """The script's own English for the ends, when the person saw another language."""

    def at(self, number: int) -> tuple[Mark, ...]:
        """The marks at this number."""
        return tuple(mark for mark in self.marks if mark.number == number)

    def row(self, number: int) -> int:
        """How many names high the people at this number stand, so that no name is written over its neighbour's."""
        placed: dict[int, range] = {}
        for at in sorted({mark.number for mark in self.marks if mark.number is not None}):
            near = [rows for other, rows in placed.items() if at - other < BETWEEN]
            low = 0
            while any(low < rows.stop and rows.start < low + len(self.at(at)) for rows in near):
                low += 1
            placed[at] = range(low, low + len(self.at(at)))
        return placed[number].start if number in placed else 0


def lines_of(
    s: Services, scales: Sequence[Card], others: Sequence[Card], behind: Mapping[str, Background]
) -> tuple[Line, ...]:
    """The scale lines: one for each wording, because only numbers on the same line compare. Worded steps have none."""
    lines: dict[Scale, Line] = {}
    for card in scales:
        entry = card.item.entry
        if entry.scale is None:
            continue
        talk = behind[card.item.conversation_id]
        same = [one for one in others if one.item.conversation_id == card.item.conversation_id and one.item.words]
        reasons = tuple(
            one for step in _reasons(talk.script, entry) for one in same if _about_it(talk.script, entry, step, one)
        )
        seen = _as_seen(entry, entry.scale)
        english = _in_english(s, talk, entry, seen) if card.foreign else None
        line = lines.get(seen) or Line(seen, entry.given.locale, (), english)
        lines[seen] = replace(line, marks=(*line.marks, Mark(card, entry.reply.number, reasons)))
    return tuple(lines.values())


def newest_of(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The same lines with only each person's newest number about the same thing."""
    return tuple(replace(line, marks=_newest(line.marks)) for line in lines)


def _newest(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    found: dict[tuple[str, ...], Mark] = {}
    for mark in sorted(marks, key=lambda mark: (mark.number is not None, mark.card.item.entry.given.at)):
        item = mark.card.item
        place = item.entry.position
        asked = () if item.shared else (place.step, str(place.visit))
        found[item.person_id, *asked] = mark
    return tuple(mark for mark in marks if mark in found.values())


def _in_english(s: Services, talk: Background, entry: Entry, seen: Scale) -> Scale | None:
    """The ends in the script's own English; None where they were shown so anyway, as those of a shared goal are."""
    ends = in_english(s, talk, entry.position).ends
    if ends is None or (ends.low.text, ends.high.text) == (seen.low, seen.high):
        return None
    return replace(seen, low=ends.low.text, high=ends.high.text)


def _as_seen(entry: Entry, scale: Scale) -> Scale:
    """The scale in the words the person saw; two children's scales are never one line."""
    seen = dict(entry.given.offered)
    return replace(scale, low=seen.get("low", scale.low), high=seen.get("high", scale.high))


def _about_it(script: Script, entry: Entry, step: str, one: Card) -> bool:
    """Whether a card answers this step about this very number: inside `for_each`, the one of the same item."""
    place = one.item.entry.position
    return place.step == step and (script.loop_of(step) is None or place.visit == entry.position.visit)


def _reasons(script: Script, entry: Entry) -> tuple[str, ...]:
    """The text questions that follow a scale in the same part of the script: they ask about its number. Where the next
    item of a `for_each` begins, another number is asked for."""
    part = script.steps[entry.position.step].part
    seen: set[str] = set()
    waiting = [entry.position.step]
    while waiting:
        for route in script.steps[waiting.pop()].routes:
            step = script.steps[route.go] if route.go != END else None
            if step is not None and step.id not in seen and step.part == part and step.for_each is None:
                seen.add(step.id)
                waiting.append(step.id)
    asked = (step for step in script.steps.values() if step.id in seen)
    return tuple(step.id for step in asked if step.reply is ReplyKind.TEXT and step.entry is not None)
