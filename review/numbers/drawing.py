"""Where everything on a drawn scale stands: one lane a person above one axis from 0 to 10. Only geometry, no words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

TOP = 10
CUT = "…"


@dataclass(frozen=True, slots=True)
class Size:
    """The measures of a drawing: its width, the room for names, the margin beside 0 and 10, a lane's height, the radius
    of a mark, and how tall letters are."""

    width: int
    names: int
    margin: int
    lane: int
    mark: int
    letters: int


WIDE = Size(width=680, names=150, margin=18, lane=30, mark=11, letters=15)
NARROW = Size(width=320, names=88, margin=11, lane=28, mark=9, letters=13)


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on the axis."""

    number: int
    x: float


@dataclass(frozen=True, slots=True)
class Lane:
    """One person's row: the name on a line or two, the mark that counts now, the one before it, and any older ones."""

    label: tuple[str, ...]
    y: float
    now: int
    x: float
    then: float | None
    older: tuple[float, ...]
    arrow: tuple[float, float] | None
    """Where the way from then to now begins and where its head ends; None when it did not move, or moved too little to
    draw between the two marks."""
    head: str
    """The points of the arrow's head."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A scale ready to draw: every x is already mirrored when the page reads from right to left."""

    size: Size
    height: float
    axis: float
    rtl: bool
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]

    @property
    def name_x(self) -> float:
        """Where names begin."""
        return self.size.width if self.rtl else 0

    @property
    def anchor(self) -> str:
        """Which end of a name stands there."""
        return "end" if self.rtl else "start"


def draw(people: Sequence[tuple[str, Sequence[int]]], rtl: bool, wide: bool) -> Drawing:
    """The drawing of these people: (name, their numbers from the first to the one that counts now)."""
    size = WIDE if wide else NARROW
    labels = [on_lines(name, size.names - size.margin / 2, size.letters) for name, _ in people]
    tall = [size.lane if len(label) == 1 else size.lane + size.letters - 5 for label in labels]
    lanes = tuple(
        _lane(size, rtl, sum(tall[:place]) + tall[place] / 2, labels[place], numbers)
        for place, (_, numbers) in enumerate(people)
    )
    axis = sum(tall) + 8.0
    ticks = tuple(Tick(number, _x(size, rtl, number)) for number in range(TOP + 1))
    return Drawing(size, axis + size.letters + 14, axis, rtl, ticks, lanes)


def width_of(text: str, letters: int) -> float:
    """About how wide these words are: letters of a full width count as such, marks that stand on others not at all."""
    return sum(map(_ems, text)) * letters


def _ems(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in ("W", "F") or letter in "MWmw@%":
        return 1.0
    return 0.72 if letter.isupper() else 0.56


def fitted(name: str, room: float, letters: int) -> str:
    """The name, cut with … where it is wider than its room; never cut inside a letter with its marks."""
    if width_of(name, letters) <= room:
        return name
    kept = name
    while kept and width_of(kept + CUT, letters) > room:
        kept = kept[:-1]
        while kept and unicodedata.combining(name[len(kept)]):
            kept = kept[:-1]
    return kept.rstrip(" ,(") + CUT


def on_lines(name: str, room: float, letters: int) -> tuple[str, ...]:
    """The name on one line, or on two between its words; what is wider than its line is cut with …."""
    words = name.split()
    if width_of(name, letters) <= room or len(words) < 2:
        return (fitted(name, room, letters),)
    first = next((n for n in range(len(words) - 1, 1, -1) if width_of(" ".join(words[:n]), letters) <= room), 1)
    return fitted(" ".join(words[:first]), room, letters), fitted(" ".join(words[first:]), room, letters)


def _x(size: Size, rtl: bool, number: int) -> float:
    step = (size.width - size.names - 2 * size.margin) / TOP
    x = size.names + size.margin + number * step
    return round(size.width - x if rtl else x, 1)


def _lane(size: Size, rtl: bool, y: float, label: tuple[str, ...], numbers: Sequence[int]) -> Lane:
    now, before = numbers[-1], numbers[-2] if len(numbers) > 1 else None
    x = _x(size, rtl, now)
    then = None if before is None else _x(size, rtl, before)
    older = tuple(dict.fromkeys(_x(size, rtl, number) for number in numbers[:-2] if number not in (now, before)))
    if then is None or then == x:
        return Lane(label, y, now, x, then, older, None, "")
    way = 1 if x > then else -1
    tip = x - way * (size.mark + 1)
    back = round(tip - way * 6, 1)
    points = f"{tip},{y} {back},{y - 4.5} {back},{y + 4.5}"
    return Lane(label, y, now, x, then, older, (round(then + way * size.mark * 0.6, 1), back), points)
