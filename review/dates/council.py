"""What differs from council to council: the words for each level of help, its deadlines, which bank holidays. As data.

The words are not for us to choose: some say danger statement and safety goal, others worry statement and wellbeing goal
(and so does one council for a child who needs help but not protection). Files are read in `council_files.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from review.dates.working_days import WorkingDays


class Level(StrEnum):
    """How much help a family gets from the council."""

    PROTECTION = "protection"
    IN_NEED = "in_need"
    EARLY_HELP = "early_help"


@dataclass(frozen=True, slots=True)
class LevelWords:
    """What a set's two halves and the meeting are called at one level. Source words, translated where shown."""

    worry: str
    goal: str
    meeting: str


GENERAL = {
    Level.PROTECTION: LevelWords("Danger statement", "Safety goal", "Conference"),
    Level.IN_NEED: LevelWords("Worry statement", "Wellbeing goal", "Meeting"),
    Level.EARLY_HELP: LevelWords("Worry statement", "Wellbeing goal", "Meeting"),
}
"""The words where a council has said nothing else."""


class Happening(StrEnum):
    """What has a date of its own in a case."""

    REFERRAL = "referral"
    STRATEGY_DISCUSSION = "strategy_discussion"
    INITIAL_CONFERENCE = "initial_conference"
    CORE_GROUP = "core_group"
    REVIEW_CONFERENCE = "review_conference"


CONFERENCES = (Happening.INITIAL_CONFERENCE, Happening.REVIEW_CONFERENCE)


class Unit(StrEnum):
    """What a limit is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"


class Means(StrEnum):
    """What meets a limit. Showing a report to a family and handing it to an office are two things, never one."""

    SHARED = "shared"
    SENT = "sent"
    HELD = "held"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit: `what` must be shared, sent, held or done within so many `unit`s `before` or after an `event`.

    `meeting` is what must be held, for a limit on holding something. `note` says what the source leaves open.
    """

    key: str
    what: str
    event: Happening
    offset: int
    unit: Unit
    before: bool
    means: Means
    recipient: str = ""
    meeting: Happening | None = None
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Council:
    """One council: its words, its limits and its calendar. `notes` are what its papers leave open."""

    key: str
    title: str
    about: str
    calendar: WorkingDays = field(default_factory=WorkingDays)
    words: Mapping[Level, LevelWords] = field(default_factory=lambda: GENERAL)
    rules: tuple[Rule, ...] = ()
    notes: tuple[str, ...] = ()

    def rule(self, key: str) -> Rule | None:
        """The limit with this key, or None."""
        return next((rule for rule in self.rules if rule.key == key), None)
