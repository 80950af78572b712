"""Where everybody stands in a picture of circles around the child: places and short labels, nothing about looks.

Pure arithmetic, the same picture for the same people. Which ring somebody is in is the worker's word, never guessed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

ROOM = (6, 10, 14)
"""How many fit in each ring; the rest are counted, and stand in the list beside the picture."""
LONGEST_LABEL = 13
PER_LETTER, PER_LINE, AROUND = 8.2, 17.0, 18.0
TURNS = 36
CHILD = 44.0


@dataclass(frozen=True, slots=True)
class Paper:
    """What the picture is drawn on: its size, half the height of each ring's edge (nearest first) and of the line its
    people stand on, and how much wider than high the rings are."""

    width: float
    height: float
    edges: tuple[float, float, float]
    places: tuple[float, float, float]
    wider: float

    @property
    def x(self) -> float:
        """The middle from left to right."""
        return self.width / 2

    @property
    def y(self) -> float:
        """The middle from top to bottom."""
        return self.height / 2


WIDE = Paper(600, 480, (112, 176, 236), (78, 144, 205), 1.25)
"""For a screen or a sheet of paper: rings are wider than high, because names are."""
TALL = Paper(380, 580, (128, 208, 286), (96, 168, 246), 0.65)
"""For a phone, so that names stay large enough to read."""


class Square(NamedTuple):
    """A space taken up in the picture."""

    x: float
    y: float
    width: float
    height: float

    def over(self, other: Square) -> float:
        """How much of it another one covers."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0.0, across) * max(0.0, down)


@dataclass(frozen=True, slots=True)
class Spot:
    """Somebody's label: its lines of words, its middle, and the space it takes."""

    id: str
    lines: tuple[str, ...]
    x: float
    y: float
    space: Square

    @property
    def rows(self) -> tuple[tuple[str, float], ...]:
        """Each line with the height of its middle."""
        first = self.y - (len(self.lines) - 1) * PER_LINE / 2
        return tuple((words, round(first + n * PER_LINE, 1)) for n, words in enumerate(self.lines))


@dataclass(frozen=True, slots=True)
class Drawn:
    """One ring: its edge (half its width and height), where its caption stands, who is in it, and how many more."""

    across: float
    down: float
    caption_y: float
    spots: tuple[Spot, ...]
    more: int


def circles(rings: Sequence[Sequence[tuple[str, str]]], paper: Paper = WIDE) -> tuple[Drawn, ...]:
    """The rings on this paper, nearest first, each given as (id, name) of who is in it.

    Every name keeps off the others as well as it can: of a few turns of the ring, the one that covers least."""
    taken = [Square(paper.x - CHILD, paper.y - CHILD, 2 * CHILD, 2 * CHILD)]
    captions = [paper.y + edge - 10 for edge in paper.edges]
    taken += [Square(paper.x - 50, y - 9, 100, 18) for y in captions]
    drawn = []
    for ring, edge, place, room, caption in zip(rings, paper.edges, paper.places, ROOM, captions, strict=False):
        shown = list(ring)[:room]
        spots = _best(shown, place, taken, paper)
        taken += [spot.space for spot in spots]
        drawn.append(Drawn(edge * paper.wider, edge, caption, spots, len(ring) - len(shown)))
    return tuple(drawn)


def label(name: str) -> tuple[str, ...]:
    """A name in one or two short lines; what does not fit is cut with an ellipsis."""
    words, lines = name.split(), [""]
    for word in words:
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= LONGEST_LABEL or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    shown = lines[:2]
    if len(lines) > 2:
        shown[1] += "…"
    return tuple(one if len(one) <= LONGEST_LABEL + 1 else one[: LONGEST_LABEL - 1] + "…" for one in shown)


def _best(people: Sequence[tuple[str, str]], place: float, taken: Sequence[Square], paper: Paper) -> tuple[Spot, ...]:
    if not people:
        return ()
    turns = [n * 2 * math.pi / len(people) / TURNS for n in range(TURNS)]
    tries = [_around(people, place, turn, paper) for turn in turns]
    return min(tries, key=lambda spots: round(_covered(spots, taken, paper), 3))


def _around(people: Sequence[tuple[str, str]], place: float, turn: float, paper: Paper) -> tuple[Spot, ...]:
    """The people evenly around the ring, the first one at the top, all of them turned so far."""
    spots = []
    for number, (id_, name) in enumerate(people):
        angle = turn + 2 * math.pi * number / len(people) - math.pi / 2
        x = round(paper.x + paper.wider * place * math.cos(angle), 1)
        y = round(paper.y + place * math.sin(angle), 1)
        lines = label(name)
        wide = max(map(len, lines)) * PER_LETTER + AROUND
        high = len(lines) * PER_LINE + AROUND / 2
        spots.append(Spot(id_, lines, x, y, Square(round(x - wide / 2, 1), round(y - high / 2, 1), wide, high)))
    return tuple(spots)


def _covered(spots: Sequence[Spot], taken: Sequence[Square], paper: Paper) -> float:
    """How much the labels cover of what is there, of each other, and of what is outside the picture."""
    covered = sum(spot.space.over(other) for spot in spots for other in taken)
    among = sum(a.space.over(b.space) for n, a in enumerate(spots) for b in spots[n + 1 :])
    inside = Square(0, 0, paper.width, paper.height)
    return covered + among + sum(s.space.width * s.space.height - s.space.over(inside) for s in spots)
