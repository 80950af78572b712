"""What is said where nobody's number stands on a set's scale. After an end was worded anew, the people who put a number
on the words before are told of: "nobody" would be untrue, and their numbers do not count for other words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from review.named import N_
from review.numbers.scales import ScaleLine

NOBODY = N_("Nobody has put a number on it yet.")
ONE_BEFORE = N_("Nobody has put a number on these words yet; {n} person did on the words before.")
MANY_BEFORE = N_("Nobody has put a number on these words yet; {n} people did on the words before.")


@dataclass(frozen=True, slots=True)
class NotYet:
    """How many people put a number on earlier ends of a scale that nobody has put one on as it stands."""

    before: int = 0

    @property
    def one(self) -> str:
        """The sentence in source words; for one person where there were any before."""
        return ONE_BEFORE if self.before else NOBODY

    @property
    def many(self) -> str:
        """The same for several people; nothing where there was nobody before."""
        return MANY_BEFORE if self.before else ""


def not_yet(lines: Iterable[ScaleLine], set_id: str) -> NotYet | None:
    """What is said of this set's numbers among a case's `lines`; None where a number stands on its scale now."""
    theirs = [line for line in lines if line.set_id == set_id]
    if any(line.rated for line in theirs if line.stands):
        return None
    return NotYet(len({voice.person_id or voice.who.casefold() for line in theirs for voice in line.rated}))
