"""Finds a track down the grid for every line of a picture, so that no line runs through a box and few run together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.layers import Grid, Link

LEFT = -1
"""The gutter left of the first column."""
LANES = -2
"""Where lines back go up, left of everything."""
Ends = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Track:
    """Where a line runs down: the middle of a column, or the n-th place (`slot`) in the gutter right of a column."""

    column: int
    slot: int | None = None


def tracks(grid: Grid) -> Mapping[Ends, Track]:
    """The track of each link by its source and target. Short links choose first, so that they stay near."""
    laying = _Laying(grid)
    by_length = sorted(grid.links, key=lambda link: abs(grid.cells[link.target][0] - grid.cells[link.source][0]))
    return {(link.source, link.target): laying.back(link) if link.back else laying.down(link) for link in by_length}


class _Laying:
    """Cells and gutters as they fill up. Lines to the same box may share a track: they say the same from there on."""

    def __init__(self, grid: Grid) -> None:
        self._cells = grid.cells
        self._columns = 1 + max(column for _, column in grid.cells.values())
        self._busy: dict[tuple[int, int], str] = {cell: "" for cell in grid.cells.values()}
        self._gutters: dict[int, list[tuple[int, int, int, str]]] = {}

    def down(self, link: Link) -> Track:
        """The track of a link to a lower layer: its target's column, its own, or else the best gutter."""
        (top, source), (bottom, target) = self._cells[link.source], self._cells[link.target]
        between = range(top + 1, bottom)
        for column in (target, source):
            if all(self._busy.get((layer, column), link.target) == link.target for layer in between):
                self._busy |= {(layer, column): link.target for layer in between}
                return Track(column)
        gutter = min(range(LEFT, self._columns), key=lambda one: (self._cost(one, link), one))
        return self._in_gutter(gutter, top, bottom - 1, link.target)

    def back(self, link: Link) -> Track:
        """The lane of a link to where the way has been already."""
        low, high = self._cells[link.target][0] - 1, self._cells[link.source][0]
        return self._in_gutter(LANES, low, high, link.target)

    def _cost(self, gutter: int, link: Link) -> float:
        (top, source), (bottom, target) = self._cells[link.source], self._cells[link.target]
        aside = abs(gutter + 0.5 - source) + abs(gutter + 0.5 - target)
        beside = sum(
            one != link.target and low <= bottom - 1 and top <= high
            for _, low, high, one in self._gutters.get(gutter, ())
        )
        return aside + 0.6 * beside + (0.3 if gutter == LEFT else 0)

    def _in_gutter(self, gutter: int, low: int, high: int, target: str) -> Track:
        there = self._gutters.setdefault(gutter, [])
        slot = 0
        while any(at == slot and one != target and a <= high and low <= b for at, a, b, one in there):
            slot += 1
        there.append((slot, low, high, target))
        return Track(gutter, slot)
