"""A drawing as text: pen strokes between whole points of one field, in the grammar of an SVG path."""

from __future__ import annotations

import re

WIDTH, HEIGHT = 1000, 750
"""The field: x from 0 to 1000, y from 0 (the top) to 750."""
PEN = 10
"""How wide the pen is, in the field's units."""
LARGEST = 64 * 1024
"""Characters (all ASCII, so bytes too) one drawing may have."""

Stroke = tuple[tuple[int, int], ...]

_NUMBER = "(?:0|[1-9][0-9]{0,3}+)"
_DRAWING = re.compile(f"(?:M{_NUMBER} {_NUMBER}(?: {_NUMBER} {_NUMBER})*+)++")
"""Possessive throughout, so that no text makes it look twice: "M" begins a stroke, one space stands between numbers."""


def read(text: str) -> str | None:
    """The drawing in its one canonical text, as in "M12 40 30 44 31 46M5 5" (a dot is a stroke of one point): a point
    that only repeats the one before it goes. None when this is not a drawing: nothing drawn, another grammar, a point
    outside the field, or more than `LARGEST`.
    """
    if len(text) > LARGEST or not _DRAWING.fullmatch(text):
        return None
    drawn = strokes(text)
    if any(x > WIDTH or y > HEIGHT for stroke in drawn for x, y in stroke):
        return None
    return "".join("M" + " ".join(f"{x} {y}" for x, y in _moving(stroke)) for stroke in drawn)


def strokes(text: str) -> tuple[Stroke, ...]:
    """The points of each stroke, in the order they were drawn. For text that `read` gave back."""
    found = (tuple(map(int, stroke.split(" "))) for stroke in text.split("M")[1:])
    return tuple(tuple(zip(numbers[::2], numbers[1::2], strict=True)) for numbers in found)


def path(text: str) -> str:
    """The drawing as the `d` of an SVG path, for text that `read` gave back. A dot becomes a line of no length, which
    round caps make visible (SVG 2, 13.5.4)."""
    return re.sub(r"(M\d+ \d+)(?=M|$)", r"\1h0", text)


def _moving(stroke: Stroke) -> Stroke:
    return stroke[:1] + tuple(point for before, point in zip(stroke, stroke[1:], strict=False) if point != before)
