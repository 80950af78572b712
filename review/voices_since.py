"""What somebody said now against what they said before. Only exact words are laid side by side; why they changed is for
the person to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from review.map.safety_map import MapEntry, SafetyMap, Standing
from review.numbers.scales import ScaleLine
from review.voices import SHOWN, Numbers, folded


@dataclass(frozen=True, slots=True)
class Sending:
    """One conversation that was sent."""

    conversation_id: str
    person_id: str
    who: str
    role: str
    script: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """What one person said now against the time before: new, said again, not said though asked again, not asked
    again. Only the exact words are compared; nothing is judged."""

    now: Sending
    then: tuple[Sending, ...]
    new: tuple[MapEntry, ...]
    again: tuple[MapEntry, ...]
    gone: tuple[MapEntry, ...]
    not_asked: tuple[MapEntry, ...]
    numbers: tuple[Numbers, ...] = ()


def sendings(drawn: SafetyMap) -> tuple[Sending, ...]:
    """Every conversation on the map, oldest first."""
    found = {
        item.conversation_id: Sending(
            item.conversation_id, item.person_id, item.person, item.role, item.script, item.sent_at
        )
        for item in drawn
    }
    return tuple(sorted(found.values(), key=lambda one: (one.sent_at, one.conversation_id)))


def since(drawn: SafetyMap, now: Sending, then: Sequence[Sending], lines: Iterable[ScaleLine] = ()) -> Since:
    """What this person said in `now` against what they said in `then`."""
    before = {one.conversation_id for one in then}
    said_now = _said(drawn, {now.conversation_id})
    said_then = _said(drawn, before)
    words_now, words_then = {folded(item) for item in said_now}, {folded(item) for item in said_then}
    asked_now = {
        (item.script, item.entry.position.step) for item in drawn if item.conversation_id == now.conversation_id
    }
    left = [item for item in said_then if folded(item) not in words_now]
    asked = [item for item in left if _asked(item) in asked_now]
    talks = {now.conversation_id, *before}
    return Since(
        now,
        tuple(then),
        new=tuple(item for item in said_now if folded(item) not in words_then),
        again=tuple(item for item in said_now if folded(item) in words_then),
        gone=tuple(asked),
        not_asked=tuple(item for item in left if item not in asked),
        numbers=tuple(
            Numbers(line, voice)
            for line in lines
            for voice in line.voices
            if voice.person_id == now.person_id
            and len({mark.item.conversation_id for mark in voice.given if mark.item} & talks) > 1
        ),
    )


def _said(drawn: SafetyMap, talks: set[str]) -> list[MapEntry]:
    """What was said in words in these conversations: numbers have lines of their own."""
    return [
        item
        for item in drawn
        if item.conversation_id in talks
        and item.words
        and item.standing is not Standing.SET_ASIDE
        and item.entry.kind in SHOWN
    ]


def _asked(item: MapEntry) -> tuple[str, str]:
    return item.script, item.entry.position.step
