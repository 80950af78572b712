"""Turns a grid of boxes and tracks into places on a plane: first across, then down, then the corners of every line."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from dialogs.layers import Grid, Link, is_end
from dialogs.tracks import LANES, LEFT, Ends, Track, tracks

BOX, BOX_HIGH, STUB, STUB_HIGH = 224, 52, 52, 24
MARGIN, GUTTER, LANE, LEVEL, PORT = 16, 32, 12, 8, 20
LEAST_GAP, OUT_HIGH, IN_HIGH, ROW, HEADING = 34, 8, 14, 17, 30
LETTER = 6.6
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A box by its top left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """The middle across."""
        return self.x + self.width // 2


def wide(words: str) -> int:
    """About how many units small words take across."""
    return round(len(words) * LETTER) + 8 if words else 0


class Plane:
    """Where everything on a grid stands. `headings` are the layers above which there is room for one."""

    def __init__(self, grid: Grid, headings: Set[int]) -> None:
        self._cells, self._links, self._headings = grid.cells, grid.links, headings
        self._tracks: Mapping[Ends, Track] = tracks(grid)
        self._layers = grid.layers()
        self._across()
        self._rows = self._label_rows()
        self._down()

    def box(self, name: str) -> Box:
        """The box of a step or an end."""
        layer, column = self._cells[name]
        width, height = (STUB, STUB_HIGH) if is_end(name) else (BOX, BOX_HIGH)
        return Box(self._centre(column) - width // 2, self._tops[layer], width, height)

    def heading(self, layer: int) -> Point:
        """Where a heading above a layer starts, on the height of its rule."""
        return self._centre(0) + PORT, self._tops[layer] - self._in_room(layer - 1) - HEADING // 2

    def points(self, link: Link) -> list[Point]:
        """The corners of a line, from where it leaves its source to where it meets its target."""
        source, target = self.box(link.source), self.box(link.target)
        track, arrival = self._track_x(link), self._arrival_x(link)
        found: list[Point] = []
        if self._leaves_sideways(link):
            found += [(source.x, source.y + BOX_HIGH // 2 + LEVEL), (track, source.y + BOX_HIGH // 2 + LEVEL)]
        else:
            found.append((source.middle, source.y + source.height))
            if track != source.middle:
                level = self._out_level(link)
                found += [(source.middle, level), (track, level)]
        if link.back and self._cells[link.target][1] == 0:
            return [*found, (track, target.y + BOX_HIGH // 2 - LEVEL), (target.x, target.y + BOX_HIGH // 2 - LEVEL)]
        if track != arrival:
            level = self._in_level(link)
            found += [(track, level), (arrival, level)]
        return [*found, (arrival, target.y)]

    def label(self, link: Link) -> Point:
        """The middle of where the words of a line stand."""
        if self._leaves_sideways(link):
            box = self.box(link.source)
            return box.x - wide(link.words) // 2, box.y + BOX_HIGH // 2 + LEVEL
        gap = self._cells[link.source][0]
        top = self._bottoms[gap] + OUT_HIGH + LEVEL * len(self._outs.get(gap, ()))
        return self._label_x(link), top + ROW * self._rows[link] + ROW // 2

    def _across(self) -> None:
        """Where columns and tracks stand from left to right; the left margin grows until every word fits."""
        slots = {LEFT: 0, LANES: 0} | {column: 0 for _, column in self._cells.values()}
        for track in self._tracks.values():
            if track.slot is not None:
                slots[track.column] = max(slots.get(track.column, 0), track.slot + 1)
        last = max(slots)
        beside = [wide(link.words) for link in self._links if link.words and self._leaves_sideways(link)]
        lanes = MARGIN + LANE * slots[LANES] + (max(beside, default=MARGIN) if slots[LANES] else 0)
        self._lefts = {LANES: 0, LEFT: lanes, 0: lanes + (LANE * slots[LEFT] + MARGIN // 2 if slots[LEFT] else 0)}
        for column in range(last + 1):
            self._lefts[column + 1] = self._lefts[column] + BOX + max(GUTTER, LANE * slots.get(column, 0) + MARGIN)
        edges = [(self._label_x(link) - wide(link.words) // 2, self._label_x(link) + wide(link.words) // 2)
                 for link in self._links if link.words and not self._leaves_sideways(link)]  # fmt: skip
        short = max(0, MARGIN // 2 - min((left for left, _ in edges), default=MARGIN))
        self._lefts = {column: left + short for column, left in self._lefts.items()}
        tracks_end = max((self._track_x(link) for link in self._links), default=0)
        words_end = max((right + short for _, right in edges), default=0)
        self.width = max(self._lefts[last] + BOX, tracks_end, words_end) + MARGIN

    def _down(self) -> None:
        """Where layers stand from top to bottom, each gap as high as its lines and words need."""
        self._outs: dict[int, list[str]] = {}
        self._ins: dict[int, list[str]] = {}
        for link in sorted(self._links, key=lambda one: self._cells[one.source][1]):
            if not self._leaves_sideways(link) and self._track_x(link) != self.box_middle(link.source):
                _note(self._outs, self._cells[link.source][0], link.source)
            if self._track_x(link) != self._arrival_x(link) and not (link.back and self._cells[link.target][1] == 0):
                _note(self._ins, self._cells[link.target][0] - 1, link.target)
        self._tops: dict[int, int] = {}
        self._bottoms: dict[int, int] = {-1: MARGIN}
        for layer in range(self._layers):
            self._tops[layer] = self._bottoms[layer - 1] + self._gap(layer - 1)
            ends_only = all(is_end(name) for name, cell in self._cells.items() if cell[0] == layer)
            self._bottoms[layer] = self._tops[layer] + (STUB_HIGH if ends_only else BOX_HIGH)
        self.height = self._bottoms[self._layers - 1] + MARGIN + self._gap(self._layers - 1)

    def _gap(self, gap: int) -> int:
        rows = [row + 1 for link, row in self._rows.items() if self._cells[link.source][0] == gap]
        room = OUT_HIGH + LEVEL * len(self._outs.get(gap, ())) + ROW * max(rows, default=0) + self._in_room(gap)
        heading = HEADING if gap + 1 in self._headings else 0
        if gap == -1 or gap == self._layers - 1:
            return heading + (room if gap in self._outs or gap in self._ins else 0)
        return max(LEAST_GAP, room) + heading

    def _in_room(self, gap: int) -> int:
        return LEVEL * len(self._ins.get(gap, ())) + (IN_HIGH if gap >= 0 or gap in self._ins else 0)

    def _label_rows(self) -> dict[Link, int]:
        """In which row under its source the words of each line stand, so that no words lie on others."""
        found: dict[Link, int] = {}
        taken: dict[tuple[int, int], int] = {}
        said = [link for link in self._links if link.words and not self._leaves_sideways(link)]
        for link in sorted(said, key=self._label_x):
            gap, row = self._cells[link.source][0], 0
            while taken.get((gap, row), -1) > self._label_x(link) - wide(link.words) // 2:
                row += 1
            taken[gap, row] = self._label_x(link) + wide(link.words) // 2
            found[link] = row
        return found

    def _out_level(self, link: Link) -> int:
        gap = self._cells[link.source][0]
        return self._bottoms[gap] + OUT_HIGH + LEVEL * self._outs[gap].index(link.source)

    def _in_level(self, link: Link) -> int:
        layer = self._cells[link.target][0]
        return self._tops[layer] - IN_HIGH - LEVEL * self._ins[layer - 1].index(link.target)

    def _leaves_sideways(self, link: Link) -> bool:
        """Whether a line leaves on the left: one that leads back from the first column."""
        return link.back and self._cells[link.source][1] == 0

    def _centre(self, column: int) -> int:
        return self._lefts[column] + BOX // 2

    def box_middle(self, name: str) -> int:
        """The middle across of a box."""
        return self._centre(self._cells[name][1])

    def _track_x(self, link: Link) -> int:
        track, source, target = self._tracks[link.source, link.target], *self._ends(link)
        if track.slot is not None:
            if track.column == LANES:
                return self._lefts[LANES] + MARGIN + LANE * track.slot
            if track.column == LEFT:
                return self._lefts[0] - MARGIN // 2 - LANE * track.slot
            return self._lefts[track.column] + BOX + MARGIN + LANE * track.slot
        if track.column != target or source == target:
            return self._centre(source)
        return self._centre(target) + (PORT if source > target else -PORT)

    def _arrival_x(self, link: Link) -> int:
        track, centre = self._track_x(link), self.box_middle(link.target)
        if self._tracks[link.source, link.target] == Track(self._cells[link.target][1]):
            return track
        return centre + (PORT if track > centre else -PORT)

    def _label_x(self, link: Link) -> int:
        x = self._track_x(link)
        return x + wide(link.words) // 2 if link.back else x

    def _ends(self, link: Link) -> tuple[int, int]:
        return self._cells[link.source][1], self._cells[link.target][1]


def _note(found: dict[int, list[str]], gap: int, name: str) -> None:
    there = found.setdefault(gap, [])
    if name not in there:
        there.append(name)
