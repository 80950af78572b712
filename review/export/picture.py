"""Paints a drawing as a PNG for the Word file: dark pen, white paper, round ends and corners."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from dialogs.strokes import HEIGHT, PEN, WIDTH, strokes

INK, PAPER = 0x1B, 0xFF
FINER = 2
"""Painted this much larger, then reduced, so that edges are smooth."""
INCLUSIVE = 0.5
"""An ellipse's box takes in its last pixel: less by this on each side, a round joint is as wide as its line."""


def png(text: str, width: int = 1000) -> bytes:
    """The bytes of a PNG, `width` pixels wide (100 or more) and three quarters as high, for text that `strokes.read`
    gave back. The same drawing always makes the same bytes; nothing but the picture is in them.
    """
    size = (width, width * HEIGHT // WIDTH)
    scale = width * FINER / WIDTH
    large = Image.new("L", (size[0] * FINER, size[1] * FINER), PAPER)
    brush, wide = ImageDraw.Draw(large), round(PEN * scale)
    half = wide / 2 - INCLUSIVE
    for stroke in strokes(text):
        points = [(x * scale, y * scale) for x, y in stroke]
        brush.line(points, INK, wide)
        for x, y in points:
            brush.ellipse((x - half, y - half, x + half, y + half), INK)
    made = BytesIO()
    large.reduce(FINER).save(made, "PNG", optimize=True)
    return made.getvalue()
