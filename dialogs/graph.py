"""Lays a script out as a picture: boxes and lines with whole-number places, drawn by a template, and as a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dialogs.layers import Grid, Link, grid, is_end
from dialogs.onward import Way, asked_words, onward, shortened
from dialogs.plane import Box, Plane, Point
from dialogs.script import END, ReplyKind, Script

BEND, TIP = 8, 5
LONGEST_ASKED, LONGEST_ID, LONGEST_WORDS = 29, 20, 30

KIND_WORDS: Mapping[ReplyKind, str] = {
    ReplyKind.TEXT: "own words",
    ReplyKind.NONE: "only says",
    ReplyKind.READ_BACK: "read back",
}
"""Small words for kinds of reply; any other is told by its own name."""


@dataclass(frozen=True, slots=True)
class Node:
    """A box. `entry` is an entry kind or "none", `asks` is False where something is only said. An end has the step
    "end" and no label. The corner is top left.
    """

    step: str
    label: str
    asked: str
    full: str
    kind: str
    entry: str
    asks: bool
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from a box to another as an SVG path with its tip, and its words with the middle of where they stand."""

    source: str
    target: str
    words: str
    path: str
    x: int
    y: int
    back: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the script, and where its rule begins."""

    words: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Graph:
    """A script as a picture of this many units across and down."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A step for who hears the picture instead of seeing it: everything it asks, and where each answer leads."""

    step: str
    asked: str
    kind: str
    entry: str
    leads: tuple[Way, ...]


def kind_words(kind: ReplyKind) -> str:
    """A kind of reply as a small word."""
    return KIND_WORDS.get(kind, kind.replace("_", " "))


def as_list(script: Script) -> tuple[Listed, ...]:
    """The steps of a script in the order of the picture, from top to bottom, with everything the picture tells."""
    cells = grid(script).cells
    return tuple(
        Listed(step.id, asked_words(step, 1000), kind_words(step.reply), step.entry or "none", onward(script, step))
        for step in (script.steps[name] for name in sorted(cells, key=lambda name: cells[name]) if not is_end(name))
    )


def graph(script: Script) -> Graph:
    """The picture of a script, from top to bottom."""
    cells = grid(script)
    shown = replace(cells, links=tuple(replace(one, words=shortened(one.words, LONGEST_WORDS)) for one in cells.links))
    parts = _where_parts_begin(script, cells)
    plane = Plane(shown, frozenset(parts))
    headings = tuple(Heading(script.parts[part], *plane.heading(layer)) for layer, part in parts.items())
    nodes = tuple(
        _node(script, name, plane.box(name)) for name in sorted(cells.cells, key=lambda one: cells.cells[one])
    )
    return Graph(plane.width, plane.height, nodes, tuple(_edge(plane, link) for link in shown.links), headings)


def _where_parts_begin(script: Script, grid: Grid) -> dict[int, int]:
    """The layers at which the main line comes to a later part of the script, with that part."""
    found: dict[int, int] = {}
    for name in sorted(grid.cells, key=lambda one: grid.cells[one]):
        layer, column = grid.cells[name]
        if column == 0 and not is_end(name) and script.steps[name].part > max(found.values(), default=-1):
            found[layer] = script.steps[name].part
    return found


def _node(script: Script, name: str, box: Box) -> Node:
    if is_end(name):
        return Node(END, "", "", "", "", "none", False, box.x, box.y, box.width, box.height)
    step = script.steps[name]
    return Node(
        step=name,
        label=shortened(name, LONGEST_ID),
        asked=asked_words(step, LONGEST_ASKED),
        full=asked_words(step, 1000),
        kind=kind_words(step.reply),
        entry=step.entry or "none",
        asks=step.ask is not None,
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
    )


def _edge(plane: Plane, link: Link) -> Edge:
    points = plane.points(link)
    x, y = plane.label(link) if link.words else points[0]
    target = END if is_end(link.target) else link.target
    return Edge(link.source, target, link.words, _path(points), x, y, link.back)


def _path(points: Sequence[Point]) -> str:
    """A line through these corners, each rounded, with a tip at its end."""
    corners = [point for index, point in enumerate(points) if index == 0 or point != points[index - 1]]
    said = [f"M{corners[0][0]} {corners[0][1]}"]
    for before, here, after in zip(corners, corners[1:], corners[2:], strict=False):
        (ax, ay), (bx, by) = _towards(here, before), _towards(here, after)
        said.append(f"L{ax} {ay}Q{here[0]} {here[1]} {bx} {by}")
    (x, y), (fx, fy) = corners[-1], _towards(corners[-1], corners[-2], TIP)
    aside = (TIP, 0) if fx == x else (0, TIP)
    said.append(f"L{x} {y}M{fx - aside[0]} {fy - aside[1]}L{x} {y}L{fx + aside[0]} {fy + aside[1]}")
    return "".join(said)


def _towards(start: Point, goal: Point, far: int = BEND) -> Point:
    """The point this far from `start` towards `goal`, but never past the middle; lines run only across or down."""
    dx, dy = goal[0] - start[0], goal[1] - start[1]
    step = min(far, max(abs(dx), abs(dy)) // 2)
    return start[0] + step * ((dx > 0) - (dx < 0)), start[1] + step * ((dy > 0) - (dy < 0))
