"""When the goalposts of a set moved: what was said before and after, by whom, when and why. Shows; never judges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from review.sets.sets import WORDS, SafetySet, SetVersion, Wording


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a set that was put differently: its words before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One time the goalposts moved: what was said before and after, who changed it, when and why."""

    old: SetVersion
    new: SetVersion
    changes: tuple[Change, ...]

    @property
    def by(self) -> str:
        """Account id of who changed it."""
        return self.new.by

    @property
    def at(self) -> datetime:
        """When it was changed (UTC)."""
        return self.new.at

    @property
    def why(self) -> str:
        """The reason that was given."""
        return self.new.why


def moved(one: SafetySet) -> tuple[Moved, ...]:
    """Every time the goalposts of this set moved, oldest first. Quotes are sources, not words: they do not count, nor
    does which children it is about."""
    return tuple(Moved(old, new, _changes(old.wording, new.wording)) for old, new in pairwise(one.versions))


def dispute_words(wording: Wording) -> str:
    """The accounts of a wording, one on each line."""
    return "\n".join(f"{one.who}: {one.says}" for one in wording.dispute)


def _changes(old: Wording, new: Wording) -> tuple[Change, ...]:
    pairs = [Change(name, getattr(old, name), getattr(new, name)) for name in WORDS]
    pairs.append(Change("dispute", dispute_words(old), dispute_words(new)))
    return tuple(each for each in pairs if each.before != each.after)
