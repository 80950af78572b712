"""What differs from council to council: the words for each level of help, its deadlines, which bank holidays. As data.

The words are not for us to choose: some say danger statement and safety goal, others worry statement and wellbeing goal
(and so does one council for a child who needs help but not protection).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
