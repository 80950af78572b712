"""What people said about a set: in the room, or in a conversation that went through its words. Never an average."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dialogs.conversation import SharedSet
from review.map.safety_map import MapEntry
from review.sets.sets import SafetySet, SetVersion


@dataclass(frozen=True, slots=True)
class SetAnswer:
    """One person's answers about one version of a set, in the order they were asked."""

    set_id: str
    version: int
    person_id: str
    person: str
    role: str
    said: tuple[MapEntry, ...]


def version_meant(sets: Iterable[SafetySet], shared: SharedSet, at: datetime) -> tuple[SafetySet, SetVersion] | None:
    """The set and the version somebody was asked about, by its exact words: the newest there was at that time."""
    fits = [(one, version) for one in sets for version in one.versions if version.wording.shared == shared]
    there = [pair for pair in fits if pair[1].at <= at]
    return there[-1] if there else fits[0] if fits else None


def answers_about(sets: Iterable[SafetySet], entries: Iterable[MapEntry]) -> dict[str, tuple[SetAnswer, ...]]:
    """What came in about each set, by the set's id: one answer a conversation and version, newest version first.

    Entries that were asked about words no set of this case ever had are left out; they stay on the map."""
    sets = tuple(sets)
    found: dict[tuple[str, int, str], list[MapEntry]] = {}
    for item in entries:
        meant = version_meant(sets, item.shared, item.entry.given.at) if item.shared is not None else None
        if meant is not None:
            found.setdefault((meant[0].id, meant[1].number, item.conversation_id), []).append(item)
    about: dict[str, list[SetAnswer]] = {}
    for (set_id, number, _), said in found.items():
        said.sort(key=lambda item: (item.entry.given.at, item.entry.turn))
        first = said[0]
        about.setdefault(set_id, []).append(
            SetAnswer(set_id, number, first.person_id, first.person, first.role, tuple(said))
        )
    return {set_id: tuple(sorted(all_, key=lambda one: -one.version)) for set_id, all_ in about.items()}
