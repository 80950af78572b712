"""One person's numbers on one line of the scale board, each with the reasons they gave in their own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from review.map.safety_map import MapEntry
from review.numbers.ratings import Rating


@dataclass(frozen=True, slots=True)
class Reason:
    """What somebody said about their number, word for word; `entry_id` is its card, empty when said in the room."""

    words: str
    entry_id: str = ""
    locale: str = "en"
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One number one person gave: when, why it is not lower, what would make it one higher. `number` is None when they
    chose not to answer."""

    number: int | None
    on: date
    why: tuple[Reason, ...] = ()
    one_higher: tuple[Reason, ...] = ()
    item: MapEntry | None = None
    """The entry it was sent in; None when it was said in the room."""
    rating: Rating | None = None

    @property
    def in_the_room(self) -> bool:
        """Whether a worker wrote it down."""
        return self.rating is not None


@dataclass(frozen=True, slots=True)
class Voice:
    """One person on a line: their marks from the first to the newest."""

    who: str
    person_id: str
    role: str
    marks: tuple[Mark, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers they gave, the newest last."""
        return tuple(mark.number for mark in self.marks if mark.number is not None)

    @property
    def given(self) -> tuple[Mark, ...]:
        """The marks with a number, the newest last."""
        return tuple(mark for mark in self.marks if mark.number is not None)

    @property
    def now(self) -> Mark | None:
        """The number that counts now."""
        return self.given[-1] if self.given else None

    @property
    def before(self) -> Mark | None:
        """The number before that."""
        return self.given[-2] if len(self.given) > 1 else None

    @property
    def change(self) -> int | None:
        """How far the newest number is from the one before; None when there is only one."""
        return self.numbers[-1] - self.numbers[-2] if len(self.numbers) > 1 else None
