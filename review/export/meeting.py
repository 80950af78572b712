"""What a meeting added to the family's words, as far as an export may take it along, and the pieces of an export.

Which pieces go is the worker's choice each time; what may never go (the Chair's notes, the contact answers) has no room
in these values or is not written out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from review.dates.council import GENERAL, Level, LevelWords
from review.dates.due import Dated
from review.numbers.scales import ScaleLine
from review.plan.network import Network
from review.plan.plan import Plan
from review.room.in_the_room import Said


class Piece(StrEnum):
    """A piece of an export that can be left out; in the order they are written."""

    SETS = "sets"
    MAP = "map"
    PLAN = "plan"
    NETWORK = "network"
    DATES = "dates"


BY_DEFAULT: Final = frozenset(Piece) - {Piece.NETWORK}
"""The network is about people who did not write here, so it goes along only when somebody ticks it."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What was written about a case at the desk: `called` are the council's words for a set's halves, `lines` the scale
    board, `said` what was said in the room and written down."""

    called: LevelWords = field(default_factory=lambda: GENERAL[Level.PROTECTION])
    lines: tuple[ScaleLine, ...] = ()
    plan: Plan = field(default_factory=Plan)
    network: Network = field(default_factory=Network)
    dates: tuple[Dated, ...] = ()
    said: tuple[Said, ...] = ()
