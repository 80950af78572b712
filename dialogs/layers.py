"""Puts the steps of a script on a grid for a picture: layers from top to bottom, the main line in the first column.

Only whole numbers of layers and columns here; coordinates and lines are `graph.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs.onward import onward
from dialogs.script import END, Script

COLUMNS = 4
"""More steps side by side than this cannot be read; the rest go a layer further down."""


@dataclass(frozen=True, slots=True)
class Link:
    """One line to draw. `back` when it leads to where the way has been already. Each way to the end has an end of its
    own, named `end:` and the step before it.
    """

    source: str
    target: str
    words: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Where everything stands, as (layer, column) from 0, and the lines between, in the order of the file."""

    cells: Mapping[str, tuple[int, int]]
    links: tuple[Link, ...]

    def layers(self) -> int:
        """How many layers there are."""
        return 1 + max(layer for layer, _ in self.cells.values())


def is_end(name: str) -> bool:
    """Whether a name on the grid is an end and not a step."""
    return name.startswith(f"{END}:")


def grid(script: Script) -> Grid:
    """The grid of a script. The longest way from the start is the first column; what turns off it stands beside."""
    order, links = _ordered(script)
    into: dict[str, list[str]] = {name: [] for name in order}
    for link in links:
        if not link.back:
            into[link.target].append(link.source)
    layer = _layers(order, into)
    line = _main_line(order, into, layer)
    columns: dict[str, int] = {}
    for number in range(1 + max(layer.values())):
        here = [name for name in order if layer[name] == number]
        taken = {0} if any(name in line for name in here) else set()
        for name in here:
            columns[name] = 0 if name in line else _beside(name, into, columns, taken)
            taken.add(columns[name])
    return Grid({name: (layer[name], columns[name]) for name in order}, links)


def _ordered(script: Script) -> tuple[list[str], tuple[Link, ...]]:
    """Every step and end with each after all that lead to it (but for links back), and the links."""
    links: list[Link] = []
    done: list[str] = []
    open_: set[str] = set()

    def visit(name: str) -> None:
        open_.add(name)
        for way in onward(script, script.steps[name]):
            target = f"{END}:{name}" if way.go == END else way.go
            links.append(Link(name, target, way.words, back=target in open_))
        for target in [link.target for link in links if link.source == name][::-1]:
            if is_end(target):
                done.append(target)
            elif target not in open_ and target not in done:
                visit(target)
        open_.remove(name)
        done.append(name)

    for name in (script.start, *script.steps):
        if name not in done:
            visit(name)
    places = {name: index for index, name in enumerate(script.steps)}
    return done[::-1], tuple(sorted(links, key=lambda link: places[link.source]))


def _layers(order: Sequence[str], into: Mapping[str, Sequence[str]]) -> dict[str, int]:
    layer: dict[str, int] = {}
    for name in order:
        at = 1 + max((layer[one] for one in into[name]), default=-1)
        while sum(one == at for one in layer.values()) >= COLUMNS:
            at += 1
        layer[name] = at
    return layer


def _main_line(order: Sequence[str], into: Mapping[str, Sequence[str]], layer: Mapping[str, int]) -> set[str]:
    """The longest way from the top to the deepest place."""
    here: str | None = max(order, key=lambda name: layer[name])
    line: set[str] = set()
    while here is not None:
        line.add(here)
        here = max(into[here], key=lambda name: layer[name], default=None)
    return line


def _beside(name: str, into: Mapping[str, Sequence[str]], columns: Mapping[str, int], taken: set[int]) -> int:
    """The free column nearest to the one this was led to from, never the first where that can be helped."""
    wish = max(1, *(columns[one] for one in into[name] if one in columns)) if into[name] else 1
    free = [one for one in range(1, COLUMNS) if one not in taken] or [0]
    return min(free, key=lambda one: (abs(one - wish), one))
